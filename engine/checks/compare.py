"""One value against one target: how far it is on the good side, and whether that is far enough."""

from dataclasses import dataclass
from decimal import Decimal

from engine.facts import Comparator, TargetValue

_STRICT = frozenset({Comparator.BELOW, Comparator.ABOVE})


@dataclass(frozen=True, slots=True)
class Compared:
    """The distance to where the answer changes, positive on the good side, and the answer."""

    margin: Decimal
    met: bool


def compare(value: Decimal, comparator: Comparator, target: TargetValue, tolerance: Decimal = Decimal(0)) -> Compared:
    """Compare exactly; the tolerance moves the limit outwards by so much and keeps its kind.

    `below 5` with a tolerance of 0.2 is `below 5.2`: 5.2 itself is missed, because "below" never includes the limit.
    """
    margin = _distance(value, comparator, target) + tolerance
    return Compared(margin, margin > 0 if comparator in _STRICT else margin >= 0)


def _distance(value: Decimal, comparator: Comparator, target: TargetValue) -> Decimal:
    if isinstance(target, tuple):
        low, high = target
        return min(value - low, high - value)
    if comparator in (Comparator.AT_LEAST, Comparator.ABOVE):
        return value - target
    if comparator is Comparator.EQUALS:
        return -abs(value - target)
    return target - value
