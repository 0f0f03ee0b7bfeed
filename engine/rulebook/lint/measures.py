"""A metric's measure against the record sources: every key, table, column and expression is right before anything is folded."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from engine.catalogue import Metric
from engine.errors import Problem
from engine.intake.records.source import RecordSource
from engine.rulebook.findings import Code, Finding


class MeasureLint:
    """Made for all metrics of an organisation, asked about each."""

    def __init__(self, sources: Mapping[str, RecordSource], lost: Sequence[str], cache: Path | None = None) -> None:
        """`cache` is a folder for parsed expressions; without it the parser is loaded for the first one."""
        self._sources = sources
        self._lost = lost
        self._cache = cache

    def __call__(self, metric: Metric) -> Iterator[Finding]:
        if metric.measure is None:
            return
        # Most organisations deliver their figures; only those that measure pay for loading the kinds.
        from engine.measures import MeasureError, declared, problems_of

        try:
            measure = declared(metric)
        except MeasureError as error:
            yield from map(_finding, error.problems)
            return
        # Of a file of records that did not load, its own problems are told, not that its sources are missing.
        if not (self._lost and any(table not in self._sources for table in measure.tables)):
            yield from map(_finding, problems_of(measure, metric, self._sources, self._cache))


def _finding(problem: Problem) -> Finding:
    steps = [step for step in problem.place.field.split(".") if step]
    path = ("measure", *(int(step) if step.isdecimal() else step for step in steps if step != "measure"))
    return Finding(path, Code.MEASURE, problem.message, problem.details)
