"""How the tests ask the engine: rosters and profiles in, rows out."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from engine.worktime.blocks import Known
from engine.worktime.check import check
from engine.worktime.findings import Findings
from engine.worktime.kinds import RecordType, Source
from engine.worktime.normalise import normalise
from engine.worktime.owners import Owners, owners_of
from engine.worktime.profile import Profile
from engine.worktime.profiles import Profiles, load
from engine.worktime.records import WorkRecord
from tests.worktime.brute import Work

SHIPPED = load(Path("rules/aml"))


def owners_with(*own: Mapping[str, Any]) -> Owners:
    """One profile for everybody, not held against the law's ceilings."""
    models = tuple(Profile.model_validate(each) for each in own)
    return owners_of(Profiles(SHIPPED.laws, models, default=models[0].aml_profile))


def records_of(work: Iterable[Work], employee: str = "1001") -> list[WorkRecord]:
    return [
        WorkRecord(
            employee=employee,
            start=each.start,
            end=each.end,
            type=RecordType(each.type),
            source=Source.PLANNED if each.planned else Source.ACTUAL,
        )
        for each in work
    ]


def found(work: Iterable[Work], own: Mapping[str, Any], first: date, last: date, **more: Any) -> Findings:
    return check(normalise(records_of(work)), owners_with(own), known=Known(first, last), workers=1, **more)
