"""Nouns to rows and back: work records, and breaches as they were found."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine.store.person import models
from engine.worktime.kinds import BreachType, Quantity, RecordType, Source, Status
from engine.worktime.records import WorkRecord
from engine.worktime.result import Result

Row = tuple[str, str, str | None, str, str, str]
"""Pseudonym, start, end, type, unit and id of a record: what makes two records the same."""

COLUMNS = ("pseudonym_id", "start", "end", "type", "unit", "record_id")

_READ: Mapping[str, Any] = {
    "type": BreachType,
    "status": Status,
    "quantity": Quantity,
    "day": date.fromisoformat,
    "window_start": datetime.fromisoformat,
    "window_end": datetime.fromisoformat,
    "since": datetime.fromisoformat,
    "profile_from": date.fromisoformat,
    "actual": Decimal,
    "limit": Decimal,
    "excess": Decimal,
    "records": tuple,
}


def row_of(record: WorkRecord, pseudonym: str) -> Row:
    end = None if record.end is None else record.end.isoformat()
    return pseudonym, record.start.isoformat(), end, record.type.value, record.unit, record.record_id


def work_record(row: Row, source: str) -> WorkRecord:
    """The record, its employee being the pseudonym."""
    pseudonym, start, end, kind, unit, record_id = row
    return WorkRecord(
        employee=pseudonym,
        start=datetime.fromisoformat(start),
        end=None if end is None else datetime.fromisoformat(end),
        type=RecordType(kind),
        unit=unit,
        source=Source(source),
        record_id=record_id,
    )


def breach_row(result: Result) -> dict[str, Any]:
    """Everything that is known of a breach, as JSON."""
    return {field.name: _written(getattr(result, field.name)) for field in fields(Result)}


def result_of(row: Any) -> Result:
    """The breach that `breach_row` wrote."""
    values: dict[str, Any] = {
        name: value if value is None else _READ.get(name, _as_it_is)(value) for name, value in row.items()
    }
    return Result(**values)


def breach_entry(breach: models.Breach, result: Result, happened: str, at: datetime) -> models.BreachEntry:
    row = breach_row(result)
    return models.BreachEntry(breach=breach, at=at, happened=happened, date=result.day, unit=result.unit, row=row)


def _as_it_is(value: Any) -> Any:
    return value


def _written(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value
