"""HR's digest of breaches of working time: counts by type and unit, links to the cases. Never a name, an hour or a pseudonym.

It goes to HR alone and the same day; a breach of a limit that no agreement can lift stands in its subject.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from engine.aml.standing import Happened
from engine.facts import digest
from engine.language import mark
from engine.names import printable
from engine.notify.compose import Frame, anchor, letter_of
from engine.notify.matter import Heard
from engine.notify.notice import Notice
from engine.notify.page import Block, Page, Section, Table
from engine.notify.who import Recipient
from engine.notify.words import Voice
from engine.people import Person, Role
from engine.reasons import Reason
from engine.worktime.kinds import TITLES, BreachType, Status

_LONGEST_UNIT: Final = 80
_MOST_CASES: Final = 50

_SUBJECT: Final = mark("Working time – {counts} ({organisation})")
_ABSOLUTE: Final = mark("Beyond the law's outer limit: {subject}")
_COUNTS: Final = {
    Reason.FIRST: mark("new breaches: {count}"),
    Reason.WORSE: mark("changed: {count}"),
    Reason.CORRECTED: mark("withdrawn: {count}"),
}
_HEADINGS: Final = {Reason.FIRST: mark("New"), Reason.WORSE: mark("Changed"), Reason.CORRECTED: mark("Withdrawn")}
_COLUMNS: Final = (mark("Type"), mark("Unit"), mark("Limit"), mark("Breaches"))
_LIMITS: Final = {Status.ABSOLUTT: mark("beyond the outer limit"), Status.BRUDD: mark("breach")}
_CASES: Final = mark("Cases")
_CASE: Final = mark("Case {case}")
_REST: Final = mark("And {count} more.")
_NOTHING_PERSONAL: Final = mark("Who it is about, and the hours, are seen in Målvakt by those who may see them.")


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachNews:
    """One entry about a breach. It comes without the employee: what is not there cannot be told."""

    seq: int
    breach: str
    """The same for all entries about the same breach, and meaningless."""
    happened: Happened
    type: BreachType
    status: Status
    unit: str
    case: str
    """H-000001."""


def about(organisation: str) -> str:
    return f"aml:{organisation}"


def tell_hr(
    organisation: str,
    people: Iterable[Person],
    news: Sequence[BreachNews],
    heard: Iterable[Heard],
    *,
    frame: Frame,
    channel: str,
    at: datetime,
) -> Iterator[Notice]:
    """One digest for each who has HR's role in the whole organisation and has not heard of all these entries."""
    matter = about(organisation)
    upto: dict[str, int] = {}
    for each in heard:
        if each.about == matter:
            upto[each.recipient] = max(each.upto, upto.get(each.recipient, 0))
    for person in people:
        fresh = [each for each in news if each.seq > upto.get(person.id, 0)]
        net = _net(fresh)
        if net and person.active and person.email and _is_hr(person, organisation):
            newest = max(each.seq for each in fresh)
            yield _notice(organisation, person, net, newest, frame=frame, channel=channel, at=at)


def _is_hr(person: Person, organisation: str) -> bool:
    whole = ("", organisation)
    return any((g.role, g.organisation) == (Role.HR, organisation) and g.unit in whole for g in person.grants)


def _notice(
    organisation: str,
    person: Person,
    net: Mapping[Reason, list[BreachNews]],
    newest: int,
    *,
    frame: Frame,
    channel: str,
    at: datetime,
) -> Notice:
    recipient = Recipient(id=person.id, language=person.language, person=person)
    voice = Voice(language=person.language, address=frame.address, sees_people=True)
    matter = about(organisation)
    key = digest([organisation, person.id, channel, matter, newest])
    counts = {reason: sum(_count(rows).values()) for reason, rows in net.items()}
    letter = letter_of(
        _page(net, counts, frame, voice),
        key=key,
        recipient=recipient,
        domain=frame.domain,
        threads=[f"aml-{organisation}"],
        data={
            "key": key,
            "organisation": organisation,
            "at": at.isoformat(),
            "items": [],
            "aml": {reason.value: count for reason, count in counts.items()},
        },
        at=at,
    )
    told = Heard(recipient=person.id, about=matter, reason=next(iter(net)), upto=newest, at=at)
    return Notice(organisation=organisation, recipient=person.id, channel=channel, heard=(told,), letter=letter)


def _net(fresh: Sequence[BreachNews]) -> Mapping[Reason, list[BreachNews]]:
    """What the entries come to for each breach: found and withdrawn in between, nobody need hear of it."""
    by_breach: dict[str, list[BreachNews]] = {}
    for each in sorted(fresh, key=lambda news: news.seq):
        by_breach.setdefault(each.breach, []).append(each)
    net: dict[Reason, list[BreachNews]] = {reason: [] for reason in _HEADINGS}
    for entries in by_breach.values():
        is_new = entries[0].happened in (Happened.FOUND, Happened.RETURNED)
        if entries[-1].happened is Happened.WITHDRAWN:
            if not is_new:
                net[Reason.CORRECTED].append(entries[-1])
        else:
            net[Reason.FIRST if is_new else Reason.WORSE].append(entries[-1])
    return {reason: rows for reason, rows in net.items() if rows}


def _page(net: Mapping[Reason, list[BreachNews]], counts: Mapping[Reason, int], frame: Frame, voice: Voice) -> Page:
    said = ", ".join(voice.say(_COUNTS[reason], count=count) for reason, count in counts.items())
    subject = voice.say(
        _SUBJECT, counts=said or voice.say(_COUNTS[Reason.FIRST], count=0), organisation=frame.organisation_title
    )
    standing = (each for reason, rows in net.items() if reason is not Reason.CORRECTED for each in rows)
    if any(each.status is Status.ABSOLUTT for each in standing):
        subject = voice.say(_ABSOLUTE, subject=subject)
    sections = [
        Section(heading=voice.say(_HEADINGS[reason]), tables=(_table(_count(rows), voice),)) for reason, rows in net.items()
    ]
    cases = sorted({each.case for rows in net.values() for each in rows if each.case})
    if cases:
        sections.append(_cases(cases, voice))
    return Page(
        subject=subject,
        lead=voice.say(_NOTHING_PERSONAL),
        sections=tuple(sections),
        foot=(anchor(frame.head, voice),),
        language=voice.language.value,
    )


def _count(rows: Iterable[BreachNews]) -> Counter[tuple[BreachType, str, Status]]:
    return Counter((each.type, each.unit, each.status) for each in rows)


def _table(counts: Counter[tuple[BreachType, str, Status]], voice: Voice) -> Table:
    rows = (
        (voice.say(TITLES[type_]), printable(unit, _LONGEST_UNIT) or "–", voice.say(_LIMITS[status]), str(count))
        for (type_, unit, status), count in sorted(counts.items())
    )
    return Table(headings=tuple(map(voice.say, _COLUMNS)), rows=tuple(rows))


def _cases(cases: Sequence[str], voice: Voice) -> Section:
    blocks = (
        Block(heading=voice.say(_CASE, case=case), link=f"{voice.address}/aml/{case}/" if voice.address else "")
        for case in cases[:_MOST_CASES]
    )
    rest = voice.say(_REST, count=len(cases) - _MOST_CASES) if len(cases) > _MOST_CASES else ""
    return Section(heading=voice.say(_CASES), blocks=tuple(blocks), rest=rest)
