"""Avvik and their entries in words for people."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.avvik.entries import EntryKind
from engine.cli.output import say, show_table
from engine.cli.periods import ranges
from engine.language import Language, mark, translate

if TYPE_CHECKING:
    from engine.avvik.avvik import Avvik
    from engine.avvik.entries import Entry

SEVERITIES = {"low": mark("low"), "medium": mark("medium"), "high": mark("high"), "critical": mark("critical")}
CONDITIONS = {"aktiv": mark("active"), "normalisert": mark("back to normal"), "korrigert": mark("corrected")}
KINDS: dict[EntryKind, str] = {
    EntryKind.OPENED: mark("opened"),
    EntryKind.PERIOD_MISSED: mark("missed"),
    EntryKind.PERIOD_CORRECTED: mark("figure corrected"),
    EntryKind.PERIOD_WITHDRAWN: mark("no breach any more"),
    EntryKind.NORMALISED: mark("back to normal"),
    EntryKind.ACTIVE_AGAIN: mark("active again"),
    EntryKind.RELAPSED: mark("relapsed"),
    EntryKind.SEVERITY_RAISED: mark("severity raised"),
    EntryKind.JOINED: mark("joined to an older avvik"),
    EntryKind.COMMENT: mark("comment"),
    EntryKind.ASSIGNED: mark("assigned"),
    EntryKind.CAUSE: mark("cause"),
    EntryKind.ACTION: mark("action"),
    EntryKind.ACTION_DONE: mark("action done"),
    EntryKind.VERIFIED: mark("effect judged"),
    EntryKind.CLOSED: mark("closed"),
    EntryKind.REJECTED: mark("rejected"),
    EntryKind.REOPENED: mark("reopened"),
    EntryKind.ERASED: mark("words erased"),
}


def show_avvik(found: "Sequence[Avvik]", language: Language) -> None:
    if not found:
        say(translate(mark("None."), language))
        return
    words = [
        mark("Avvik"),
        mark("Rule"),
        mark("Unit"),
        mark("Periods"),
        mark("State"),
        mark("Condition"),
        mark("Severity"),
        mark("Owner"),
    ]
    show_table([translate(word, language) for word in words], [_row(avvik, language) for avvik in found])


def _row(avvik: "Avvik", language: Language) -> list[str]:
    return [
        avvik.id,
        avvik.subject.rule,
        " · ".join(filter(None, (avvik.subject.unit, avvik.subject.dimension))),
        ranges(avvik.periods) or "–",
        avvik.state.value.replace("_", " "),
        translate(CONDITIONS[avvik.condition.value], language),
        translate(SEVERITIES[avvik.severity.value], language),
        avvik.owner,
    ]


def entry_line(entry: "Entry", language: Language) -> str:
    """One line of the log: when, who, what, and the words where they have not been erased."""
    said = {**entry.facts, **entry.words}
    words = (
        translate(mark("(erased)"), language)
        if entry.erased
        else ", ".join(f"{k}: {v}" for k, v in said.items() if v not in (None, ""))
    )
    return f"{entry.at:%Y-%m-%d %H:%M}Z  {entry.seq:>5}  {entry.who}  {translate(KINDS[entry.kind], language)}  {words}"
