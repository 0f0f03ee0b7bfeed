"""What lies between two periods."""

from decimal import Decimal

import pytest

from engine.checks.case import Reading
from engine.checks.change import broken_between, change
from engine.facts import Cause
from engine.periods import Period
from tests.checks.building import metric


@pytest.mark.parametrize(
    ("valid_from", "earlier", "later", "broken"),
    [
        ("2023-01", "2022-12", "2023-01", True),
        ("2023-01", "2022-11", "2023-02", True),
        ("2023-01", "2022-11", "2022-12", False),
        ("2023-01", "2023-01", "2023-02", False),
        ("2023-02", "2023-Q1", "2023-Q2", True),
        ("2023-02", "2022-Q4", "2023-Q1", True),
        ("2023-W01", "2022-12", "2023-01", True),
        ("2023", "2022-12", "2023-01", True),
    ],
)
def test_a_break_lies_between_what_it_separates(valid_from: str, earlier: str, later: str, broken: bool) -> None:
    """In whatever grain it is stated; a period that it falls into is comparable with neither side."""
    definition = metric(series_breaks=[{"valid_from": valid_from, "reason": "new"}])
    assert broken_between(definition, Period.parse(earlier), Period.parse(later)) is broken


def known(value: str) -> Reading:
    return Reading(period=Period.parse("2023-03"), value=Decimal(value))


@pytest.mark.parametrize(
    ("now", "before", "percent"),
    [("30", "34", "-11.8"), ("1", "-2", "150.0"), ("-3", "-2", "-50.0"), ("1", "800", "-99.9"), ("1.005", "1", "0.5")],
)
def test_a_change_is_in_per_cent_of_the_size_that_was(now: str, before: str, percent: str) -> None:
    """From −2 to 1 is a rise, whatever the sign of what was; half up at one decimal."""
    assert change(known(now), known(before))["change_percent"] == percent


def test_from_nothing_there_is_no_percentage_and_without_a_figure_no_change() -> None:
    """0 → 5 has a change of 5; missing → 5 has none."""
    assert change(known("5"), known("0")) == {"previous_period": "2023-03", "previous": "0", "change": "5"}
    assert change(known("5"), Cause.NO_PREVIOUS) == {}
    assert change(Reading(period=Period.parse("2023-03"), cause=Cause.LATE), known("0")) == {}
