"""How a figure becomes the one that a rule sees."""

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.checks.case import Reading
from engine.facts import Cause
from engine.known import Known, reading
from engine.periods import Period
from tests.checks.building import metric

MARCH = Period.parse("2023-03")


def seen(known: Known, *, exact: bool = False, minimum_n: int | None = None, **keys: Any) -> Reading:
    return reading(known, metric(**keys), MARCH, exact=exact, minimum_n=minimum_n)


def test_too_few_hides_the_count_and_the_figure() -> None:
    """3 of 4 must not be read out of a figure that is withheld because 4 are too few."""
    known = Known(revision="r", value=Decimal(75), numerator=Decimal(3), denominator=Decimal(4))
    found = seen(known, minimum_n=5)
    assert (found.cause, found.value, found.raw_value, found.numerator) == (Cause.TOO_FEW, None, None, None)
    assert seen(known, minimum_n=4).value == Decimal(75)


def test_n_is_the_base_before_the_denominator_is() -> None:
    """The share is of 200 calls; 4 people answered."""
    known = Known(revision="r", value=Decimal(75), n=Decimal(4), denominator=Decimal(200))
    assert seen(known, minimum_n=5).cause is Cause.TOO_FEW


@pytest.mark.parametrize(
    ("known", "cause"),
    [
        (Known(revision="r"), Cause.REPORTED_NULL),
        (Known(revision="r", words="bra"), Cause.STATEMENT),
        (Known(revision="r", denominator=Decimal(0), words="ingen saker"), Cause.ZERO_DENOMINATOR),
        (Known(revision="r", cause=Cause.INVALID, value=Decimal(1)), Cause.INVALID),
    ],
)
def test_what_is_no_number_has_the_most_telling_cause(known: Known, cause: Cause) -> None:
    """Declared invalid comes before all; a zero denominator says more than the words beside it."""
    assert (seen(known).cause, seen(known).value) == (cause, None)


@given(st.decimals(-1000, 1000, places=6), st.integers(0, 4))
def test_a_published_figure_is_rounded_half_away_from_zero(value: Decimal, decimals: int) -> None:
    """Against fractions; the raw figure is kept as it came, and nothing is minus zero."""
    found = seen(Known(revision="r", value=value), decimals=decimals)
    scaled = floor(abs(Fraction(value)) * 10**decimals + Fraction(1, 2))
    assert found.value is not None
    assert Fraction(found.value) == Fraction(scaled, 10**decimals) * (-1 if value < 0 else 1)
    assert found.raw_value == value
    assert not (found.value.is_zero() and found.value.is_signed())


@given(st.decimals(-1000, 1000, places=6), st.integers(0, 4))
def test_an_exact_figure_loses_nothing_and_gains_no_zeros(value: Decimal, decimals: int) -> None:
    """It prints the metric's decimals, and more only where it has more."""
    found = seen(Known(revision="r", value=value), exact=True, decimals=decimals)
    assert found.value == value
    printed = -int(found.value.as_tuple().exponent)
    assert printed == max(decimals, -int(value.normalize().as_tuple().exponent))
