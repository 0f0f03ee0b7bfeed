"""The entries of an avvik as a reader sees them: who, when, what, and the words as they were written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.avvik.avvik import Avvik
from engine.avvik.entries import Entry, EntryKind
from engine.avvik.said import folded
from engine.avvik.states import State
from engine.avvik.work import CAUSES, CauseCode, Effect
from engine.language import Language, mark, translate
from engine.log_words import ERASED_ACCOUNT, KINDS, facts_said, reason_said
from engine.period_words import period_words
from engine.periods import Period
from engine.web.clock import day


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    seq: int
    at: datetime
    who: str
    """Empty when it was erased."""
    address: str
    """The address behind the name, to tell namesakes apart."""
    by_machine: bool
    what: str
    facts: str
    reason: str
    text: str
    """A person's words; lines as they were written."""
    state: State | None
    """Where it went, when the entry moved it there from another."""
    file: tuple[int, str, int] | None = None
    """The file's number on the avvik, its name and its bytes."""


def timeline(avvik: Avvik, names: Mapping[str, str], language: Language) -> Iterator[Told]:
    """The newest first."""
    numbers = {entry.seq: number for number, entry in enumerate(files(avvik), start=1)}
    told, before = [], None
    for entry in avvik.entries:
        state = State(entry.facts["state"]) if entry.facts.get("state") else before
        told.append(_told(entry, names, language, numbers.get(entry.seq), None if state is before else state))
        before = state
    return reversed(told)


def files(avvik: Avvik) -> tuple[Entry, ...]:
    """The entries that tell of a file; an erased one keeps its number."""
    return tuple(entry for entry in avvik.entries if entry.kind is EntryKind.ATTACHED)


def _told(entry: Entry, names: Mapping[str, str], language: Language, file: int | None, state: State | None) -> Told:
    return Told(
        seq=entry.seq,
        at=entry.at,
        who="Målvakt" if entry.by_machine else _called(entry.who, names, language) if entry.who or not entry.erased else "",
        address="" if entry.by_machine else entry.who,
        by_machine=entry.by_machine,
        what=_what(entry, names, language),
        facts="" if entry.kind in _NUMBERED else facts_said(entry, language, lambda period: _period(period, language)),
        reason=reason_said(entry, language),
        text=str(entry.words.get("text") or entry.words.get("reason") or ""),
        state=state,
        file=None if file is None or entry.erased else (file, entry.words["name"], int(entry.words["size"])),
    )


_NUMBERED = (EntryKind.ACTION, EntryKind.ACTION_DONE)
"""What these are about is said with what they are."""


def _period(written: str, language: Language) -> str:
    return period_words(Period.parse(written), language)


def _what(entry: Entry, names: Mapping[str, str], language: Language) -> str:
    kind = translate(KINDS[entry.kind], language)
    match entry.kind:
        case EntryKind.ASSIGNED if entry.words:
            return f"{kind}: {_called(entry.words['to'], names, language)}"
        case EntryKind.CAUSE:
            return f"{kind}: {CAUSES[CauseCode(entry.facts['cause'])][0 if language is Language.NB else 1]}"
        case EntryKind.ACTION if entry.words:
            responsible = _called(entry.words["responsible"], names, language)
            message = translate(mark("action no. {number}: {responsible}, due {due}"), language)
            due = day(date.fromisoformat(entry.facts["due"]), language)
            return message.format(number=entry.facts["action"], responsible=responsible, due=due)
        case EntryKind.ACTION_DONE:
            period = entry.facts.get("period")
            message = mark("action no. {number} done in {period}") if period else mark("action no. {number} done")
            said = {"number": entry.facts["action"], "period": _period(period, language) if period else ""}
            return translate(message, language).format(**said)
        case EntryKind.VERIFIED:
            failed = entry.facts["effect"] == Effect.FAILED
            return translate(mark("the effect did not come") if failed else mark("the effect is confirmed"), language)
        case _:
            return kind


def _called(name: str, names: Mapping[str, str], language: Language) -> str:
    """What people know somebody by; who was erased is called that."""
    return names.get(folded(name), name) or translate(ERASED_ACCOUNT, language)
