"""Planned maintenance as decisions: a window is announced before it begins, and may be called off or ended early."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.calendar.clock import clock_in_oslo, instants
from engine.catalogue import Organisation
from engine.decisions.asked import Asked
from engine.decisions.decision import Decision, DecisionDraft, DecisionKind, next_id
from engine.errors import Place
from engine.language import mark
from engine.maintenance import Window
from engine.rulebook.book import Rulebook

LONGEST = timedelta(days=31)
"""A service that rests longer is not under maintenance: it was taken out of use, and its measure says so with valid_to."""


def windows(decisions: Iterable[Decision]) -> tuple[Window, ...]:
    """Every window that was ever announced, as it is now; in the order of their registration."""
    found: dict[str, dict[str, Any]] = {}
    for each in decisions:
        if each.kind is DecisionKind.MAINTENANCE:
            found[each.about] = {
                "id": each.about,
                "organisation": each.organisation,
                "service": each.facts["service"],
                "start": datetime.fromisoformat(each.facts["start"]),
                "end": datetime.fromisoformat(each.facts["end"]),
                "reason": each.words["reason"],
                "registered_by": each.who,
                "registered_at": each.at,
            }
        elif each.kind is DecisionKind.MAINTENANCE_ENDED:
            ended = datetime.fromisoformat(each.facts["at"])
            found[each.about] |= {
                "end": max(found[each.about]["start"], ended),
                "ended_by": each.who,
                "ended_because": each.words["reason"],
            }
    return tuple(Window(**fields) for fields in found.values())


def announce(
    book: Rulebook,
    known: Iterable[Window],
    *,
    organisation: str,
    service: str,
    start: datetime,
    end: datetime,
    reason: str,
    by: str,
    at: datetime,
) -> DecisionDraft:
    """The decision to announce a window. Raises DecisionRefused: also for one that has begun, which would be an outage.

    `start` and `end` without an offset are what the clock in Oslo shows; `at` has one.
    """
    asked = Asked(Place("maintenance"))
    who, why = asked.person("by", by), asked.words("reason", reason)
    _check_service(asked, book.organisations[organisation], service)
    begins, ends = _instant(asked, "start", start), _instant(asked, "end", end)
    if begins is not None and begins < at:
        asked.refuse("start", "B007", mark("the window has begun already: maintenance is announced before it begins"))
    if begins is not None and ends is not None:
        _check_span(asked, begins, ends)
    asked.settle()
    assert begins is not None
    assert ends is not None
    facts = {"service": service, "start": _written(begins), "end": _written(ends)}
    return DecisionDraft(
        kind=DecisionKind.MAINTENANCE,
        organisation=organisation,
        about=next_id("V", (each.id for each in known)),
        who=who,
        facts=facts,
        words={"reason": why},
    )


def end(known: Iterable[Window], name: str, *, by: str, reason: str, at: datetime) -> DecisionDraft:
    """The decision to call a window off, or to end it now. Raises DecisionRefused."""
    by_id: Mapping[str, Window] = {each.id: each for each in known}
    wanted = name.strip().upper()
    asked = Asked(Place("maintenance"))
    who, why = asked.person("by", by), asked.words("reason", reason)
    message = mark("there is no maintenance window {name}; `malvakt maintenance list --all` shows them all")
    asked.known("id", wanted, tuple(by_id), message, mark("there is no maintenance window {name} (did you mean {suggestion}?)"))
    found = by_id.get(wanted)
    if found is not None and found.end <= max(at, found.start):
        asked.refuse("id", "B006", mark("{name} is over already"), name=wanted)
    asked.settle()
    assert found is not None
    return DecisionDraft(
        kind=DecisionKind.MAINTENANCE_ENDED,
        organisation=found.organisation,
        about=found.id,
        who=who,
        facts={"at": _written(at)},
        words={"reason": why},
    )


def services_of(organisation: Organisation) -> tuple[str, ...]:
    """The services of the organisation's availabilities: those that are measured, and the members of those delivered."""
    return tuple(dict.fromkeys(name for names in services_by_metric(organisation).values() for name in names))


def services_by_metric(organisation: Organisation) -> Mapping[str, tuple[str, ...]]:
    """The same by the id of the metric that has them."""
    found: dict[str, tuple[str, ...]] = {}
    for metric in organisation.metrics.values():
        if metric.measure and metric.measure.get("kind") == "availability":
            found[metric.id] = tuple(str(each.get("id")) for each in metric.measure.get("services", ()))
        elif metric.measure is None and metric.by_member:
            found[metric.id] = tuple(metric.by_member)
    return found


def _check_service(asked: Asked, organisation: Organisation, service: str) -> None:
    message = mark("there is no service {name}: services are the members of a metric's dimension")
    near = mark("there is no service {name} (did you mean {suggestion}?)")
    asked.known("service", service, services_of(organisation), message, near)


def _instant(asked: Asked, part: str, given: datetime) -> datetime | None:
    """The one instant that is meant; None, with the problem told, in the two nights in which the clock is moved."""
    if given.tzinfo is not None:
        return given
    match instants(given):
        case (one,):
            return one
        case (first, second):
            message = mark("{time} comes twice that night, when the clock goes back: it is {first} or {second}")
            both = {"first": clock_in_oslo(first), "second": clock_in_oslo(second)}
            asked.refuse(part, "B009", message, time=f"{given:%H:%M}", **both)
        case _:
            message = mark("there is no {time} that night: the clock goes forward from 02:00 to 03:00")
            asked.refuse(part, "B008", message, time=f"{given:%H:%M}")
    return None


def _check_span(asked: Asked, start: datetime, end: datetime) -> None:
    if end <= start:
        asked.refuse("end", "B004", mark("the window ends before it begins"))
    elif end - start > LONGEST:
        asked.refuse("end", "B005", mark("a window lasts at most {days} days"), days=LONGEST.days)


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()
