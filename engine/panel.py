"""Every current figure of an organisation by series and period: delivered, or added up from members or from the units below.

What is absent answers with its cause. A sum with a hole is a hole: no total is made of the parts that happen to be there.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from engine.catalogue import Metric, Organisation, Unit
from engine.checks.answers import absence
from engine.checks.case import Reading
from engine.current import Figures
from engine.facts import Series
from engine.known import Known, absent, ratio_of, reading, sum_of
from engine.periods import Period
from engine.rulebook.schema import Rule

_Sum = Callable[[Sequence[Known], Metric], Known]
_Parts = list[tuple[str, str]]
"""Unit and dimension of each figure that adds up."""

_UNIT_TOTALS: dict[str, _Sum] = {"sum": sum_of, "ratio": ratio_of}


class OrganisationPanel:
    """Answers for one organisation as of one day. It remembers what it has added up: the figures under it never change."""

    def __init__(self, organisation: Organisation, figures: Figures, as_of: date) -> None:
        self._organisation = organisation
        self._figures = figures
        self._as_of = as_of
        self._children: defaultdict[str, list[Unit]] = defaultdict(list)
        for unit in organisation.units.values():
            if unit.parent is not None:
                self._children[unit.parent].append(unit)
        self._readings: dict[tuple[str, str, str, Period, str, int | None], Reading] = {}
        self._added: dict[tuple[str, str, str, Period], Known] = {}
        self._spans: dict[tuple[str, str, str], tuple[Period, Period] | None] = {}

    def read(self, rule: Rule, metric: str, unit: str, dimension: str, period: Period) -> Reading:
        """The figure at the rule's precision. `minimum_n` concerns the rule's own metric, not what stands beside it."""
        minimum_n = rule.missing.minimum_n if metric == rule.metric else None
        # Windows overlap: a record reads each figure as often as there are later ones.
        key = (metric, unit, dimension, period, rule.compare, minimum_n)
        found = self._readings.get(key)
        if found is None:
            definition = self._organisation.metrics[metric]
            known = self._known(definition, unit, dimension, period)
            found = reading(known, definition, period, exact=rule.compare == "exact", minimum_n=minimum_n)
            self._readings[key] = found
        return found

    def known(self, metric: str, unit: str, dimension: str, period: Period) -> Known:
        """The figure before any rule's precision: what a report shows of it."""
        return self._known(self._organisation.metrics[metric], unit, dimension, period)

    def first(self, metric: str, unit: str, dimension: str) -> Period | None:
        span = self.span(metric, unit, dimension)
        return span[0] if span else None

    def span(self, metric: str, unit: str, dimension: str) -> tuple[Period, Period] | None:
        """The first and the last period with a figure, or with a part of one that is added up; None when nothing ever came."""
        key = (metric, unit, dimension)
        if key not in self._spans:
            definition = self._organisation.metrics[metric]
            # A figure of another grain than its metric's belongs to no spine.
            ends = [period for period in self._delivered(*key) if period.grain is definition.grain]
            for parts, _ in self._ways(definition, unit, dimension, None):
                ends += [end for part in parts for end in self.span(metric, *part) or ()]
            self._spans[key] = (min(ends), max(ends)) if ends else None
        return self._spans[key]

    def _delivered(self, metric: str, unit: str, dimension: str) -> Mapping[Period, Known]:
        return self._figures.get(Series(self._organisation.id, metric, unit, dimension), {})

    def _known(self, metric: Metric, unit: str, dimension: str, period: Period) -> Known:
        told = self._delivered(metric.id, unit, dimension).get(period)
        if told is not None:
            return told
        key = (metric.id, unit, dimension, period)
        if key not in self._added:
            self._added[key] = self._add_up(metric, unit, dimension, period)
        return self._added[key]

    def _add_up(self, metric: Metric, unit: str, dimension: str, period: Period) -> Known:
        """By the first way that gives a figure; else the first way's hole; without any way, absent."""
        hole = None
        for parts, add in self._ways(metric, unit, dimension, period):
            added = add([self._known(metric, *part, period) for part in parts], metric)
            if added.cause is None:
                return added
            hole = hole or added
        return hole or absent(absence(metric.last_day(period), self._as_of))

    def _ways(self, metric: Metric, unit: str, dimension: str, period: Period | None) -> Iterator[tuple[_Parts, _Sum]]:
        """How a figure that was not delivered itself follows from others: over the members, over the units below.

        With a period, only over the units that exist in it.
        """
        members = [member.id for member in metric.members if member.in_total]
        if dimension == "" and metric.dimension_total == "sum" and members:
            yield [(unit, member) for member in members], sum_of
        below = [child.id for child in self._children[unit] if period is None or child.exists_in(period)]
        if below and metric.unit_total in _UNIT_TOTALS:
            yield [(child, dimension) for child in below], _UNIT_TOTALS[metric.unit_total]
