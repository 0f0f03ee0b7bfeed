"""What stands in rules/<organisation>/calendar.yaml: when each source is expected, and when rounds run.

deliveries:
  - {id: levering-drift, source: hnikt-drift, due: 10. virkedag etter månedsslutt, grace: 2 virkedager, owner: drift}
runs:
  - {id: aml, run: aml, when: every night}
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from engine.calendar.due import Expected, Grace
from engine.calendar.schedule import When
from engine.rulebook.rhythm import ClosedDays, DueOf, GraceOf, WhenOf
from engine.rulebook.schema import Severity
from engine.schema import Id, Line, Many, PeriodOf, Strict


class Kind(StrEnum):
    """What a round can do: the word after `run:`."""

    JUDGE = "judge"
    """Judge what is due."""
    MEASURE = "measure"
    """Fold raw records into figures, the running period's too, which is marked incomplete."""
    AML = "aml"
    """Judge the evidence of working time."""
    REPORT = "report"
    """Make the draft of a report when the last figures of its period have come."""


class Item(Strict):
    """One line of a calendar."""

    id: Id
    note: str = ""


class DeliveryItem(Item):
    """A source that is expected by a day. Late is an avvik of its owner, under the item's own id."""

    source: Id
    due: DueOf
    grace: GraceOf = Grace()
    closed: ClosedDays = ()
    """Days off besides the red ones."""
    valid_from: PeriodOf | None = None
    """The first period that is expected; without it, the first that ever came."""
    owner: Id
    notify: Many[Id] = ()
    severity: Severity = Field(default=Severity.LOW, strict=False)
    title: Line | None = None
    title_en: str = ""

    @property
    def expected(self) -> Expected:
        return Expected(due=self.due, grace=self.grace, closed=self.closed, since=self.valid_from)


class RunItem(Item):
    """When a kind of round runs."""

    run: Kind = Field(strict=False)
    when: WhenOf
    metrics: Many[Id] = ()
    """`run: measure`: only these; without it, every metric with a measure."""
    closed: ClosedDays = ()
    """Days off besides the red ones, for `every working day`."""

    @property
    def at(self) -> When:
        return When(self.when.text, self.when.schedule, self.closed)


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """An organisation's calendar as it is in force."""

    deliveries: tuple[DeliveryItem, ...] = ()
    runs: tuple[RunItem, ...] = ()

    @classmethod
    def of(cls, items: Iterable[Item]) -> "Timetable":
        found = tuple(items)
        return cls(
            deliveries=tuple(each for each in found if isinstance(each, DeliveryItem)),
            runs=tuple(each for each in found if isinstance(each, RunItem)),
        )


ITEMS: Mapping[str, type[Item]] = {"deliveries": DeliveryItem, "runs": RunItem}
"""The items of a calendar's lists, by the key that the list stands under."""
