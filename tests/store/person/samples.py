"""Work records of a few employees, for the tests of the evidence."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from engine.aml.rights import Viewer
from engine.casework import Casework, judge
from engine.people import Role
from engine.store.person.evidence import Handover
from engine.store.person.store import PersonStore
from engine.worktime.kinds import RecordType
from engine.worktime.records import WorkRecord
from tests.worktime.engine_side import SHIPPED

AT = datetime(2023, 4, 13, 8, tzinfo=UTC)
HR = Viewer(who="kari", role=Role.HR)
MONTH = {"first": date(2023, 3, 1), "last": date(2023, 3, 31)}


def work(employee: str, day: int, hours: int = 8, month: int = 3, **said: Any) -> WorkRecord:
    """A shift from eight o'clock on."""
    start = datetime(2023, month, day, 8)  # noqa: DTZ001 -- Oslo's clock
    content: dict[str, Any] = {"type": RecordType.ORDINARY, "unit": "drift", "end": start + timedelta(hours=hours)}
    return WorkRecord(employee=employee, start=start, **content | said)


def handover(**said: Any) -> Handover:
    return Handover(**{"organisation": "hemit", "by": "hr", "at": AT, **MONTH, **said})


def round_of(persons: PersonStore) -> Casework:
    return judge(persons, "hemit", SHIPPED, AT)
