"""Parquet: decimals and integers to the last digit, floats as the shortest text, everything else as it is declared."""

from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from engine.intake.findings import Findings
from engine.intake.formats import parquet
from tests.intake.catalogue import figures, profiles, values
from tests.intake.parquets import file, sound


def column(array: Any) -> list[Any]:
    grid = parquet.read(file(a=array), profiles()["parquet"], Findings("f.parquet"))
    return [record.cells[0] for record in grid.records]


def test_a_parquet_delivery_becomes_figures() -> None:
    found = figures(sound(), profiles()["parquet"])
    assert values(found) == [
        ("answered_within_1_min", "helse-nord-ikt", "", "2023-02", Decimal(77)),
        ("answered_within_1_min", "helse-nord-ikt", "", "2023-03", Decimal("80.4")),
    ]
    assert found[1].place == "line 2 «answered»"


@pytest.mark.parametrize(
    ("array", "cells"),
    [
        (pa.array([Decimal("4.60"), None], pa.decimal128(38, 2)), [Decimal("4.60"), None]),
        (pa.array([2**63 - 1], pa.int64()), [Decimal(2**63 - 1)]),
        (pa.array([2**64 - 1], pa.uint64()), [Decimal(2**64 - 1)]),
        (pa.array([4.6, 1e22], pa.float64()), [Decimal("4.6"), Decimal("1E+22")]),
        (pa.array([4.6], pa.float32()), [Decimal("4.6")]),
        (pa.array(["4,6 %", "", None]).dictionary_encode(), ["4,6 %", "", None]),
        (pa.array(["ma\u030aned"], pa.large_string()), ["måned"]),
        (pa.array([True, None]), [True, None]),
    ],
)
def test_every_cell_is_exact(array: Any, cells: list[Any]) -> None:
    assert column(array) == cells


def test_a_file_larger_than_a_delivery_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.errors import DeliveryRefused

    monkeypatch.setattr(parquet, "MAX_BYTES", 100)
    with pytest.raises(DeliveryRefused) as refused:
        figures(sound(), profiles()["parquet"])
    assert refused.value.problems[0].code == "D001"
