"""Who is told what in a round: of every matter each recipient's reason, and then one bundle per recipient and channel.

However much has happened, nobody gets more than one notice per channel from a round: forty days of news are one digest.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.avvik.avvik import Avvik
from engine.avvik.states import Condition
from engine.exemptions import Exemption
from engine.facts import Verdict, digest
from engine.notify.escalation import due
from engine.notify.matter import Heard, Kind, Level, Matter
from engine.notify.who import Chosen, Crowd, Recipient
from engine.notify.why import OSLO, why
from engine.reasons import TOLD, Reason
from engine.rulebook.routes import Digest, Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known of one organisation when it is decided."""

    crowd: Crowd
    avvik: Sequence[Avvik]
    verdicts: Sequence[Verdict]
    """Those that stand, and those of this round whose figure is late."""
    exemptions: Sequence[Exemption]
    heard: Sequence[Heard]
    """Everything that anybody was told, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One matter in a notice, and why it is there."""

    matter: Matter
    reason: Reason
    route: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What one recipient gets through one channel."""

    organisation: str
    recipient: Recipient
    channel: str
    items: tuple[Item, ...]

    @property
    def key(self) -> str:
        """The same matters for the same reasons, heard as far, are the same notice: there is at most one of it."""
        told = sorted([item.matter.about, item.reason.value, item.matter.upto] for item in self.items)
        return digest([self.organisation, self.recipient.id, self.channel, told])

    def heard(self, at: datetime) -> tuple[Heard, ...]:
        return tuple(
            Heard(
                recipient=self.recipient.id,
                about=item.matter.about,
                reason=item.reason,
                upto=item.matter.upto,
                at=at,
            )
            for item in self.items
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    bundles: tuple[Bundle, ...]
    unheard: tuple[Matter, ...]
    """What should be told and reaches nobody, not even by the fallback: said loudly, because somebody has to be found."""


def decide(situation: Situation, now: datetime) -> Decision:
    """The bundles, ordered by recipient and channel."""
    today = now.astimezone(OSLO).date()
    deciding = _Deciding(situation, today)
    bundles: dict[tuple[str, str], list[tuple[Chosen, Item]]] = {}
    unheard: list[Matter] = []
    for matter in _matters(situation, today):
        found = list(deciding.told(matter))
        for chosen, item in found:
            bundles.setdefault((chosen.recipient.id, chosen.channel), []).append((chosen, item))
        if not found and deciding.reaches_nobody(matter):
            unheard.append(matter)
    organisation = situation.crowd.organisation.id
    return Decision(
        bundles=tuple(
            Bundle(
                organisation=organisation,
                recipient=each[0][0].recipient,
                channel=channel,
                items=tuple(item for _, item in each),
            )
            for (_, channel), each in sorted(bundles.items())
        ),
        unheard=tuple(unheard),
    )


def is_sent(timing: Digest, since: date, today: date) -> bool:
    """Whether a digest day has come since the day it became news, that day included: a Monday slept through is made up for."""
    if timing.weekday is None:
        return True
    return (today.weekday() - timing.weekday) % 7 <= (today - since).days


class _Deciding:
    """One round's look-ups."""

    def __init__(self, situation: Situation, today: date) -> None:
        self._today = today
        self._crowd = situation.crowd
        self._exemptions = situation.exemptions
        self._heard: dict[tuple[str, str], list[Heard]] = {}
        self._by_about: dict[str, list[Heard]] = {}
        self._gaps: dict[tuple[str, str], list[Heard]] = {}
        lasting = [each for each in situation.avvik if each.state.is_open and each.condition is Condition.AKTIV]
        rule_of = {f"{Kind.AVVIK}:{each.id}": each.subject.rule for each in lasting}
        self._known: set[tuple[str, str]] = set()
        for each in situation.heard:
            self._heard.setdefault((each.recipient, each.about), []).append(each)
            self._by_about.setdefault(each.about, []).append(each)
            if each.about.startswith(f"{Kind.LATE}:"):
                self._gaps.setdefault((each.recipient, _series(each.about)), []).append(each)
            if each.about in rule_of:
                self._known.add((each.recipient, rule_of[each.about]))

    def told(self, matter: Matter) -> Iterator[tuple[Chosen, Item]]:
        """Everybody who hears of the matter now, and why."""
        reasons: dict[tuple[str, str], Reason] = {}
        for reason in TOLD if matter.reason is Reason.NONE else (matter.reason,):
            for chosen in self._crowd.chosen(matter, reason):
                by = chosen.recipient.id, chosen.route.id
                if by not in reasons:
                    reasons[by] = self._why(matter, chosen)
                if reasons[by] is reason:
                    yield chosen, Item(matter=matter, reason=reason, route=chosen.route.id)

    def reaches_nobody(self, matter: Matter) -> bool:
        """True for what should be told now, when nobody is there to be told."""
        if matter.kind is not Kind.AVVIK or matter.avvik is None:
            return False
        reason = why(matter.avvik, (), today=self._today, exemptions=self._exemptions)
        return reason is not Reason.NONE and not self._crowd.chosen(matter, reason)

    def _why(self, matter: Matter, chosen: Chosen) -> Reason:
        heard = self._heard.get((chosen.recipient.id, matter.about), [])
        if matter.kind is not Kind.AVVIK or matter.avvik is None:
            return self._when_due(matter, chosen, heard)
        reason = why(
            matter.avvik,
            heard,
            today=self._today,
            exemptions=self._exemptions,
            knows_rule=(chosen.recipient.id, matter.subject.rule) in self._known,
            reminder_days=chosen.route.reminder_days,
        )
        return reason if is_sent(chosen.route.digest, matter.since, self._today) else Reason.NONE

    def _when_due(self, matter: Matter, chosen: Chosen, heard: Iterable[Heard]) -> Reason:
        route = chosen.route
        day = matter.since + timedelta(days=matter.waits * route.reminder_days)
        if matter.level is Level.LEADER:
            day = max(day, self._owner_had_until(matter, route))
        elif matter.kind is Kind.UNTOUCHED:
            day = max(day, self._had_time_since(matter, chosen))
        once = all(each.upto < matter.upto for each in (*heard, *self._of_the_same_gap(matter, chosen)))
        is_due = day <= self._today and is_sent(route.digest, day, self._today)
        return matter.reason if once and is_due else Reason.NONE

    def _of_the_same_gap(self, matter: Matter, chosen: Chosen) -> Iterable[Heard]:
        """Who heard that February is late when March was so too need not hear of March when February comes."""
        if matter.kind is not Kind.LATE:
            return ()
        told = self._gaps.get((chosen.recipient.id, _series(matter.about)), ())
        return (each for each in told if each.at.astimezone(OSLO).date() > matter.since)

    def _had_time_since(self, matter: Matter, chosen: Chosen) -> date:
        """Nobody is reminded of an avvik of which they hear today for the first time."""
        first = self._heard.get((chosen.recipient.id, f"{Kind.AVVIK}:{matter.name}"))
        if not first:
            return date.max
        return first[0].at.astimezone(OSLO).date() + timedelta(days=chosen.route.reminder_days)

    def _owner_had_until(self, matter: Matter, route: Route) -> date:
        """The leader's turn comes a reminder after the owner's; when there was no owner to tell, it comes at once."""
        owners = [each.at for each in self._by_about.get(matter.about, ()) if each.upto == Level.OWNER]
        if owners:
            return min(owners).astimezone(OSLO).date() + timedelta(days=route.reminder_days)
        unreachable = not self._crowd.owners(matter)
        return matter.since if unreachable else date.max


def _series(about: str) -> str:
    """What is late, without the period in which that began."""
    return about.rpartition("/")[0]


def _matters(situation: Situation, today: date) -> Iterator[Matter]:
    stand = {verdict.key: verdict for verdict in situation.verdicts}
    for each in situation.avvik:
        if each.state.is_open and each.subject.rule in situation.crowd.rules:
            yield matter_of(each, stand.get(last_told(each)))
    yield from due(situation.avvik, situation.verdicts, situation.exemptions, situation.crowd.rules, today)


def matter_of(avvik: Avvik, verdict: Verdict | None = None) -> Matter:
    """The avvik as something to be told of."""
    newest = max(entry.at for entry in avvik.entries if entry.by_machine)
    return Matter(
        kind=Kind.AVVIK,
        name=avvik.id,
        subject=avvik.subject,
        severity=avvik.severity,
        since=newest.astimezone(OSLO).date(),
        avvik=avvik,
        verdict=verdict,
    )


def last_told(avvik: Avvik) -> tuple[str, str, str, str, str]:
    """The key of the verdict on the period that the machine told of last."""
    about = avvik.subject
    told = (str(entry.facts["period"]) for entry in reversed(avvik.entries) if entry.by_machine and "period" in entry.facts)
    return about.organisation, about.rule, about.unit, about.dimension, next(told)
