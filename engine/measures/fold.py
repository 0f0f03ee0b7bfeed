"""A metric's figures from its records: every unit, dimension and period from first to last, holes and all. Pure of clocks."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from engine.catalogue import Metric, Organisation
from engine.intake.records.clock import OSLO
from engine.intake.records.table import RecordTable
from engine.language import mark
from engine.maintenance import Window
from engine.measures.checking import check
from engine.measures.plan import Folded, Scope
from engine.measures.problems import Code, MeasureError, problem, unknown
from engine.measures.rows import Found, Group, Row, exact
from engine.measures.schema import Engine, Measure, declared
from engine.periods import Period

BY = ("unit", "dimension")


def measure(
    metric: Metric,
    organisation: Organisation,
    records: Mapping[str, RecordTable],
    from_: Period,
    to: Period,
    *,
    by: Iterable[str] = BY,
    engine: Engine = Engine.DUCKDB,
    known_until: datetime | None = None,
    cache: Path | None = None,
    windows: Sequence[Window] = (),
) -> tuple[Row, ...]:
    """The metric's figures for every period from `from_` to `to`, ordered by period, unit and dimension.

    `by` is what of the measure's own unit and dimension is told apart; the rest is folded together. `known_until` is when the
    records were drawn: a period that was not over then is incomplete. `cache` is a folder of expressions parsed before.
    `windows` are the registered ones, for the measures that ask for them. Raises MeasureError with every problem.
    """
    scope = scope_of(metric, organisation, records, from_, to, by=by, engine=engine, cache=cache).only(
        known_until=known_until, windows=tuple(windows)
    )
    folded = scope.measure.folded(scope)
    _check_series(folded, scope)
    return tuple(_row(group, folded, scope, known_until) for group in _spine(folded, scope))


def plan(
    metric: Metric,
    organisation: Organisation,
    records: Mapping[str, RecordTable],
    from_: Period,
    to: Period,
    *,
    by: Iterable[str] = BY,
    engine: Engine = Engine.DUCKDB,
    cache: Path | None = None,
) -> str:
    """What would be done, in words and as the engine's own plan, for --explain. Nothing is folded."""
    scope = scope_of(metric, organisation, records, from_, to, by=by, engine=engine, cache=cache)
    written = "\n".join(f"  {key}: {value}" for key, value in scope.measure.model_dump(exclude_none=True).items())
    tables = "\n".join(f"  {name}: {len(scope.tables[name].parts)} parts" for name in scope.measure.tables)
    return f"measure\n{written}\nrecords\n{tables}\nengine\n  {engine.value}\n{scope.measure.explained(scope)}"


def scope_of(
    metric: Metric,
    organisation: Organisation,
    records: Mapping[str, RecordTable],
    from_: Period,
    to: Period,
    *,
    by: Iterable[str],
    engine: Engine,
    cache: Path | None = None,
) -> Scope:
    """The fold that is asked for. Raises MeasureError when the measure and the records do not go together."""
    found = declared(metric)
    check(found, metric, {name: table.source for name, table in records.items()}, cache)
    for key, period in (("from", from_), ("to", to)):
        if period.grain is not metric.grain:
            message = mark("the metric has one figure per {grain}, and {period} is none")
            raise MeasureError("", [problem(metric.id, key, Code.GRAIN, message, grain=metric.grain.word, period=period)])
    kept = set(by)
    return Scope(found, metric, organisation, records, from_, to, engine, "unit" in kept, "dimension" in kept, cache=cache)


def _spine(folded: Folded, scope: Scope) -> Iterable[Group]:
    """Every period of every series that was seen; where units are not told apart, of the whole organisation."""
    series = {(group.unit, group.dimension) for group in folded.found}
    if not series and not scope.unit and not scope.dimension:
        series = {(scope.organisation.id, "")}
    groups = (Group(*each, period) for period in scope.periods for each in sorted(series))
    return filter(scope.measure.exists, groups)


def _row(group: Group, folded: Folded, scope: Scope, known_until: datetime | None) -> Row:
    found = folded.found.get(group) or scope.measure.empty()
    missing, failed = folded.unknown.get(group, 0), folded.failed.get(group, 0)
    incomplete = found.gaps or (known_until is not None and known_until.astimezone(OSLO).date() <= group.period.end)
    withheld = _is_withheld(found, scope.measure, missing=missing, failed=failed, incomplete=incomplete)
    return Row(
        metric=scope.metric.id,
        unit=group.unit,
        dimension=group.dimension,
        period=group.period,
        value=None if withheld else exact(found.value),
        numerator=None if withheld else exact(found.numerator),
        denominator=None if withheld else exact(found.denominator),
        n=Decimal(found.n),
        incomplete=incomplete,
        unknown=missing,
        failed=failed,
    )


def _is_withheld(found: Found, measured: Measure, *, missing: int, failed: int, incomplete: bool) -> bool:
    too_few = measured.minimum_n is not None and found.n < measured.minimum_n
    undecided = missing > 0 and getattr(measured, "missing", None) == "withhold"
    return bool(failed) or too_few or undecided or (incomplete and measured.incomplete == "withhold")


def _check_series(folded: Folded, scope: Scope) -> None:
    """A unit or a member that the catalogue does not know would be judged by nobody."""
    metric, known_units, members = scope.metric, scope.organisation.units, scope.metric.by_member
    problems = [
        unknown(metric.id, "by.unit", Code.UNIT, *_NO_UNIT, name, known_units)
        for name in sorted({group.unit for group in folded.found} - set(known_units))
    ]
    problems += [
        unknown(metric.id, "by.dimension", Code.UNIT, *_NO_MEMBER, name, members)
        for name in sorted({group.dimension for group in folded.found} - {"", *members})
    ]
    if problems:
        raise MeasureError("", problems)


_NO_UNIT = (
    mark("records have the unit {name}, which there is not"),
    mark("records have the unit {name}, which there is not (did you mean '{suggestion}'?)"),
)
_NO_MEMBER = (
    mark("records have {name}, which is no member of the metric's dimension"),
    mark("records have {name}, which is no member of the metric's dimension (did you mean '{suggestion}'?)"),
)
