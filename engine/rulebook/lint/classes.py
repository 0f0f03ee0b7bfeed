"""Metrics that split one range between them (sick leave of more and of fewer than 16 days): what no class counts, or two do."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

from engine.catalogue import Covers, Metric
from engine.language import mark
from engine.numbers import plain
from engine.rulebook.findings import Code, Finding
from engine.rulebook.lint.interval import Interval, bounded


def class_findings(metrics: Sequence[Metric]) -> Mapping[str, Sequence[Finding]]:
    """By metric id: where its class does not meet the next lower class of the same range."""
    ranges: dict[tuple[str, str | None], list[tuple[str, Covers]]] = defaultdict(list)
    for metric in metrics:
        if metric.covers:
            ranges[metric.covers.quantity, metric.covers.of].append((metric.id, metric.covers))
    found: dict[str, list[Finding]] = defaultdict(list)
    for (quantity, _), members in ranges.items():
        whole = any(covers.whole for _, covers in members)
        classes = sorted((_whole(covers) if whole else _class(covers), metric) for metric, covers in members)
        for (lower, below), (upper, above) in pairwise(classes):
            for message, between in _meeting(lower, upper, whole=whole):
                details = {"lower": below, "upper": above, "between": between, "quantity": quantity}
                found[above].append(Finding(("covers",), Code.CLASS_GAP, message, details))
    return found


def _class(covers: Covers) -> Interval:
    low = covers.above if covers.at_least is None else covers.at_least
    high = covers.below if covers.at_most is None else covers.at_most
    return bounded(low, high, low_open=covers.above is not None, high_open=covers.below is not None)


def _whole(covers: Covers) -> Interval:
    """The class from its first to its last whole number, both counted: above 16 begins with 17."""
    low, low_open, high, high_open = _class(covers)
    if low.is_finite():
        low = low.to_integral_value(ROUND_FLOOR) + 1 if low_open else low.to_integral_value(ROUND_CEILING)
    if high.is_finite():
        high = high.to_integral_value(ROUND_CEILING) - 1 if high_open else high.to_integral_value(ROUND_FLOOR)
    return Interval(low, False, high, False)


def _meeting(lower: Interval, upper: Interval, *, whole: bool) -> Iterator[tuple[str, str]]:
    """What is wrong where two neighbouring classes meet, and for which numbers."""
    both = lower.common(upper)
    if both:
        yield mark("{between} ({quantity}) is counted both in {lower} and in {upper}"), _words(both.low, both.high)
        return
    step = 1 if whole else 0
    first, last = lower.high + step, upper.low - step
    if first < last or (first == last and (whole or (lower.high_open and upper.low_open))):
        yield mark("{between} ({quantity}) is counted neither in {lower} nor in {upper}"), _words(first, last)


def _words(first: Decimal, last: Decimal) -> str:
    if first == last:
        return plain(first)
    return "–".join(plain(end) if end.is_finite() else "" for end in (first, last))
