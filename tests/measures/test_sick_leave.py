"""Spells and positions at the edges: what is still open, still to come, not certified, or cannot be judged."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.measures import MeasureError
from tests.measures.measuring import DATE, DECIMAL, TEXT, TRUTH, metric, records, rows

SPELLS = {"first": DATE, "last": DATE, "share": DECIMAL, "doctor": TRUTH}
STAFF = {"from": DATE, "to": DATE, "share": DECIMAL}
WRITTEN = {
    "over": "spells", "per": "month", "kind": "sick_leave", "first": "first", "last": "last", "share": "share", "degree": "1",
    "medical": "doctor", "limit_days": 16, "day_at_limit": "short", "split_at_limit": False, "counts": "all",
    "working_days": "mon_fri_without_red_days", "agreed": {"over": "staff", "started": "from", "ended": "to", "share": "share"},
}  # fmt: skip
APRIL_20 = datetime(2023, 4, 20, 10, tzinfo=UTC)


def lost(folder: Path, spells: str, staff: str = "2020-01-01;;1.00", **asked: Any) -> tuple[Any, ...]:
    """Lost and agreed man-days, unknown and failed of the first row."""
    written = {**WRITTEN, **{key: asked.pop(key) for key in [*asked] if key in WRITTEN or key == "missing"}}
    row = rows(metric(written), records(folder, "spells", SPELLS, spells), records(folder, "staff", STAFF, staff), **asked)[0]
    return row.numerator, row.denominator, row.unknown, row.failed


@pytest.mark.parametrize("last", ["2023-03", "2023-04"])
def test_the_class_of_an_open_spell_is_the_same_whatever_is_asked_for(tmp_path: Path, last: str) -> None:
    """Ill from the 28th of March and not back on the 20th of April: long, in the figure for March too."""
    found = lost(tmp_path, "2023-03-28;;1.00;1", counts="long", known_until=APRIL_20, periods=("2023-03", last))
    assert found == (4, 23, 0, 0)


def test_what_is_to_come_is_neither_lost_nor_agreed(tmp_path: Path) -> None:
    """Drawn half an hour into the third of April in Norway, a certificate for the whole week has cost one day of one."""
    night = datetime(2023, 4, 2, 22, 30, tzinfo=UTC)
    found = lost(
        tmp_path,
        "2023-04-03;2023-04-05;1.00;1",
        "2020-01-01;2023-12-31;1.00",
        known_until=night,
        periods=("2023-04", "2023-04"),
    )
    assert found == (1, 1, 0, 0)


def test_who_certified_matters_only_where_it_is_asked(tmp_path: Path) -> None:
    """A spell without a word on its certificate is sick leave, but nobody knows of which kind."""
    spell = "2023-03-01;2023-03-01;1.00;"
    assert lost(tmp_path, spell) == (1, 23, 0, 0)
    assert lost(tmp_path, spell, counts="medical") == (0, 23, 1, 0)


def test_a_position_on_which_an_expression_fails_leaves_no_figure(tmp_path: Path) -> None:
    """A share of 1 / 0 is not a position less."""
    agreed = {**WRITTEN["agreed"], "share": "1 / (share - 1)"}  # type: ignore[dict-item]
    assert lost(tmp_path, "2023-03-01;2023-03-01;1.00;1", agreed=agreed) == (None, None, 0, 1)


def test_a_dimension_is_refused(tmp_path: Path) -> None:
    """The agreed man-days have none: the share would be of nothing."""
    table = records(tmp_path, "spells", {**SPELLS, "part": TEXT}, "")
    with pytest.raises(MeasureError, match="no other dimension"):
        rows(metric({**WRITTEN, "by": {"dimension": "part"}}), table, records(tmp_path, "staff", STAFF, ""))
