"""Calendars: the sources that they expect exist and bring such figures, and what they run can be run."""

from collections.abc import Iterator, Mapping
from functools import singledispatchmethod

from engine.intake.profile import Column, Profile, Role, Row
from engine.language import mark
from engine.periods import Grain
from engine.rulebook.findings import Code, Finding
from engine.rulebook.lint.known import Known, repeated
from engine.rulebook.timetable import DeliveryItem, Item, Kind, RunItem
from engine.rulebook.unknown import unknown


def metrics_of(profile: Profile) -> frozenset[str]:
    """The metrics that a source's files are known to bring; empty where the file itself names them."""
    parts: tuple[Column | Row, ...] = (*profile.columns.values(), *profile.rows.values())
    named: set[str] = {part.metric for part in parts if part.metric}
    mapped = {name for column in profile.columns.values() if column.role is Role.METRIC for name in (column.map or {}).values()}
    return frozenset(named | mapped)


class TimetableLint:
    """Made for an organisation's calendar, asked about each item."""

    def __init__(self, known: Known, profiles: Mapping[str, Profile]) -> None:
        self._known = known
        self._profiles = profiles
        self._expected: dict[str, str] = {}

    def __call__(self, item: Item) -> Iterator[Finding]:
        yield from self._findings(item)

    @singledispatchmethod
    def _findings(self, item: Item) -> Iterator[Finding]:
        raise TypeError(item)

    @_findings.register
    def _(self, item: DeliveryItem) -> Iterator[Finding]:
        grain = item.due.grain
        if item.source not in self._profiles:
            yield unknown(Code.UNKNOWN_SOURCE, ("source",), item.source, self._profiles)
        elif not self._brings(item.source, grain):
            message = mark("{source} brings no figure per {grain}, so none would ever be in time")
            yield Finding(("due",), Code.GRAIN, message, {"source": item.source, "grain": grain.value})
        if item.valid_from is not None and item.valid_from.grain is not grain:
            message = mark("the due date is for figures per {grain}: name the first period so, too")
            yield Finding(("valid_from",), Code.GRAIN, message, {"grain": grain.value})
        if self._expected.setdefault(item.source, item.id) != item.id:
            message = mark("the source {source} is expected already, by {other}")
            yield Finding(("source",), Code.TIMETABLE, message, {"source": item.source, "other": self._expected[item.source]})
        if item.id in self._known.organisation.metrics:
            message = mark("a metric has this id already: a delivery is judged under an id of its own")
            yield Finding(("id",), Code.ID_TWICE, message)

    @_findings.register
    def _(self, item: RunItem) -> Iterator[Finding]:
        if item.metrics and item.run is not Kind.MEASURE:
            yield Finding(("metrics",), Code.TIMETABLE, mark("metrics belong to run: measure"))
        if item.when.schedule is None and item.run is not Kind.JUDGE:
            yield Finding(("when",), Code.TIMETABLE, mark("a delivery wakes run: judge only; say when, e.g. every hour"))
        for position, name in enumerate(item.metrics):
            yield from self._known.metric(("metrics", position), name)
            metric = self._known.organisation.metrics.get(name)
            if metric is not None and metric.measure is None:
                message = mark("{metric} has no measure: it is delivered")
                yield Finding(("metrics", position), Code.TIMETABLE, message, {"metric": name})
        yield from repeated(("metrics",), item.metrics)

    def _brings(self, source: str, grain: Grain) -> bool:
        """Of a source whose files name the metrics themselves nobody can say."""
        named = metrics_of(self._profiles[source])
        metrics = self._known.organisation.metrics
        return not named or any(metrics[name].grain is grain for name in named if name in metrics)
