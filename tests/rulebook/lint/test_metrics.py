"""A metric's own contradictions; the broken files have the others."""

from typing import Any

import pytest

from engine.rulebook.lint.metrics import MetricLint
from tests.rulebook.lint.making import metric, told


def said(**keys: Any) -> list[tuple[str, str]]:
    one = metric(**keys)
    return told(MetricLint([one])(one))


MEMBERS = [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]


@pytest.mark.parametrize(
    "keys",
    [
        {"minimum": 0, "maximum": 0},
        {"whole": True, "unit_total": "sum"},
        {"unit_of_measure": "%", "unit_total": "ratio"},
        {"dimension": "type", "members": MEMBERS, "dimension_total": "sum"},
        {"unit_of_measure": "%", "dimension": "type", "members": MEMBERS, "dimension_total": "sum"},
        {"grain": "year", "series_breaks": [{"valid_from": "2023", "reason": "x"}, {"valid_from": "2024-01", "reason": "x"}]},
        {"grain": "quarter", "series_breaks": [{"valid_from": "2023-04", "reason": "x"}]},
        {"grain": "week", "series_breaks": [{"valid_from": "2023-W02", "reason": "x"}]},
    ],
)
def test_a_sound_metric_is_silent(keys: dict[str, Any]) -> None:
    """Shares of one whole do add up; a break may be written in a longer period that begins with the metric's."""
    assert said(**keys) == []


def test_a_break_stands_at_the_beginning_of_a_period_and_once() -> None:
    """A break inside a quarter would belong to neither side."""
    breaks = [{"valid_from": period, "reason": "x"} for period in ("2023-05", "2023-Q3", "2023-Q3")]
    assert said(grain="quarter", series_breaks=breaks) == [
        ("series_breaks/2", "'2023-Q3' stands here for the second time"),
        ("series_breaks/0/valid_from", "the break falls inside a period: the metric has one figure per quarter"),
    ]


def test_a_sum_needs_somebody_in_it() -> None:
    """All members out of the total: the total would be nothing."""
    members = [{**member, "in_total": False} for member in MEMBERS]
    assert said(dimension="type", members=members, dimension_total="sum") == [
        ("dimension_total", "a sum over the members, but no member is in the total")
    ]
