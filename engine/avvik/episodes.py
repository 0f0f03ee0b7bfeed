"""From the verdicts of one rule, unit and dimension to its episodes: runs of missed periods that are one and the same breach.

Only met, warning and missed count. A period without a judgement neither breaches nor clears: absence never clears an episode,
and a hole between two missed periods does not split it. The same verdicts give the same episodes in whichever order they came.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.facts import Outcome
from engine.periods import Period
from engine.rulebook.schema import OutOf, Rule

_JUDGED = (Outcome.MET, Outcome.WARNING, Outcome.MISSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """When missed periods become a breach, when it is over, and how soon a relapse is still the same one."""

    missed: int = 1
    of: int = 1
    """A breach is `missed` missed periods among `of` judged ones in a row."""
    clear_after: int = 1
    recurrence: int = 0

    @classmethod
    def of_rule(cls, rule: Rule) -> "Policy":
        after = rule.breach_after
        missed, of = (after.missed, after.of) if isinstance(after, OutOf) else (after, after)
        return cls(missed=missed, of=of, clear_after=rule.clear_after, recurrence=rule.recurrence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One breach: its missed periods in order, and how it ended."""

    missed: tuple[Period, ...]
    cleared_at: Period | None = None
    """The period that made it `clear_after` good ones in a row; None while the breach lasts."""
    relapses: tuple[Period, ...] = ()
    """The missed periods with which it began again after it had cleared."""

    @property
    def first(self) -> Period:
        return self.missed[0]

    @property
    def last(self) -> Period:
        return self.missed[-1]


def episodes(outcomes: Mapping[Period, Outcome], policy: Policy) -> tuple[Episode, ...]:
    """The episodes in order. `outcomes`: how each period was judged, all of one grain."""
    judged = sorted((period, outcome is Outcome.MISSED) for period, outcome in outcomes.items() if outcome in _JUDGED)
    found: list[Episode] = []
    good_in_a_row = 0
    for place, (period, missed) in enumerate(judged, start=1):
        lasting = bool(found) and found[-1].cleared_at is None
        good_in_a_row = 0 if missed else good_in_a_row + 1
        if missed and lasting:
            found[-1] = replace(found[-1], missed=(*found[-1].missed, period))
        elif missed:
            _begin(found, judged[max(0, place - policy.of) : place], policy)
        elif lasting and good_in_a_row >= policy.clear_after:
            found[-1] = replace(found[-1], cleared_at=period)
    return tuple(found)


def _begin(found: list[Episode], window: Sequence[tuple[Period, bool]], policy: Policy) -> None:
    """Open an episode, or take the last one up again, when the window that ends with this missed period is a breach."""
    all_missed = [period for period, missed in window if missed]
    if len(all_missed) < policy.missed:
        return
    last = found[-1] if found else None
    # Of a k-of-m window the earlier misses can belong to the episode before.
    fresh = tuple(period for period in all_missed if last is None or period > last.last)
    if last and last.cleared_at and fresh[0].ordinal - last.cleared_at.ordinal <= policy.recurrence:
        found[-1] = Episode(missed=last.missed + fresh, relapses=(*last.relapses, fresh[0]))
    else:
        found.append(Episode(missed=fresh))
