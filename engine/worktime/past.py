"""What an earlier check found, without the records: small enough to keep, and all that judging an increment needs of it."""

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

import numpy as np

from engine.worktime.blocks import Known
from engine.worktime.findings import Entries, Findings, entries
from engine.worktime.kinds import Remark
from engine.worktime.normalise import Remarked


@dataclass(frozen=True, eq=False)
class Past:
    """The findings about some employees of whom the same days were known. Entries have their places in `employees`."""

    employees: Sequence[str]
    known: Known
    entries: Entries
    remarks: tuple[Remarked, ...] = ()


def past_of(findings: Findings, known: Known) -> Past:
    """Of a whole check: every type, no soft statuses, all days."""
    whole = np.concatenate([entries(0), *findings.parts])
    return Past(findings.records.employees, known, whole, findings.remarks)


def to_bytes(pasts: Sequence[Past]) -> bytes:
    about = [
        {
            "employees": list(past.employees),
            "known": [past.known.first.isoformat(), past.known.last.isoformat()],
            "remarks": [list(astuple(remark)) for remark in past.remarks],
        }
        for past in pasts
    ]
    written = io.BytesIO()
    arrays: dict[str, Any] = {f"entries_{place}": past.entries for place, past in enumerate(pasts)}
    np.savez_compressed(written, about=np.frombuffer(json.dumps(about).encode(), dtype=np.uint8), **arrays)
    return written.getvalue()


def from_bytes(content: bytes) -> list[Past]:
    """What `to_bytes` wrote."""
    # Without pickle nothing in it is ever run.
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        about = json.loads(stored["about"].tobytes())
        return [_past(each, stored[f"entries_{place}"]) for place, each in enumerate(about)]


def _past(about: Any, found: Entries) -> Past:
    first, last = map(date.fromisoformat, about["known"])
    return Past(about["employees"], Known(first, last), found, tuple(_remarks(about["remarks"])))


def _remarks(rows: Iterable[list[Any]]) -> Iterable[Remarked]:
    for employee, start, end, remark, records, *rest in rows:
        yield Remarked(employee, start, end, Remark(remark), tuple(records), *rest)
