"""`malvakt aml calibrate`: which parameters reproduce the counts of another system?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.arriving import read_file
from engine.cli.aml_options import ProfileOption, ProfilesOption, Records, read_profiles, read_records
from engine.cli.options import DatabaseOption, Desk, JsonOption, LanguageOption, RulesOption
from engine.language import Language, mark, translate

if TYPE_CHECKING:
    from engine.worktime.calibrate import Fit
    from engine.worktime.kinds import BreachType


def calibrate(
    counts: Annotated[Path, typer.Argument(metavar="COUNTS.csv", help="month;type;count fra et annet system · of another.")],
    records: Records,
    most: Annotated[int, typer.Option("--most", min=1, max=1000, metavar="N", help="Så mange forslag · so many [10].")] = 10,
    profile: ProfileOption = None,
    profiles: ProfilesOption = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Hvilke valg gir det andre systemets tall? · Which choices give another system's counts?"""
    from engine.cli.output import say, show_json
    from engine.timesheets.counts import read_counts
    from engine.worktime.calibrate import DEPENDS_ON
    from engine.worktime.calibrate import calibrate as fitted
    from engine.worktime.normalise import normalise

    desk = Desk.set_up(rules, database, language)
    month, wanted = read_counts(counts.name, read_file(counts), tuple(DEPENDS_ON))
    held = read_profiles(desk, profiles, profile)
    given = normalise(read_records(records))
    fits = fitted(given, held, month, wanted, best=most)
    if json:
        show_json([_json(fit, wanted) for fit in fits])
    else:
        _show(fits, wanted, desk.language)
        say(translate(mark("The first is nearest; among equals the one with the fewest changes comes first."), desk.language))


def _show(fits: "list[Fit]", wanted: "dict[BreachType, int]", language: Language) -> None:
    from engine.cli.output import show_table

    headings = [translate(mark("Off by"), language), *(kind.value for kind in wanted), translate(mark("Changes"), language)]
    rows = [[translate(mark("wanted"), language), *map(str, wanted.values()), ""]]
    for fit in fits:
        changes = ", ".join(f"{name}: {_text(value)}" for name, value in _changes(fit).items())
        rows.append([str(fit.distance), *(str(fit.counts[kind]) for kind in wanted), changes or "–"])
    show_table(headings, rows, right=range(len(wanted) + 1))


def _json(fit: "Fit", wanted: "dict[BreachType, int]") -> dict[str, Any]:
    return {
        "distance": fit.distance,
        "changes": {name: _text(value) for name, value in _changes(fit).items()},
        "counts": {kind.value: fit.counts[kind] for kind in wanted},
    }


def _changes(fit: "Fit") -> dict[str, Any]:
    """The parameters that differ from the shipped ones."""
    from engine.worktime.calibrate import GRID

    return {name: value for name, value in fit.parameters.items() if value != GRID[name][0]}


def _text(value: Any) -> str:
    """As the key is written in a profile."""
    if isinstance(value, tuple):
        return f"[{', '.join(value)}]"
    return str(value).lower() if isinstance(value, bool) else str(value)
