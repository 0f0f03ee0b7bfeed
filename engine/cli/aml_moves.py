"""`malvakt aml cause | note | close | reopen`: HR's moves on a case."""

from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.aml_desk import CaseId, hr
from engine.cli.options import ByOption, DatabaseOption, Desk, LanguageOption, RulesOption, now

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.aml.cases import Case, CaseDraft

Words = Annotated[str, typer.Argument(metavar="TEXT", help="Teksten, uten navn og helse · the words, no names, no health.")]


def cause(
    case_id: CaseId,
    code: Annotated[str, typer.Argument(metavar="CODE", help="callout incident cover swap roster deadline emergency …")],
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Sett årsakskoden · Say why it happened"""
    from engine.aml.cases import set_cause

    _move(case_id, by, Desk.set_up(rules, database, language), lambda case, who: set_cause(case, who, code))


def note(
    case_id: CaseId,
    text: Words,
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Skriv et notat · Write a note"""
    from engine.aml.cases import note as write

    _move(case_id, by, Desk.set_up(rules, database, language), lambda case, who: write(case, who, text))


def close(
    case_id: CaseId,
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="Hva som ble gjort · what was done.")] = "",
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Lukk saken; årsaken må være satt · Close the case; its cause must be given"""
    from engine.aml.cases import close as shut

    _move(case_id, by, Desk.set_up(rules, database, language), lambda case, who: shut(case, who, text))


def reopen(
    case_id: CaseId,
    text: Words,
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Gjenåpne saken · Take the case up again"""
    from engine.aml.cases import reopen as take_up

    _move(case_id, by, Desk.set_up(rules, database, language), lambda case, who: take_up(case, who, text))


def _move(
    case_id: str,
    by: str | None,
    desk: Desk,
    act: "Callable[[Case, str], CaseDraft]",
) -> None:
    from engine.cli.output import say

    viewer = hr(desk, by)
    moved = desk.persons_as_they_are.move(viewer, case_id, lambda case: act(case, viewer.who), at=now())
    say(f"{moved.id} {moved.state.value}")
