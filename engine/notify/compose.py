"""From a bundle to a notice: sections in a fixed order, a subject that says what it is about, and its threads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from engine.avvik.chain import Head
from engine.avvik.states import Condition
from engine.facts import digest
from engine.language import mark
from engine.notify.decide import Bundle, Item
from engine.notify.html import html
from engine.notify.matter import Kind
from engine.notify.notice import Letter, Notice
from engine.notify.page import Page, Section
from engine.notify.plain_text import plain_text
from engine.notify.who import Recipient
from engine.notify.words import Voice, block, figures_may_be_told, heading, link, what, why_in_words
from engine.reasons import Reason
from engine.rulebook.book import InForce
from engine.rulebook.schema import Severity

NOWHERE: Final = "malvakt.invalid"
MOST_SHOWN: Final = 50
"""Of each section; who has more to read finds the rest in the list of avvik."""
_MOST_REFERENCES: Final = 20
_LONGEST_SUBJECT: Final = 150

_NEW, _LASTING, _CLEARED, _CORRECTED, _DUE = (
    mark("New"),
    mark("Lasting"),
    mark("Back to normal"),
    mark("Corrected"),
    mark("Deadlines"),
)
_SECTIONS: Final = (_NEW, _LASTING, _CLEARED, _CORRECTED, _DUE)
_SECTION_OF: Final = {
    Reason.FIRST: _NEW,
    Reason.NEW_IN_GROUP: _NEW,
    Reason.EXEMPTION_EXPIRED: _NEW,
    Reason.WORSE: _LASTING,
    Reason.REMINDER: _LASTING,
    Reason.CLEARED: _CLEARED,
    Reason.CORRECTED: _CORRECTED,
    Reason.NO_DATA: _DUE,
    Reason.OVERDUE: _DUE,
}
_COUNTED: Final = {
    _NEW: mark("new: {count}"),
    _LASTING: mark("lasting: {count}"),
    _CLEARED: mark("back to normal: {count}"),
    _CORRECTED: mark("corrected: {count}"),
    _DUE: mark("due: {count}"),
}
_REST: Final = mark("And {count} more.")
_DIGEST: Final = mark("Målvakt – {counts} ({organisation})")
_CRITICAL: Final = mark("Critical: {subject}")
_BECAUSE: Final = mark("You get this by the route {routes}. Nobody reads answers to this address.")
_ANCHOR: Final = mark("The head of the log of avvik when this was written: {head}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every notice of a round has: the rules in force, the pages' address, the log's head."""

    organisation_title: str
    rules: Mapping[str, InForce]
    head: Head
    address: str = ""
    """Without a slash at its end; empty = no links."""
    domain: str = NOWHERE
    """What stands behind the @ of the Message-IDs."""


def compose(bundle: Bundle, frame: Frame, at: datetime) -> Notice:
    voice = Voice(language=bundle.recipient.language, address=frame.address, sees_people=bundle.recipient.is_hr)
    items = sorted(bundle.items, key=_grave_first)
    shown = _shown_once(items)
    page = Page(
        subject=_subject([item for item, _ in shown], frame, voice),
        sections=tuple(_sections(shown, frame, voice)),
        foot=(
            voice.say(_BECAUSE, routes=", ".join(dict.fromkeys(item.route for item in items))),
            anchor(frame.head, voice),
        ),
        language=voice.language.value,
    )
    letter = letter_of(
        page,
        key=bundle.key,
        recipient=bundle.recipient,
        domain=frame.domain,
        threads=[item.matter.avvik.id for item in items if item.matter.avvik],
        data={
            "key": bundle.key,
            "organisation": bundle.organisation,
            "at": at.isoformat(),
            "items": [_as_json(item, frame, voice) for item in items],
        },
        at=at,
    )
    return Notice(
        organisation=bundle.organisation,
        recipient=bundle.recipient.id,
        channel=bundle.channel,
        heard=bundle.heard(at),
        letter=letter,
    )


def anchor(head: Head, voice: Voice) -> str:
    """The log's head in the form that `malvakt log verify --anchor` takes."""
    return voice.say(_ANCHOR, head=f"{head.count}:{head.link}")


def letter_of(
    page: Page,
    *,
    key: str,
    recipient: Recipient,
    domain: str,
    threads: Sequence[str],
    data: Mapping[str, Any],
    at: datetime,
) -> Letter:
    """The page in its forms. `threads`: what it is about; a letter about one thing belongs to that, others to the digest."""
    mine = digest([recipient.id])
    roots = list(dict.fromkeys(threads))[:_MOST_REFERENCES]
    return Letter(
        key=key,
        message_id=f"<{key}@{domain}>",
        references=tuple(f"<{name.lower()}.{mine}@{domain}>" for name in (roots if len(roots) == 1 else ["digest", *roots])),
        address=recipient.person.email if recipient.person else "",
        subject=page.subject,
        text=plain_text(page),
        html=html(page),
        data=data,
        at=at,
        language=recipient.language,
    )


def _subject(items: Sequence[Item], frame: Frame, voice: Voice) -> str:
    if len({item.matter.subject for item in items}) == 1:
        item = items[0]
        subject = f"{heading(item, frame.rules[item.matter.subject.rule], voice)}: {_lower(why_in_words(item, voice))}"
    else:
        numbers = {name: sum(_SECTION_OF[item.reason] == name for item in items) for name in _SECTIONS}
        counts = ", ".join(voice.say(_COUNTED[name], count=count) for name, count in numbers.items() if count)
        subject = voice.say(_DIGEST, counts=counts, organisation=frame.organisation_title)
    if any(item.matter.severity is Severity.CRITICAL and _SECTION_OF[item.reason] in (_NEW, _LASTING) for item in items):
        subject = voice.say(_CRITICAL, subject=subject)
    return subject if len(subject) <= _LONGEST_SUBJECT else f"{subject[: _LONGEST_SUBJECT - 1]}…"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _shown_once(items: Sequence[Item]) -> list[tuple[Item, tuple[Item, ...]]]:
    """The items that have an entry of their own, with those that are told in it: one avvik stands in a notice once."""
    with_news = {item.matter.name for item in items if item.matter.kind is Kind.AVVIK}
    of_subject = {item.matter.subject: item.matter.name for item in items if item.matter.kind is Kind.AVVIK}
    inside: dict[str, tuple[Item, ...]] = {}
    for item in items:
        # That a figure has not come stands in the avvik that there is because of it.
        name = of_subject.get(item.matter.subject, "") if item.matter.kind is Kind.LATE else item.matter.name
        if item.matter.kind in (Kind.UNTOUCHED, Kind.LATE) and name in with_news:
            inside[name] = (*inside.get(name, ()), item)
    folded = [each for group in inside.values() for each in group]
    return [
        (item, inside.get(item.matter.name, ()) if item.matter.kind is Kind.AVVIK else ())
        for item in items
        if not any(item is each for each in folded)
    ]


def _sections(shown: Sequence[tuple[Item, tuple[Item, ...]]], frame: Frame, voice: Voice) -> Iterator[Section]:
    by_name: dict[str, list[tuple[Item, tuple[Item, ...]]]] = {}
    for item, also in shown:
        by_name.setdefault(_SECTION_OF[item.reason], []).append((item, also))
    for name in _SECTIONS:
        own = by_name.get(name, [])
        if own:
            yield Section(
                heading=voice.say(name),
                blocks=tuple(
                    block(item, frame.rules[item.matter.subject.rule], voice, also) for item, also in own[:MOST_SHOWN]
                ),
                rest=voice.say(_REST, count=len(own) - MOST_SHOWN) if len(own) > MOST_SHOWN else "",
            )


def _grave_first(item: Item) -> tuple[object, ...]:
    rank = list(Severity).index(item.matter.severity)
    return -rank, item.matter.subject, item.matter.avvik is None, item.matter.kind.value, item.matter.name


def _as_json(item: Item, frame: Frame, voice: Voice) -> dict[str, Any]:
    """For programs: the same as is told to people, and no figure that they would not be told."""
    matter = item.matter
    rule = frame.rules[matter.subject.rule]
    shown = matter.verdict is not None and figures_may_be_told(matter, rule, voice)
    return {
        "about": matter.about,
        "kind": matter.kind.value,
        "avvik": matter.avvik.id if matter.avvik else "",
        "reason": item.reason.value,
        "rule": matter.subject.rule,
        "unit": matter.subject.unit,
        "dimension": matter.subject.dimension,
        "severity": matter.severity.value,
        "state": matter.avvik.state.value if matter.avvik else "",
        "is_over": matter.avvik is not None and matter.avvik.condition is not Condition.AKTIV,
        "since": (matter.avvik.opened_at.isoformat() if matter.avvik else matter.since.isoformat()),
        "summary": f"{what(matter, rule, voice)}: {_lower(why_in_words(item, voice))}",
        "value": str(matter.verdict.value) if matter.verdict and shown and matter.verdict.value is not None else None,
        "link": link(matter, voice),
    }
