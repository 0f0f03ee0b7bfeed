"""Every target of a period as one person sees it: how it went, how long so, which way it moves, and what lies below."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from engine.catalogue import Metric, Unit
from engine.facts import Cause, Mark, Outcome, Verdict
from engine.history import Arrow, Trend, streak, trend
from engine.periods import Grain, Period
from engine.rights import below
from engine.rulebook.book import InForce
from engine.workplace.place import Workplace
from engine.workplace.verdicts import verdicts

LOOKBACK = 24
"""Periods of history behind each row: a streak that is as long may be longer."""
_COARSER = {
    Grain.WEEK: (Grain.MONTH, Grain.QUARTER, Grain.TERTIAL, Grain.YEAR),
    Grain.MONTH: (Grain.QUARTER, Grain.TERTIAL, Grain.YEAR),
    Grain.QUARTER: (Grain.YEAR,),
    Grain.TERTIAL: (Grain.YEAR,),
    Grain.YEAR: (),
}
_FRESHNESS = "freshness"

Subject = tuple[str, str, str]
"""Rule, unit and dimension."""


@dataclass(frozen=True, slots=True)
class Row:
    """One target in the chosen period, or in the coarser period that the chosen one lies in."""

    verdict: Verdict
    rule: InForce
    metric: Metric
    unit: Unit
    streak: int
    trend: Trend
    line: tuple[tuple[Period, Decimal | None], ...]
    """The figures up to the period, the oldest first; None where there was none."""
    is_corrected: bool
    children_missed: tuple[Unit, ...]
    """Where the whole met its target: the parts that did not."""
    before: Verdict | None = None
    """The same target in the period that is compared with."""

    @property
    def is_streak_open(self) -> bool:
        return self.streak >= LOOKBACK


@dataclass(frozen=True, slots=True)
class Overview:
    rows: tuple[Row, ...]
    """In the order of the rules; the figures without a target and the sums that agree are left out unless asked for."""
    counts: Mapping[Outcome, int]
    """Of all rows, before one outcome is chosen."""
    units: Mapping[str, Mapping[Outcome, int]]
    """Unit → how its targets went, for those with a target in the period."""
    agreeing: int
    informational: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is looked at."""

    organisation: str
    period: Period
    unit: str = ""
    """This unit and those below it; empty = all that the person may see."""
    outcome: Outcome | None = None
    compare: Period | None = None
    everything: bool = False
    """With figures without a target and sums that agree."""


def overview(place: Workplace, choice: Choice) -> Overview:
    """Two queries, however many targets there are."""
    found = verdicts(place, choice.organisation, _periods(choice))
    by_subject: defaultdict[Subject, list[Verdict]] = defaultdict(list)
    for verdict in found:
        by_subject[verdict.key[1:4]].append(verdict)
    corrected = place.store.corrected(choice.organisation, _around(choice.period))
    rows = [
        _row(place, now, series, choice, corrected)
        for series in by_subject.values()
        if (now := _in_period(series, choice.period)) is not None
    ]
    ordered = sorted(rows, key=_book_order(place, choice.organisation))
    targets = [row for row in ordered if choice.everything or not (_agrees(row) or _informs(row))]
    units = _by_unit(row for row in ordered if not (_agrees(row) or _informs(row)))
    if choice.unit:
        within = below(choice.unit, place.trees[choice.organisation])
        targets = [row for row in targets if row.verdict.unit in within]
    return Overview(
        rows=tuple(row for row in targets if choice.outcome in (None, row.verdict.outcome)),
        counts=Counter(row.verdict.outcome for row in targets),
        units=units,
        agreeing=sum(map(_agrees, ordered)),
        informational=sum(map(_informs, ordered)),
    )


def _row(
    place: Workplace, now: Verdict, series: Sequence[Verdict], choice: Choice, corrected: Collection[tuple[str, ...]]
) -> Row:
    rule = place.book.by_id[now.rule]
    metric = rule.organisation.metrics[rule.rule.metric]
    units = rule.organisation.units
    own = [each for each in series if each.period.grain is now.period.grain]
    past = [each for each in own if each.period <= now.period and each.period > now.period.shift(-LOOKBACK)]
    missed = now.details.get("children_missed", "").split(",") if Mark.CHILD_MISSED in now.marks else []
    return Row(
        verdict=now,
        rule=rule,
        metric=metric,
        unit=units[now.unit],
        streak=streak(past),
        # The value of a freshness check is days: its movement is not the figure's.
        trend=Trend(Arrow.NONE) if rule.rule.check == _FRESHNESS else trend(past, metric),
        line=tuple((each.period, each.value) for each in sorted(past, key=lambda each: each.period.ordinal)),
        is_corrected=now.key in corrected,
        children_missed=tuple(units[name] for name in missed if name in units),
        before=None if choice.compare is None else _in_period(series, choice.compare),
    )


def _in_period(series: Iterable[Verdict], period: Period) -> Verdict | None:
    """The verdict of the period itself, else of the finest coarser one that the period lies in; never an older one."""
    by_period = {each.period: each for each in series}
    return next((by_period[each] for each in _around(period) if each in by_period), None)


def _around(period: Period) -> tuple[Period, ...]:
    return (period, *(period.enclosing(grain) for grain in _COARSER[period.grain]))


def _periods(choice: Choice) -> set[Period]:
    chosen = [period for period in (choice.period, choice.compare) if period is not None]
    around = {each for period in chosen for each in _around(period)}
    return around | {each.shift(-back) for each in _around(choice.period) for back in range(LOOKBACK)}


def _agrees(row: Row) -> bool:
    """The arithmetic of a report is worth a line each only where it fails."""
    return row.rule.rule.check == "control_total" and row.verdict.outcome is Outcome.MET


def _informs(row: Row) -> bool:
    return row.verdict.cause is Cause.INFORMATIONAL


def _by_unit(rows: Iterable[Row]) -> Mapping[str, Mapping[Outcome, int]]:
    found: defaultdict[str, Counter[Outcome]] = defaultdict(Counter)
    for row in rows:
        found[row.verdict.unit][row.verdict.outcome] += 1
    return found


def _book_order(place: Workplace, organisation: str) -> "_Order":
    units = {name: rank for rank, name in enumerate(place.book.organisations[organisation].units)}
    return _Order({each.rule.id: rank for rank, each in enumerate(place.book.rules)}, units)


@dataclass(frozen=True, slots=True)
class _Order:
    """As the rules stand in their files; units and members as the organisation has them."""

    rules: Mapping[str, int]
    units: Mapping[str, int]

    def __call__(self, row: Row) -> tuple[int, int, int]:
        members = list(row.metric.by_member)
        member = members.index(row.verdict.dimension) if row.verdict.dimension in members else -1
        return self.rules[row.verdict.rule], self.units[row.verdict.unit], member
