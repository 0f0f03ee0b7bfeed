"""What the records of an availability say: when each service was down, when nobody knows, or how many probes answered."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

import narwhals as nw

from engine.intake.records.clock import DAY, MICROS, MONTH, micros, midnight
from engine.measures.engines import Frame, collected
from engine.measures.intervals import Interval
from engine.measures.plan import Scope
from engine.measures.schema import Text
from engine.measures.tallying import Tallying
from engine.periods import Grain, Period
from engine.schema import Id, Name, Strict

if TYPE_CHECKING:
    from engine.measures.kinds.availability import Availability


class Planned(Strict):
    """Windows of announced maintenance, in a table of their own."""

    over: Id
    service: Name
    start: Name
    end: Name
    where: Text | None = None

    times: ClassVar[tuple[str, ...]] = ("start", "end")
    instants: ClassVar[tuple[str, ...]] = ("start", "end")
    names: ClassVar[tuple[str, ...]] = ("service",)
    conditions: ClassVar[tuple[str, ...]] = ("where",)


_Of = tuple[str, Period | None]
"""A service, and the one period that a record concerns, where that is known."""


@dataclass(slots=True)
class Known:
    """By service: intervals as they were registered, or counts of probes by period."""

    down: dict[str, list[Interval]] = field(default_factory=lambda: defaultdict(list))
    silent: dict[str, list[Interval]] = field(default_factory=lambda: defaultdict(list))
    probes: dict[tuple[str, Period], tuple[int, int]] = field(default_factory=dict)
    """Probes that were answered, and all."""
    named: set[str] = field(default_factory=set)
    unknown: "Counter[_Of]" = field(default_factory=Counter)
    failed: "Counter[_Of]" = field(default_factory=Counter)

    @property
    def services(self) -> set[str]:
        return {*self.down, *self.named}

    def count(self, row: Mapping[str, Any], *, decided: bool) -> bool:
        """Count a record that cannot be used with its service; True for one that can."""
        of = (row["service"] or "", None)
        if row["failed"]:
            self.failed[of] += row["count"]
        elif not decided:
            self.unknown[of] += row["count"]
        return decided and not row["failed"]

    @property
    def any_down(self) -> list[Interval]:
        return [interval for intervals in self.down.values() for interval in intervals]


def counted(counts: "Counter[_Of]", service: str | None, period: Period) -> int:
    """The records of a service, or of all, that concern the period."""
    concerned = (each for each in counts if each[1] in (None, period) and service in (None, each[0]))
    return sum(counts[each] for each in concerned)


def planned_of(measure: "Availability", scope: Scope) -> Known:
    """The windows of each service, under `down`. One without an end is none: nobody announces maintenance for ever."""
    known, planned = Known(), measure.planned
    if planned == "registered":
        own = {service.id for service in measure.services}
        for each in scope.windows:
            if each.organisation == scope.organisation.id and each.service in own:
                known.down[each.service].append((micros(each.start), micros(each.end)))
    elif planned is not None:
        for row in scope.listed(planned.over, _columns(planned.service, planned.start, planned.end), where=planned.where):
            has_end = row["start"] is not None and row["end"] is not None
            if known.count(row, decided=not row["unknown"] and not (has_end and row["end"] < row["start"])) and has_end:
                known.down[row["service"] or ""].append((row["start"], row["end"]))
    return known


def from_outages(measure: "Availability", scope: Scope, _: Mapping[str, Sequence[Interval]]) -> Known:
    known = Known()
    columns = _columns(measure.service, str(measure.start), str(measure.end))
    for row in scope.listed(measure.over, columns, where=measure.where, within=_before(scope, f"{measure.start}{MICROS}")):
        backwards = row["start"] is not None and row["end"] is not None and row["end"] < row["start"]
        if known.count(row, decided=row["start"] is not None and not row["unknown"] and not backwards):
            known.down[row["service"] or ""].append((row["start"], _end(scope) if row["end"] is None else row["end"]))
    return known


def from_changes(measure: "Availability", scope: Scope, _: Mapping[str, Sequence[Interval]]) -> Known:
    """Each record says how things are from then on. Before a service's first record nobody knows."""
    known = Known()
    columns = {"service": measure.service, "at": f"{measure.at}{MICROS}"}
    within = _before(scope, f"{measure.at}{MICROS}")
    rows = scope.listed(measure.over, columns, where=measure.where, conditions={"up": str(measure.up)}, within=within)
    by_service: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for row in rows:
        if known.count(row, decided=row["at"] is not None and not row["unknown"] and row["up"] is not None):
            by_service[row["service"] or ""].append((row["at"], row["up"]))
    for service in {*by_service, *(each.id for each in measure.services)}:
        # Of two states at the same instant the one that is down comes last and holds: nothing proves that it was better.
        states = sorted(by_service[service], key=lambda each: (each[0], not each[1]))
        _intervals_of_states(known, service, states, scope)
    return known


def _intervals_of_states(known: Known, service: str, states: list[tuple[int, bool]], scope: Scope) -> None:
    known.named.add(service)
    first = states[0][0] if states else _end(scope)
    known.silent[service].append((-(2**62), first))
    for (start, up), (end, _) in pairwise([*states, (_end(scope), True)]):
        if not up:
            known.down[service].append((start, end))


def from_probes(measure: "Availability", scope: Scope, planned: Mapping[str, Sequence[Interval]]) -> Known:
    known = Known()
    for row in collected(probes_plan(measure, scope, planned)):
        service, period = row["service"] or "", scope.period(row["__when"])
        up, probes = known.probes.get((service, period), (0, 0))
        known.probes[service, period] = (up + row["up"], probes + row["probes"])
        known.named.add(service)
        known.unknown[service, period] += row.get("unknown", 0)
        known.failed[service, period] += row.get("failed", 0)
    return known


def probes_plan(measure: "Availability", scope: Scope, planned: Mapping[str, Sequence[Interval]]) -> Frame:
    """Probes and answered ones, by service and month. Those in planned windows and of services off the list do not count."""
    at = str(measure.at)
    frame = scope.in_range(scope.frame(at=at), at)
    for expression in _not_counted(measure, at, planned):
        frame = frame.filter(~expression)
    if scope.known_until is not None:
        frame = frame.filter(nw.col(at + MICROS) < micros(scope.known_until))
    records = Tallying(scope, frame)
    tallies = {"up": records.count(measure.up), "probes": records.known(str(measure.up)), **records.beside()}
    columns = records.columns(tallies)
    when = nw.col(at + (DAY if scope.first.grain is Grain.WEEK else MONTH))
    keys: dict[str, Any] = {"service": nw.col(measure.service), "__when": when}
    return records.frame.select(**keys, **columns).group_by(*keys).agg(*(nw.col(name).count() for name in columns))


def _not_counted(measure: "Availability", at: str, planned: Mapping[str, Sequence[Interval]]) -> list[nw.Expr]:
    service, instant = nw.col(measure.service), nw.col(at + MICROS)
    windows = [(name, window) for name, each in planned.items() for window in each]
    found = [(service == name) & (instant >= start) & (instant < end) for name, (start, end) in windows]
    for each in measure.services:
        ((start, end),) = each.listed
        if each.valid_from or each.valid_to:
            found.append((service == each.id) & ((instant < start) | (instant >= end)))
    return found


def _columns(service: str, start: str, end: str) -> dict[str, str]:
    return {"service": service, "start": start + MICROS, "end": end + MICROS}


def _before(scope: Scope, column: str) -> Any:
    """Records that begin before the last period ends; an old outage may still last, and an old state may still hold."""
    return lambda frame: frame.filter(nw.coalesce(nw.col(column) < _end(scope), nw.lit(True)))


def _end(scope: Scope) -> int:
    """Until when anything is known of the periods."""
    end = midnight(scope.last.shift(1).start)
    return end if scope.known_until is None else min(end, micros(scope.known_until))
