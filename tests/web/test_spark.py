"""The spark line: where its points lie, and what it leaves out."""

from decimal import Decimal

import pytest

from engine.periods import Period
from engine.web.overview.spark import EDGE, HEIGHT, WIDTH, spark

MARCH = Period.parse("2023-03")


def line(*values: str | None) -> list[tuple[Period, Decimal | None]]:
    return [(MARCH.shift(number), None if value is None else Decimal(value)) for number, value in enumerate(values)]


def test_the_highest_is_at_the_top_and_the_latest_at_the_right() -> None:
    drawn = spark(line("1", "3", "2"), None)
    assert drawn is not None
    assert drawn.lines == (
        f"{float(EDGE)},{float(HEIGHT - EDGE)} {WIDTH / 2},{float(EDGE)} {float(WIDTH - EDGE)},{HEIGHT / 2}",
    )
    assert drawn.last == (WIDTH - EDGE, HEIGHT / 2)


def test_a_hole_is_a_hole() -> None:
    """A line across a month without a figure would show one that nobody delivered."""
    drawn = spark(line("1", None, "3", "2"), None)
    assert drawn is not None
    assert len(drawn.lines) == 1
    assert len(drawn.dots) == 1


def test_a_target_far_away_does_not_flatten_the_figures() -> None:
    near, far = spark(line("60", "65"), Decimal(70)), spark(line("60", "65"), Decimal(7000))
    assert near is not None
    assert far is not None
    assert len(near.targets) == 1
    assert far.targets == ()


def test_both_ends_of_a_range_are_drawn() -> None:
    drawn = spark(line("3", "5"), (Decimal(2), Decimal(6)))
    assert drawn is not None
    assert drawn.targets == (HEIGHT - EDGE, EDGE)


@pytest.mark.parametrize("values", [(), ("1",), (None, None, "1")])
def test_one_figure_has_no_course(values: tuple[str | None, ...]) -> None:
    assert spark(line(*values), None) is None


def test_figures_that_are_all_the_same_are_a_level_line() -> None:
    drawn = spark(line("5", "5", "5"), Decimal(5))
    assert drawn is not None
    assert len({point.split(",")[1] for point in drawn.lines[0].split()}) == 1
