"""`malvakt aml whatif`: the breaches that a planned shift or a swap would make, and those it would take away."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.aml_options import (
    FromOption,
    ProfileOption,
    ProfilesOption,
    Records,
    ToOption,
    asked_days,
    read_profiles,
    read_records,
)
from engine.cli.options import DatabaseOption, Desk, JsonOption, LanguageOption, RulesOption
from engine.language import mark, translate

if TYPE_CHECKING:
    from engine.worktime.records import WorkRecord

_SECTIONS = {
    "created": mark("Breaches that the change makes: {count}"),
    "worse": mark("Breaches that it makes worse: {count}"),
    "removed": mark("Breaches that it takes away: {count}"),
}


def whatif(
    records: Records,
    add: Annotated[
        list[str] | None,
        typer.Option("--add", metavar="E,START,END[,TYPE[,UNIT]]", help="En vakt inn · a shift in [ordinary]."),
    ] = None,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", metavar="ID|E,START", help="En vakt ut · a shift out.")
    ] = None,
    swap: Annotated[
        list[str] | None, typer.Option("--swap", metavar="A=B", help="Bytt to vakter, hver ID eller E,START · swap two shifts.")
    ] = None,
    profile: ProfileOption = None,
    profiles: ProfilesOption = None,
    first: FromOption = None,
    last: ToOption = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Hva om? Bruddene en vakt eller et bytte ville gi · The breaches that a shift or a swap would make"""
    from engine.aml.whatif import difference, roster
    from engine.cli.aml_rows import show_results
    from engine.cli.output import EXIT_MET, EXIT_MISSED, say, show_json
    from engine.worktime.check import check
    from engine.worktime.normalise import normalise
    from engine.worktime.owners import owners_of

    desk = Desk.set_up(rules, database, language)
    owners = owners_of(read_profiles(desk, profiles, profile))
    before = roster(read_records(records))
    after = _changed(before, add or [], remove or [], swap or [])
    # Both are judged over the days of both, or the change would show as days that became known.
    known, report = asked_days(normalise([*before, *after]), first, last, plan=True)
    found = difference(
        *(check(normalise(rows), owners, plan=True, known=known, report=report).results() for rows in (before, after))
    )
    sections = {name: sorted(getattr(found, name), key=lambda result: result.order) for name in _SECTIONS}
    if json:
        show_json({name: [dict(result.as_json()) for result in results] for name, results in sections.items()})
    else:
        for name, results in sections.items():
            say(translate(_SECTIONS[name], desk.language).format(count=len(results)))
            if results:
                show_results(results, desk.language)
    raise typer.Exit(EXIT_MISSED if sections["created"] or sections["worse"] else EXIT_MET)


def _changed(rows: "Sequence[WorkRecord]", add: list[str], remove: list[str], swap: list[str]) -> "list[WorkRecord]":
    """The roster with the changes: swaps first, then shifts out, then shifts in. Raises UsageError."""
    from engine.errors import UsageError

    if not (add or remove or swap):
        raise UsageError(mark("say what changes: --add, --remove or --swap"))
    changed = list(rows)
    for text in swap:
        one, other = (_find(changed, part) for part in _two(text))
        names = changed[one].employee, changed[other].employee
        changed[one] = replace(changed[one], employee=names[1])
        changed[other] = replace(changed[other], employee=names[0])
    for text in remove:
        del changed[_find(changed, text)]
    return changed + [_shift(text) for text in add]


def _two(text: str) -> list[str]:
    from engine.errors import UsageError
    from engine.names import shown

    parts = text.split("=")
    if len(parts) != 2:
        raise UsageError(mark("{text} is not two shifts, A=B"), text=shown(text))
    return parts


def _find(rows: "Sequence[WorkRecord]", wanted: str) -> int:
    """The place of the one row that has this id, or is this employee's from this time on."""
    from engine.errors import UsageError
    from engine.names import shown

    employee, _, start = wanted.strip().rpartition(",")
    found = [at for at, row in enumerate(rows) if wanted.strip() == row.record_id]
    if not found and employee:
        moment = _cell("start", start)
        found = [at for at, row in enumerate(rows) if row.employee == employee.strip() and row.start == moment]
    if len(found) != 1:
        raise UsageError(mark("{text} is not one shift of the roster but {count}"), text=shown(wanted), count=len(found))
    return found[0]


def _shift(text: str) -> "WorkRecord":
    from engine.errors import UsageError
    from engine.names import shown
    from engine.worktime.kinds import Source
    from engine.worktime.records import WorkRecord

    parts = [part.strip() for part in text.split(",")]
    if not 3 <= len(parts) <= 5:
        raise UsageError(mark("{text} is not a shift, EMPLOYEE,START,END[,TYPE[,UNIT]]"), text=shown(text))
    employee, start, end, kind, unit = [*parts, *("ordinary", "")[len(parts) - 3 :]]
    return WorkRecord(
        employee=_cell("employee", employee),
        start=_cell("start", start),
        end=_cell("start", end),
        type=_cell("type", kind),
        unit=_cell("unit", unit),
        source=Source.PLANNED,
        record_id=shown(text),
    )


def _cell(column: str, text: str) -> Any:
    """A cell of a file of records. Raises UsageError."""
    from engine.errors import Place, Problem, UsageError
    from engine.intake.cells import CellProblem
    from engine.timesheets.columns import Column
    from engine.timesheets.reading import read_cell

    try:
        return read_cell(Column(column), text.strip())
    except CellProblem as problem:
        place = Place("command line", field=column)
        raise UsageError("", [Problem(place, problem.code, problem.message, problem.details)]) from None
