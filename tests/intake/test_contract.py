"""A figure is what its metric promises; a ratio and its value say the same."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.catalogue import Metric
from engine.intake.contract import Numbers, breaches
from engine.numbers import quotient, round_half_up


def metric(**keys: object) -> Metric:
    data = {"id": "m", "title": "M", "unit_of_measure": "%", "decimals": 1, "better": "lower", "grain": "month", "due_days": 1}
    return Metric.model_validate({**data, **keys})


def codes(numbers: Numbers, of: Metric) -> list[str]:
    return [breach.code.value for breach in breaches(numbers, of)]


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        (Numbers(), []),
        (Numbers(value=Decimal(100)), []),
        (Numbers(value=Decimal(0)), []),
        (Numbers(value=Decimal("100.0001")), ["D040"]),
        (Numbers(value=Decimal("-0.0001")), ["D040"]),
        (Numbers(n=Decimal(-1)), ["D042"]),
        (Numbers(numerator=Decimal(1)), ["D044"]),
        (Numbers(denominator=Decimal(1)), ["D044"]),
        (Numbers(numerator=Decimal(0), denominator=Decimal(0)), []),
        (Numbers(value=Decimal("3.5"), numerator=Decimal(11), denominator=Decimal(318)), []),
        (Numbers(value=Decimal("3.459119"), numerator=Decimal(11), denominator=Decimal(318)), []),
        (Numbers(value=Decimal("3.4"), numerator=Decimal(11), denominator=Decimal(318)), ["D043"]),
        (Numbers(value=Decimal("0.035"), numerator=Decimal(11), denominator=Decimal(318)), ["D043"]),
        (Numbers(value=Decimal(5), numerator=Decimal(0), denominator=Decimal(0)), ["D043"]),
        (Numbers(numerator=Decimal(1004), denominator=Decimal(1000)), ["D040"]),
        (Numbers(numerator=Decimal(1), denominator=Decimal(-1)), ["D040", "D042"]),
    ],
)
def test_limits_and_ratios(numbers: Numbers, found: list[str]) -> None:
    assert codes(numbers, metric(minimum=0, maximum=100)) == found


def test_a_share_beyond_all_of_it_is_found_before_it_is_rounded_away() -> None:
    """100.4 % of calls answered is a mistake, although it would be printed as 100 %."""
    assert codes(Numbers(numerator=Decimal(1004), denominator=Decimal(1000)), metric(maximum=100, decimals=0)) == ["D040"]


def test_a_metric_of_whole_things_takes_no_halves_however_large() -> None:
    whole = metric(whole=True, unit_of_measure="count")
    assert codes(Numbers(value=Decimal("9" * 29 + ".5")), whole) == ["D041"]
    assert codes(Numbers(value=Decimal("9" * 30)), whole) == []


def test_an_overdraft_may_be_negative_where_the_metric_has_no_limits() -> None:
    assert codes(Numbers(value=Decimal(-295726)), metric()) == []


counts = st.integers(1, 10**12).map(Decimal)


@given(counts, counts, st.integers(0, 6))
def test_a_value_printed_from_its_ratio_never_contradicts_it(numerator: Decimal, denominator: Decimal, decimals: int) -> None:
    of = metric(decimals=decimals)
    printed = round_half_up(quotient(numerator, denominator, of.ratio_factor), decimals)
    assert codes(Numbers(printed, numerator, denominator), of) == []
    beside = printed + Decimal(1).scaleb(-decimals)
    assert codes(Numbers(beside, numerator, denominator), of) == ["D043"]
