"""Worked examples in YAML → records and expectations."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine.rulebook.yaml import read_yaml
from engine.worktime.kinds import RecordType
from engine.worktime.records import WorkRecord

FILE = Path("fixtures/worktime/examples.yaml")
_MONDAY = date(2023, 3, 6)
_RECORD = re.compile(
    r"(?P<first>[\d-]{10})(?:\.\.(?P<last>[\d-]{10}))? (?P<start>\d\d:\d\d)-(?:(?P<until>[\d-]{10}) )?(?P<end>\d\d:\d\d) (?P<type>\w+)"
)


@dataclass(frozen=True)
class Example:
    """One reading of one example."""

    id: str
    records: tuple[WorkRecord, ...]
    profile: Mapping[str, Any]
    known: tuple[date, date]
    expect: Mapping[str, Any]


def examples() -> Iterator[Example]:
    for entry in read_yaml(FILE).data["examples"]:
        records = tuple(_records(entry))
        base = entry.get("profile", {})
        yield Example(entry["id"], records, base, _known(entry, records), entry["expect"])
        for number, other in enumerate(entry.get("also", []), start=1):
            profile = {key: {**base.get(key, {}), **other["profile"].get(key, {})} for key in base | other["profile"]}
            yield Example(f"{entry['id']}/{number}", records, profile, _known(entry, records), other["expect"])


def _known(entry: Mapping[str, Any], records: tuple[WorkRecord, ...]) -> tuple[date, date]:
    """What the example says, or a fortnight around its records."""
    if "known" in entry:
        first, last = entry["known"]
        return date.fromisoformat(first), date.fromisoformat(last)
    days = [record.start.date() for record in records]
    return min(days) - timedelta(days=14), max(days) + timedelta(days=14)


def _records(entry: Mapping[str, Any]) -> Iterator[WorkRecord]:
    for text in entry.get("records", []):
        yield from _written(text)
    for number, hours in enumerate(entry.get("overtime", [])):
        yield from _week(number, Decimal(40) + Decimal(hours))
    for number, hours in enumerate(entry.get("hours", [])):
        yield from _week(number, Decimal(hours))


def _week(number: int, hours: Decimal) -> Iterator[WorkRecord]:
    """Five equal days in a week; of 60 and 70 hours seven, so that no day is over 13."""
    days = 5 if hours <= 60 else 7
    minutes = int(hours * 60 / days)
    for day in range(days):
        start = datetime.combine(_MONDAY + timedelta(weeks=number, days=day), datetime.min.time().replace(hour=6))
        yield WorkRecord(employee="1001", start=start, end=start + timedelta(minutes=minutes), type=RecordType.ORDINARY)


def _written(text: str) -> Iterator[WorkRecord]:
    found = _RECORD.fullmatch(text)
    assert found is not None, text
    day, last = date.fromisoformat(found["first"]), date.fromisoformat(found["last"] or found["first"])
    while day <= last:
        start = datetime.fromisoformat(f"{day}T{found['start']}")
        end = datetime.fromisoformat(f"{found['until'] or day}T{found['end']}")
        if end <= start:
            end += timedelta(days=1)
        yield WorkRecord(employee="1001", start=start, end=end, type=RecordType(found["type"]))
        day += timedelta(days=1)
