"""Avvik and their entries in words for people."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from engine.cli.options import OSLO
from engine.cli.output import say, show_table
from engine.cli.periods import ranges
from engine.language import Language, mark, translate
from engine.log_words import CONDITIONS, KINDS, SEVERITIES, said, signed

if TYPE_CHECKING:
    from engine.avvik.avvik import Avvik
    from engine.avvik.entries import Entry
    from engine.facts import Verdict


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
    who = entry.who or translate(signed(entry), language)
    return (
        f"{entry.at.astimezone(OSLO):%Y-%m-%d %H:%M}  {who}  {translate(KINDS[entry.kind], language)}  {said(entry, language)}"
    )


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
