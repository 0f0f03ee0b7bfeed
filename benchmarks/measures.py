"""Measures over 10⁷ calls and 10⁷ probes against hand-written DuckDB SQL of the same: python -m benchmarks.measures

Results are compared first, those of polars too; then both are timed in turns, and the ratio of the medians is told.
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.turns import in_turns
from engine.catalogue import Metric, Organisation, Unit
from engine.intake.records.checked import schema
from engine.intake.records.source import RecordSource
from engine.intake.records.table import Part, RecordTable
from engine.intake.records.zones import days
from engine.measures import Engine, Row, measure
from engine.periods import Grain, Period

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
ROUNDS = 11
SEED = 2023
UNITS = [f"u{number:02d}" for number in range(14)]
ORGANISATION = Organisation(id="org", metrics={}, units={each: Unit(id=each, title=each) for each in ("org", *UNITS)})
FIRST, LAST = Period.parse("2023-01"), Period.parse("2023-12")

_AT = {"name": "at", "type": "instant", "format": "yyyy-mm-dd HH:MM:SS", "zone": "Europe/Oslo"}
TRUTH = {"type": "boolean", "is_true": ["1"], "is_false": ["0"], "required": True}
WAIT = {"type": "integer", "required": True}


def source(name: str, **columns: dict[str, Any]) -> RecordSource:
    return RecordSource.model_validate(
        {
            "id": name,
            "files": ["*"],
            "format": "csv",
            "partition": "at",
            "columns": {"at": _AT, "unit": {"type": "text"}, **columns},
        }
    )


def stored(folder: Path, declared: RecordSource, **columns: Any) -> RecordTable:
    """Records of a year in their stored form, a part for each month."""
    generator = np.random.default_rng(SEED)
    start = int(time.mktime((2023, 1, 1, 0, 0, 0, 0, 0, 0))) * 1_000_000
    instants = np.sort(generator.integers(start, start + 364 * 86_400_000_000, ROWS))
    day, month = days(instants)
    units = pa.DictionaryArray.from_arrays(pa.array(generator.integers(0, len(UNITS), ROWS), pa.int32()), UNITS).cast(
        pa.string()
    )
    stamps = pa.array(instants).cast(pa.timestamp("us", "UTC"))
    arrays = {"at": stamps, "at__us": instants, "at__day": day, "at__month": month, "unit": units, **columns}
    table = pa.table(arrays).cast(schema(declared))
    parts = []
    for ordinal in np.unique(month).tolist():
        path = folder / f"{declared.id}-{ordinal}.parquet"
        pq.write_table(table.filter(pa.compute.equal(table["at__month"], ordinal)), path, compression="zstd")
        parts.append(Part(path, ordinal, "made"))
    return RecordTable(declared, tuple(parts), folder)


def metric(**written: Any) -> Metric:
    base = {"per": "month", "incomplete": "show", "missing": "as_no"}
    members = [{"id": each, "title": each} for each in UNITS]
    return Metric.model_validate(
        {
            "id": "m", "title": "m", "unit_of_measure": "%", "decimals": 2, "better": "higher", "grain": Grain.MONTH.value,
            "due_days": 1, "dimension": "service", "members": members, "measure": {**base, **written},
        }
    )  # fmt: skip


ANSWERED = metric(
    kind="answered_within", over="calls", at="at", by=["unit"], answered="answered", wait="wait_s", seconds=60,
    limit="at_most", abandoned="exclude_short", short_seconds=60,
)  # fmt: skip
ANSWERED_SQL = """
    SELECT at__month, unit, count(*) FILTER (answered AND wait_s <= 60),
           count(*) FILTER (answered) + count(*) FILTER (NOT answered AND wait_s > 60)
    FROM read_parquet($paths) WHERE at__month BETWEEN $first AND $last GROUP BY ALL
"""
AVAILABLE = metric(
    kind="availability", based_on="probes", over="probes", service="unit", at="at", up="answered", every_seconds=44,
    minimum_coverage=0, services=[{"id": each} for each in UNITS], agreed="always", planned=None, planned_time="keep",
    overall="worst", missing="leave_out",
)  # fmt: skip
AVAILABLE_SQL = """
    SELECT at__month, unit, count(*) FILTER (answered), count(answered)
    FROM read_parquet($paths) WHERE at__month BETWEEN $first AND $last GROUP BY ALL
"""


def by_hand(sql: str, table: RecordTable) -> dict[tuple[str, str], tuple[int, int]]:
    """The figures as somebody would write them for this one question."""
    asked = {"paths": table.paths(), "first": FIRST.ordinal, "last": LAST.ordinal}
    found = duckdb.execute(sql, asked).fetchall()
    return {(str(Period(Grain.MONTH, month)), unit): (above, below) for month, unit, above, below in found}


def figures(rows: tuple[Row, ...]) -> dict[tuple[str, str], tuple[int, int]]:
    named = [(row, row.unit if row.unit != "org" else row.dimension) for row in rows]
    return {(str(row.period), name): (int(row.numerator or 0), int(row.denominator or 0)) for row, name in named if name}


def main() -> None:
    generator = np.random.default_rng(SEED)
    with tempfile.TemporaryDirectory() as name:
        answered = generator.random(ROWS) < 0.93
        wait = generator.integers(0, 200, ROWS).astype(np.int32)
        calls = stored(Path(name), source("calls", wait_s=WAIT, answered=TRUTH), wait_s=wait, answered=answered)
        probes = stored(Path(name), source("probes", answered=TRUTH), answered=generator.random(ROWS) < 0.9998)
        for measured, sql, table in ((ANSWERED, ANSWERED_SQL, calls), (AVAILABLE, AVAILABLE_SQL, probes)):
            report(measured, sql, table)


def report(measured: Metric, sql: str, table: RecordTable) -> None:
    records = {table.source.id: table}

    def ours(engine: Engine = Engine.DUCKDB) -> tuple[Row, ...]:
        return measure(measured, ORGANISATION, records, FIRST, LAST, engine=engine)

    expected = by_hand(sql, table)
    differences = sum(1 for engine in (Engine.DUCKDB, Engine.POLARS) if figures(ours(engine)) != expected)
    took = in_turns({"ours": ours, "theirs": lambda: by_hand(sql, table)}, ROUNDS)
    mine, theirs = took["ours"], took["theirs"]
    kind = (measured.measure or {})["kind"]
    print(
        f"{kind} over {ROWS:,} rows: {differences} differences, {mine.wall * 1000:.0f} ms against "
        f"{theirs.wall * 1000:.0f} ms of SQL by hand, {mine.wall / theirs.wall:.2f} x, processor {mine.cpu / theirs.cpu:.2f} x"
    )


if __name__ == "__main__":
    main()
