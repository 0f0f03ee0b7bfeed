"""The rules folder → the rulebook. A bad file loads nothing of itself and stops no other; every problem is told at once.

Units come first, then metrics, then what names them: source profiles and rules.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from engine.catalogue import Metric, Organisation, Unit
from engine.errors import Place, Problem
from engine.intake.profile import TIDY, Profile
from engine.intake.records.source import RecordSource
from engine.language import mark
from engine.rulebook.book import InForce, Rulebook
from engine.rulebook.conditions import Conditions
from engine.rulebook.deliveries import rule_of, with_due_dates
from engine.rulebook.files import Holds, RuleFile, find
from engine.rulebook.findings import Code, Finding
from engine.rulebook.items import Item
from engine.rulebook.lint.contradictions import Contradictions
from engine.rulebook.lint.known import Known
from engine.rulebook.lint.measures import MeasureLint
from engine.rulebook.lint.metrics import MetricLint
from engine.rulebook.lint.routes import FallbackLint, RouteLint
from engine.rulebook.lint.rules import RuleLint
from engine.rulebook.lint.sources import SourceLint, shared_files
from engine.rulebook.lint.timetable import TimetableLint
from engine.rulebook.lint.units import UnitLint
from engine.rulebook.pool import Choose, Entry, M, Pool
from engine.rulebook.routes import Route
from engine.rulebook.safeguards import Safeguards
from engine.rulebook.safeguards import load as load_safeguards
from engine.rulebook.schema import Rule
from engine.rulebook.timetable import ITEMS, DeliveryItem, Timetable
from engine.rulebook.timetable import Item as TimetableItem
from engine.rulebook.unknown import unknown

__all__ = ["InForce", "Rulebook", "expressions", "load"]


def expressions(cache: Path) -> Path:
    """Where parsed expressions lie below the folder for what can be made again."""
    return cache / "expressions"


def load(folder: Path, kinds: Mapping[str, type[Rule]], cache: Path | None = None) -> Rulebook:
    """Everything sound under the folder. `kinds` says which keys each `check:` has.

    `cache` is a folder for what was parsed before; it saves time and is never a reason to fail.
    """
    shelf = find(folder)
    loading = _Loading(folder, kinds, shelf.files, cache)
    loading.problems += shelf.problems
    for organisation in shelf.organisations:
        loading.catalogue(organisation)
    for organisation in shelf.organisations:
        loading.sources(organisation)
    for organisation in shelf.organisations:
        loading.timetable(organisation)
        loading.rules_of(organisation)
        loading.limits(organisation)
    if not shelf.organisations and not shelf.problems:
        message = mark("there is no organisation in the folder: rules lie in rules/<organisation>/")
        loading.problems.append(Problem(Place(str(folder)), Code.NO_RULES, message))
    return Rulebook(
        organisations={name: known.organisation for name, known in loading.catalogues.items()},
        rules=tuple(loading.rules),
        profiles=tuple(loading.profiles),
        records=loading.records,
        safeguards=loading.safeguards,
        routes=loading.routes,
        timetables=loading.timetables,
        problems=tuple(sorted(loading.problems, key=_order)),
    )


@dataclass(slots=True)
class _Loading:
    """What has been loaded so far. All organisations' units and metrics come before anybody's sources and rules."""

    folder: Path
    kinds: Mapping[str, type[Rule]]
    files: Sequence[RuleFile]
    cache: Path | None = None
    catalogues: dict[str, Known] = field(default_factory=dict)
    rules: list[InForce] = field(default_factory=list)
    profiles: list[tuple[str, Profile]] = field(default_factory=list)
    records: dict[str, dict[str, RecordSource]] = field(default_factory=dict)
    safeguards: dict[str, Safeguards] = field(default_factory=dict)
    routes: dict[str, tuple[Route, ...]] = field(default_factory=dict)
    timetables: dict[str, Timetable] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _rule_ids: dict[str, Place] = field(default_factory=dict)
    """Over the whole folder, because a rule's id alone names its avvik."""

    @property
    def _expressions(self) -> Path | None:
        return expressions(self.cache) if self.cache else None

    def catalogue(self, organisation: str) -> None:
        units = self._pool(organisation, Holds.UNITS, Unit)
        units.settle(partial(UnitLint, organisation))
        metrics = self._pool(organisation, Holds.METRICS, Metric)
        records = self._pool(organisation, Holds.RECORDS, RecordSource)
        records.settle(lambda *_: _nothing_more)
        self.records[organisation] = {source.id: source for source in records.models}
        metrics.settle(
            lambda models, _: MetricLint(models),
            lambda *_: MeasureLint(self.records[organisation], tuple(records.lost), self._expressions),
        )
        self.problems += (*units.problems, *records.problems, *metrics.problems)
        by_id = {unit.id: unit for unit in units.models}
        root = by_id.get(organisation) or Unit(id=organisation, title=organisation)
        self.catalogues[organisation] = Known(
            Organisation(
                id=organisation,
                units={organisation: root} | by_id,
                metrics={metric.id: metric for metric in metrics.models},
            ),
            lost_units=tuple(units.lost),
            lost_metrics=tuple(metrics.lost),
        )

    def sources(self, organisation: str) -> None:
        pool = self._pool(organisation, Holds.SOURCES, Profile)
        pool.settle(lambda *_: SourceLint(organisation, self.catalogues), taken={TIDY.id: Place("malvakt")})
        self.problems += pool.problems
        for entry in pool.entries:
            shared = shared_files(entry.model, [profile for _, profile in self.profiles])
            self.problems += map(entry.item.problem, shared)
            self.profiles.append((organisation, entry.model))

    def timetable(self, organisation: str) -> None:
        """What is expected when. From here on the organisation has a metric for each delivery, and its due dates."""
        known = self.catalogues[organisation]
        profiles = {profile.id: profile for owner, profile in self.profiles if (profile.organisation or owner) == organisation}
        profiles |= {TIDY.id: TIDY}
        pool = self._pool(organisation, Holds.CALENDAR, TimetableItem, lambda item: ITEMS[str(item.path[0])])
        pool.settle(lambda *_: TimetableLint(known, profiles), taken=self._rule_ids)
        self.problems += pool.problems
        self._rule_ids |= {entry.id: entry.item.place(("id",)) for entry in pool.entries}
        found = Timetable.of(pool.models)
        self.timetables[organisation] = found
        owner = with_due_dates(known.organisation, found.deliveries, profiles)
        self.catalogues[organisation] = replace(known, organisation=owner)
        for entry in pool.entries:
            if isinstance(entry.model, DeliveryItem):
                rule = rule_of(entry.model, owner, self.kinds["freshness"])
                self.rules.append(
                    InForce(rule=rule, organisation=owner, version=rule.version(owner.metrics), place=entry.item.place())
                )

    def rules_of(self, organisation: str) -> None:
        known = self.catalogues[organisation]
        conditions = Conditions(known, self._expressions)
        pool = self._pool(organisation, Holds.RULES, Rule, self._kind)
        pool.settle(
            lambda *_: RuleLint(known, conditions),
            lambda *_: Contradictions(known.organisation),
            taken=self._rule_ids,
        )
        self._rule_ids |= {entry.id: entry.item.place(("id",)) for entry in pool.entries}
        self.problems += pool.problems
        self.rules += [_in_force(entry, known.organisation, conditions) for entry in pool.entries]
        self._routes_of(organisation, known, pool)
        if not pool.entries:
            message = mark("no rule of {organisation} is in force: nothing of it is judged")
            place = Place(str(self.folder / organisation))
            self.problems.append(Problem(place, Code.NO_RULES, message, {"organisation": organisation}))

    def limits(self, organisation: str) -> None:
        rules = self.cache / "rules" if self.cache else None
        self.safeguards[organisation], problems = load_safeguards(self.folder, organisation, rules)
        self.problems += problems

    def _routes_of(self, organisation: str, known: Known, rules: Pool[Rule]) -> None:
        pool = self._pool(organisation, Holds.ROUTES, Route)
        pool.settle(lambda *_: RouteLint(known, rules.models, rules.lost), lambda routes, _: FallbackLint(routes))
        self.problems += pool.problems
        if pool.models:
            self.routes[organisation] = tuple(pool.models)

    def _pool(self, organisation: str, holds: Holds, model: type[M], choose: Choose[M] | None = None) -> Pool[M]:
        pool: Pool[M] = Pool(self.cache / "rules" if self.cache else None)
        for file in self.files:
            if file.organisation == organisation and file.holds is holds:
                pool.take(file, self.folder, model, choose)
        return pool

    def _kind(self, item: Item) -> type[Rule] | Finding:
        check = item.data.get("check")
        if check is None:
            return Finding((), Code.MISSING_KEY, mark("the key '{key}' is missing"), {"key": "check"})
        if not isinstance(check, str):
            return Finding(
                ("check",), Code.UNKNOWN_CHECK, mark("one of {choices} is expected"), {"choices": ", ".join(self.kinds)}
            )
        if check not in self.kinds:
            return unknown(Code.UNKNOWN_CHECK, ("check",), check, self.kinds)
        return self.kinds[check]


def _nothing_more(_: RecordSource) -> Sequence[Finding]:
    """A record source has no contradictions that its own model does not see."""
    return ()


def _in_force(entry: Entry[Rule], organisation: Organisation, conditions: Conditions) -> InForce:
    return InForce(
        rule=entry.model,
        organisation=organisation,
        version=entry.model.version(organisation.metrics),
        place=entry.item.place(),
        conditions=conditions.of(entry.model),
    )


def _order(problem: Problem) -> tuple[str, int, int, str, str]:
    place = problem.place
    return place.file, place.line or 0, place.column or 0, problem.code, problem.text()
