"""Every kind of measure gives the same rows on every engine: values, gaps, counts and what could not be judged."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.measures import KINDS, Engine, Row
from tests.measures.measuring import metric, rows
from tests.measures.random_tables import IN_NUMBERS, IN_PERCENT, PERIODS, table

MEMBERS = ("epj", "lab", "mean")
DECLARED = [(written, "%") for written in IN_PERCENT] + [(written, "count") for written in IN_NUMBERS]


def name(declared: Any) -> str:
    return str(declared[0]["kind"]) if isinstance(declared, tuple) else str(declared)


def test_every_kind_is_tried() -> None:
    """A new kind has to be compared too."""
    assert {written["kind"] for written, _ in DECLARED} == {*KINDS}


@pytest.mark.parametrize("declared", DECLARED, ids=name)
def test_the_engines_of_this_process_agree(tmp_path: Path, declared: tuple[dict[str, Any], str]) -> None:
    """DuckDB, polars and pandas, on random records and on none."""
    found: list[Row] = []
    for seed in (0, 1, 2):
        folder = tmp_path / str(seed)
        folder.mkdir()
        measured = metric(exact(declared[0]), declared[1], MEMBERS)
        found += rows(measured, table(folder, seed), periods=PERIODS)
    assert any(row.n for row in found)


def exact(written: dict[str, Any]) -> dict[str, Any]:
    """The declaration as the YAML reader hands it over."""
    return {key: Decimal(str(value)) if isinstance(value, float) else value for key, value in written.items()}


@pytest.mark.spark
@pytest.mark.timeout(600)
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_spark_agrees(tmp_path: Path) -> None:
    """Every declaration on random records, and one on none: two threads of Spark say what DuckDB says."""
    held = table(tmp_path, 3)
    (tmp_path / "none").mkdir()
    cases = [(each, held) for each in DECLARED] + [(DECLARED[0], table(tmp_path / "none", 0))]
    different = []
    for (written, unit), records in cases:
        measured = metric(exact(written), unit, MEMBERS)
        duckdb, spark = (rows(measured, records, periods=PERIODS, engine=each) for each in (Engine.DUCKDB, Engine.SPARK))
        different += [] if spark == duckdb else [(written, spark, duckdb)]
    assert different == []
