"""The invented working time as evidence, judged by a round, and what HR did with the cases."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final

from engine.aml.cases import About, Case, CaseDraft, close, note, reopen, set_cause
from engine.aml.rights import Viewer
from engine.casework import deliver, judge
from engine.errors import UsageError
from engine.language import mark
from engine.people import Role
from engine.rulebook.book import Rulebook
from engine.store import Store
from engine.store.person.evidence import Handover
from engine.store.person.store import PersonStore
from engine.web.demo.story.happening import Happening
from engine.web.demo.story.script import CaseStep
from engine.web.demo.story.shifts import HEMIT, HN_IKT, Worked, roster, worked
from engine.worktime.profiles import Profiles

HR: Final = Viewer(who="Hans Personal", role=Role.HR)
PLANNED_UNIT: Final = "it-service"
"""Whose leader tries swaps and shifts in the demo."""
_DELIVERED: Final = (
    (HEMIT, datetime(2016, 1, 11, 8, tzinfo=UTC)),
    # After the counts of the same months came from the report: those stand, and these agree with them.
    (HN_IKT, datetime(2023, 4, 13, 12, tzinfo=UTC)),
)


@dataclass(frozen=True, slots=True)
class Room:
    """Where the evidence is, and what it is judged by."""

    store: Store
    persons: PersonStore
    book: Rulebook
    profiles: Profiles
    fewest: int
    """The smallest group of people that is told of."""


def evidence(room: Room, now: datetime) -> Iterator[Happening]:
    for of, at in _DELIVERED:
        yield Happening(at, partial(_worked, room, of, at))
    planned = Handover(organisation=HEMIT.organisation, by=HR.who, at=now, files=["oppdiktet vaktplan"])
    yield Happening(now, partial(room.persons.take, roster(HEMIT, PLANNED_UNIT, now.date()), planned))


def cases(room: Room, steps: Iterable[CaseStep]) -> Iterator[Happening]:
    for step in steps:
        yield Happening(step.at, partial(_move, room, step))


def pseudonym(persons: PersonStore, organisation: str, employee: str) -> str:
    """Empty for an employee of whom there is no evidence."""
    with persons.reading(organisation) as read:
        return read.pseudonyms().get(employee, "")


def _worked(room: Room, of: Worked, at: datetime) -> None:
    said = Handover(
        organisation=of.organisation,
        by=HR.who,
        at=at,
        files=["oppdiktet arbeidstid"],
        first=of.first,
        last=of.last,
        complete=True,
    )
    room.persons.take(worked(of), said)
    found = judge(room.persons, of.organisation, room.profiles, at)
    deliver(room.store, room.book, found.measured, of.organisation, room.fewest, at)


def _move(room: Room, step: CaseStep) -> None:
    about = About(pseudonym(room.persons, step.organisation, step.employee), step.breach)
    found = room.persons.cases(HR, step.organisation, why="Månedens gjennomgang", at=step.at)
    case = next((each for each in found if each.about == about), None)
    if case is None:
        message = mark("{employee} of the demo's story has no case of {breach}")
        raise UsageError(message, employee=step.employee, breach=step.breach.value)
    room.persons.move(HR, case.id, partial(_made, step), at=step.at)


def _made(step: CaseStep, case: Case) -> CaseDraft:
    match step.move:
        case "cause":
            return set_cause(case, HR.who, step.cause)
        case "note":
            return note(case, HR.who, step.text)
        case "close":
            return close(case, HR.who, step.text)
        case "reopen":
            return reopen(case, HR.who, step.text)
