"""Every target of a period as one person sees it: how it went, how long so, which way it moves, and what lies below."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from engine.catalogue import Metric, Unit
from engine.facts import Cause, Mark, Outcome, Verdict
from engine.history import Arrow, Trend, streak, trend
from engine.periods import Grain, Period
from engine.rights import Action, Thing, below
from engine.rulebook.book import InForce
from engine.store import Line
from engine.workplace.place import Workplace
from engine.workplace.verdicts import lines

LOOKBACK = 24
"""Periods of history behind each row: a streak that is as long may be longer."""
PAGE = 100
"""Rows at a time: the history behind them is read for these alone, however many targets there are."""
_COARSER = {
    Grain.WEEK: (Grain.MONTH, Grain.QUARTER, Grain.TERTIAL, Grain.YEAR),
    Grain.MONTH: (Grain.QUARTER, Grain.TERTIAL, Grain.YEAR),
    Grain.QUARTER: (Grain.YEAR,),
    Grain.TERTIAL: (Grain.YEAR,),
    Grain.YEAR: (),
}
_FRESHNESS = "freshness"
_CONTROL_TOTAL = "control_total"
_Told = TypeVar("_Told", Verdict, Line)

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
class Unjudged:
    """A rule that says nothing yet of the period."""

    rule: InForce
    period: Period
    last_day: date
    """Until the end of that day its figure is not late."""
    is_late: bool


@dataclass(frozen=True, slots=True)
class Overview:
    rows: tuple[Row, ...]
    """One page, in the order of the rules. Figures without a target and sums that agree are left out unless asked for."""
    total: int
    """Rows on all pages."""
    counts: Mapping[Outcome, int]
    """Of all rows, before one outcome is chosen."""
    units: Mapping[str, Mapping[Outcome, int]]
    """Unit → how its targets went, for those with a target in the period."""
    agreeing: int
    informational: int
    unjudged: tuple[Unjudged, ...]
    """Only where neither a unit nor an outcome is chosen: of such a rule nobody knows how it went where."""


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
    page: int = 1


def overview(place: Workplace, choice: Choice, today: date) -> Overview:
    """Three queries, however many targets there are."""
    ordered = sorted(_told(place, choice), key=_Order.of(place, choice.organisation))
    judged = [each for each in ordered if not (_agrees(place, each) or _informs(each))]
    targets = ordered if choice.everything else judged
    if choice.unit:
        within = below(choice.unit, place.trees[choice.organisation])
        targets = [each for each in targets if each.unit in within]
    shown = [each for each in targets if choice.outcome in (None, each.outcome)]
    first = (choice.page - 1) * PAGE
    return Overview(
        rows=tuple(_rows(place, choice, shown[first : first + PAGE])),
        total=len(shown),
        counts=Counter(each.outcome for each in targets),
        units=_by_unit(judged),
        agreeing=sum(_agrees(place, each) for each in ordered),
        informational=sum(map(_informs, ordered)),
        unjudged=() if choice.unit or choice.outcome else tuple(_unjudged(place, choice, ordered, today)),
    )


def _told(place: Workplace, choice: Choice) -> Iterator[Line]:
    """Of each rule, unit and member the verdict in the period, or in the coarser one that it lies in."""
    by_subject: defaultdict[Subject, list[Line]] = defaultdict(list)
    for line in lines(place, choice.organisation, _around(choice.period)):
        by_subject[line.rule, line.unit, line.dimension].append(line)
    for series in by_subject.values():
        now = _in_period(series, choice.period)
        if now is not None:
            yield now


def _rows(place: Workplace, choice: Choice, shown: Sequence[Line]) -> Iterator[Row]:
    subjects = [(each.rule, each.unit, each.dimension) for each in shown]
    history: defaultdict[Subject, list[Verdict]] = defaultdict(list)
    for verdict in place.store.verdicts_on(choice.organisation, subjects, _periods(choice)):
        history[verdict.rule, verdict.unit, verdict.dimension].append(verdict)
    corrected = place.store.corrected(choice.organisation, _around(choice.period)) if shown else frozenset()
    for subject in subjects:
        now = _in_period(history[subject], choice.period)
        if now is not None:  # a round that replaces it in between brings it with the next look
            yield _row(place, now, history[subject], choice, corrected)


def _unjudged(place: Workplace, choice: Choice, told: Iterable[Line], today: date) -> Iterator[Unjudged]:
    judged, period = {each.rule for each in told}, choice.period
    if not place.may(Action.SEE, Thing.VERDICT, choice.organisation, choice.organisation):
        return
    for found in place.book.of(choice.organisation).rules:
        metric = found.organisation.metrics[found.rule.metric]
        is_asked = metric.grain is period.grain and found.rule.id not in judged and not _begins_later(found, period)
        is_shown = choice.everything or _demands(found)
        if is_asked and is_shown and place.sees_figure(found, choice.organisation):
            last_day = _last_day(found, metric, period)
            yield Unjudged(found, period, last_day, today > last_day)


def _demands(found: InForce) -> bool:
    """Whether it is a target: neither a sum that has to agree nor a figure for information."""
    return found.rule.check != _CONTROL_TOTAL and not (hasattr(found.rule, "targets") and not found.rule.targets)


def _begins_later(found: InForce, period: Period) -> bool:
    """Whether the rule, or the first of its targets, begins after the period."""
    if found.rule.begins is not None and found.rule.begins > period:
        return True
    stated = getattr(found.rule, "targets", ())
    return bool(stated) and not any(target.holds_in(period) for target in stated)


def _last_day(found: InForce, metric: Metric, period: Period) -> date:
    own = getattr(found.rule, "last_day", None)
    day: date = own(metric, period) if own else metric.last_day(period)
    return day


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


def _in_period(series: Iterable[_Told], period: Period) -> _Told | None:
    """The verdict of the period itself, else of the finest coarser one that the period lies in; never an older one."""
    by_period = {each.period: each for each in series}
    return next((by_period[each] for each in _around(period) if each in by_period), None)


def _around(period: Period) -> tuple[Period, ...]:
    return (period, *(period.enclosing(grain) for grain in _COARSER[period.grain]))


def _periods(choice: Choice) -> set[Period]:
    chosen = [period for period in (choice.period, choice.compare) if period is not None]
    around = {each for period in chosen for each in _around(period)}
    return around | {each.shift(-back) for each in _around(choice.period) for back in range(LOOKBACK)}


def _agrees(place: Workplace, line: Line) -> bool:
    """The arithmetic of a report is worth a line each only where it fails."""
    return line.outcome is Outcome.MET and place.book.by_id[line.rule].rule.check == _CONTROL_TOTAL


def _informs(line: Line) -> bool:
    return line.cause is Cause.INFORMATIONAL


def _by_unit(told: Iterable[Line]) -> Mapping[str, Mapping[Outcome, int]]:
    found: defaultdict[str, Counter[Outcome]] = defaultdict(Counter)
    for line in told:
        found[line.unit][line.outcome] += 1
    return found


@dataclass(frozen=True, slots=True)
class _Order:
    """As the rules stand in their files; units and members as the organisation has them."""

    rules: Mapping[str, int]
    units: Mapping[str, int]
    members: Mapping[str, Mapping[str, int]]

    @classmethod
    def of(cls, place: Workplace, organisation: str) -> "_Order":
        owner = place.book.organisations[organisation]
        rules = place.book.of(organisation).rules
        return cls(
            rules={each.rule.id: rank for rank, each in enumerate(rules)},
            units={name: rank for rank, name in enumerate(owner.units)},
            members={
                each.rule.id: {name: rank for rank, name in enumerate(owner.metrics[each.rule.metric].by_member)}
                for each in rules
            },
        )

    def __call__(self, line: Line) -> tuple[int, int, int]:
        return self.rules[line.rule], self.units[line.unit], self.members[line.rule].get(line.dimension, -1)
