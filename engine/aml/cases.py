"""HR's cases: one per employee and type of breach. The machine opens and extends it, people give the cause and close it.

A case is its entries; its state is derived. `ny → under_behandling → lukket`, and open again when another breach is found.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from engine.aml.standing import BreachChange, Happened, Key
from engine.errors import MoveRefused, Place, Problem
from engine.language import mark
from engine.names import UNSHOWABLE, is_showable, nearest, shown
from engine.worktime.kinds import BreachType

MACHINE: Final = "malvakt"
LONGEST_TEXT = 4000


class CaseKind(StrEnum):
    OPENED = "opened"
    EXTENDED = "extended"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    CAUSE = "cause"
    NOTE = "note"
    CLOSED = "closed"
    REOPENED = "reopened"


class CaseState(StrEnum):
    NY = "ny"
    UNDER_BEHANDLING = "under_behandling"
    LUKKET = "lukket"


class CauseCode(StrEnum):
    """Codes, not free text, so that causes can be counted and nobody's health is described."""

    CALLOUT = "callout"
    INCIDENT = "incident"
    COVER = "cover"
    SWAP = "swap"
    ROSTER = "roster"
    DEADLINE = "deadline"
    EMERGENCY = "emergency"
    RECORDING = "recording"
    OTHER = "other"


_WORK: Final = (CaseKind.CAUSE, CaseKind.NOTE)

CAUSES: Final[Mapping[CauseCode, str]] = {
    CauseCode.CALLOUT: mark("Called out while on standby"),
    CauseCode.INCIDENT: mark("An incident had to be solved"),
    CauseCode.COVER: mark("Cover for somebody who was away"),
    CauseCode.SWAP: mark("A swap that the employee asked for"),
    CauseCode.ROSTER: mark("The roster was planned so"),
    CauseCode.DEADLINE: mark("A deadline of a project or change"),
    CauseCode.EMERGENCY: mark("Emergency work, section 10-12 (3)"),
    CauseCode.RECORDING: mark("Wrongly recorded"),
    CauseCode.OTHER: mark("Something else; say what in a note"),
}


class About(NamedTuple):
    """What a case is about: a pseudonym and a type of breach."""

    person: str
    type: BreachType


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDraft:
    kind: CaseKind
    who: str
    breach: Key | None = None
    cause: CauseCode | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEntry:
    """One thing that happened to a case. `at` is UTC."""

    seq: int
    at: datetime
    kind: CaseKind
    who: str
    breach: Key | None = None
    cause: CauseCode | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    id: str
    """H-000001."""
    about: About
    entries: Sequence[CaseEntry]

    @property
    def state(self) -> CaseState:
        state = CaseState.NY
        for entry in self.entries:
            if entry.kind is CaseKind.CLOSED:
                state = CaseState.LUKKET
            elif entry.kind is CaseKind.REOPENED or (entry.kind in _WORK and state is CaseState.NY):
                state = CaseState.UNDER_BEHANDLING
        return state

    @property
    def cause(self) -> CauseCode | None:
        """The last one given since the case was last opened."""
        since = max((at for at, entry in enumerate(self.entries) if entry.kind is CaseKind.REOPENED), default=0)
        return next((entry.cause for entry in reversed(self.entries[since:]) if entry.cause is not None), None)

    @property
    def breaches(self) -> frozenset[Key]:
        """Those that stand."""
        standing: set[Key] = set()
        for entry in self.entries:
            if entry.breach is not None:
                (standing.discard if entry.kind is CaseKind.WITHDRAWN else standing.add)(entry.breach)
        return frozenset(standing)


def decide(cases: Mapping[About, Case], told: Iterable[BreachChange]) -> Iterator[tuple[About, CaseDraft]]:
    """What the machine writes into whose case; a case that is not there yet begins with the first."""
    closed = {about: case.state is CaseState.LUKKET for about, case in cases.items()}
    for change in told:
        about = About(change.result.employee, change.result.type)
        kind = _kind(change.happened, closed.get(about))
        if change.happened in (Happened.FOUND, Happened.RETURNED):
            closed[about] = False
        yield about, CaseDraft(kind=kind, who=MACHINE, breach=change.result.key)


def _kind(happened: Happened, closed: bool | None) -> CaseKind:
    if happened is Happened.WITHDRAWN:
        return CaseKind.WITHDRAWN
    if happened is Happened.CHANGED:
        return CaseKind.CHANGED
    return CaseKind.OPENED if closed is None else CaseKind.REOPENED if closed else CaseKind.EXTENDED


def set_cause(case: Case, by: str, code: str) -> CaseDraft:
    _refuse_closed(case)
    known = [each.value for each in CauseCode]
    if code not in known:
        meant = nearest(code, known)
        message = mark("unknown cause {name}: one of {codes} (did you mean '{nearest}'?)")
        if meant is None:
            message = mark("unknown cause {name}: one of {codes}")
        raise _refused(case, "H001", message, name=shown(code), codes=", ".join(known), nearest=meant)
    return CaseDraft(kind=CaseKind.CAUSE, who=_person(case, by), cause=CauseCode(code))


def note(case: Case, by: str, text: str) -> CaseDraft:
    """HR's own words; they may be written to a closed case too."""
    return CaseDraft(kind=CaseKind.NOTE, who=_person(case, by), text=_words(case, text, needed=True))


def close(case: Case, by: str, text: str = "") -> CaseDraft:
    """A case with a breach that stands is closed when its cause is known; one whose breaches are withdrawn needs none."""
    _refuse_closed(case)
    if case.breaches and case.cause is None:
        raise _refused(case, "H002", mark("the cause is not given yet: `malvakt aml cause {case} CODE`"))
    return CaseDraft(kind=CaseKind.CLOSED, who=_person(case, by), text=_words(case, text))


def reopen(case: Case, by: str, text: str) -> CaseDraft:
    if case.state is not CaseState.LUKKET:
        raise _refused(case, "H003", mark("the case {case} is not closed"))
    return CaseDraft(kind=CaseKind.REOPENED, who=_person(case, by), text=_words(case, text, needed=True))


def _refuse_closed(case: Case) -> None:
    if case.state is CaseState.LUKKET:
        raise _refused(case, "H004", mark("the case {case} is closed: reopen it first"))


def _person(case: Case, by: str) -> str:
    name = " ".join(by.split())
    if not name or len(name) > 100 or not name.isprintable() or name.casefold() == MACHINE:
        raise _refused(case, "H005", mark("say who does it: --by or MALVAKT_USER, a person's name of at most 100 characters"))
    return name


def _words(case: Case, text: str, *, needed: bool = False) -> str:
    words = text.strip()
    if needed and not words:
        raise _refused(case, "H006", mark("words are needed here"))
    if len(words) > LONGEST_TEXT:
        raise _refused(case, "H006", mark("the words are longer than {limit} characters"), limit=LONGEST_TEXT)
    if not is_showable(words):
        raise _refused(case, "H006", UNSHOWABLE)
    return words


def _refused(case: Case, code: str, message: str, **details: object) -> MoveRefused:
    return MoveRefused("", [Problem(Place(case.id), code, message, {"case": case.id, **details})])
