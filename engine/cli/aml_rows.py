"""Breaches as people read them: one row each, with the sentence below the numbers."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from engine.language import Language, mark, translate
from engine.worktime.kinds import TITLES, Status

if TYPE_CHECKING:
    from engine.worktime.result import Result

STATUSES: dict[Status, tuple[str, str]] = {
    Status.BRUDD: (mark("breach"), "red"),
    Status.ABSOLUTT: (mark("breach of an absolute limit"), "bold red"),
    Status.VARSEL: (mark("near the limit"), "yellow"),
    Status.OVER_LOVENS_HOVEDREGEL: (mark("over the law's main rule, inside the agreement"), "blue"),
    Status.UNNTATT: (mark("exempt post"), "dim"),
    Status.NOT_EVALUATED: (mark("not evaluated"), "magenta"),
    Status.PLANLAGT: (mark("planned breach"), "red"),
}
"""The word and the colour; the word carries the meaning."""

_HEADINGS = (
    mark("Employee"),
    mark("Date"),
    mark("Type"),
    mark("Status"),
    mark("Actual"),
    mark("Limit"),
    mark("What happened"),
)


def show_results(results: Sequence["Result"], language: Language) -> None:
    from engine.cli.output import show_table

    headings = [translate(heading, language) for heading in _HEADINGS]
    styles = [STATUSES[result.status][1] for result in results]
    show_table(headings, (_row(result, language) for result in results), styles, right=(4, 5))


def counted(results: Iterable["Result"], language: Language) -> str:
    """How many rows there are of each status, in words."""
    found = [result.status for result in results]
    parts = [f"{translate(word, language)}: {found.count(status)}" for status, (word, _) in STATUSES.items() if status in found]
    return ", ".join(parts)


def _row(result: "Result", language: Language) -> Sequence[str]:
    return (
        result.employee,
        result.day.isoformat(),
        translate(TITLES[result.type], language),
        translate(STATUSES[result.status][0], language),
        number(result.actual, language),
        number(result.limit, language),
        result.sentence(language),
    )


def number(value: Decimal | None, language: Language) -> str:
    """Two places, with the language's decimal mark; nothing for what is not known."""
    text = "" if value is None else f"{value:.2f}"
    return text.replace(".", ",") if language is Language.NB else text
