"""Records and results as Arrow batches, so that many machines can do what threads do here.

A check of employees is independent of everybody else's: records that are grouped by employee can be cut anywhere between two
of them. Spark groups them and gives each of its tasks whole employees (`on_spark`).
"""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from engine.worktime.blocks import Known
from engine.worktime.check import check
from engine.worktime.clock import Ints
from engine.worktime.kinds import SHOWN, RecordType
from engine.worktime.normalise import Normalised
from engine.worktime.owners import Owners
from engine.worktime.records import CODE, TYPES, Records, sorted_records

_AT: Final = pa.timestamp("s", tz="UTC")
RECORDS: Final = pa.schema(
    [
        ("employee", pa.string()),
        ("start", _AT),
        ("end", _AT),
        ("type", pa.string()),
        ("planned", pa.bool_()),
        ("unit", pa.string()),
        ("record_id", pa.string()),
    ]
)
"""Accepted records: instants, known types, nothing missing."""
RESULTS: Final = pa.schema(
    [
        *((name, pa.string()) for name in ("employee", "type", "status", "date", "window_start", "window_end", "quantity")),
        *((name, pa.string()) for name in ("actual", "limit", "excess", "profile", "law_ref")),
        ("records", pa.list_(pa.string())),
        ("sentence_nb", pa.string()),
        ("sentence_en", pa.string()),
    ]
)
"""Results as scripts get them."""
_SPARKS: Final = ", ".join(f"{field.name} {'array<string>' if pa.types.is_list(field.type) else 'string'}" for field in RESULTS)
_ROWS_AT_A_TIME: Final = 1 << 20


def batch_of(records: Records) -> pa.RecordBatch:
    """The records in their order."""
    columns = [
        pa.array(records.employees).take(pa.array(records.employee)),
        pa.array(records.start * 60).cast(_AT),
        pa.array(records.end * 60).cast(_AT),
        pa.array([kind.value for kind in TYPES]).take(pa.array(records.type)),
        pa.array(records.planned),
        pa.array(records.units).take(pa.array(records.unit)),
        pa.array(records.ids or [""] * len(records)),
    ]
    return pa.RecordBatch.from_arrays(columns, schema=RECORDS)


def records_of(table: pa.Table | pa.RecordBatch) -> Records:
    """The columns of a table of RECORDS, sorted; seconds are cut off. Instants may be finer than seconds, as Spark's are."""
    employees, employee = _coded(table.column("employee"))
    units, unit = _coded(table.column("unit"))
    kinds, kind = _coded(table.column("type"))
    ids = table.column("record_id").to_pylist()
    start, end = (np.asarray(table.column(name).cast(_AT, safe=False).cast(pa.int64())) // 60 for name in ("start", "end"))
    return sorted_records(
        Records(
            employees,
            units,
            employee,
            start,
            end,
            np.array([CODE[RecordType(each)] for each in kinds], dtype=np.int8)[kind],
            np.asarray(table.column("planned")),
            unit,
            ids if any(ids) else (),
        )
    )


def checked(
    batches: Iterable[pa.RecordBatch], owners: Owners, known: Known, *, report: Known | None = None, plan: bool = False
) -> Iterator[pa.RecordBatch]:
    """The shown results of records that come grouped by employee, a batch for every million records or so."""
    for table in _whole_employees(batches):
        given = Normalised(records_of(table), ())
        findings = check(given, owners, plan=plan, known=known, report=report, workers=1)
        rows = [dict(row.as_json()) for row in findings.results(SHOWN)]
        yield pa.RecordBatch.from_pylist(rows, schema=RESULTS)


def on_spark(frame: Any, owners: Owners, known: Known, *, report: Known | None = None, plan: bool = False) -> Any:
    """The same for a Spark DataFrame with the columns of RECORDS: a DataFrame with those of RESULTS, in no order.

    All records of an employee go to one task; no task holds more than a million records and the last employee's at a time.
    """
    grouped = frame.select(*RECORDS.names).repartition("employee").sortWithinPartitions("employee", "start")
    return grouped.mapInArrow(partial(checked, owners=owners, known=known, report=report, plan=plan), _SPARKS)


def _whole_employees(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Tables that end where an employee ends."""
    waiting: list[pa.RecordBatch] = []
    for batch in chain(batches, (None,)):
        if batch is not None:
            waiting.append(batch)
        rows = sum(map(len, waiting))
        if not rows or (batch is not None and rows < _ROWS_AT_A_TIME):
            continue
        table = pa.Table.from_batches(waiting)
        last = len(table) if batch is None else _last_employee(table)
        yield table.slice(0, last)
        waiting = table.slice(last).to_batches()


def _last_employee(table: pa.Table) -> int:
    """Where the last employee begins; their records may go on in the next batch."""
    column = table.column("employee")
    return int(pc.index(column, column[-1]).as_py())


def _coded(column: pa.Array | pa.ChunkedArray) -> tuple[tuple[str, ...], Ints]:
    """The different texts in order, and each entry's place among them."""
    texts = column.to_pylist()
    names = tuple(sorted(set(texts)))
    code = {name: place for place, name in enumerate(names)}
    return names, np.array([code[text] for text in texts], dtype=np.int64)
