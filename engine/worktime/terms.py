"""Profiles and laws compiled for the kernel: one number per term for each limit.

A term is one version of a profile under one version of the law. All hours are ticks, whole fractions of a minute that the
standby factors divide without rest: with a factor of 1/7 a minute has 7 ticks, and nothing is ever rounded before a verdict.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from math import ceil, floor, lcm

import numpy as np

from engine.errors import UsageError
from engine.language import mark
from engine.worktime.clock import Ints
from engine.worktime.kinds import BreachType, Quantity
from engine.worktime.law import Law
from engine.worktime.profile import Profile
from engine.worktime.shape import Shape

REST_TYPES = frozenset({BreachType.WEEKLY_REST, BreachType.DAILY_REST})
"""The limit is the least, not the most."""
AT_LEAST = REST_TYPES | {BreachType.FREE_SUNDAYS_26W}
"""What is missing is the excess."""
COUNT_TYPES = frozenset({BreachType.CONSECUTIVE_SUNDAYS, BreachType.FREE_SUNDAYS_26W})

_UNREACHABLE = 1 << 50
_UNREACHABLE_MINUTES = 1 << 40
"""Stays inside 64 bits when it is turned into ticks."""
_FINEST = 1_000_000


class Level(StrEnum):
    """Which line a window is held against."""

    LIMIT = "limit"
    MAIN_RULE = "main_rule"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Term:
    """One version of a profile under one version of the law. Minutes and counts."""

    profile: Profile
    law: Law

    @property
    def share(self) -> Fraction:
        """Of standby off site; the law's least where the profile gives none."""
        given = self.profile.oncall.factor
        return Fraction(self.law.standby_share) if given is None else given

    @property
    def ordinary(self) -> tuple[int, int]:
        """The day and the week beyond which time is overtime."""
        own = self.profile.ordinary
        if self.profile.overtime.basis == "agreed":
            return own.agreed_day or 0, own.agreed_week or 0
        return _first(own.day, self.law.ordinary.day), _first(own.week, self.law.ordinary.week)

    @property
    def planned_at_most(self) -> tuple[int, int]:
        """How long a planned day and week may be and still be ordinary time."""
        own, bound = self.profile.ordinary, self.law.ordinary
        day, week = _first(own.day, bound.day), _first(own.week, bound.week)
        match own.averaging:
            case "individual":
                return max(day, bound.individual_day), max(week, bound.individual_week)
            case "union":
                return max(day, bound.union_day), max(week, bound.union_week)
        return day, week

    @property
    def hard_cap(self) -> int:
        limit = self.law.limits[BreachType.WEEK_TOTAL]
        return _first(self.profile.total.hard_cap_week, limit.absolute, limit.furthest)

    def limit(self, breach: BreachType) -> int:
        """The most that is lawful for the employee; for rests the least. Sundays are counts."""
        own, law = self.profile, self.law.limits[breach].main_rule
        match breach:
            case BreachType.DAY_TOTAL:
                return _first(own.total.day, law)
            case BreachType.WEEK_TOTAL:
                return _first(own.total.week, law)
            case BreachType.WEEK_OVERTIME:
                return _first(own.overtime.week, law)
            case BreachType.FOUR_WEEK_OVERTIME:
                return _first(own.overtime.four_weeks, law)
            case BreachType.YEAR_OVERTIME:
                return _first(own.overtime.year, law)
            case BreachType.DAILY_REST:
                return _first(own.rest.daily, law)
            case BreachType.WEEKLY_REST:
                return _first(own.rest.weekly, law)
            case BreachType.CONSECUTIVE_SUNDAYS | BreachType.FREE_SUNDAYS_26W:
                return _first(own.sundays.max_consecutive, self.law.sundays.in_a_row)
            case BreachType.PLANNED_DAY:
                return self.planned_at_most[0]
            case BreachType.PLANNED_WEEK:
                return self.planned_at_most[1]
        return law

    def main_rule(self, breach: BreachType) -> int:
        """What the law says to everyone without an agreement."""
        match breach:
            case BreachType.CONSECUTIVE_SUNDAYS | BreachType.FREE_SUNDAYS_26W:
                return self.law.sundays.in_a_row
            case BreachType.PLANNED_DAY:
                return self.law.ordinary.day
            case BreachType.PLANNED_WEEK:
                return self.law.ordinary.week
        return self.law.limits[breach].main_rule

    def absolute(self, breach: BreachType) -> int | None:
        """Beyond this no local agreement could have allowed it; never stricter than an agreement by section 10-12 (4)."""
        limit = self.law.limits[breach]
        bound = limit.ceiling if limit.absolute is None else limit.absolute
        if bound is None:
            return None
        return min(bound, self.limit(breach)) if breach in REST_TYPES else max(bound, self.limit(breach))


class Terms:
    """The numbers of all terms as arrays; the entry after the last is "nothing holds", which no window can pass."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.terms = tuple(terms)
        self.none = len(self.terms)
        self.ticks = lcm(*(term.share.denominator for term in self.terms))
        if self.ticks > _FINEST:
            raise UsageError(mark("the standby factors of the profiles have no common fraction of a minute: use simpler ones"))
        self._bars = {(breach, level): self._bar(breach, level) for breach in BreachType for level in Level}
        self._absolute = {breach: self._absolute_of(breach) for breach in BreachType}

    @cached_property
    def shapes(self) -> tuple[Shape, ...]:
        return tuple(Shape.of(term.profile) for term in self.terms)

    @cached_property
    def share(self) -> Ints:
        """Ticks that a minute of standby counts."""
        return self._array([int(term.share * self.ticks) for term in self.terms], 0)

    @cached_property
    def ordinary_day(self) -> Ints:
        return self._array([term.ordinary[0] for term in self.terms], _UNREACHABLE_MINUTES)

    @cached_property
    def ordinary_week(self) -> Ints:
        return self._array([term.ordinary[1] for term in self.terms], _UNREACHABLE_MINUTES)

    @cached_property
    def planned_day(self) -> Ints:
        return self._array([max(term.planned_at_most[0], term.ordinary[0]) for term in self.terms], _UNREACHABLE_MINUTES)

    @cached_property
    def planned_week(self) -> Ints:
        return self._array([max(term.planned_at_most[1], term.ordinary[1]) for term in self.terms], _UNREACHABLE_MINUTES)

    @cached_property
    def hard_cap(self) -> Ints:
        """Ticks."""
        return self._array([term.hard_cap * self.ticks for term in self.terms], _UNREACHABLE)

    @property
    def in_a_row(self) -> Ints:
        """How many Sundays in a row may be worked."""
        return self.limit(BreachType.CONSECUTIVE_SUNDAYS)

    @cached_property
    def exempt(self) -> Ints:
        return self._array([int(term.profile.exempt != "none") for term in self.terms], 0)

    def limit(self, breach: BreachType) -> Ints:
        return self._bars[breach, Level.LIMIT]

    def bar(self, breach: BreachType, level: Level) -> Ints:
        """The most (for rests the least) that does not touch the level's line, in ticks or counts."""
        return self._bars[breach, level]

    def absolute(self, breach: BreachType) -> Ints:
        """The absolute line in ticks or counts; where there is none, one that nothing passes."""
        return self._absolute[breach]

    def scale(self, breach: BreachType) -> int:
        return 1 if breach in COUNT_TYPES else self.ticks

    def _bar(self, breach: BreachType, level: Level) -> Ints:
        bars = [self._bar_of(term, breach, level) for term in self.terms]
        return self._array(bars, 0 if breach in REST_TYPES else _UNREACHABLE)

    def _bar_of(self, term: Term, breach: BreachType, level: Level) -> int:
        limit = term.limit(breach) * self.scale(breach)
        match level:
            case Level.MAIN_RULE:
                return term.main_rule(breach) * self.scale(breach)
            case Level.WARNING:
                warn_at = Fraction(term.profile.warn_at)
                return floor(limit / warn_at) + 1 if breach in REST_TYPES else ceil(limit * warn_at) - 1
        return limit

    def _absolute_of(self, breach: BreachType) -> Ints:
        never = -1 if breach in REST_TYPES else _UNREACHABLE
        bounds = [term.absolute(breach) for term in self.terms]
        return self._array([never if bound is None else bound * self.scale(breach) for bound in bounds], never)

    def _array(self, values: Sequence[int], none: int) -> Ints:
        return np.array([*values, none], dtype=np.int64)


def quantity_of(breach: BreachType) -> Quantity:
    return Quantity.COUNT if breach in COUNT_TYPES else Quantity.HOURS


def _first(*values: int | None) -> int:
    return next(value for value in values if value is not None)
