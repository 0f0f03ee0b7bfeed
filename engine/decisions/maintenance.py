"""Planned maintenance as decisions: a window is announced before it begins, and may be called off or ended early."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

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
            found[each.about]["end"] = max(found[each.about]["start"], ended)
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
    """The decision to announce a window. Raises DecisionRefused: also for one that has begun, which would be an outage."""
    asked = Asked(Place("maintenance"))
    who, why = asked.person(by), asked.words(reason)
    _check_service(asked, book.organisations[organisation], service)
    if end <= start:
        asked.refuse("B004", mark("the window ends before it begins"))
    elif start < at:
        asked.refuse("B007", mark("the window has begun already: maintenance is announced before it begins"))
    elif end - start > LONGEST:
        asked.refuse("B005", mark("a window lasts at most {days} days"), days=LONGEST.days)
    asked.settle()
    facts = {"service": service, "start": _written(start), "end": _written(end)}
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
    who, why = asked.person(by), asked.words(reason)
    message = mark("there is no maintenance window {name}; `malvakt maintenance list --all` shows them all")
    asked.known(wanted, tuple(by_id), message, mark("there is no maintenance window {name} (did you mean {suggestion}?)"))
    found = by_id.get(wanted)
    if found is not None and found.end <= max(at, found.start):
        asked.refuse("B006", mark("{name} is over already"), name=wanted)
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
    found: dict[str, None] = {}
    for metric in organisation.metrics.values():
        if metric.measure and metric.measure.get("kind") == "availability":
            found |= dict.fromkeys(str(each.get("id")) for each in metric.measure.get("services", ()))
        elif metric.measure is None:
            found |= dict.fromkeys(metric.by_member)
    return tuple(found)


def _check_service(asked: Asked, organisation: Organisation, service: str) -> None:
    message = mark("there is no service {name}: services are the members of a metric's dimension")
    near = mark("there is no service {name} (did you mean {suggestion}?)")
    asked.known(service, services_of(organisation), message, near)


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()
