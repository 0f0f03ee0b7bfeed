"""What `malvakt notify preview` asks and shows: an avvik, real or invented, the routes, the recipients and the text."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine.avvik.entries import Subject
from engine.cli.options import Desk
from engine.cli.output import say, show_table
from engine.cli.verdicts import known_rule, unknown
from engine.errors import UsageError
from engine.language import Language, mark, translate
from engine.notify.compose import Frame, compose
from engine.notify.decide import last_told, matter_of
from engine.notify.matter import Heard, Matter
from engine.notify.notice import Letter
from engine.notify.preview import Preview, bundle_of, invented, preview
from engine.notify.who import Crowd
from engine.periods import Period
from engine.reasons import TOLD, Reason
from engine.rulebook.schema import Severity

if TYPE_CHECKING:
    from engine.rulebook.book import InForce

REASONS = {
    Reason.FIRST: mark("heard for the first time"),
    Reason.WORSE: mark("worse than before"),
    Reason.NEW_IN_GROUP: mark("new where the target is missed already"),
    Reason.REMINDER: mark("reminder"),
    Reason.OVERDUE: mark("overdue"),
    Reason.CLEARED: mark("back to normal"),
    Reason.CORRECTED: mark("corrected"),
    Reason.NO_DATA: mark("no figure"),
    Reason.EXEMPTION_EXPIRED: mark("the exemption has ended"),
    Reason.NONE: mark("nothing to tell now"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked at, with everybody who could hear of it."""

    matter: Matter
    reason: Reason
    crowd: Crowd
    frame: Frame
    heard: tuple[Heard, ...]

    def preview(self, at: datetime) -> Preview:
        return preview(self.crowd, self.matter, self.reason, heard=self.heard, exemptions=(), now=at)


def asked(
    desk: Desk, avvik_id: str | None, *, rule: str | None, unit: str | None, dimension: str, severity: str | None, reason: str
) -> Asked:
    """The matter that the user means; UsageError for names that there are not."""
    why = Reason(_one_of(reason, [each.value for each in TOLD], mark("unknown reason {name}: one of {known}")))
    if (avvik_id is None) == (rule is None):
        raise UsageError(mark("say which: an avvik (A-000001), or --rule for an invented one"))
    if avvik_id is not None:
        matter = _real(desk, avvik_id)
    else:
        grave = severity and _one_of(
            severity, [each.value for each in Severity], mark("unknown severity {name}: one of {known}")
        )
        matter = _invented(desk, known_rule(desk.rulebook, rule or ""), unit, dimension, grave)
    organisation = matter.subject.organisation
    speaking = desk.telling
    with desk.store.round() as work:
        return Asked(
            matter=matter,
            reason=why,
            crowd=speaking.crowd(organisation, work.people(organisation)),
            frame=speaking.frame(work, organisation),
            heard=work.heard(organisation),
        )


def letter_to(asked: Asked, found: Preview, to: str | None, at: datetime) -> Letter | None:
    """The text for this person, or for the first who would get one; None when nobody would."""
    for chosen, _ in found.chosen:
        person = chosen.recipient.person
        if to is None or (person is not None and person.email.casefold() == to.casefold()):
            bundle = bundle_of(asked.matter.subject.organisation, asked.matter, asked.reason, chosen)
            return compose(bundle, asked.frame, at).letter
    if to is not None:
        raise UsageError(mark("{name} would not be told of it"), name=to[:80])
    return None


def show_preview(found: Preview, language: Language) -> None:
    words = [mark("Route"), mark("Fits"), mark("Then"), mark("Digest"), mark("Reminder after")]
    rows = [
        (
            route.id,
            translate(mark("yes") if fits else mark("no"), language),
            route.then,
            route.digest.value,
            translate(mark("{count} days"), language).format(count=route.reminder_days),
        )
        for route, fits in found.routes
    ]
    show_table([translate(word, language) for word in words], rows)
    say()
    if not found.chosen:
        say(translate(mark("Nobody would be told: no account has the duties and roles that the routes name."), language))
        return
    words = [mark("Recipient"), mark("Channel"), mark("Route"), mark("In a round now")]
    recipients = [
        (
            chosen.recipient.person.email if chosen.recipient.person else chosen.channel,
            chosen.channel,
            chosen.route.id,
            translate(REASONS[now], language),
        )
        for chosen, now in found.chosen
    ]
    show_table([translate(word, language) for word in words], recipients)


def preview_json(found: Preview, letter: Letter | None) -> dict[str, Any]:
    return {
        "routes": [{"id": route.id, "fits": fits, "then": route.then} for route, fits in found.routes],
        "recipients": [
            {"recipient": chosen.recipient.id, "channel": chosen.channel, "route": chosen.route.id, "now": now.value}
            for chosen, now in found.chosen
        ],
        "subject": letter.subject if letter else None,
        "text": letter.text if letter else None,
    }


def _real(desk: Desk, avvik_id: str) -> Matter:
    avvik = desk.store_as_it_is.one_avvik(avvik_id)
    if avvik.subject.rule not in desk.rulebook.by_id:
        raise UsageError(mark("the rule {rule} is no longer in force: nobody is told of its avvik"), rule=avvik.subject.rule)
    stand = {verdict.key: verdict for verdict in desk.store_as_it_is.timeline(avvik.subject)}
    return matter_of(avvik, stand.get(last_told(avvik)))


def _invented(desk: Desk, found: "InForce", unit: str | None, dimension: str, severity: str | None) -> Matter:
    from engine.cli.options import now

    units = found.rule.units_of(found.organisation)
    if unit is not None and unit not in units:
        message = mark("the rule does not judge the unit {name}")
        raise unknown(message, mark("the rule does not judge the unit {name} (did you mean {suggestion}?)"), unit, units)
    subject = Subject(organisation=found.organisation.id, rule=found.rule.id, unit=unit or units[0], dimension=dimension)
    timeline = desk.store.timeline(subject)
    verdict = timeline[-1] if timeline else None
    period = str(Period.containing(now().date(), found.organisation.metrics[found.rule.metric].grain))
    avvik = invented(found.rule, subject, Severity(severity or found.rule.severity), verdict, period, now())
    return matter_of(avvik, verdict)


def _one_of(name: str, known: list[str], message: str) -> str:
    if name not in known:
        raise UsageError(message, name=name[:40], known=", ".join(known))
    return name
