"""Of updates the latest holds, on every engine: a ticket that was opened, reopened and closed is one ticket."""

from pathlib import Path
from typing import Any

import pytest

from engine.intake.records.table import RecordTable
from engine.measures import Engine
from tests.measures.measuring import LOCAL, WHOLE, metric, records, rows, values

TEXT = {"type": "text", "required": True}
INSTANT = {"type": "instant", "format": "d/m/yyyy HH:MM", "zone": "Europe/Oslo", "required": True}
LINES = (
    "INC001;1/3/2023 08:00;1/3/2023 08:00;new;0 | INC001;1/3/2023 08:00;2/4/2023 09:00;closed;0 | INC001;1/3/2023 08:00;"
    "2/3/2023 09:00;active;1 | INC002;31/3/2023 23:59;31/3/2023 23:59;new;0 | INC003;1/3/2023 08:00;1/3/2023 08:00;closed;0"
    " | INC003;1/3/2023 08:00;1/3/2023 08:00;closed;0"
)
SHARE = {"kind": "share", "over": "log", "at": "opened", "per": "month", "of": 'state == "closed"'}
ENGINES = [*LOCAL, pytest.param(Engine.SPARK, marks=pytest.mark.spark)]


def log(folder: Path, **keys: Any) -> RecordTable:
    columns = {"number": TEXT, "opened": INSTANT, "updated": INSTANT, "state": TEXT, "times": {**WHOLE, "required": True}}
    return records(folder, "log", columns, LINES, key=["number"], partition="updated", **keys)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_the_latest_update_is_the_record(tmp_path: Path, engine: Engine) -> None:
    """Two of three are closed; the one that was closed in April too, because that is what is known of it."""
    (found,) = rows(metric(SHARE), log(tmp_path, latest="updated"), engine=engine)
    assert (found.numerator, found.denominator) == (2, 3)


def test_a_number_can_say_which_is_the_latest(tmp_path: Path) -> None:
    """How often a record was changed, as some systems count it; a condition is asked of the latest alone."""
    table = records(
        tmp_path, "log", {"number": TEXT, "opened": INSTANT, "state": TEXT, "times": {**WHOLE, "required": True}},
        "1;1/3/2023 08:00;new;0 | 1;1/3/2023 08:00;closed;1", key=["number"], latest="times",
    )  # fmt: skip
    assert values(rows(metric(SHARE), table)) == ["100"]
    assert values(rows(metric({**SHARE, "where": 'state == "new"'}), table)) == [None]
