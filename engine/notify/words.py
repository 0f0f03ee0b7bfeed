"""What is said of each matter, in the recipient's language: the target's sentence, and why they hear of it now."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from engine.avvik.avvik import Avvik
from engine.avvik.entries import Entry, EntryKind
from engine.avvik.states import Condition
from engine.checks.words import sentence
from engine.facts import Cause, Outcome
from engine.language import Language, mark, translate
from engine.names import printable
from engine.notify.decide import Item
from engine.notify.matter import Kind, Level, Matter
from engine.notify.page import Block
from engine.period_words import period_words
from engine.periods import Period
from engine.reasons import Reason
from engine.rulebook.book import InForce
from engine.rulebook.schema import Severity

_LONGEST_TITLE: Final = 300
_LINE_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
"""What people wrote stays on the line that it stands in; a non-breaking space between a figure and its unit stays, too."""

SEVERITIES: Final = {
    Severity.LOW: mark("low"),
    Severity.MEDIUM: mark("medium"),
    Severity.HIGH: mark("high"),
    Severity.CRITICAL: mark("critical"),
}

_WHY: Final = {
    (Kind.AVVIK, Reason.FIRST): mark("New avvik"),
    (Kind.AVVIK, Reason.WORSE): mark("Worse than before"),
    (Kind.AVVIK, Reason.NEW_IN_GROUP): mark("New avvik on a target that is missed elsewhere too"),
    (Kind.AVVIK, Reason.REMINDER): mark("Still missed"),
    (Kind.AVVIK, Reason.CLEARED): mark("Back to normal"),
    (Kind.AVVIK, Reason.CORRECTED): mark("Figures were corrected"),
    (Kind.AVVIK, Reason.EXEMPTION_EXPIRED): mark("The exemption has ended, and the target is still missed"),
    (Kind.UNTOUCHED, Reason.REMINDER): mark("Nobody has looked at it yet"),
    (Kind.UNTOUCHED, Reason.OVERDUE): mark("Nobody has looked at it yet"),
    (Kind.ACTION, Reason.OVERDUE): mark("The action is overdue"),
    (Kind.EXEMPTION, Reason.REMINDER): mark("The exemption is about to end"),
    (Kind.PROVISIONAL, Reason.REMINDER): mark("The figure is still provisional"),
    (Kind.PROVISIONAL, Reason.OVERDUE): mark("The figure is still provisional"),
    (Kind.LATE, Reason.NO_DATA): mark("The figure has not come"),
    (Kind.LATE, Reason.OVERDUE): mark("The figure has not come"),
}
"""In a few words, for the subject line and the beginning of an entry."""

_RELAPSED: Final = mark("It is back after a time without misses")
_HAS_COME: Final = mark("The figure that was missing has come")
_LEADER: Final = mark("You get this as leader, because a reminder to those responsible has led to nothing.")
_WITHHELD: Final = mark("The figure is not told by mail; sign in to see it.")
_NOT_CLOSED: Final = mark("The avvik is not closed: somebody has to look at it and judge the effect.")
_NOTHING_LEFT: Final = mark("After the correction no period is missed any more. The avvik waits for somebody to look at it.")
_CHANGED: Final = mark("Corrected: {period}.")
_LASTS: Final = mark("Missed in {count} periods, from {first} to {last}.")
_RAISED: Final = mark("The severity is now {severity}.")
_OPENED: Final = mark("It was opened on {day}, and it is new still.")
_DUE: Final = mark("Action no. {action} was due on {due}.")
_ENDS: Final = mark("The exemption {exemption} ends on {until}.")
_SILENT: Final = mark("Until then nobody is told of {avvik}.")
_GAP: Final = mark("No figure has come for {first} to {last}.")
_GAP_OF_ONE: Final = mark("No figure has come for {first}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who speaks to whom: a language, the pages' address, and whether figures about few people may be told."""

    language: Language
    address: str = ""
    """Such as https://malvakt.example.no; empty = no links."""
    sees_people: bool = False
    """True for HR: everybody else gets no figure of a class that is about persons, except of the whole organisation."""

    def say(self, message: str, **details: object) -> str:
        return translate(message, self.language).format(**{name: self._shown(value) for name, value in details.items()})

    def _shown(self, value: object) -> object:
        """Periods as they are said and days as they are written in the language: «mars 2023», «14.04.2023»."""
        if isinstance(value, Period):
            return period_words(value, self.language)
        if isinstance(value, date):
            return f"{value:%d.%m.%Y}" if self.language is Language.NB else value.isoformat()
        return value

    def title(self, title: str, title_en: str) -> str:
        """A name from the rules, on one line."""
        return printable(title_en or title if self.language is Language.EN else title, _LONGEST_TITLE)


def heading(item: Item, rule: InForce, voice: Voice) -> str:
    """`A-000001 Løsningsgrad i førstelinje – Helse Nord IKT`."""
    avvik = item.matter.avvik
    return " ".join(filter(None, (avvik.id if avvik else "", what(item.matter, rule, voice))))


def what(matter: Matter, rule: InForce, voice: Voice) -> str:
    """The target, the member of its dimension and the unit."""
    parts = [voice.title(rule.rule.title, rule.rule.title_en)]
    member = rule.organisation.metrics[rule.rule.metric].by_member.get(matter.subject.dimension)
    if member:
        parts.append(voice.title(member.title, member.title_en))
    unit = rule.organisation.units.get(matter.subject.unit)
    parts.append(voice.title(unit.title, unit.title_en) if unit else matter.subject.unit)
    return " – ".join(parts)


def why_in_words(item: Item, voice: Voice) -> str:
    if item.matter.kind is Kind.AVVIK and item.reason is Reason.FIRST and _has_relapsed(item.matter.avvik):
        return voice.say(_RELAPSED)
    if item.reason is Reason.CORRECTED and _has_come(item.matter.avvik):
        return voice.say(_HAS_COME)
    return voice.say(_WHY[item.matter.kind, item.reason])


def block(item: Item, rule: InForce, voice: Voice, also: Iterable[Item] = ()) -> Block:
    """An entry; `also`: why else the recipient hears of the same avvik now."""
    matter = item.matter
    lines = [f"{why_in_words(item, voice)}.", *_said(item, rule, voice)]
    lines += [f"{why_in_words(each, voice)}." for each in also]
    if matter.level is Level.LEADER:
        lines.append(voice.say(_LEADER))
    severity = voice.say(SEVERITIES[matter.severity])
    return Block(
        heading=f"{heading(item, rule, voice)} ({severity})",
        link=link(matter, voice),
        lines=tuple(_LINE_BREAKS.sub(" ", line) for line in lines),
    )


def link(matter: Matter, voice: Voice) -> str:
    return f"{voice.address}/avvik/{matter.avvik.id}/" if voice.address and matter.avvik else ""


def figures_may_be_told(matter: Matter, rule: InForce, voice: Voice) -> bool:
    """A figure about the health or work of the people of a unit is told of the whole organisation, else to HR alone."""
    about_people = rule.organisation.metrics[rule.rule.metric].privacy in ("person", "health")
    return voice.sees_people or not about_people or matter.subject.unit == rule.organisation.id


def _said(item: Item, rule: InForce, voice: Voice) -> Iterator[str]:
    matter, facts = item.matter, item.matter.facts
    match matter.kind:
        case Kind.ACTION:
            yield voice.say(_DUE, action=facts["action"], due=date.fromisoformat(facts["due"]))
        case Kind.EXEMPTION:
            yield voice.say(_ENDS, exemption=facts["exemption"], until=date.fromisoformat(facts["until"]))
            if facts["avvik"]:
                yield voice.say(_SILENT, avvik=facts["avvik"])
        case Kind.LATE:
            first, last = (Period.parse(facts[name]) for name in ("first", "last"))
            yield voice.say(_GAP if first != last else _GAP_OF_ONE, first=first, last=last)
        case _:
            yield from _figure(matter, rule, voice)
            if matter.avvik:
                yield from _standing(item, matter.avvik, voice)


def _figure(matter: Matter, rule: InForce, voice: Voice) -> Iterator[str]:
    verdict = matter.verdict
    if verdict is None:
        return
    if not figures_may_be_told(matter, rule, voice) and verdict.outcome is not Outcome.NO_DATA:
        yield voice.say(_WITHHELD)
        return
    yield sentence(verdict, rule.organisation, rule.rule, voice.language)


def _standing(item: Item, avvik: Avvik, voice: Voice) -> Iterator[str]:
    """How the avvik stands: how long it has lasted, what was corrected, who has to do something."""
    if len(avvik.periods) > 1:
        yield voice.say(_LASTS, count=len(avvik.periods), first=avvik.first_period, last=avvik.last_period)
    match item.reason:
        case Reason.CLEARED:
            yield voice.say(_NOT_CLOSED)
        case Reason.CORRECTED:
            periods = [Period.parse(entry.facts["period"]) for entry in _corrections(avvik) if not _was_missing(entry)]
            if periods:
                yield voice.say(
                    _CHANGED, period=", ".join(period_words(each, voice.language) for each in dict.fromkeys(periods))
                )
            if avvik.condition is Condition.KORRIGERT:
                yield voice.say(_NOTHING_LEFT)
        case Reason.WORSE if any(e.kind is EntryKind.SEVERITY_RAISED for e in avvik.entries):
            yield voice.say(_RAISED, severity=voice.say(SEVERITIES[avvik.severity]))
        case Reason.REMINDER | Reason.OVERDUE if item.matter.kind is Kind.UNTOUCHED:
            yield voice.say(_OPENED, day=item.matter.since)


def _corrections(avvik: Avvik) -> list[Entry]:
    return [entry for entry in avvik.entries if entry.kind is EntryKind.PERIOD_CORRECTED]


def _was_missing(entry: Entry) -> bool:
    return str(entry.facts["before"].get("cause", "")) == Cause.LATE


def _has_come(avvik: Avvik | None) -> bool:
    """Whether the last correction was that a late figure came: nobody had been told a wrong one."""
    corrected = _corrections(avvik) if avvik else []
    return bool(corrected) and _was_missing(corrected[-1])


def _has_relapsed(avvik: Avvik | None) -> bool:
    return avvik is not None and any(entry.kind is EntryKind.RELAPSED for entry in avvik.entries)
