"""What commands print: words and signs for people, JSON for scripts, problems in bokmål with English beside them."""

import json
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from engine.errors import Problem, UserError
from engine.facts import Cause, Outcome, Verdict
from engine.language import Language

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_WIDE, _ROOMY, _UNBOUNDED = 160, 140, 10_000
"""Columns: what we print to where nobody looks; from where on a long cell may wrap inside a table; as if there were no end."""

STYLES: dict[Outcome, str] = {
    Outcome.MET: "green",
    Outcome.WARNING: "yellow",
    Outcome.MISSED: "bold red",
    Outcome.NO_DATA: "magenta",
    Outcome.EXEMPT: "blue",
    Outcome.NOT_APPLICABLE: "dim",
    Outcome.ERROR: "bold red",
}
"""How a row is coloured in a terminal. The word carries the meaning; the colour only helps."""

EXIT_USAGE, EXIT_MISSING, EXIT_MISSED, EXIT_MET = 2, 4, 1, 0


def say(text: str = "", *, error: bool = False) -> None:
    print(text, file=sys.stderr if error else sys.stdout)


def show_json(value: Any) -> None:
    # Where å has no place in the stream's encoding, JSON has an escape of its own for it.
    unicode = (sys.stdout.encoding or "").casefold().startswith("utf")
    say(json.dumps(value, ensure_ascii=not unicode, indent=2))


def show_problems(problems: Iterable[Problem]) -> None:
    """Each problem on a line in bokmål, and the English on the next."""
    for problem in problems:
        say(problem.line(Language.NB), error=True)
        english = problem.text(Language.EN)
        if english != problem.text(Language.NB):
            say(f"    {english}", error=True)


def show_error(error: UserError) -> None:
    show_problems(error.problems)
    if not error.message:
        return
    say(error.text(Language.NB), error=True)
    if error.text(Language.EN) != error.text(Language.NB):
        say(f"    {error.text(Language.EN)}", error=True)


def show_table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], styles: Iterable[str] = (), *, right: Iterable[int] = ()
) -> None:
    """A table; where the terminal is too narrow for it, each row as two lines: what it is about, and the rest in words.

    Where there is no terminal the width is COLUMNS, or enough for any of our tables.
    """
    from rich.console import Console
    from rich.measure import Measurement

    listed = [tuple(row) for row in rows]
    colours = [*styles] or [""] * len(listed)
    console = Console(width=shutil.get_terminal_size(fallback=(_WIDE, 40)).columns, highlight=False)
    table = _table(headings, listed, colours, frozenset(right))
    # Measured only where it can matter: it costs as much as printing.
    if (
        console.width >= _ROOMY
        or Measurement.get(console, console.options.update(width=_UNBOUNDED), table).maximum <= console.width
    ):
        console.print(table)
        return
    for row, colour in zip(listed, colours, strict=True):
        _print_lines(console, headings, row, colour)


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]], colours: Sequence[str], right: frozenset[int]) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for position, heading in enumerate(headings):
        table.add_column(heading, justify="right" if position in right else "left", overflow="fold")
    for row, colour in zip(rows, colours, strict=True):
        # Text, not str: a figure's words or a file's name may hold what rich would read as markup.
        table.add_row(*map(Text, row), style=colour)
    return table


def _print_lines(console: "Console", headings: Sequence[str], row: Sequence[str], colour: str) -> None:
    from rich.padding import Padding
    from rich.text import Text

    console.print(Text("  ".join(filter(None, row[:2])), style=colour))
    rest = [f"{heading.lower()} {cell}" for heading, cell in zip(headings[2:], row[2:], strict=True) if cell]
    console.print(Padding(Text(", ".join(rest)), (0, 0, 0, 4)))


def exit_code(verdicts: Iterable[Verdict], problems: Iterable[Problem] = ()) -> int:
    """The worst in the order 2 (a rule is wrong), 4 (a figure is missing), 1 (a target is missed), 0 (all met)."""
    outcomes = {verdict.outcome for verdict in verdicts if verdict.cause is not Cause.NOT_DUE}
    if any(True for _ in problems) or Outcome.ERROR in outcomes:
        return EXIT_USAGE
    if Outcome.NO_DATA in outcomes:
        return EXIT_MISSING
    return EXIT_MISSED if Outcome.MISSED in outcomes else EXIT_MET
