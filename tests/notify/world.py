"""A small organisation in memory, round by round: figures in, what everybody hears out, as the engine does it with a store.

helse ── drift ── vakt, helse ── service. The rule `svartid` (owner drift, notify kvalitet) on all units, `fravaer` (owner hr)
about people's health.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from engine.avvik.avvik import Avvik
from engine.avvik.chain import Head
from engine.avvik.entries import Draft, EntryKind, Subject
from engine.catalogue import Metric, Organisation, Unit
from engine.exemptions import Exemption
from engine.facts import Cause, Verdict
from engine.language import Language
from engine.notify.compose import Frame, compose
from engine.notify.decide import Bundle, Decision, Situation, decide
from engine.notify.matter import Heard
from engine.notify.notice import Notice
from engine.notify.who import Crowd
from engine.people import Duty, Grant, Person, Role
from engine.periods import Grain
from engine.rulebook.book import InForce
from engine.rulebook.routes import BUILT_IN, Route
from tests.avvik.log import Log, in_force, timeline

ORG = "helse"
UNITS = {
    name: Unit(id=name, title=name.capitalize(), parent=parent)
    for name, parent in {"helse": None, "drift": "helse", "vakt": "drift", "service": "helse"}.items()
}


def _metric(name: str, privacy: str) -> Metric:
    return Metric.model_validate(
        {
            "id": name,
            "title": name.capitalize(),
            "unit_of_measure": "%",
            "decimals": 0,
            "better": "higher",
            "grain": Grain.MONTH,
            "due_days": 20,
            "privacy": privacy,
        }
    )


ORGANISATION = Organisation(
    id=ORG, units=UNITS, metrics={"svartid": _metric("svartid", "internal"), "fravaer": _metric("fravaer", "health")}
)
OWNERS: Mapping[str, dict[str, Any]] = {
    "svartid": {"owner": "drift", "notify": ("kvalitet",)},
    "fravaer": {"owner": "hr"},
}


def rule(name: str, **keys: Any) -> InForce:
    subject = Subject(organisation=ORG, rule=name, unit=ORG, dimension="")
    found = in_force(subject=subject, **{"title": name.capitalize(), "metric": name, **OWNERS[name], **keys})
    return replace(found, organisation=ORGANISATION)


def person(name: str, given: Mapping[str, Any]) -> Person:
    """`drift` is a duty in the whole, `drift@vakt` in a unit; roles likewise."""
    duties = (each.partition("@") for each in given.get("duties", ()))
    roles = (each.partition("@") for each in given.get("roles", ()))
    more = {key: given[key] for key in ("leader", "active", "email") if key in given}
    return Person(
        **{
            "id": name,
            "name": name.capitalize(),
            "email": f"{name}@helse.example",
            "duties": frozenset(Duty(name=duty, organisation=ORG, unit=unit) for duty, _, unit in duties),
            "grants": frozenset(Grant(role=Role(role), organisation=ORG, unit=unit) for role, _, unit in roles),
            "language": Language(given.get("language", "nb")),
            **more,
        }
    )


def exemption(given: Mapping[str, str]) -> Exemption:
    days = {key: date.fromisoformat(given[key]) for key in ("since", "until", "ended_on") if key in given}
    return Exemption(
        id=given.get("id", "U-0001"),
        organisation=ORG,
        rule=given.get("rule", "svartid"),
        unit=given.get("unit", ""),
        reason="flytting",
        approver="Direktøren",
        registered_by=given.get("registered_by", "ola"),
        registered_at=datetime(2023, 1, 1, tzinfo=UTC),
        **days,
    )


@dataclass
class World:
    people: Iterable[Person]
    routes: tuple[Route, ...] = BUILT_IN
    exemptions: list[Exemption] = field(default_factory=list)
    rules: dict[str, InForce] = field(default_factory=lambda: {name: rule(name) for name in OWNERS})
    personal: frozenset[str] = frozenset({"email"})
    log: Log = field(default_factory=Log)
    heard: list[Heard] = field(default_factory=list)
    verdicts: dict[tuple[str, ...], Verdict] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)

    def figures(self, day: str, given: Mapping[str, str]) -> None:
        """`svartid/drift: "3.2"`: the run of figures of that rule and unit from January 2023; L for late, p for provisional."""
        self.log.at = self.time(day)
        for name, signs in given.items():
            rule_id, _, unit = name.partition("/")
            subject = Subject(organisation=ORG, rule=rule_id, unit=unit, dimension="")
            plain = signs.replace("L", "?").replace("p", ".")
            run = [
                replace(
                    each,
                    rule=rule_id,
                    organisation=ORG,
                    unit=unit,
                    cause=Cause.LATE if sign == "L" else each.cause,
                    provisional=sign == "p",
                )
                for each, sign in zip(timeline(plain), signs, strict=True)
            ]
            self.verdicts |= {each.key: each for each in run}
            self.log.round(self.rules[rule_id], run, subject)

    @staticmethod
    def time(day: str) -> datetime:
        return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=8)

    def write(self, avvik: str, kind: EntryKind, facts: Mapping[str, Any], words: Mapping[str, str]) -> Avvik:
        return self.log.append(avvik, [Draft(kind=kind, who="kari", facts=facts, words=words)])

    @property
    def crowd(self) -> Crowd:
        return Crowd(
            organisation=ORGANISATION,
            rules=self.rules,
            routes=self.routes,
            people=tuple(self.people),
            personal=self.personal,
        )

    def decide(self, day: str) -> Decision:
        """What is decided on that day; everybody then has heard it."""
        now = self.time(day)
        situation = Situation(
            crowd=self.crowd,
            avvik=tuple(self.log.avvik.values()),
            verdicts=tuple(self.verdicts.values()),
            exemptions=self.exemptions,
            heard=tuple(self.heard),
        )
        decision = decide(situation, now)
        for bundle in decision.bundles:
            self.heard += bundle.heard(now)
            self.notices.append(self.notice(bundle, now))
        return decision

    def notice(self, bundle: Bundle, now: datetime, address: str = "https://malvakt.example") -> Notice:
        frame = Frame(
            organisation_title="Helse", rules=self.rules, head=Head(7, "ab" * 32), address=address, domain="malvakt.example"
        )
        return compose(bundle, frame, now)
