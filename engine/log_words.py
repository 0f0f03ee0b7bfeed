"""What stands in the log of an avvik, in the reader's words: the same in terminal and page."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from engine.avvik.entries import Entry, EntryKind, Reason
from engine.avvik.states import State
from engine.checks.compare import tolerance
from engine.facts import Comparator
from engine.language import Language, mark, translate
from engine.numbers import norwegian, plain
from engine.words import limit

REASONS = {
    Reason.FIRST: mark("for the first time"),
    Reason.WORSE: mark("worse than before"),
    Reason.CONTINUED: mark("still"),
    Reason.CLEARED: mark("cleared"),
    Reason.CORRECTED: mark("by a correction"),
    Reason.FOUND_BY_CORRECTION: mark("found by a correction"),
    Reason.RELAPSE: mark("relapse"),
}
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
    EntryKind.ATTACHED: mark("file attached"),
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
STATES: Mapping[State, str] = {
    State.NY: mark("new (ny)"),
    State.UNDER_BEHANDLING: mark("being looked into (under behandling)"),
    State.TILTAK: mark("acting (tiltak)"),
    State.EFFEKTVURDERING: mark("judging the effect (effektvurdering)"),
    State.LUKKET: mark("closed (lukket)"),
    State.AVVIST: mark("rejected (avvist)"),
    State.GJENAPNET: mark("reopened (gjenåpnet)"),
}
_UNSAID = ("sha256", "type")
"""What of an attachment only a program reads."""


ERASED_WORDS: Final = mark("(erased)")
ERASED_ACCOUNT: Final = mark("erased account")


def signed(entry: Entry) -> str:
    """Who wrote it, or, marked for translation, why nobody is named."""
    return entry.who or (ERASED_WORDS if entry.erased else ERASED_ACCOUNT)


def said(entry: Entry, language: Language) -> str:
    """What an entry tells besides who, when and what: its figures, its words, its reason."""
    words = (str(word) for name, word in entry.words.items() if name not in _UNSAID)
    return " · ".join(filter(None, (facts_said(entry, language), *words, *_terms(entry, language))))


def facts_said(entry: Entry, language: Language, period: Callable[[str], str] = str) -> str:
    """The figures that it tells of, or the number of its action. `period`: how a period such as 2023-03 is shown."""
    facts = entry.facts
    if "before" in facts and "after" in facts:
        return f"{_judged(facts['before'], language, period)} → {_judged(facts['after'], language, period)}"
    if "action" in facts:
        numbered = translate(mark("no. {action}"), language).format(action=facts["action"])
        return " · ".join(filter(None, (numbered, _period(facts, period))))
    return _judged(facts, language, period) if "outcome" in facts else _period(facts, period)


def reason_said(entry: Entry, language: Language) -> str:
    return translate(REASONS[entry.facts["reason"]], language) if "reason" in entry.facts else ""


def _terms(entry: Entry, language: Language) -> Iterator[str]:
    if "due" in entry.facts:
        yield translate(mark("due {due}"), language).format(due=entry.facts["due"])
    if "reason" in entry.facts:
        yield f"({reason_said(entry, language)})"


def _period(facts: Mapping[str, Any], shown: Callable[[str], str]) -> str:
    return shown(facts["period"]) if facts.get("period") else ""


def _judged(facts: Mapping[str, Any], language: Language, period: Callable[[str], str]) -> str:
    """A verdict as an entry tells it: 2023-03: 65 (demand ≥ 70). Without the word, 65 ≥ 70 would read as a statement."""
    figure, target = facts.get("value"), facts.get("target")
    told = [f"{period(facts['period'])}:", *([_figure(figure, language)] if figure else [])]
    if target:
        demand = translate(mark("Demand"), language).lower()
        told.append(f"({demand} {_demand(facts, language)})")
    return " ".join(told)


def _demand(facts: Mapping[str, Any], language: Language) -> str:
    # What was kept without a comparator is told as what it is: a number, or two.
    comparator, written = Comparator(facts.get("comparator", Comparator.BETWEEN)), facts["target"]
    target = (Decimal(written[0]), Decimal(written[1])) if isinstance(written, list) else Decimal(written)
    value, margin = (None if facts.get(name) is None else Decimal(facts[name]) for name in ("value", "margin"))
    tolerated = tolerance(value, comparator, target, margin)
    return limit(comparator, target, tolerated, lambda end: _figure(plain(end), language), language)


def _figure(written: str, language: Language) -> str:
    return norwegian(Decimal(written)) if language is Language.NB else written
