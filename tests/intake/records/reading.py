"""A record source and its files, written in a line each, for the tests of this room."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from engine.errors import DeliveryRefused
from engine.intake.records.shelf import gather
from engine.intake.records.source import RecordSource
from engine.intake.records.table import RecordTable

INSTANT = {"name": "at", "type": "instant", "format": "yyyy-mm-dd HH:MM:SS", "zone": "Europe/Oslo"}


def source(columns: Mapping[str, Mapping[str, Any]], **keys: Any) -> RecordSource:
    where: dict[str, Any] = {} if {"sql", "http"} & keys.keys() else {"files": ["*.csv"], "format": "csv"}
    return RecordSource.model_validate({"id": "calls", "columns": dict(columns), **where, **keys})


def table(folder: Path, declared: RecordSource, **files: str | bytes) -> RecordTable:
    """The records of the files, each given as its content; `a` is written to a.csv."""
    for name, content in files.items():
        written = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.{declared.format or 'csv'}").write_bytes(written)
    return gather(declared, folder=folder, cache=folder / "cache")


def records(found: RecordTable) -> list[dict[str, Any]]:
    """What is stored, without what is stored beside it."""
    rows = [row for part in found.parts for row in pq.read_table(part.path).to_pylist()]
    return [{name: value for name, value in row.items() if "__" not in name} for row in rows]


def refusals(folder: Path, declared: RecordSource, **files: str | bytes) -> list[str]:
    """The problems for which the files are refused, a line each."""
    with pytest.raises(DeliveryRefused) as refused:
        table(folder, declared, **files)
    return [problem.line() for problem in refused.value.problems]
