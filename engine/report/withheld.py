"""Which figures of a metric about persons may not be told: those of few, and those from which they could be worked out.

Units and members are siblings under a figure that is told: their unit above, or the total of the dimension. Where one of them
is withheld, the rest could be subtracted from the whole; so another goes with it, the smallest, until too few can no longer be
told apart.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from engine.catalogue import Metric, Organisation
from engine.known import Known
from engine.periods import Period

Spot = tuple[str, str]
"""Unit and member; "" is the figure without a dimension."""


def withheld(
    metric: Metric, organisation: Organisation, period: Period, known: Callable[[str, str], Known], smallest: int
) -> frozenset[Spot]:
    """The units and members of the metric that are not told in this period. Empty for metrics that are not about persons."""
    if not metric.is_about_persons:
        return frozenset()
    units = [unit.id for unit in organisation.units.values() if unit.exists_in(period)]
    figures = {(unit, member): known(unit, member) for unit in units for member in ("", *metric.by_member)}
    bases = {spot: _base(figure) for spot, figure in figures.items() if figure.cause is None}
    hidden = {spot for spot, base in bases.items() if _is_small(spot, base, organisation.id, smallest)}
    families = list(_families(bases, organisation))
    while more := {spot for whole, parts in families for spot in _complement(whole, parts, hidden, bases, smallest)}:
        hidden |= more
    return frozenset(hidden)


def _base(figure: Known) -> Decimal | None:
    """How many people the figure is about, where that was delivered."""
    return figure.n if figure.n is not None else figure.denominator


def _is_small(spot: Spot, base: Decimal | None, root: str, smallest: int) -> bool:
    """A part of unknown size is taken for small: the whole organisation is not."""
    if base is None:
        return spot[0] != root
    return base < smallest


def _families(bases: Mapping[Spot, Decimal | None], organisation: Organisation) -> Iterator[tuple[Spot, Sequence[Spot]]]:
    """Each figure that is told, with those that add up to it."""
    for unit, member in bases:
        below = [(child.id, member) for child in organisation.units.values() if child.parent == unit]
        yield (unit, member), [spot for spot in below if spot in bases]
        if member == "":
            yield (unit, ""), [spot for spot in bases if spot[0] == unit and spot[1] != ""]


def _complement(
    whole: Spot, parts: Sequence[Spot], hidden: set[Spot], bases: Mapping[Spot, Decimal | None], smallest: int
) -> Iterator[Spot]:
    """The next part to withhold, when those withheld so far would follow from the whole and the others."""
    gone = [spot for spot in parts if spot in hidden]
    left = [spot for spot in parts if spot not in hidden]
    if whole in hidden or not gone or not left:
        return
    together = sum((bases[spot] or Decimal(0) for spot in gone), Decimal(0))
    if len(gone) == 1 or together < smallest:
        yield min(left, key=lambda spot: (bases[spot] or Decimal(0), spot))
