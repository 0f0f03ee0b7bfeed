"""What people found and did about an avvik, folded from its entries: cause, actions (tiltak), confirmed effect."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from engine.avvik.entries import Entry, EntryKind
from engine.avvik.states import State
from engine.periods import Period

OSLO = ZoneInfo("Europe/Oslo")


class CauseCode(StrEnum):
    """Why targets are missed, coarse enough to be counted over a year. The words beside the code say the rest."""

    CAPACITY = "capacity"
    COMPETENCE = "competence"
    ROUTINE = "routine"
    SYSTEM = "system"
    SUPPLIER = "supplier"
    DEMAND = "demand"
    PLANNING = "planning"
    FIGURES = "figures"
    TARGET = "target"
    OTHER = "other"


CAUSES: dict[CauseCode, tuple[str, str]] = {
    CauseCode.CAPACITY: ("For liten kapasitet", "Too little capacity"),
    CauseCode.COMPETENCE: ("Manglende kompetanse", "Lacking competence"),
    CauseCode.ROUTINE: ("Rutine mangler eller følges ikke", "A routine is missing or not followed"),
    CauseCode.SYSTEM: ("Feil i system eller infrastruktur", "A fault in a system or the infrastructure"),
    CauseCode.SUPPLIER: ("Leverandør", "A supplier"),
    CauseCode.DEMAND: ("Større pågang enn ventet", "More demand than expected"),
    CauseCode.PLANNING: ("Planlegging og prioritering", "Planning and priorities"),
    CauseCode.FIGURES: ("Feil i tallgrunnlaget", "The figures are wrong"),
    CauseCode.TARGET: ("Målet passer ikke", "The target does not fit"),
    CauseCode.OTHER: ("Annet", "Something else"),
}
"""Each code with its label in bokmål and English."""


class Effect(StrEnum):
    """What the one who judged the effect found."""

    CONFIRMED = "confirmed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RootCause:
    code: CauseCode
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A tiltak: what is done so that the target is met again, and how one will see that it helped."""

    id: str
    """Its number within the avvik, from "1"."""
    text: str
    responsible: str
    due: date
    effect_periods: int
    """So many periods in a row must meet the target after the action is done."""
    done: Period | None = None
    """The period in which it was done; the effect is measured in the periods after it."""
    attempt: int = 1
    """Which attempt it belongs to: a failed effect and a reopening each begin a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Somebody other than the responsible confirmed the measured effect."""

    by: str
    at: datetime
    periods: tuple[Period, ...]


def cause_of(entries: Sequence[Entry]) -> RootCause | None:
    """The cause that was set last."""
    for entry in reversed(entries):
        if entry.kind is EntryKind.CAUSE:
            return RootCause(code=CauseCode(entry.facts["cause"]), text=entry.words.get("text", ""))
    return None


def actions_of(entries: Sequence[Entry]) -> tuple[Action, ...]:
    actions: dict[str, Action] = {}
    attempt = 1
    for entry in entries:
        attempt += begins_attempt(entry)
        if entry.kind is EntryKind.ACTION:
            actions[entry.facts["action"]] = _action(entry, attempt)
        elif entry.kind is EntryKind.ACTION_DONE:
            id_ = entry.facts["action"]
            actions[id_] = replace(actions[id_], done=_done_in(entry, entries[0]))
    return tuple(actions.values())


def verification_of(entries: Iterable[Entry]) -> Verification | None:
    """The confirmed effect, unless something happened since that speaks against it."""
    verified: Verification | None = None
    for entry in entries:
        if entry.kind is EntryKind.VERIFIED and not begins_attempt(entry):
            verified = Verification(by=entry.who, at=entry.at, periods=tuple(map(Period.parse, entry.facts["periods"])))
        elif verified is not None and _speaks_against(entry, verified):
            verified = None
    return verified


def begins_attempt(entry: Entry) -> bool:
    """True for what makes the actions so far history: their effect failed, or the avvik was opened again."""
    return entry.facts.get("effect") == Effect.FAILED or entry.facts.get("state") == State.GJENAPNET


def _action(entry: Entry, attempt: int) -> Action:
    return Action(
        id=entry.facts["action"],
        text=entry.words.get("text", ""),
        responsible=entry.words.get("responsible", ""),
        due=date.fromisoformat(entry.facts["due"]),
        effect_periods=entry.facts["criterion"]["periods"],
        attempt=attempt,
    )


def _done_in(entry: Entry, opening: Entry) -> Period:
    """The stated period, else the one in which it was reported, by the calendar in Oslo."""
    if "period" in entry.facts:
        return Period.parse(entry.facts["period"])
    grain = Period.parse(opening.facts["period"]).grain
    return Period.containing(entry.at.astimezone(OSLO).date(), grain)


def _speaks_against(entry: Entry, verified: Verification) -> bool:
    if entry.kind in (EntryKind.PERIOD_MISSED, EntryKind.RELAPSED):
        return Period.parse(entry.facts["period"]) >= verified.periods[0] or begins_attempt(entry)
    return entry.kind in (EntryKind.ACTION, EntryKind.ACTIVE_AGAIN) or begins_attempt(entry)
