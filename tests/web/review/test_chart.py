"""The chart of an avvik: what is drawn where, without a browser."""

from dataclasses import replace
from decimal import Decimal

from engine.facts import Comparator, Outcome
from engine.periods import Period
from engine.web.review.chart import HEIGHT, LEFT, RIGHT, WIDTH, Chart, chart
from tests.store.samples import verdict


def drawn(*told: tuple[str, str | None, str], missed: tuple[str, ...] = (), corrected: tuple[str, ...] = ()) -> Chart:
    """Each: period, value, target."""
    series = [
        replace(
            verdict(period, value, Outcome.NO_DATA if value is None else Outcome.MISSED if period in missed else Outcome.MET),
            target=Decimal(target),
            comparator=Comparator.AT_MOST,
        )
        for period, value, target in told
    ]
    found = chart(series, [*map(Period.parse, missed)], frozenset(map(Period.parse, corrected)))
    assert found is not None
    return found


def test_a_hole_breaks_the_line_and_is_said() -> None:
    found = drawn(("2023-01", "4", "5"), ("2023-02", None, "5"), ("2023-03", "6", "5"), ("2023-04", "4", "5"))
    assert [len(points.split()) for points in found.lines] == [1, 2]
    assert [mark.letter for mark in found.marks] == ["?"]
    assert len(found.dots) == 3


def test_the_target_is_drawn_as_it_held_in_each_period() -> None:
    found = drawn(("2023-01", "4", "5"), ("2023-02", "4", "3"))
    heights = [float(points.split()[0].split(",")[1]) for points in found.limits]
    assert heights[0] < heights[1]


def test_what_is_on_the_avvik_is_shaded_in_stretches_and_a_correction_is_marked() -> None:
    months = [(f"2023-0{month}", "6", "5") for month in range(1, 7)]
    found = drawn(*months, missed=("2022-12", "2023-02", "2023-03", "2023-05"), corrected=("2023-03",))
    step = (WIDTH - LEFT - RIGHT) / 6
    assert [round(width / step) for _, width in found.missed] == [2, 1]
    assert [mark.letter for mark in found.marks] == ["K"]


def test_everything_lies_in_the_box_whatever_the_figures_are() -> None:
    for values in (("0", "0"), ("-5", "5"), ("1e12", "3"), ("0.001", "0.002")):
        found = drawn(*((f"2023-0{n}", value, value) for n, value in enumerate(values, start=1)))
        assert all(LEFT <= dot.x <= WIDTH - RIGHT and 0 <= dot.y <= HEIGHT for dot in found.dots)


def test_without_a_figure_there_is_no_chart() -> None:
    assert chart([], [], frozenset()) is None
    assert chart([verdict("2023-01", None, Outcome.NO_DATA)], [], frozenset()) is None
