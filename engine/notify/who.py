"""Whom a matter reaches: routes asked in their order, duties and roles found among the people, channels that are a place.

A channel of the kind e-mail reaches each person; any other is a place where everybody reads (a Teams channel, an alarm system).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from engine.catalogue import Organisation, Unit
from engine.language import Language
from engine.notify.matter import Level, Matter
from engine.people import Person, Role
from engine.reasons import Reason
from engine.rulebook.book import InForce
from engine.rulebook.routes import DEFAULT_CHANNEL, OfRule, Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A person, or a place that has no person."""

    id: str
    language: Language
    person: Person | None = None

    @property
    def is_hr(self) -> bool:
        return self.person is not None and any(grant.role is Role.HR for grant in self.person.grants)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A recipient, by which route and which channel."""

    recipient: Recipient
    channel: str
    route: Route


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """Everybody who could be told something in an organisation."""

    organisation: Organisation
    rules: Mapping[str, InForce]
    routes: Sequence[Route]
    people: Sequence[Person]
    personal: frozenset[str] = frozenset({DEFAULT_CHANNEL})
    """The channels that reach each person by themselves."""

    def chosen(self, matter: Matter, reason: Reason) -> tuple[Chosen, ...]:
        """Whom the routes give for this reason, each recipient once per channel; the first route that gives them counts."""
        found: dict[tuple[str, str], Chosen] = {}
        for route in self.fitting(matter, reason):
            for each in self._through(route, matter):
                found.setdefault((each.recipient.id, each.channel), each)
        if not found and self.routes:
            # Nobody has the duties of the routes that fit: the fallback, and where nobody has those either, who runs it all.
            for each in self._through(self.routes[-1], matter) or self._of_people(self.routes[-1], self._with_role(Role.ADMIN)):
                found.setdefault((each.recipient.id, each.channel), each)
        return tuple(found.values())

    def fitting(self, matter: Matter, reason: Reason) -> Iterator[Route]:
        """The routes that fit, until the first that stops."""
        for route in self.routes:
            if self.fits(route, matter, reason):
                yield route
                if route.stops:
                    return

    def fits(self, route: Route, matter: Matter, reason: Reason) -> bool:
        about = matter.subject
        found = self.rules.get(about.rule)
        metric = self.organisation.metrics.get(found.rule.metric) if found else None
        return (
            (not route.rules or about.rule in route.rules)
            and (not route.metrics or (metric is not None and metric.id in route.metrics))
            and (not route.severity or matter.severity in route.severity)
            and (not route.units or not set(self._line(about.unit)).isdisjoint(route.units))
            and (not route.privacy or (metric is not None and metric.privacy in route.privacy))
            and (not route.reasons or reason in route.reasons)
        )

    def leaders(self, people: Iterable[Person], unit: str) -> tuple[Person, ...]:
        """The leaders of these people as they are registered, else those of the unit or the nearest one above it."""
        named = {person.leader for person in people if person.leader}
        found = tuple(person for person in self._active if person.id in named)
        return found or self._leading(unit)

    def owners(self, matter: Matter) -> tuple[Person, ...]:
        """Whoever the avvik was assigned to, else those who have the owner's duty; and who is named in the matter."""
        found = self.rules.get(matter.subject.rule)
        owner = matter.avvik.owner if matter.avvik else found.rule.owner if found else ""
        named = tuple(person for name in (owner, matter.responsible) for person in self._named(name))
        holders = self._with_duty(owner, matter.subject.unit)
        fallback = found.rule.owner if found and not (named or holders) else ""
        return _once((*named, *holders, *self._with_duty(fallback, matter.subject.unit)))

    @cached_property
    def _active(self) -> Sequence[Person]:
        return [person for person in self.people if person.active]

    @cached_property
    def _known(self) -> dict[tuple[object, ...], list[Chosen]]:
        return {}

    def _through(self, route: Route, matter: Matter) -> list[Chosen]:
        """Found once for all that are alike: ten thousand avvik have a few hundred owners and places between them."""
        about, owner = matter.subject, matter.avvik.owner if matter.avvik else None
        alike = (route.id, about.rule, about.unit, owner, matter.responsible, matter.level)
        if alike not in self._known:
            self._known[alike] = self._found_through(route, matter)
        return self._known[alike]

    def _found_through(self, route: Route, matter: Matter) -> list[Chosen]:
        people = self._addressed(route, matter)
        if matter.level is Level.LEADER:
            people = self.leaders(self.owners(matter) or people, matter.subject.unit)
        places = [
            Chosen(recipient=Recipient(id=f"channel:{channel}", language=Language.NB), channel=channel, route=route)
            for channel in route.channels
            if channel not in self.personal
        ]
        return [*self._of_people(route, people), *places]

    def _of_people(self, route: Route, people: Iterable[Person]) -> list[Chosen]:
        return [
            Chosen(recipient=Recipient(id=person.id, language=person.language, person=person), channel=channel, route=route)
            for person in people
            for channel in route.channels
            if channel in self.personal and person.email
        ]

    def _addressed(self, route: Route, matter: Matter) -> tuple[Person, ...]:
        unit = matter.subject.unit
        found = self.rules.get(matter.subject.rule)
        people: list[Person] = []
        if OfRule.OWNER in route.to.of_rule:
            people += self.owners(matter)
        duties = [*(found.rule.notify if found and OfRule.NOTIFY in route.to.of_rule else ()), *route.to.duties]
        for duty in duties:
            people += self._with_duty(duty, unit)
        if OfRule.LEADER in route.to.of_rule:
            people += self._leading(unit)
        for role in route.to.roles:
            people += self._with_role(role, unit)
        return _once(people)

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[Person]]:
        names: dict[str, list[Person]] = {}
        for person in self._active:
            for name in {person.id.casefold(), person.email.casefold(), person.name.casefold()}:
                names.setdefault(name, []).append(person)
        return names

    @cached_property
    def _duties(self) -> Mapping[str, Sequence[tuple[str, Person]]]:
        """By the duty's name, who has it in which unit."""
        held: dict[str, list[tuple[str, Person]]] = {}
        for person in self._active:
            for each in sorted(person.duties):
                if each.organisation == self.organisation.id:
                    held.setdefault(each.name, []).append((each.unit, person))
        return held

    @cached_property
    def _roles(self) -> Mapping[Role, Sequence[tuple[str, Person]]]:
        held: dict[Role, list[tuple[str, Person]]] = {}
        for person in self._active:
            for each in sorted(person.grants):
                if each.organisation == self.organisation.id:
                    held.setdefault(each.role, []).append((each.unit, person))
        return held

    def _named(self, name: str) -> Sequence[Person]:
        return self._by_name.get(name.casefold(), ()) if name else ()

    def _with_duty(self, duty: str, unit: str) -> tuple[Person, ...]:
        line = {"", *self._line(unit)}
        return _once(person for held_in, person in self._duties.get(duty, ()) if held_in in line)

    def _with_role(self, role: Role, unit: str = "") -> tuple[Person, ...]:
        line = {"", *self._line(unit)}
        return _once(person for held_in, person in self._roles.get(role, ()) if held_in in line)

    def _leading(self, unit: str) -> tuple[Person, ...]:
        """Of the nearest unit upwards that has a leader."""
        for each in (*self._line(unit), ""):
            found = _once(person for held_in, person in self._roles.get(Role.LEADER, ()) if held_in == each)
            if found:
                return found
        return ()

    def _line(self, unit: str) -> list[str]:
        """The unit and those above it, the nearest first."""
        line: list[str] = []
        at: Unit | None = self.organisation.units.get(unit)
        while at is not None and at.id not in line:
            line.append(at.id)
            at = self.organisation.units.get(at.parent) if at.parent else None
        return line if self.organisation.id in line else [*line, self.organisation.id]


def _once(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple({person.id: person for person in people}.values())
