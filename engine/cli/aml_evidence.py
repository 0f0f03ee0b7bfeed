"""What `malvakt run` does with the evidence of working time, and how it tells of it: in numbers, never in rows."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine.cli.options import Desk
from engine.language import Language, mark, translate

if TYPE_CHECKING:
    from engine.casework import Casework


def judge_evidence(desk: Desk, at: datetime) -> "Iterator[Casework]":
    """Judge the evidence of every organisation, and hand the counts over as figures. Nothing where there is no evidence."""
    from engine.cli.output import show_problems
    from engine.jobs.aml import judge_evidence as of_organisation

    if not desk.persons_as_they_are.was_begun():
        return
    for organisation in desk.persons.organisations():
        casework, reception = of_organisation(organisation, desk, at)
        show_problems(reception.problems if reception else ())
        yield casework


def casework_line(casework: "Casework", language: Language) -> str:
    text = mark(
        "AML, {organisation}: {found} breaches found, {changed} changed, {withdrawn} withdrawn; {opened} cases opened; "
        "{not_evaluated} windows not evaluated, {doubts} remarks on the records"
    )
    return translate(text, language).format(**casework_json(casework))


def casework_json(casework: "Casework") -> dict[str, Any]:
    return {
        "organisation": casework.organisation,
        "found": casework.found,
        "changed": casework.changed,
        "withdrawn": casework.withdrawn,
        "opened": casework.opened,
        "not_evaluated": casework.not_evaluated,
        "doubts": casework.doubts,
        "months": [str(month) for month in casework.measured.months],
    }
