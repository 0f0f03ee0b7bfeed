"""A delivery's period becomes the metric's where it says which one is meant, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.intake.cells import CellProblem
from engine.intake.timing import in_grain
from engine.periods import Grain, Period


@pytest.mark.parametrize(
    ("period", "grain", "offset", "found"),
    [
        ("2023-03", "month", 0, "2023-03"),
        ("2023-03", "month", -12, "2022-03"),
        ("2023-03", "year", 0, "2023"),
        ("2023-03", "year", -1, "2022"),
        ("2023-05", "quarter", 0, "2023-Q2"),
        ("2023-05", "tertial", 0, "2023-T2"),
        ("2023-Q1", "tertial", 0, "2023-T1"),
        ("2023-Q4", "year", 0, "2023"),
        ("2023-W12", "month", 0, "2023-03"),
        ("2020-W53", "year", 0, "2020"),
    ],
)
def test_a_coarser_metric_takes_the_period_that_holds_the_deliveries(period: str, grain: str, offset: int, found: str) -> None:
    assert str(in_grain(Period.parse(period), Grain(grain), offset)) == found


@pytest.mark.parametrize(
    ("period", "grain"),
    [
        ("2023", "month"),
        ("2023-Q1", "month"),
        ("2023-03", "week"),
        ("2023-Q2", "tertial"),
        ("2023-T1", "quarter"),
        ("2023-W13", "month"),
    ],
)
def test_a_period_that_does_not_say_which_one_is_meant_is_a_problem(period: str, grain: str) -> None:
    """April to June lies in two tertials; the last days of March share a week with April."""
    with pytest.raises(CellProblem, match="does not say which") as raised:
        in_grain(Period.parse(period), Grain(grain))
    assert raised.value.code == "D045"


def test_a_period_before_all_counting_is_a_problem() -> None:
    with pytest.raises(CellProblem):
        in_grain(Period.parse("1900"), Grain.YEAR, -1)


@given(st.integers(1900 * 12, 2200 * 12 - 1), st.sampled_from([Grain.QUARTER, Grain.TERTIAL, Grain.YEAR]))
def test_the_period_found_holds_every_day_of_the_deliveries(ordinal: int, grain: Grain) -> None:
    month = Period(Grain.MONTH, ordinal)
    found = in_grain(month, grain)
    assert found.grain is grain
    assert found.start <= month.start
    assert month.end <= found.end
