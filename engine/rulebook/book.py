"""What the rules folder says once it is loaded: organisations, rules in force, source profiles and what was wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from engine.catalogue import Organisation
from engine.errors import Place, Problem
from engine.intake.profile import Profile
from engine.intake.records.source import RecordSource
from engine.rulebook.conditions import Condition
from engine.rulebook.findings import is_warning
from engine.rulebook.routes import BUILT_IN, Route
from engine.rulebook.safeguards import Safeguards
from engine.rulebook.schema import Rule
from engine.rulebook.timetable import Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """A rule that is judged, with what it belongs to and where it stands."""

    rule: Rule
    organisation: Organisation = field(repr=False)
    version: str
    """The content hash of the rule and of the metrics it reads."""
    place: Place
    conditions: Mapping[str, Condition] = field(default_factory=dict, repr=False)
    """The rule's texts in the rule language by the key they stand under, ready to be asked."""


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """Everything under rules/ that is sound. What is not sound is in `problems`, and nothing of its file is used."""

    organisations: Mapping[str, Organisation]
    rules: tuple[InForce, ...]
    """Ordered by file and place in the file."""
    profiles: tuple[tuple[str, Profile], ...] = ()
    """(organisation id, source profile), ordered likewise."""
    records: Mapping[str, Mapping[str, RecordSource]] = field(default_factory=dict)
    """organisation id → record source id → record source."""
    safeguards: Mapping[str, Safeguards] = field(default_factory=dict)
    """By organisation; who has no guard.yaml has the defaults."""
    routes: Mapping[str, tuple[Route, ...]] = field(default_factory=dict)
    """organisation id → its routes in their order; `routes_of` has an answer for organisations without any."""
    timetables: Mapping[str, Timetable] = field(default_factory=dict)
    """organisation id → its calendar. What it expects is among the rules, too, as rules of `check: freshness`."""
    problems: tuple[Problem, ...] = ()
    """Errors and warnings, ordered by place."""

    @cached_property
    def by_id(self) -> Mapping[str, InForce]:
        """The rules by their id, which is unique over all organisations."""
        return {each.rule.id: each for each in self.rules}

    def routes_of(self, organisation: str) -> tuple[Route, ...]:
        """The routes in their order; where routes.yaml is missing or did not load, those that every organisation has."""
        return self.routes.get(organisation, BUILT_IN)

    def of(self, organisation: str) -> "Rulebook":
        """The same book with the rules of this organisation only."""
        return replace(self, rules=tuple(each for each in self.rules if each.organisation.id == organisation))

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if not is_warning(problem))

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if is_warning(problem))
