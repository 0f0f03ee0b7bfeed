"""Avvik and their entries in words for people."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from engine.avvik.entries import Reason
from engine.cli.options import OSLO
from engine.cli.output import say, show_table
from engine.cli.periods import ranges
from engine.language import Language, mark, translate
from engine.log_words import KINDS, SEVERITIES

if TYPE_CHECKING:
    from engine.avvik.avvik import Avvik
    from engine.avvik.entries import Entry
    from engine.facts import Verdict

REASONS = {
    Reason.FIRST: mark("for the first time"),
    Reason.WORSE: mark("worse than before"),
    Reason.CONTINUED: mark("still"),
    Reason.CLEARED: mark("cleared"),
    Reason.CORRECTED: mark("by a correction"),
    Reason.FOUND_BY_CORRECTION: mark("found by a correction"),
    Reason.RELAPSE: mark("relapse"),
}
CONDITIONS = {"aktiv": mark("active"), "normalisert": mark("back to normal"), "korrigert": mark("corrected")}


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
    who = entry.who or translate(mark("(erased)"), language)
    return (
        f"{entry.at.astimezone(OSLO):%Y-%m-%d %H:%M}  {who}  {translate(KINDS[entry.kind], language)}  {_said(entry, language)}"
    )


def _said(entry: "Entry", language: Language) -> str:
    facts = entry.facts
    said = [_judged(facts, language) if "outcome" in facts else str(facts.get("period", ""))]
    if "before" in facts and "after" in facts:
        said = [f"{_judged(facts['before'], language)} → {_judged(facts['after'], language)}"]
    if "action" in facts:
        said.insert(0, translate(mark("no. {action}"), language).format(action=facts["action"]))
    said += [str(word) for word in entry.words.values()]
    if "due" in facts:
        said.append(translate(mark("due {due}"), language).format(due=facts["due"]))
    if "reason" in facts:
        said.append(f"({translate(REASONS[facts['reason']], language)})")
    return " · ".join(filter(None, said))


def _judged(facts: Mapping[str, Any], language: Language) -> str:
    """A verdict as an entry tells it: 2023-03: 65 (demand ≥ 70). Without the word, 65 ≥ 70 would read as a statement."""
    from engine.words import COMPARATORS

    figure, target = facts.get("value"), facts.get("target")
    said = [f"{facts['period']}:", _figure(figure, language)] if figure else [f"{facts['period']}:"]
    if target:
        ends = target if isinstance(target, list) else [target]
        limit = "–".join(_figure(end, language) for end in ends)
        sign = COMPARATORS.get(facts.get("comparator") or "", "")
        demand = translate(mark("Demand"), language).lower()
        said.append(f"({' '.join(filter(None, (demand, sign, limit)))})")
    return " ".join(said)


def _figure(written: str, language: Language) -> str:
    from engine.numbers import norwegian

    return norwegian(Decimal(written)) if language is Language.NB else written


def show_actions(avvik: "Avvik", timeline: "Iterable[Verdict]", language: Language) -> None:
    """What is being done, by whom, until when, and how far its effect has come."""
    from engine.avvik.effect import measure

    judged = tuple(timeline)
    words = [mark("Action"), mark("Text"), mark("Responsible"), mark("Due"), mark("Done"), mark("Effect")]
    rows = []
    for action in avvik.actions:
        measured = measure(action, judged)
        effect = translate(mark("met {met} of {needed} periods"), language).format(
            met=len(measured.met), needed=measured.needed
        )
        done = str(action.done) if action.done else ""
        rows.append([action.id, action.text, action.responsible, action.due.isoformat(), done, effect if action.done else ""])
    if rows:
        say()
        show_table([translate(word, language) for word in words], rows)
