"""Figures are collected: each in a period that has begun, of a unit that exists then, within its metric's limits, once."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from engine.catalogue import Metric, Organisation, Unit
from engine.errors import Place
from engine.facts import Figure, Series, Status
from engine.intake.cells import Bad
from engine.intake.contract import Numbers, breaches
from engine.intake.findings import Code, Findings
from engine.intake.profile import Role
from engine.language import mark
from engine.names import shown
from engine.periods import Period


class Where(Protocol):
    """Where a figure stands in the file."""

    def place(self, part: Role) -> Place:
        """The cell of one of its parts, or the figure's own where the part has none."""
        ...

    def spot(self) -> str:
        """The figure's own cell without the file's name."""
        ...


class Key(NamedTuple):
    """What a figure is of, every name looked up."""

    organisation: Organisation
    metric: Metric
    unit: Unit
    dimension: str
    period: Period

    @property
    def series(self) -> Series:
        return Series(self.organisation.id, self.metric.id, self.unit.id, self.dimension)


@dataclass(slots=True)
class Collection:
    """The figures of one delivery; what is wrong with the others is among the findings."""

    received_on: date
    """The day of receipt in Norway: a figure of a period that has not begun then is a typing error."""
    findings: Findings
    figures: list[Figure] = field(default_factory=list)
    _seen: dict[tuple[Series, Period], str] = field(default_factory=dict)

    def keeps_promises(self, metric: Metric, numbers: Numbers, status: Status | Bad, where: Where) -> bool:
        """True when the numbers are what the metric promises. What its own deliverer calls invalid is taken as it came."""
        broken = [] if status is Status.INVALID else list(breaches(numbers, metric))
        for part, code, message, details in broken:
            self.findings.add(where.place(part), code, message, **details)
        return not broken

    def add(self, key: Key, numbers: Numbers, status: Status, words: str, where: Where) -> None:
        """Take a figure that keeps its promises, if its period and unit go together and it is the only one of its key."""
        identity, spot = (key.series, key.period), where.spot()
        first = self._seen.get(identity)
        if first is not None:
            self._tell_twice(key, first, where)
            return
        self._seen[identity] = spot
        if self._is_timely(key, where):
            fields = numbers._asdict()
            figure = Figure(series=identity[0], period=key.period, status=status, words=words, place=spot, **fields)
            self.figures.append(figure)

    def _tell_twice(self, key: Key, first: str, where: Where) -> None:
        message = mark("the figure of {metric} for {period} stands twice in the file; first at {first}")
        details = {"metric": shown(key.metric.id), "period": key.period, "first": first}
        self.findings.add(where.place(Role.VALUE), Code.TWICE, message, **details)

    def _is_timely(self, key: Key, where: Where) -> bool:
        if key.period.start > self.received_on:
            message = mark("{period} had not begun when the file was received, {day}")
            self.findings.add(where.place(Role.PERIOD), Code.NOT_BEGUN, message, period=key.period, day=self.received_on)
            return False
        if not key.unit.exists_in(key.period):
            message = mark("the unit {unit} does not exist in {period}")
            self.findings.add(where.place(Role.UNIT), Code.UNIT_NOT_THEN, message, unit=shown(key.unit.id), period=key.period)
            return False
        return True
