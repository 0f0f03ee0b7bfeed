"""Comparing is exact: against fractions, written another way."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.checks.compare import compare
from engine.facts import Comparator, Outcome
from tests.checks.building import judge, metric, observation, organisation, rule

NUMBERS = st.integers(-2000, 2000).map(lambda whole: Decimal(whole).scaleb(-2))
"""Hundredths around zero, so that exact ties are common."""
TOLERANCES = st.integers(0, 100).map(lambda whole: Decimal(whole).scaleb(-2))
SINGLE = [each for each in Comparator if each is not Comparator.BETWEEN]


def oracle(value: Fraction, comparator: Comparator, target: Fraction, tolerance: Fraction) -> bool:
    """What the six words mean, one by one."""
    answers = {
        Comparator.AT_MOST: value <= target + tolerance,
        Comparator.BELOW: value < target + tolerance,
        Comparator.AT_LEAST: value >= target - tolerance,
        Comparator.ABOVE: value > target - tolerance,
        Comparator.EQUALS: target - tolerance <= value <= target + tolerance,
    }
    return answers[comparator]


@given(value=NUMBERS, comparator=st.sampled_from(SINGLE), target=NUMBERS, tolerance=TOLERANCES)
def test_every_comparator_means_what_its_word_says(
    value: Decimal, comparator: Comparator, target: Decimal, tolerance: Decimal
) -> None:
    """Met exactly where the fractions say so, ties and tolerances included; the margin has the sign of the answer."""
    answer = compare(value, comparator, target, tolerance)
    assert answer.met is oracle(Fraction(value), comparator, Fraction(target), Fraction(tolerance))
    assert answer.margin >= 0 if answer.met else answer.margin <= 0


@given(value=NUMBERS, ends=st.tuples(NUMBERS, NUMBERS), tolerance=TOLERANCES)
def test_between_includes_both_its_ends(value: Decimal, ends: tuple[Decimal, Decimal], tolerance: Decimal) -> None:
    """Met from low − tolerance to high + tolerance, both included."""
    low, high = sorted(ends)
    met = Fraction(low) - Fraction(tolerance) <= Fraction(value) <= Fraction(high) + Fraction(tolerance)
    assert compare(value, Comparator.BETWEEN, (low, high), tolerance).met is met


@given(value=NUMBERS, comparator=st.sampled_from(SINGLE), target=NUMBERS, tolerance=TOLERANCES)
def test_a_smaller_margin_never_meets_what_a_larger_one_misses(
    value: Decimal, comparator: Comparator, target: Decimal, tolerance: Decimal
) -> None:
    """Moving the value by its margin towards the bad side brings it to where the answer changes."""
    answer = compare(value, comparator, target, tolerance)
    towards = -1 if comparator in (Comparator.AT_LEAST, Comparator.ABOVE) else 1
    if comparator is Comparator.EQUALS and value < target:
        towards = -1
    assert compare(value + towards * answer.margin, comparator, target, tolerance).margin == 0


@settings(max_examples=60)
@given(
    numerator=st.integers(0, 400),
    denominator=st.integers(1, 400),
    decimals=st.integers(0, 3),
    comparator=st.sampled_from(SINGLE),
    data=st.data(),
)
def test_a_ratio_is_rounded_half_up_and_then_compared(
    numerator: int, denominator: int, decimals: int, comparator: Comparator, data: st.DataObject
) -> None:
    """The verdict of a share is the fractions' own, at limits drawn around the rounded figure."""
    share = Fraction(100 * numerator, denominator)
    ulp = Fraction(1, 10**decimals)
    published = floor(share / ulp + Fraction(1, 2)) * ulp
    limit = published + data.draw(st.integers(-1, 1)) * ulp
    owner = organisation(metric(unit_of_measure="%", decimals=decimals))
    target = {comparator.value: Decimal(limit.numerator) / Decimal(limit.denominator)}
    figures = [observation("2023-03", numerator=numerator, denominator=denominator)]
    (verdict,) = judge(owner, rule("target", targets=[target]), figures, date(2023, 4, 13))
    assert Fraction(verdict.value or 0) == published
    assert (verdict.outcome is Outcome.MET) is oracle(published, comparator, limit, Fraction(0))
