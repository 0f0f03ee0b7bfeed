"""Evidence of working time for the pages: Hemit's March 2023, judged, and a roster that lies ahead."""

from datetime import date, datetime, timedelta

from engine.casework import judge
from engine.store.person.evidence import Handover
from engine.store.person.store import open_person_store
from engine.worktime.kinds import RecordType, Source
from engine.worktime.records import WorkRecord
from tests.store.person.samples import AT, handover, work
from tests.worktime.engine_side import SHIPPED

CASE = "H-000001"
AHEAD = datetime(2090, 3, 6, 8)  # noqa: DTZ001 -- Oslo's clock; a Monday that no test will see


def keep_evidence(url: str) -> None:
    """Three of eight in drift worked 14 hours on one day, one of them twice; one in adm, who would be recognised."""
    persons = open_person_store(url)
    persons.migrate()
    rows = [work(f"10{number:02d}", 6, hours=14 if number < 3 else 8) for number in range(8)]
    rows += [work("1000", 20, hours=14), work("2000", 6, hours=14, unit="adm")]
    persons.take(rows, handover())
    persons.take([_planned("1003", 0), _planned("1004", 12)], _ahead())
    judge(persons, "hemit", SHIPPED, AT)
    persons.close()


def _planned(employee: str, later: int) -> WorkRecord:
    start = AHEAD + timedelta(hours=later)
    end = start + timedelta(hours=8)
    return WorkRecord(employee=employee, start=start, end=end, type=RecordType.ORDINARY, unit="drift", source=Source.PLANNED)


def _ahead() -> Handover:
    return Handover(organisation="hemit", by="hr", at=AT, files=(), first=date(2090, 3, 6), last=date(2090, 3, 12))
