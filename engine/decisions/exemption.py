"""Exemptions as decisions: registered with a reason, somebody who approves and an end; ended before their time."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from engine.avvik.said import is_same_person
from engine.decisions.asked import Asked
from engine.decisions.decision import Decision, DecisionDraft, DecisionKind, next_id
from engine.errors import Place
from engine.exemptions import Exemption
from engine.language import mark
from engine.names import shown
from engine.rulebook.book import Rulebook
from engine.rulebook.safeguards import ExemptionLimits, Safeguards


def exemptions(decisions: Iterable[Decision]) -> tuple[Exemption, ...]:
    """Every exemption that was ever registered, as it is now; in the order of their registration."""
    found: dict[str, dict[str, Any]] = {}
    for each in decisions:
        if each.kind is DecisionKind.EXEMPTION:
            found[each.about] = _registered(each)
        elif each.kind is DecisionKind.EXEMPTION_ENDED:
            found[each.about] |= {
                "ended_on": date.fromisoformat(each.facts["from"]),
                "ended_by": each.who,
                "ended_because": each.words["reason"],
            }
    return tuple(Exemption(**fields) for fields in found.values())


def _registered(decision: Decision) -> dict[str, Any]:
    facts = decision.facts
    return {
        "id": decision.about,
        "organisation": decision.organisation,
        "rule": facts["rule"],
        "unit": facts["unit"],
        "reason": decision.words["reason"],
        "approver": decision.words["approver"],
        "registered_by": decision.who,
        "registered_at": decision.at,
        "since": date.fromisoformat(facts["since"]),
        "until": date.fromisoformat(facts["until"]),
    }


def register(
    book: Rulebook,
    known: Iterable[Exemption],
    *,
    rule: str,
    unit: str = "",
    reason: str,
    approver: str,
    by: str,
    since: date,
    until: date,
    today: date,
    also_known_as: Collection[str] = (),
) -> DecisionDraft:
    """The decision to register an exemption. Raises DecisionRefused with everything that stands against it.

    `unit` empty = every unit that the rule judges. `until` is its last day; at most `longest_days` of the organisation's
    guard.yaml after `since`. Who approves is somebody else than who registers, by whichever name (`also_known_as`: the others
    that `by` goes by), unless guard.yaml says otherwise.
    """
    asked = Asked(Place("exemption"))
    who, approved, why = asked.person("by", by), asked.person("approver", approver), asked.words("reason", reason)
    _check_what(asked, book, rule, unit)
    found = book.by_id.get(rule)
    owner = found.organisation.id if found else ""
    limits = book.safeguards.get(owner, Safeguards()).exemptions
    if limits.two_people and any(is_same_person(name, approved) for name in (who, *also_known_as)):
        message = mark("{name} cannot approve what {name} registers: somebody else approves it")
        asked.refuse("approver", "B003", message, name=shown(who))
    _check_days(asked, limits, since, until, today)
    asked.settle()
    facts = {"rule": rule, "unit": unit, "since": since.isoformat(), "until": until.isoformat()}
    return DecisionDraft(
        kind=DecisionKind.EXEMPTION,
        organisation=owner,
        about=next_id("U", (each.id for each in known)),
        who=who,
        facts=facts,
        words={"reason": why, "approver": approved},
    )


def end(known: Iterable[Exemption], name: str, *, by: str, reason: str, today: date) -> DecisionDraft:
    """The decision to end an exemption from today on. Raises DecisionRefused."""
    by_id: Mapping[str, Exemption] = {each.id: each for each in known}
    wanted = name.strip().upper()
    asked = Asked(Place("exemption"))
    who, why = asked.person("by", by), asked.words("reason", reason)
    message = mark("there is no exemption {name}; `malvakt exemption list --all` shows them all")
    near = mark("there is no exemption {name} (did you mean {suggestion}?)")
    asked.known("id", wanted, tuple(by_id), message, near)
    found = by_id.get(wanted)
    if found is not None and (found.ended_on is not None or found.until < today):
        asked.refuse("id", "B006", mark("{name} is over already"), name=wanted)
    asked.settle()
    assert found is not None
    return DecisionDraft(
        kind=DecisionKind.EXEMPTION_ENDED,
        organisation=found.organisation,
        about=found.id,
        who=who,
        facts={"from": today.isoformat()},
        words={"reason": why},
    )


def _check_what(asked: Asked, book: Rulebook, rule: str, unit: str) -> None:
    message, near = mark("there is no rule {name}"), mark("there is no rule {name} (did you mean {suggestion}?)")
    asked.known("rule", rule, tuple(book.by_id), message, near)
    found = book.by_id.get(rule)
    if found is None or not unit:
        return
    message = mark("the rule judges no unit {name}; without a unit the exemption is for all that it judges")
    near = mark("the rule judges no unit {name} (did you mean {suggestion}?)")
    asked.known("unit", unit, found.rule.units_of(found.organisation), message, near)


def _check_days(asked: Asked, limits: ExemptionLimits, since: date, until: date, today: date) -> None:
    if until < since:
        message = mark("the exemption ends on {until}, before it begins on {since}")
        asked.refuse("until", "B004", message, until=until, since=since)
    elif until < today:
        asked.refuse("until", "B004", mark("the exemption would have ended on {until} already"), until=until)
    elif (until - since).days + 1 > limits.longest_days:
        message = mark("an exemption lasts at most {most} days, and this one would last {days}: decide it again when it ends")
        asked.refuse("until", "B005", message, most=limits.longest_days, days=(until - since).days + 1)
