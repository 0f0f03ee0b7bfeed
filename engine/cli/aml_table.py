"""`malvakt aml table`: breaches by type, month and unit, as the report prints them, with nobody recognised."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.aml_options import (
    FromOption,
    OptionalRecords,
    ProfileOption,
    ProfilesOption,
    ToOption,
    asked_days,
    profiles_of_evidence,
    read_profiles,
    read_records,
)
from engine.cli.options import DatabaseOption, Desk, JsonOption, LanguageOption, OrganisationOption, RulesOption
from engine.language import Language, mark, translate

if TYPE_CHECKING:
    from pathlib import Path

    from engine.aml.table import Asked, Axis, Line, Table
    from engine.worktime.records import WorkRecord
    from engine.worktime.result import Result

_BELOW = {
    "total": mark("Total"),
    "per_100_man_years": mark("Per 100 man-years"),
    "employees": mark("Employees with a breach"),
    "repeats": mark("Repeated: same employee and type"),
    "planned": mark("Already in the plan"),
    "created": mark("Created by change, overtime or callout"),
}


def table(
    records: OptionalRecords = None,
    by: Annotated[str, typer.Option("--by", metavar="A,B", help="To av type, month, unit · two of them.")] = "type,month",
    unit: Annotated[str | None, typer.Option("--unit", metavar="U", help="Bare denne enheten · only this unit.")] = None,
    man_years: Annotated[
        str | None, typer.Option("--man-years", metavar="N", help="Årsverk, for tallet per 100 · for the rate.")
    ] = None,
    profile: ProfileOption = None,
    profiles: ProfilesOption = None,
    first: FromOption = None,
    last: ToOption = None,
    organisation: OrganisationOption = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Tell brudd per type og måned, som i rapporten · Count breaches by type and month, as in the report"""
    from engine.aml.table import table as count
    from engine.cli.output import show_json

    desk = Desk.set_up(rules, database, language)
    axes = _axes(by)
    if records:
        asked = _of_files(desk, records, unit, (first, last), profile, profiles)
    else:
        asked = _of_evidence(desk, organisation, unit, (first, last), profile, profiles)
    _refuse_unknown_unit(asked, unit)
    made = count(asked, axes, None if man_years is None else _positive(man_years))
    if json:
        show_json(_json(made, asked, by))
    else:
        _show(made, axes, desk.language)


def _of_files(
    desk: Desk,
    paths: "list[Path]",
    unit: str | None,
    days: tuple[date | None, date | None],
    profile: str | None,
    profiles: "Path | None",
) -> "Asked":
    from engine.worktime.check import check
    from engine.worktime.normalise import normalise
    from engine.worktime.owners import owners_of

    rows = read_records(paths)
    owners, given = owners_of(read_profiles(desk, profiles, profile)), normalise(rows)
    known, report = asked_days(given, *days, plan=False)
    found = check(given, owners, known=known, report=report).results()
    planned = check(given, owners, plan=True).results()
    return _asked(desk, rows, found, planned, unit, days)


def _of_evidence(
    desk: Desk,
    organisation: str | None,
    unit: str | None,
    days: tuple[date | None, date | None],
    profile: str | None,
    profiles: "Path | None",
) -> "Asked":
    from engine.casework.judging import under_pseudonyms
    from engine.cli.aml_desk import organisation_of
    from engine.worktime.check import check
    from engine.worktime.normalise import normalise
    from engine.worktime.owners import owners_of

    with desk.persons_as_they_are.reading(organisation_of(desk, organisation)) as read:
        rows = tuple(read.records())
        found = [each.result for each in read.standing().values() if not each.withdrawn]
        held = under_pseudonyms(profiles_of_evidence(desk, profiles, profile), read.pseudonyms())
    planned = check(normalise(rows), owners_of(held), plan=True).results()
    return _asked(desk, rows, found, planned, unit, days)


def _asked(
    desk: Desk,
    rows: "Sequence[WorkRecord]",
    found: "Iterable[Result]",
    planned: "Iterable[Result]",
    unit: str | None,
    days: tuple[date | None, date | None],
) -> "Asked":
    from engine.aml.standing import is_breach
    from engine.aml.table import WHOLE, Asked
    from engine.aml.tally import tally
    from engine.periods import Grain, Period
    from engine.timesheets.days import day_of
    from engine.worktime.kinds import Source, Status

    first, last = days[0] or date.min, days[1] or date.max
    present = {
        (row.employee, row.unit, Period.containing(day_of(row), Grain.MONTH))
        for row in rows
        if row.source is Source.ACTUAL and first <= day_of(row) <= last
    }
    breaches = [result for result in found if is_breach(result) and first <= result.day <= last]
    counted = tally(present, breaches, [result for result in planned if result.status is Status.PLANLAGT])
    has_plan = any(row.source is Source.PLANNED for row in rows)
    return Asked(counted, sorted(counted), unit or WHOLE, desk.settings.smallest_group, has_plan)


def _axes(by: str) -> "tuple[Axis, Axis]":
    from engine.aml.table import Axis
    from engine.errors import UsageError

    known = [axis.value for axis in Axis]
    parts = [part.strip() for part in by.split(",")]
    if len(parts) != 2 or len(set(parts)) != 2 or not set(parts) <= set(known):
        raise UsageError(mark("--by takes two of {known}, such as type,month"), known=", ".join(known))
    return Axis(parts[0]), Axis(parts[1])


def _positive(text: str) -> Decimal:
    from engine.errors import UsageError

    digits = text.replace(",", ".", 1)
    if not digits.replace(".", "", 1).isdecimal() or not digits.isascii() or len(digits) > 12 or not Decimal(digits):
        raise UsageError(mark("--man-years takes a number above 0, such as 396 or 396,5"))
    return Decimal(digits)


def _refuse_unknown_unit(asked: "Asked", unit: str | None) -> None:
    from engine.cli.verdicts import unknown

    if unit is not None and unit not in asked.units:
        message, suggesting = (
            mark("no record is of the unit {name}"),
            mark("no record is of the unit {name} (did you mean {suggestion}?)"),
        )
        raise unknown(message, suggesting, unit, asked.units)


def _show(made: "Table", axes: "tuple[Axis, Axis]", language: Language) -> None:
    from engine.aml.table import OTHERS
    from engine.cli.output import say, show_table
    from engine.worktime.kinds import TITLES, BreachType

    def title(key: str, axis: str) -> str:
        if axis == "type":
            return translate(TITLES[BreachType(key)], language)
        return translate(mark("Others"), language) if key == OTHERS else key

    headings = ["", *(title(column, axes[1]) for column in made.columns)]
    rows = [[title(line.key, axes[0]), *map(_cell, line.values)] for line in made.rows]
    rows += [[translate(_BELOW[line.key], language), *map(_cell, line.values)] for line in made.below]
    show_table(headings, rows, right=range(1, len(headings)))
    if any(value is None for line in (*made.rows, *made.below) for value in line.values):
        say(translate(mark("· too few people to be told by themselves; they are among the others and in the whole"), language))


def _cell(value: int | Decimal | None) -> str:
    return "·" if value is None else str(value)


def _json(made: "Table", asked: "Asked", by: str) -> dict[str, Any]:
    return {
        "by": [part.strip() for part in by.split(",")],
        "columns": list(made.columns),
        "rows": [_line_json(line) for line in made.rows],
        "below": {line.key: _line_json(line)["values"] for line in made.below},
        "smallest_group": asked.fewest,
    }


def _line_json(line: "Line") -> dict[str, Any]:
    return {"key": line.key, "values": [str(value) if isinstance(value, Decimal) else value for value in line.values]}
