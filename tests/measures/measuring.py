"""A metric with a measure over a few records, written in a line each, for the tests of this room."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.catalogue import Member, Metric, Organisation, Unit
from engine.intake.records.shelf import gather
from engine.intake.records.source import RecordSource
from engine.intake.records.table import RecordTable
from engine.maintenance import Window
from engine.measures import Engine, Row, measure
from engine.periods import Grain, Period

LOCAL = (Engine.DUCKDB, Engine.POLARS, Engine.PANDAS)
"""The engines that run in this process; Spark has its own tests."""

ORGANISATION = Organisation(id="org", metrics={}, units={name: Unit(id=name, title=name) for name in ("org", "drift", "it")})
INSTANT = {"type": "instant", "format": "yyyy-mm-dd HH:MM:SS", "zone": "Europe/Oslo"}
DATE = {"type": "date", "format": "yyyy-mm-dd"}
WHOLE = {"type": "integer"}
TRUTH = {"type": "boolean", "is_true": ["1"], "is_false": ["0"]}
TEXT = {"type": "text"}
DECIMAL = {"type": "decimal", "decimals": 2, "number": {"decimal": "point"}}


def metric(written: Mapping[str, Any], unit_of_measure: str = "%", members: tuple[str, ...] = ()) -> Metric:
    return Metric(
        id="m",
        title="m",
        unit_of_measure=unit_of_measure,
        decimals=1,
        better="higher",
        grain=Grain(written["per"]),
        due_days=1,
        dimension="part" if members else "",
        members=tuple(Member(id=name, title=name) for name in members),
        measure={"incomplete": "show", "missing": "leave_out", **written},
    )


def records(folder: Path, name: str, columns: Mapping[str, Mapping[str, Any]], lines: str, **keys: Any) -> RecordTable:
    """A table of the lines, one record each, fields divided by ;"""
    (folder / f"{name}.csv").write_text(";".join(columns) + "\n" + lines.replace(" | ", "\n"), encoding="utf-8")
    declared = RecordSource.model_validate(
        {"id": name, "files": [f"{name}.csv"], "format": "csv", "columns": dict(columns), **keys}
    )
    return gather(declared, folder=folder, cache=folder / "cache")


def rows(
    measured: Metric,
    *tables: RecordTable,
    periods: tuple[str, str] = ("2023-03", "2023-03"),
    engine: Engine | None = None,
    known_until: datetime | None = None,
    by: tuple[str, ...] = ("unit", "dimension"),
    windows: tuple[Window, ...] = (),
) -> tuple[Row, ...]:
    """The rows, the same from every engine of this process unless one is named."""
    named = {table.source.id: table for table in tables}
    first, last = map(Period.parse, periods)
    found = [
        measure(measured, ORGANISATION, named, first, last, engine=each, known_until=known_until, by=by, windows=windows)
        for each in ([engine] if engine else LOCAL)
    ]
    assert all(each == found[0] for each in found)
    return found[0]


def values(found: tuple[Row, ...]) -> list[str | None]:
    return [None if row.value is None else format(row.value, "f") for row in found]
