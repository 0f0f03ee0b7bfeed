"""What a figure was before: the earlier period to compare with, and the change since."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from engine.catalogue import Metric
from engine.checks.case import Case, R, Reading
from engine.facts import Cause
from engine.numbers import plain, quotient, round_half_up
from engine.periods import Period

Against = Literal["previous", "same_period_last_year"]


def broken_between(metric: Metric, earlier: Period, later: Period) -> bool:
    """True when the figure changed its meaning after the earlier period began and no later than the later one ended.

    A period in which the break falls in the middle is comparable with neither side.
    """
    return any(earlier.start < broken.valid_from.start <= later.end for broken in metric.series_breaks)


def earlier(case: Case[R], against: Against) -> Reading | Cause:
    """The earlier figure to compare with, or why there is none: no_previous, or series_break."""
    period = case.period.shift(-1) if against == "previous" else case.period.same_last_year()
    if period is None:
        return Cause.NO_PREVIOUS
    reading = case.read(period)
    if reading.value is None:
        return Cause.NO_PREVIOUS
    return Cause.SERIES_BREAK if broken_between(case.metric, period, case.period) else reading


def change(now: Reading, before: Reading | Cause) -> Mapping[str, str]:
    """The details previous_period, previous, change and change_percent (1 decimal, half up); empty without both figures.

    The percentage is of the earlier figure's size, so that a rise from a negative figure is positive; from 0 there is none.
    """
    if isinstance(before, Cause) or before.value is None or now.value is None:
        return {}
    rise = now.value - before.value
    details = {"previous_period": str(before.period), "previous": plain(before.value), "change": plain(rise)}
    if before.value != 0:
        details["change_percent"] = plain(percent(rise, abs(before.value)))
    return details


def percent(part: Decimal, whole: Decimal, decimals: int = 1) -> Decimal:
    """part / whole in per cent, rounded half up; the whole must not be 0."""
    return round_half_up(quotient(part, whole, 100), decimals)
