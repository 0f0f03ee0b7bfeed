"""Who would hear of a matter and why: every route with whether it fits, every recipient with the reason that holds now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.avvik.avvik import Avvik
from engine.avvik.entries import MACHINE, Entry, EntryKind, Subject
from engine.avvik.states import Condition, State
from engine.exemptions import Exemption
from engine.facts import Verdict
from engine.notify.decide import Bundle, Item
from engine.notify.matter import Heard, Matter
from engine.notify.who import Chosen, Crowd
from engine.notify.why import OSLO, why
from engine.reasons import Reason
from engine.rulebook.routes import Route
from engine.rulebook.schema import Rule, Severity

INVENTED = "A-000000"
"""No avvik has this number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """`routes` in their order, with whether each was asked and fitted; `chosen` with each one's reason by what they heard."""

    routes: tuple[tuple[Route, bool], ...]
    chosen: tuple[tuple[Chosen, Reason], ...]


def preview(
    crowd: Crowd,
    matter: Matter,
    reason: Reason,
    *,
    heard: Sequence[Heard],
    exemptions: Sequence[Exemption],
    now: datetime,
) -> Preview:
    """For whom the routes give this reason; and what the reason would be if a round were run now."""
    fitting = {route.id for route in crowd.fitting(matter, reason)}

    def present(chosen: Chosen) -> Reason:
        own = [each for each in heard if (each.recipient, each.about) == (chosen.recipient.id, matter.about)]
        today = now.astimezone(OSLO).date()
        if matter.avvik is None:
            return Reason.NONE
        return why(matter.avvik, own, today=today, exemptions=exemptions, reminder_days=chosen.route.reminder_days)

    return Preview(
        routes=tuple((route, route.id in fitting) for route in crowd.routes),
        chosen=tuple((chosen, present(chosen)) for chosen in crowd.chosen(matter, reason)),
    )


def bundle_of(organisation: str, matter: Matter, reason: Reason, chosen: Chosen) -> Bundle:
    """What this recipient would get if it were the only matter of the round."""
    item = Item(matter=matter, reason=reason, route=chosen.route.id)
    return Bundle(organisation=organisation, recipient=chosen.recipient, channel=chosen.channel, items=(item,))


def invented(rule: Rule, subject: Subject, severity: Severity, verdict: Verdict | None, period: str, at: datetime) -> Avvik:
    """An avvik that nobody has: opened now, by the machine."""
    facts = {
        "owner": rule.owner,
        "severity": severity.value,
        "state": State.NY.value,
        "condition": Condition.AKTIV.value,
        "period": str(verdict.period) if verdict else period,
        "outcome": "missed",
        "rule_version": "",
        "data_revision": "",
        "reason": "first",
    }
    entry = Entry(seq=1, avvik=INVENTED, at=at, kind=EntryKind.OPENED, who=MACHINE, facts=facts)
    return Avvik(id=INVENTED, subject=subject, entries=(entry,))
