"""The share of the agreed time in which a service was not down unplanned: from outages, from probes or from changes of state.

measure:
  kind: availability
  based_on: outages
  over: outages
  service: service
  start: began
  end: ended
  no_records: none_happened
  services: [{id: epj}, {id: lab, valid_to: 2015-06}]
  agreed: always
  planned: {over: windows, service: service, start: began, end: ended}
  planned_time: keep
  overall: worst
  per: year
  missing: withhold
  incomplete: show
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from engine.catalogue import Metric
from engine.errors import Problem
from engine.intake.records.clock import midnight
from engine.language import mark
from engine.measures.agreed import Agreed, Service, agreed_time
from engine.measures.intervals import Interval, common, length, united, without
from engine.measures.kinds.availability_records import (
    Known,
    Planned,
    counted,
    from_changes,
    from_outages,
    from_probes,
    planned_of,
)
from engine.measures.plan import Folded, Scope
from engine.measures.problems import Code, MeasureError, problem, unknown
from engine.measures.rows import Found, Group, ratio
from engine.measures.schema import Measure, Missing, Text
from engine.periods import Period
from engine.schema import Many, Name, Number, refused

SECOND = 1_000_000
_KEYS = {
    "outages": {"start", "end", "no_records"},
    "probes": {"at", "up", "every_seconds", "minimum_coverage"},
    "changes": {"at", "up"},
}


class Availability(Measure):
    """(agreed time - unplanned downtime) / agreed time, per service. Overlapping outages are downtime once."""

    kind: Literal["availability"]
    based_on: Literal["outages", "probes", "changes"]
    """outages have a start and an end; probes are repeated, and silence is no data; changes come when something changes,
    and silence is no change."""
    service: Name
    start: Name | None = None
    end: Name | None = None
    """An outage without an end lasts."""
    no_records: Literal["none_happened", "missing"] | None = None
    """A period without outages: nothing was down, or nobody registered anything."""
    at: Name | None = None
    up: Text | None = None
    """Whether the service answers. Degraded is not down: which it is, says this expression."""
    every_seconds: int | None = Field(default=None, ge=1)
    minimum_coverage: Annotated[Number, Field(ge=0, le=1)] | None = None
    """With fewer probes than this share of the agreed time promises, the period is not wholly known."""
    services: Many[Service]
    agreed: Agreed
    planned: Planned | Literal["registered"] | None
    """Announced maintenance, which is not downtime: records of it, or what was registered; null where there is none."""
    planned_time: Literal["keep", "remove"]
    """Whether planned time stays in the agreed time that the share is of."""
    overall: Literal["worst", "mean", "weighted"]
    """The figure without a service: the worst one's, the mean of all, or downtime over agreed time of all together."""
    missing: Missing

    times: ClassVar[tuple[str, ...]] = ("start", "end", "at")
    instants: ClassVar[tuple[str, ...]] = ("start", "end", "at")
    names: ClassVar[tuple[str, ...]] = ("service",)
    folded_here: ClassVar[str] = "records filtered and counted there; intervals united and cut here"
    conditions: ClassVar[tuple[str, ...]] = ("where", "up")

    @model_validator(mode="after")
    def _keys_go_together(self) -> Self:
        wanted = _KEYS[self.based_on]
        for key in sorted(set().union(*_KEYS.values())):
            if (getattr(self, key) is not None) is not (key in wanted):
                message = (
                    mark("{based_on} need the key {key}") if key in wanted else mark("{key} does not belong to {based_on}")
                )
                raise refused("availability", message, based_on=self.based_on, key=key)
        if self.based_on == "probes" and self.agreed != "always":
            message = mark("probes are counted around the clock: hours of opening need outages or changes")
            raise refused("availability", message)
        if self.by.dimension or self.by.unit or not self.services:
            raise refused("availability", mark("the services are the dimension: they are listed, and by: is left out"))
        return self

    @property
    def tables(self) -> tuple[str, ...]:
        return (self.over, self.planned.over) if isinstance(self.planned, Planned) else (self.over,)

    def parts(self) -> Sequence[tuple[str, Any]]:
        return [("planned", self.planned)] if isinstance(self.planned, Planned) else []

    def checks(self, metric: Metric) -> Sequence[Problem]:
        if metric.ratio_factor == 1:
            message = mark("an availability is a share: the metric is measured in %")
            return [problem(metric.id, "kind", Code.VALUE, message)]
        absent = [service.id for service in self.services if service.id not in metric.by_member]
        ids = [service.id for service in self.services]
        if twice := sorted({each for each in ids if ids.count(each) > 1}):
            return [problem(metric.id, "services", Code.VALUE, mark("the service {name} is listed twice"), name=twice[0])]
        message = mark("the service {name} is no member of the metric's dimension")
        return [problem(metric.id, "services", Code.VALUE, message, name=name) for name in absent]

    def folded(self, scope: Scope) -> Folded:
        announced = planned_of(self, scope)
        planned = {service: united(each) for service, each in announced.down.items()}
        known = _READ[self.based_on](self, scope, planned)
        known.unknown += announced.unknown
        known.failed += announced.failed
        self._check_services({*known.services, *planned}, scope)
        found: dict[Group, Found] = {}
        for period in scope.periods:
            each = self._of_services(known, planned, period, scope)
            found |= {Group(scope.organisation.id, name, period): one for name, one in self._shown(each, scope).items()}
        # What could not be judged of one service leaves the others' figures alone, but not the figure of all.
        own = {service.id for service in self.services}
        of = {group: group.dimension if group.dimension in own else None for group in found}
        unknown, failed = (
            {group: counted(counts, of[group], group.period) for group in found} for counts in (known.unknown, known.failed)
        )
        return Folded(found, unknown, failed)

    def exists(self, group: Group) -> bool:
        listed = [service.listed for service in self.services if service.id == group.dimension]
        return not listed or bool(common(_whole(group.period), listed[0]))

    def _of_services(
        self, known: Known, planned: Mapping[str, Sequence[Interval]], period: Period, scope: Scope
    ) -> dict[str, Found]:
        found: dict[str, Found] = {}
        for service in self.services:
            agreed = agreed_time(self.agreed, service, period, scope.known_until)
            if agreed:
                found[service.id] = self._of_one(known, service.id, agreed, planned.get(service.id, ()), period, scope)
        return found

    def _of_one(
        self, known: Known, service: str, agreed: list[Interval], planned: Sequence[Interval], period: Period, scope: Scope
    ) -> Found:
        measured = without(agreed, planned) if self.planned_time == "remove" else agreed
        factor = scope.metric.ratio_factor
        if self.based_on == "probes":
            return self._of_probes(known, service, length(without(agreed, planned)), period, factor)
        down = common(without(united(known.down.get(service, ())), planned), measured)
        silent = common(united(known.silent.get(service, ())), measured)
        records = sum(1 for start, end in known.down.get(service, ()) if common([(start, end)], measured))
        if self.no_records == "missing" and not common(united(known.any_down), _whole(period)):
            return Found(None, None, None, 0, gaps=True)
        base = length(measured) - length(silent)
        return ratio(Fraction(base - length(down), SECOND), Fraction(base, SECOND), factor, records).with_gaps(bool(silent))

    def _of_probes(self, known: Known, service: str, expected: int, period: Period, factor: int) -> Found:
        up, probes = known.probes.get((service, period), (0, 0))
        covered = Fraction(probes * (self.every_seconds or 1) * SECOND, expected) if expected else Fraction(1)
        gaps = covered < Fraction(self.minimum_coverage or 0)
        return ratio(up, probes, factor, probes).with_gaps(gaps)

    def _shown(self, each: Mapping[str, Found], scope: Scope) -> dict[str, Found]:
        """The services, the figure without a service, and worst and mean where the metric has such members."""
        summaries = {"worst": _worst(each.values()), "mean": _mean(each.values()), "weighted": _weighted(each.values(), scope)}
        members = scope.metric.by_member if scope.keep_dimension else {}
        shown = {name: summary for name, summary in summaries.items() if name in members and name not in each}
        return {"": summaries[self.overall], **shown, **(each if scope.keep_dimension else {})}

    def _check_services(self, named: Iterable[str], scope: Scope) -> None:
        known = {service.id for service in self.services}
        message = mark("records have the service {name}, which is not on the list")
        near = mark("records have the service {name}, which is not on the list (did you mean '{suggestion}'?)")
        metric = scope.metric.id
        problems = [unknown(metric, "services", Code.SERVICE, message, near, name, known) for name in sorted({*named} - known)]
        if problems:
            raise MeasureError("", problems)


_READ = {"outages": from_outages, "probes": from_probes, "changes": from_changes}


def _whole(period: Period) -> list[Interval]:
    return [(midnight(period.start), midnight(period.shift(1).start))]


def _worst(each: Iterable[Found]) -> Found:
    """The worst that is known. Where a part of any service is not, it may be worse than that."""
    every = list(each)
    known = [one for one in every if one.value is not None]
    worst = min(known, key=lambda one: one.value or Fraction(0), default=Found(None, None, None, 0))
    return worst.with_gaps(any(one.gaps for one in every))


def _mean(each: Iterable[Found]) -> Found:
    values, n, gaps = [], 0, False
    for one in each:
        n, gaps = n + one.n, gaps or one.gaps
        if one.value is not None:
            values.append(one.value)
    return Found(sum(values, Fraction(0)) / len(values) if values else None, None, None, n, gaps)


def _weighted(each: Iterable[Found], scope: Scope) -> Found:
    known = [one for one in each if one.numerator is not None and one.denominator is not None]
    above, below = (sum((getattr(one, key) for one in known), Fraction(0)) for key in ("numerator", "denominator"))
    found = ratio(above, below, scope.metric.ratio_factor, sum(one.n for one in known))
    return found.with_gaps(any(one.gaps for one in each))
