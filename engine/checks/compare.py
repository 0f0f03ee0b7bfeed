"""One value against one target: how far it is on the good side, and whether that is far enough."""

from dataclasses import dataclass
from decimal import Decimal

from engine.facts import Comparator, TargetValue, Verdict

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


def tolerance_of(verdict: Verdict) -> Decimal:
    """How far beyond its target the verdict still counted as met: what its margin has more than the bare distance.

    The verdict remembers it so, whatever the rule says by now; 0 where nothing was compared.
    """
    return tolerance(verdict.value, verdict.comparator, verdict.target, verdict.margin)


def tolerance(
    value: Decimal | None, comparator: Comparator | None, target: TargetValue | None, margin: Decimal | None
) -> Decimal:
    """The same of the four numbers that the log keeps of a verdict."""
    if value is None or comparator is None or target is None or margin is None:
        return Decimal(0)
    return margin - _distance(value, comparator, target)


def _distance(value: Decimal, comparator: Comparator, target: TargetValue) -> Decimal:
    if isinstance(target, tuple):
        low, high = target
        return min(value - low, high - value)
    if comparator in (Comparator.AT_LEAST, Comparator.ABOVE):
        return value - target
    if comparator is Comparator.EQUALS:
        return -abs(value - target)
    return target - value
