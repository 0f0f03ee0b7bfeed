"""Counts of breaches as figures of the metric `aml_breaches`, for the months that the records cover from end to end."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from engine.aml.small_groups import Tree, told
from engine.aml.tally import Group, Tally
from engine.catalogue import Metric, Organisation
from engine.facts import Observation, Status
from engine.periods import Grain, Period
from engine.worktime.blocks import Known
from engine.worktime.kinds import BreachType

METRIC: Final = "aml_breaches"
SOURCE: Final = "aml-measured"
"""The source of the figures that are counted here; a metric's `sources` says whether they go before those of a report."""
_HEADINGS = ("organisation", "unit", "metric", "dimension", "period", "value", "numerator", "denominator", "n", "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was counted, and how sure it is."""

    tally: Tally
    months: tuple[Period, ...]
    """Those that the records cover from the first day to the last."""
    not_evaluated: frozenset[tuple[BreachType, Period]]
    """Types and months in which a window of somebody's is not wholly known: their counts may still rise."""
    revision: int
    """Of the evidence."""


class Cell(NamedTuple):
    unit: str
    type: str
    month: Period


Figures = Mapping[Cell, tuple[str, Status]]
"""Value and status; the empty value takes an earlier figure back."""


def fully_covered(spans: Iterable[Known]) -> tuple[Period, ...]:
    """The months of which every day is known of somebody."""
    days: set[int] = set()
    for span in set(spans):
        days.update(range(span.first.toordinal(), span.last.toordinal() + 1))
    if not days:
        return ()
    first, last = (Period.containing(date.fromordinal(day), Grain.MONTH) for day in (min(days), max(days)))
    months = (Period(Grain.MONTH, ordinal) for ordinal in range(first.ordinal, last.ordinal + 1))
    return tuple(month for month in months if days.issuperset(range(month.start.toordinal(), month.end.toordinal() + 1)))


def figures(measured: Measured, organisation: Organisation, fewest: int) -> Figures:
    """The counts by unit, type and month, of units in which nobody is recognised. Empty without the metric.

    A unit that the organisation does not have counts in the whole only.
    """
    metric = organisation.metrics.get(METRIC)
    if metric is None:
        return {}
    found: dict[Cell, tuple[str, Status]] = {}
    for month in measured.months:
        own = _in_catalogue(measured.tally.get(month, {}), organisation, month)
        for unit, group in told(tree_of(organisation, month), own, fewest).items():
            found |= dict(_cells(unit, group, metric, month, measured))
    return found


def tidy(measured: Measured, organisation: Organisation, known: Iterable[Observation], fewest: int) -> bytes | None:
    """The figures that differ from those handed over before, as a tidy file; None when none does."""
    before = _latest(known)
    wanted = dict(figures(measured, organisation, fewest))
    for cell, (value, _) in before.items():
        if cell.month in measured.months and cell not in wanted and value:
            wanted[cell] = ("", Status.FINAL)
    news = {cell: said for cell, said in wanted.items() if before.get(cell) != said}
    if not news:
        return None
    written = io.StringIO()
    # The revision makes a count that comes back after a correction another delivery than the first.
    written.write(f"# evidence: {measured.revision}\n")
    rows = csv.writer(written, delimiter=";", lineterminator="\n")
    rows.writerow(_HEADINGS)
    for cell, (value, status) in sorted(news.items(), key=lambda item: (item[0].month, *item[0][:2])):
        rows.writerow((organisation.id, cell.unit, METRIC, cell.type, cell.month, value, "", "", "", status.value))
    return written.getvalue().encode()


def _cells(
    unit: str, group: Group, metric: Metric, month: Period, measured: Measured
) -> Iterator[tuple[Cell, tuple[str, Status]]]:
    for kind in BreachType:
        if kind in metric.by_member:
            sure = (kind, month) not in measured.not_evaluated
            status = Status.FINAL if sure else Status.PRELIMINARY
            yield Cell(unit, kind.value, month), (str(group.counts[kind]), status)


def _in_catalogue(groups: Mapping[str, Group], organisation: Organisation, month: Period) -> Mapping[str, Group]:
    own: defaultdict[str, Group] = defaultdict(Group)
    for name, group in groups.items():
        unit = organisation.units.get(name)
        own[name if unit is not None and unit.exists_in(month) else organisation.id] += group
    return own


def tree_of(organisation: Organisation, month: Period) -> Tree:
    """What lies under which unit in a month."""
    there = {unit.id: unit for unit in organisation.units.values() if unit.exists_in(month)}
    children: defaultdict[str, list[str]] = defaultdict(list)
    for unit in there.values():
        if unit.id != organisation.id:
            # What lay under a unit that is gone lies under the whole: nobody's breaches are lost with a reorganisation.
            children[unit.parent if unit.parent in there else organisation.id].append(unit.id)
    return Tree(organisation.id, children)


def _latest(known: Iterable[Observation]) -> dict[Cell, tuple[str, Status]]:
    found: dict[Cell, tuple[str, Status]] = {}
    for each in sorted(known, key=lambda each: each.rank):
        figure = each.figure
        if figure.series.metric == METRIC:
            value = "" if figure.value is None else str(figure.value)
            found[Cell(figure.series.unit, figure.series.dimension, figure.period)] = value, figure.status
    return found
