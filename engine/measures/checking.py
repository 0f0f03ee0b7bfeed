"""A measure against the contracts of its records: every table, column and expression is there and of the right type."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from engine.catalogue import Metric
from engine.errors import Place, Problem
from engine.expression import ExpressionError, Kind
from engine.intake.records.source import ColumnType, RecordSource
from engine.language import mark
from engine.measures.compiled import compiled
from engine.measures.problems import Code, MeasureError, problem, unknown
from engine.measures.schema import Measure, asked_of

_TIMES = (ColumnType.INSTANT, ColumnType.DATE)
_NAMES = (ColumnType.TEXT, ColumnType.CATEGORY)


def check(measure: Measure, metric: Metric, sources: Mapping[str, RecordSource], cache: Path | None = None) -> None:
    """Raises MeasureError with every problem."""
    problems = list(problems_of(measure, metric, sources, cache))
    if problems:
        raise MeasureError("", problems)


def problems_of(
    measure: Measure, metric: Metric, sources: Mapping[str, RecordSource], cache: Path | None = None
) -> Iterator[Problem]:
    """What in the measure does not go with the records. `cache` is a folder of expressions parsed before."""
    checking = _Checking(metric.id, sources, cache)
    yield from checking.part("", measure.over, measure)
    for key, part in measure.parts():
        yield from checking.part(f"{key}.", part.over, part)
    if measure.over in sources:
        source = sources[measure.over]
        for key, name in (("by.unit", measure.by.unit), ("by.dimension", measure.by.dimension)):
            yield from checking.column(key, name, source, _NAMES)


class _Checking:
    """The checks of one metric's measure."""

    def __init__(self, metric: str, sources: Mapping[str, RecordSource], cache: Path | None) -> None:
        self.metric = metric
        self.sources = sources
        self.cache = cache

    def part(self, prefix: str, over: str, part: object) -> Iterator[Problem]:
        """What one table is asked for."""
        if over not in self.sources:
            message = mark("there is no record source {name}")
            suggesting = mark("there is no record source {name} (did you mean '{suggestion}'?)")
            yield unknown(self.metric, f"{prefix}over", Code.TABLE, message, suggesting, over, self.sources)
            return
        source = self.sources[over]
        instants = getattr(part, "instants", ())
        for key in getattr(part, "times", ()):
            allowed = (ColumnType.INSTANT,) if key in instants else _TIMES
            yield from self.column(prefix + key, getattr(part, key, None), source, allowed)
        for key in getattr(part, "names", ()):
            yield from self.column(prefix + key, getattr(part, key, None), source, _NAMES)
        for key, text, kind in asked_of(part):
            yield from self.expression(prefix + key, text, source, kind)

    def column(self, key: str, name: str | None, source: RecordSource, allowed: tuple[ColumnType, ...]) -> Iterator[Problem]:
        if name is None:
            return
        if name not in source.kept:
            message = mark("the records have no column {name}")
            suggesting = mark("the records have no column {name} (did you mean '{suggestion}'?)")
            yield unknown(self.metric, key, Code.COLUMN, message, suggesting, name, source.kept)
        elif source.kept[name][1].type not in allowed:
            found = source.kept[name][1].type.value
            message = mark("the column is of type {found}, and {wanted} is needed here")
            wanted = " / ".join(each.value for each in allowed)
            yield problem(self.metric, key, Code.COLUMN_TYPE, message, found=found, wanted=wanted)

    def expression(self, key: str, text: str, source: RecordSource, kind: Kind) -> Iterator[Problem]:
        try:
            compiled(text, source.types, kind, self.cache)
        except ExpressionError as error:
            yield from (replace(each, place=Place(self.metric, field=key)) for each in error.problems)
