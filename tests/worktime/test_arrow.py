"""Many machines find what one finds."""

from random import Random

import pyarrow as pa
import pytest

import engine.worktime.arrow as module
from engine.worktime.arrow import RECORDS, RESULTS, batch_of, checked, records_of
from engine.worktime.blocks import Known, known_by
from engine.worktime.check import check
from engine.worktime.kinds import SHOWN
from engine.worktime.normalise import Normalised, normalise
from tests.worktime.engine_side import owners_with
from tests.worktime.engine_side import records_of as rows_of
from tests.worktime.rosters import roster_of

_OWNERS = owners_with({"aml_profile": "plain", "valid_from": "2015-07-01", "oncall": {"factor": "1/7"}})


def _given() -> tuple[Normalised, Known]:
    random = Random(11)
    rows = [row for who in range(12) for row in rows_of(roster_of(random).work, f"{who:02d}")]
    given = normalise(rows)
    known = known_by(given.records)
    assert known is not None
    return given, known


def test_records_come_back_as_they_went() -> None:
    """Employees, instants, types, sources and ids."""
    records = _given()[0].records
    back = records_of(batch_of(records))
    assert batch_of(back).equals(batch_of(records))
    assert batch_of(records).schema == RECORDS


@pytest.mark.parametrize("rows", [1, 7, 100, 10_000])
def test_results_do_not_depend_on_how_the_records_are_cut(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches end anywhere, as long as an employee's records come together."""
    monkeypatch.setattr(module, "_ROWS_AT_A_TIME", rows)
    given, known = _given()
    whole = batch_of(given.records)
    batches = [whole.slice(at, rows) for at in range(0, len(whole), rows)]
    found = pa.Table.from_batches(checked(batches, _OWNERS, known), schema=RESULTS).to_pylist()
    expected = check(Normalised(given.records, ()), _OWNERS, known=known).results(SHOWN)
    assert found == [dict(row.as_json()) for row in expected]


def test_nothing_is_nothing() -> None:
    """No batch, no result."""
    assert list(checked([], _OWNERS, _given()[1])) == []
