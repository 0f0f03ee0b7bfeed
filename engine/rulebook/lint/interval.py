"""Numbers between two ends, either of which may be open or infinite: what a target lets through, what a class counts."""

from decimal import Decimal
from typing import NamedTuple

from engine.facts import Comparator, TargetValue

INFINITY = Decimal("Infinity")


class Interval(NamedTuple):
    """An open end does not contain its number."""

    low: Decimal
    low_open: bool
    high: Decimal
    high_open: bool

    def common(self, other: "Interval") -> "Interval | None":
        """The numbers in both, or None."""
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        high, high_closed = min((self.high, not self.high_open), (other.high, not other.high_open))
        if low > high or (low == high and (low_open or not high_closed)):
            return None
        return Interval(low, low_open, high, not high_closed)


def bounded(low: Decimal | None, high: Decimal | None, *, low_open: bool = False, high_open: bool = False) -> Interval:
    """The interval between two ends; None is without an end."""
    return Interval(-INFINITY if low is None else low, low_open, INFINITY if high is None else high, high_open)


def meeting(comparator: Comparator, limit: TargetValue, tolerance: Decimal) -> Interval:
    """The values that meet a target; the tolerance moves its limits outwards."""
    low, high = limit if isinstance(limit, tuple) else (limit, limit)
    low, high = low - tolerance, high + tolerance
    match comparator:
        case Comparator.AT_MOST:
            return bounded(None, high)
        case Comparator.BELOW:
            return bounded(None, high, high_open=True)
        case Comparator.AT_LEAST:
            return bounded(low, None)
        case Comparator.ABOVE:
            return bounded(low, None, low_open=True)
        case Comparator.EQUALS | Comparator.BETWEEN:
            return bounded(low, high)
