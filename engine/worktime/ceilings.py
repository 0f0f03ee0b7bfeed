"""No agreement goes further than the law lets it: each limit of a profile against the law in force when the profile begins."""

from collections.abc import Iterator

from engine.language import mark
from engine.rulebook.findings import Code, Finding
from engine.worktime.kinds import BreachType
from engine.worktime.law import Law
from engine.worktime.profile import Profile

_MOST = mark("{hours} h is more than the {ceiling} h that an agreement can allow ({law}): only basis: 10-12 (4) goes further")
_LEAST = mark("{hours} h is less than the {ceiling} h that an agreement must leave ({law}): only basis: 10-12 (4) goes further")
_SUNDAYS = mark("more than {ceiling} Sundays in a row cannot be agreed ({law}): only basis: 10-12 (4) goes further")


def beyond_the_law(profile: Profile, law: Law) -> Iterator[Finding]:
    """What the profile allows and the law does not. An agreement by section 10-12 (4) stands above the ceilings."""
    if profile.basis != "local":
        return
    for path, given, breach in _most(profile):
        bound = law.limits[breach].furthest
        if given is not None and given > bound:
            yield _finding(path, _MOST, given, bound, law.reference(breach))
    for path, given, breach in _least(profile):
        bound = law.limits[breach].furthest
        if given is not None and given < bound:
            yield _finding(path, _LEAST, given, bound, law.reference(breach))
    yield from _ordinary(profile, law)
    if (profile.sundays.max_consecutive or 0) > law.sundays.in_a_row_agreed:
        details = {"ceiling": law.sundays.in_a_row_agreed, "law": law.reference(BreachType.CONSECUTIVE_SUNDAYS)}
        yield Finding(("sundays", "max_consecutive"), Code.LIMIT_RANGE, _SUNDAYS, details)


def _most(profile: Profile) -> Iterator[tuple[tuple[str, str], int | None, BreachType]]:
    yield ("total", "day"), profile.total.day, BreachType.DAY_TOTAL
    yield ("total", "week"), profile.total.week, BreachType.WEEK_TOTAL
    yield ("overtime", "week"), profile.overtime.week, BreachType.WEEK_OVERTIME
    yield ("overtime", "four_weeks"), profile.overtime.four_weeks, BreachType.FOUR_WEEK_OVERTIME
    yield ("overtime", "year"), profile.overtime.year, BreachType.YEAR_OVERTIME


def _least(profile: Profile) -> Iterator[tuple[tuple[str, str], int | None, BreachType]]:
    yield ("rest", "daily"), profile.rest.daily, BreachType.DAILY_REST
    yield ("rest", "weekly"), profile.rest.weekly, BreachType.WEEKLY_REST


def _ordinary(profile: Profile, law: Law) -> Iterator[Finding]:
    own, bound = profile.ordinary, law.ordinary
    paragraph = law.reference(BreachType.PLANNED_DAY)
    for key, given, most in (("day", own.day, bound.union_day), ("week", own.week, bound.union_week)):
        if given is not None and given > most:
            yield _finding(("ordinary", key), _MOST, given, most, paragraph)
    hard_cap = profile.total.hard_cap_week
    absolute = law.limits[BreachType.WEEK_TOTAL].absolute
    if hard_cap is not None and absolute is not None and hard_cap > absolute:
        yield _finding(("total", "hard_cap_week"), _MOST, hard_cap, absolute, law.reference(BreachType.WEEK_TOTAL))


def _finding(path: tuple[str, str], message: str, given: int, bound: int, law: str) -> Finding:
    details = {"hours": f"{given / 60:g}", "ceiling": f"{bound / 60:g}", "law": law}
    return Finding(path, Code.LIMIT_RANGE, message, details)
