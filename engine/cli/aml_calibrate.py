"""`malvakt aml calibrate`: which parameters reproduce the counts of another system?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.aml_options import ProfileOption, ProfilesOption, Records, read_profiles, read_records
from engine.cli.files import read_file
from engine.cli.options import DatabaseOption, Desk, JsonOption, LanguageOption, RulesOption
from engine.language import Language, mark, translate

if TYPE_CHECKING:
    from engine.aml.calibrate import Fit
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
    from engine.aml.calibrate import DEPENDS, rank
    from engine.cli.output import say, show_json
    from engine.timesheets.counts import read_counts
    from engine.worktime.blocks import Known
    from engine.worktime.check import check
    from engine.worktime.kinds import BreachType
    from engine.worktime.normalise import normalise
    from engine.worktime.owners import owners_of
    from engine.worktime.profiles import Profiles

    desk = Desk.set_up(rules, database, language)
    month, wanted = read_counts(counts.name, read_file(counts), tuple(DEPENDS))
    held = read_profiles(desk, profiles, profile)
    given = normalise(read_records(records))
    report = Known(month.start, month.end)

    def count(kind: BreachType, tried: Profiles) -> int:
        return check(given, owners_of(tried), report=report, types=[kind]).count(kind)

    fits = rank(wanted, held, count)[:most]
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
        changes = ", ".join(f"{name}: {_text(value)}" for name, value in fit.changes.items())
        rows.append([str(fit.distance), *(str(fit.counts[kind]) for kind in wanted), changes or "–"])
    show_table(headings, rows, right=range(len(wanted) + 1))


def _json(fit: "Fit", wanted: "dict[BreachType, int]") -> dict[str, Any]:
    return {
        "distance": fit.distance,
        "changes": {name: _text(value) for name, value in fit.changes.items()},
        "counts": {kind.value: fit.counts[kind] for kind in wanted},
    }


def _text(value: Any) -> str:
    """As the key is written in a profile."""
    return str(value).lower() if isinstance(value, bool) else str(value)
