"""What the records of an availability say: when each service was down, when nobody knows, or how many probes answered."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import narwhals as nw

from engine.intake.records.clock import DAY, MICROS, MONTH, micros, midnight
from engine.measures.engines import Frame, collected
from engine.measures.intervals import Interval, united
from engine.measures.plan import Scope
from engine.measures.schema import Name, Text
from engine.measures.tallying import Tallying
from engine.periods import Grain, Period
from engine.schema import Id, Strict

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


@dataclass(slots=True)
class Known:
    """By service: intervals as they were registered, or counts of probes by period."""

    down: dict[str, list[Interval]] = field(default_factory=lambda: defaultdict(list))
    silent: dict[str, list[Interval]] = field(default_factory=lambda: defaultdict(list))
    probes: dict[tuple[str, Period], tuple[int, int]] = field(default_factory=dict)
    """Probes that were answered, and all."""
    named: set[str] = field(default_factory=set)
    unknown: int = 0
    failed: int = 0

    @property
    def services(self) -> set[str]:
        return {*self.down, *self.named}

    @property
    def any_down(self) -> list[Interval]:
        return [interval for intervals in self.down.values() for interval in intervals]


def planned_of(measure: "Availability", scope: Scope) -> Mapping[str, Sequence[Interval]]:
    """The united windows of each service. One without an end is none: nobody announces maintenance for ever."""
    windows: dict[str, list[Interval]] = defaultdict(list)
    planned = measure.planned
    if planned == "registered":
        own = {service.id for service in measure.services}
        for each in scope.windows:
            if each.organisation == scope.organisation.id and each.service in own:
                windows[each.service].append((micros(each.start), micros(each.end)))
    elif planned is not None:
        for row in scope.listed(planned.over, _columns(planned.service, planned.start, planned.end), where=planned.where):
            if row["start"] is not None and row["end"] is not None and not row["unknown"]:
                windows[row["service"] or ""].append((row["start"], row["end"]))
    return {service: united(each) for service, each in windows.items()}


def from_outages(measure: "Availability", scope: Scope, _: Mapping[str, Sequence[Interval]]) -> Known:
    known = Known()
    columns = _columns(measure.service, str(measure.start), str(measure.end))
    for row in scope.listed(measure.over, columns, where=measure.where, within=_before(scope, f"{measure.start}{MICROS}")):
        known.failed += row["count"] if row["failed"] else 0
        if row["start"] is None or row["unknown"] or (row["end"] is not None and row["end"] < row["start"]):
            known.unknown += row["count"]
        elif not row["failed"]:
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
        known.failed += row["count"] if row["failed"] else 0
        if row["at"] is None or row["unknown"] or row["up"] is None:
            known.unknown += 0 if row["failed"] else row["count"]
        else:
            by_service[row["service"] or ""].append((row["at"], row["up"]))
    for service in {*by_service, *(each.id for each in measure.services)}:
        _intervals_of_states(known, service, sorted(by_service[service]), scope)
    return known


def _intervals_of_states(known: Known, service: str, states: list[tuple[int, bool]], scope: Scope) -> None:
    known.named.add(service)
    first = states[0][0] if states else _end(scope)
    known.silent[service].append((-(2**62), first))
    # Of two states at the same instant the service is down in the later one of the order: never better than it was.
    for (start, up), (end, _) in zip(states, [*states[1:], (_end(scope), True)], strict=True):
        if not up:
            known.down[service].append((start, end))


def from_probes(measure: "Availability", scope: Scope, planned: Mapping[str, Sequence[Interval]]) -> Known:
    known = Known()
    for row in collected(probes_plan(measure, scope, planned)):
        service, period = row["service"] or "", scope.period(row["__when"])
        up, probes = known.probes.get((service, period), (0, 0))
        known.probes[service, period] = (up + row["up"], probes + row["probes"])
        known.named.add(service)
        known.unknown += row.get("unknown", 0)
        known.failed += row.get("failed", 0)
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
