"""A metric's own contradictions."""

from collections.abc import Iterator, Sequence

from engine.catalogue import Metric
from engine.language import mark
from engine.periods import Period
from engine.rulebook.findings import Code, Finding
from engine.rulebook.lint.classes import class_findings
from engine.rulebook.lint.known import repeated


class MetricLint:
    """Made for all metrics of an organisation, asked about each."""

    def __init__(self, metrics: Sequence[Metric]) -> None:
        self._classes = class_findings(metrics)

    def __call__(self, metric: Metric) -> Iterator[Finding]:
        yield from _bounds(metric)
        yield from _dimension(metric)
        yield from _totals(metric)
        yield from _series_breaks(metric)
        yield from self._classes.get(metric.id, ())


def _bounds(metric: Metric) -> Iterator[Finding]:
    if metric.minimum is not None and metric.maximum is not None and metric.minimum > metric.maximum:
        yield Finding(("minimum",), Code.METRIC, mark("the minimum lies above the maximum"))
    if metric.whole and metric.decimals:
        yield Finding(("decimals",), Code.METRIC, mark("a whole number has no decimals: decimals: 0, or whole: false"))


def _dimension(metric: Metric) -> Iterator[Finding]:
    if metric.members and not metric.dimension:
        yield Finding(("members",), Code.METRIC, mark("members of what? name the dimension, e.g. dimension: type"))
    if metric.dimension and not metric.members:
        yield Finding(("dimension",), Code.METRIC, mark("a dimension without members: list them under members:"))
    for finding in repeated(("members",), (member.id for member in metric.members)):
        yield Finding((*finding.path, "id"), finding.code, finding.message, finding.details)


def _totals(metric: Metric) -> Iterator[Finding]:
    if metric.dimension_total == "sum" and not any(member.in_total for member in metric.members):
        yield Finding(("dimension_total",), Code.METRIC, mark("a sum over the members, but no member is in the total"))
    if metric.unit_total == "sum" and metric.ratio_factor != 1:
        message = mark("shares of several units do not add up: unit_total: ratio adds numerators and denominators")
        yield Finding(("unit_total",), Code.METRIC, message)
    if metric.unit_total == "ratio" and metric.whole:
        yield Finding(("unit_total",), Code.METRIC, mark("a ratio is no whole number: whole: false, or unit_total: sum"))


def _series_breaks(metric: Metric) -> Iterator[Finding]:
    yield from repeated(("series_breaks",), (str(each.valid_from) for each in metric.series_breaks))
    for position, each in enumerate(metric.series_breaks):
        if Period.containing(each.valid_from.start, metric.grain).start != each.valid_from.start:
            message = mark("the break falls inside a period: the metric has one figure per {grain}")
            yield Finding(("series_breaks", position, "valid_from"), Code.GRAIN, message, {"grain": metric.grain.word})
