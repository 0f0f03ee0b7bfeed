"""What a rule looks like in YAML, whatever it checks. Each kind of check adds its own keys in engine/checks/.

- id: hnikt-first-line
  title: Løsningsgrad i førstelinje
  metric: first_line_resolution
  unit: helse-nord-ikt
  check: target
  targets: [{valid_from: 2022-09, at_least: 70, decided_by: kvalitet, source: {document: …, chapter: "3", quote: …}}]
  missing: {after_due: no_data, minimum_n: 100}
  severity: high
  owner: kvalitet
  notify: [kvalitet]
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from engine.catalogue import Metric, Organisation
from engine.facts import Comparator, digest
from engine.language import mark
from engine.periods import Grain, Period
from engine.rulebook.findings import Finding
from engine.schema import Id, Line, Many, Number, PeriodOf, Strict, as_tuple


class Source(Strict):
    """Where the target is stated, in the document's own words."""

    document: str
    chapter: str
    quote: str = ""


class OfMetric(Strict):
    """A limit that is itself a figure, such as a budget, of the same unit, dimension and period."""

    metric: Id
    dimension: Id | None = None
    """Taken from another member of that metric's dimension; without it, from the same one."""


def _limit(value: Any) -> str:
    return "a figure" if isinstance(value, dict | OfMetric) else "a number"


Limit = Annotated[Annotated[Number, Tag("a number")] | Annotated[OfMetric, Tag("a figure")], Discriminator(_limit)]
"""A number, or the figure of another metric. Told apart before it is read, so that a mistake is named once."""


def _between(value: Any) -> Any:
    if isinstance(value, list | tuple) and len(value) == 2:
        return tuple(value)
    raise PydanticCustomError("between", mark("between takes two numbers, with a point as decimal mark: [4.5, 5]"))


class Target(Strict):
    """One stated target with its validity in data periods: exactly one comparator key."""

    valid_from: PeriodOf | None = None
    valid_to: PeriodOf | None = None
    dimensions: Annotated[tuple[str, ...], BeforeValidator(as_tuple)] | None = None
    """The members that it is stated for, of those the rule judges; all, when not given. A member without any is only shown."""
    at_most: Limit | None = None
    below: Limit | None = None
    at_least: Limit | None = None
    above: Limit | None = None
    equals: Limit | None = None
    between: Annotated[tuple[Number, Number], BeforeValidator(_between)] | None = None
    tolerance: Number = Field(default=Decimal(0), ge=0)
    """How far past the limit still counts as met, in the metric's unit of measure."""
    warn_margin: Number | None = Field(default=None, ge=0)
    source: Source | None = None
    decided_by: Id | None = None
    """The role that must confirm what the document does not state (a comparator, a date, a number)."""

    @model_validator(mode="after")
    def _one_comparator(self) -> "Target":
        given = [comparator for comparator in Comparator if getattr(self, comparator) is not None]
        if len(given) != 1:
            raise PydanticCustomError(
                "comparator", mark("a target has exactly one of at_most, below, at_least, above, equals, between")
            )
        return self

    @cached_property
    def comparator(self) -> Comparator:
        return next(comparator for comparator in Comparator if getattr(self, comparator) is not None)

    @property
    def limit(self) -> Any:
        """The number, the pair of numbers, or the OfMetric to compare with."""
        return getattr(self, self.comparator)

    def concerns(self, dimension: str) -> bool:
        return self.dimensions is None or dimension in self.dimensions

    def holds_in(self, period: Period) -> bool:
        """True when the data's period lies inside the target's validity. A week belongs where it starts."""
        last = period.start if period.grain is Grain.WEEK else period.end
        return (self.valid_from is None or self.valid_from.start <= period.start) and (
            self.valid_to is None or last <= self.valid_to.end
        )


class Missing(Strict):
    """What to say when the figure does not come, and how small a base is too small."""

    after_due: Literal["no_data", "missed"]
    minimum_n: int | None = Field(default=None, ge=1)


class OutOf(Strict):
    """`breach_after: {missed: 2, of: 3}`: two missed within three consecutive periods."""

    missed: int = Field(ge=1)
    of: int = Field(ge=1, le=60)


def _breach_after(value: Any) -> str:
    return "k of m" if isinstance(value, dict | OutOf) else "in a row"


BreachAfter = Annotated[
    Annotated[int, Field(ge=1, le=60), Tag("in a row")] | Annotated[OutOf, Tag("k of m")], Discriminator(_breach_after)
]

_Name = TypeVar("_Name")


def _all_or_list(value: Any) -> str:
    return "all" if isinstance(value, str) else "a list"


AllOr = Annotated[
    Annotated[Literal["all"], Tag("all")] | Annotated[tuple[_Name, ...], BeforeValidator(as_tuple), Tag("a list")],
    Discriminator(_all_or_list),
]
"""`all`, or a list of names."""


class Severity(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


def names_in(expression: str) -> tuple[str, ...]:
    """Whatever can be a name in a text in the rule language; a superset, told without parsing it."""
    return tuple(_NAME.findall(expression))


def _not_given(value: Any) -> bool:
    return value is None


class Rule(Strict):
    """What every rule has. Kinds of check derive from this class and add their keys."""

    kind: ClassVar[str]

    id: Id
    title: Line
    title_en: str = ""
    metric: Id
    check: str
    unit: Id | None = None
    units: AllOr[Id] | None = None
    """The units judged: one by `unit`, several by `units: [a, b]`, every unit of the tree by `units: all`."""
    dimensions: AllOr[str] = ("",)
    """The members judged; `""` is the figure without a dimension, `all` every declared member (not the total)."""
    # Left out of the dump where they are not given: a rule without them keeps the version that it had before they existed.
    when: str | None = Field(default=None, exclude_if=_not_given)
    """A condition in the rule language: the rule is judged only in the periods in which it holds."""
    unless: str | None = Field(default=None, alias="except", exclude_if=_not_given)
    """`except:` in YAML, which is no name in Python: the rule is not judged in the periods in which it holds."""
    compare: Literal["as_published", "exact"] = "as_published"
    breach_after: BreachAfter = 1
    """Missed periods in a row, or k of m, before an avvik is opened."""
    clear_after: int = Field(default=1, ge=1, le=60)
    """Met periods in a row before the avvik is marked normalisert."""
    recurrence: int = Field(default=3, ge=0, le=60)
    """A relapse within so many periods after normalisation belongs to the same avvik."""
    missing: Missing
    severity: Severity = Field(strict=False)
    owner: Id
    notify: Many[Id] = ()
    source: Source | None = None
    decided_by: Id | None = None
    note: str = ""

    @model_validator(mode="after")
    def _unit_or_units(self) -> "Rule":
        if (self.unit is None) == (self.units is None):
            raise PydanticCustomError("units", mark("a rule has either unit or units"))
        return self

    @property
    def metrics(self) -> tuple[str, ...]:
        """Every metric that the rule's keys name, its own first. Kinds that name more override this."""
        return (self.metric,)

    @property
    def expressions(self) -> Mapping[str, str]:
        """The texts in the rule language, by the key they stand under. Kinds that have more override this."""
        given = {"when": self.when, "except": self.unless}
        return {key: text for key, text in given.items() if text is not None}

    def problems(self, organisation: Organisation) -> Iterable[Finding]:  # noqa: ARG002 (kinds that override it need it)
        """What is wrong with this rule that only its kind can know; kinds override this.

        Called once when the rule is loaded, only when the rule's own metric, its units and its dimensions exist (the
        others that `metrics` names do too). A finding has Code.KIND (an error: the rule's file is kept out) or
        Code.KIND_WARNING, or a more exact code where there is one:

            yield Finding(("budget",), Code.KIND, mark("the budget {metric} has no figure per {grain}"), {...})
        """
        return ()

    @property
    def begins(self) -> Period | None:
        """The first period that is judged, delivered or not; None: the first with a figure. Kinds that know override this."""
        return None

    def newest(self, metric: Metric, as_of: date) -> Period:
        """The last period that is judged although no figure came: the last that has ended. Kinds that ask earlier override."""
        return Period.containing(as_of, metric.grain).shift(-1)

    def units_of(self, organisation: Organisation) -> tuple[str, ...]:
        if self.unit is not None:
            return (self.unit,)
        return tuple(organisation.units) if self.units == "all" else tuple(self.units or ())

    def dimensions_of(self, metric: Metric) -> tuple[str, ...]:
        return tuple(metric.by_member) if self.dimensions == "all" else tuple(self.dimensions)

    def version(self, metrics: Mapping[str, Metric]) -> str:
        """The content hash of the rule and of the definitions it reads: what was decided, in 16 hexadecimal digits."""
        named = [name for text in self.expressions.values() for name in names_in(text) if name in metrics]
        read = [metrics[name].model_dump(mode="json") for name in dict.fromkeys((*self.metrics, *named))]
        return digest([self.model_dump(mode="json"), read])
