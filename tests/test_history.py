"""Streaks and trends of a series of verdicts."""

from datetime import date
from typing import Any

import pytest

from engine.facts import Verdict
from engine.history import Arrow, Trend, arrow, streak, trend
from engine.periods import Period
from tests.checks.building import judge, metric, observation, organisation, rule


def series(*values: int | None, **keys: Any) -> tuple[Verdict, ...]:
    """Verdicts of `at_most 5` with a warning from 4, one a month from 2023-01; None is a hole."""
    start = Period.parse("2023-01")
    figures = [observation(str(start.shift(at)), value) for at, value in enumerate(values) if value is not None]
    as_of = start.shift(len(values)).start
    return judge(organisation(metric(**keys)), rule("target", targets=[{"at_most": 5, "warn_margin": 2}]), figures, as_of)


@pytest.mark.parametrize(
    ("values", "length"),
    [((9, 1, 1, 1), 3), ((1, 9, 9), 2), ((1, 4, 1), 3), ((9, None, 9), 1), ((9, 9, None), 0), ((9,), 1)],
)
def test_a_streak_counts_back_from_the_last_period(values: tuple[int | None, ...], length: int) -> None:
    """Met or missed in a row; a warning is met; a period without a judgement ends the row."""
    assert streak(series(*values)) == length
    assert streak(reversed(series(*values))) == length


def test_a_streak_crosses_a_series_break_and_a_trend_does_not() -> None:
    """The target was missed five months in a row; whether the figure fell cannot be said."""
    broken = {"series_breaks": [{"valid_from": "2023-03", "reason": "new definition"}]}
    line = series(9, 8, 7, **broken)
    assert (streak(line), arrow(line, metric(**broken))) == (3, Arrow.NONE)
    assert arrow(series(9, 8, 7, 6, **broken), metric(**broken)) is Arrow.DOWN


@pytest.mark.parametrize(
    ("values", "better", "expected"),
    [
        ((1, 2), "higher", Trend(Arrow.UP, good=True)),
        ((1, 2), "lower", Trend(Arrow.UP, good=False)),
        ((2, 1), "lower", Trend(Arrow.DOWN, good=True)),
        ((2, 1), "neither", Trend(Arrow.DOWN)),
        ((2, 2), "lower", Trend(Arrow.FLAT)),
        ((2, None, 1), "lower", Trend(Arrow.DOWN, good=True)),
        ((2, 1, None), "lower", Trend(Arrow.NONE)),
        ((2,), "lower", Trend(Arrow.NONE)),
    ],
)
def test_a_trend_is_the_movement_since_the_figure_before(values: tuple[int | None, ...], better: str, expected: Trend) -> None:
    """Over holes, never from a figure that is itself missing; good by what the metric calls better."""
    line = series(*values, better=better)
    assert trend(line, metric(better=better)) == expected


def test_nothing_has_no_history() -> None:
    """No verdicts: no streak, no trend."""
    assert (streak(()), trend((), metric())) == (0, Trend(Arrow.NONE))


def test_only_the_given_verdicts_count() -> None:
    """A table asks for a row's past by leaving out its future."""
    line = series(1, 9, 9)
    until_february = [each for each in line if each.period.end <= date(2023, 2, 28)]
    assert streak(until_february) == 1
