"""What is known of a figure before any rule's precision, how such figures add up, and how a rule sees one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from engine.catalogue import Metric
from engine.checks.case import Reading
from engine.facts import Cause, Figure, Status, digest
from engine.numbers import quotient, round_half_up
from engine.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A cause, or numbers, or words, or nothing at all: then it was reported as null."""

    revision: str
    cause: Cause | None = None
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    n: Decimal | None = None
    provisional: bool = False
    words: str = ""
    received_at: datetime | None = None
    derived: bool = False

    def number(self, metric: Metric, *, exact: bool = False) -> Decimal | Cause:
        """The unrounded figure, or why there is none; `exact` prefers the quotient to the printed value."""
        if self.cause:
            return self.cause
        if self.denominator is not None and (self.value is None or exact):
            if self.denominator == 0:
                return Cause.ZERO_DENOMINATOR
            if self.numerator is not None:
                return quotient(self.numerator, self.denominator, metric.ratio_factor)
        if self.value is not None:
            return self.value
        return Cause.STATEMENT if self.words else Cause.REPORTED_NULL


def delivered(figure: Figure, revision: str, received_at: datetime) -> Known:
    return Known(
        revision=revision,
        cause=Cause.INVALID if figure.status is Status.INVALID else None,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        n=figure.n,
        provisional=figure.status is Status.PRELIMINARY,
        words=figure.words,
        received_at=received_at,
    )


def absent(cause: Cause) -> Known:
    return Known(revision=cause.value, cause=cause)


def sum_of(parts: Sequence[Known], metric: Metric) -> Known:
    """The sum of the parts' figures; the first part without one makes it missing for the same cause."""
    numbers = [part.number(metric) for part in parts]
    hole = next((number for number in numbers if isinstance(number, Cause)), None)
    if hole:
        return _added(parts, cause=hole)
    return _added(parts, value=sum((number for number in numbers if not isinstance(number, Cause)), Decimal(0)))


def ratio_of(parts: Sequence[Known], metric: Metric) -> Known:
    """sum(numerator) / sum(denominator), never a mean of percentages.

    A part that came without them is a hole: reported_null, because what the ratio needs of it was not reported.
    """
    hole = next((cause for cause in (_hole_in_ratio(part, metric) for part in parts) if cause), None)
    if hole:
        return _added(parts, cause=hole)
    numerator = sum((part.numerator for part in parts if part.numerator is not None), Decimal(0))
    denominator = sum((part.denominator for part in parts if part.denominator is not None), Decimal(0))
    return _added(parts, numerator=numerator, denominator=denominator)


def _hole_in_ratio(part: Known, metric: Metric) -> Cause | None:
    if part.cause is None and part.numerator is not None and part.denominator is not None:
        return None
    number = part.number(metric)
    return number if isinstance(number, Cause) else Cause.REPORTED_NULL


def _added(
    parts: Sequence[Known],
    *,
    cause: Cause | None = None,
    value: Decimal | None = None,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
) -> Known:
    """A derived figure with what its parts have in common: complete when the last of them came, provisional when one is."""
    counted = [part.n for part in parts if part.n is not None]
    received = [part.received_at for part in parts if part.received_at is not None]
    return Known(
        revision=digest([part.revision for part in parts]),
        cause=cause,
        value=value,
        numerator=numerator,
        denominator=denominator,
        n=sum(counted, Decimal(0)) if len(counted) == len(parts) else None,
        provisional=cause is None and any(part.provisional for part in parts),
        received_at=max(received, default=None),
        derived=True,
    )


def reading(known: Known, metric: Metric, period: Period, *, exact: bool, minimum_n: int | None) -> Reading:
    """The figure as a rule sees it: rounded half up to the metric's decimals unless exact; missing when too few answered."""
    number = known.number(metric, exact=exact)
    base = known.n if known.n is not None else known.denominator
    if isinstance(number, Decimal) and minimum_n is not None and base is not None and base < minimum_n:
        number = Cause.TOO_FEW
    rounded = None if isinstance(number, Cause) else round_half_up(number, metric.decimals)
    # Exact figures keep what the published precision would cut, but no further zeros: 99.980000000000 is 99.98.
    value = number.normalize() if exact and isinstance(number, Decimal) and number != rounded else rounded
    judged = not isinstance(number, Cause)
    return Reading(
        period=period,
        cause=number if isinstance(number, Cause) else None,
        value=value,
        raw_value=number if isinstance(number, Decimal) else None,
        numerator=known.numerator if judged or number is Cause.ZERO_DENOMINATOR else None,
        denominator=known.denominator,
        provisional=known.provisional,
        words=known.words,
        received_at=known.received_at,
        derived=known.derived,
        revision=known.revision,
    )
