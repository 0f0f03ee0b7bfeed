"""What every measure has in metrics.yaml; each kind adds its own keys in engine/measures/kinds/.

measure:
  kind: share
  over: calls                       # a record source in records.yaml
  at: started                       # the instant or date that puts a record into a period
  per: month
  by: [unit]                        # or {unit: department, dimension: queue}
  where: channel == "phone"
  of: wait_s <= 60
  missing: as_no                    # a record for which `of` or `where` cannot be decided
  incomplete: show                  # a period that is not over: show | withhold
  minimum_n: 30
"""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, get_args

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError
from pydantic_core.core_schema import ErrorType

from engine.catalogue import Metric
from engine.errors import Problem
from engine.expression import Kind
from engine.language import mark
from engine.measures.problems import Code, MeasureError, problem, unknown
from engine.measures.rows import Found, Group
from engine.names import printable, shown
from engine.periods import Grain
from engine.schema import ID_PATTERN, MESSAGE, NO_ID, NO_NAME, SENTENCES, Id, Name, Strict

if TYPE_CHECKING:
    from engine.measures.plan import Folded, Scope
    from engine.measures.tallying import Tally, Tallying

_QUOTED = re.compile("'([^']*)'")
_PYDANTICS_OWN = frozenset(get_args(ErrorType))

Text = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]

Missing = Literal["leave_out", "withhold"]
MissingOfShare = Literal["leave_out", "as_no", "withhold"]


class Engine(StrEnum):
    """Where records are folded."""

    DUCKDB = "duckdb"
    PANDAS = "pandas"
    POLARS = "polars"
    SPARK = "spark"


def _by(value: Any) -> Any:
    """`[unit]` means the column that is called so."""
    if isinstance(value, list | tuple) and all(isinstance(each, str) for each in value):
        return {each: each for each in value}
    return value


class By(Strict):
    """The columns whose values are the unit and the member of the dimension; without them it is the whole organisation."""

    unit: Name | None = None
    dimension: Name | None = None


class Measure(Strict):
    """What every kind has."""

    kind: str
    over: Id
    """The record source that is folded."""
    per: Grain = Field(strict=False)
    by: Annotated[By, BeforeValidator(_by)] = By()
    where: Text | None = None
    """Which records count at all; without it, every one."""
    incomplete: Literal["show", "withhold"]
    """A period that is not over, or not wholly known: its figure is shown and marked, or withheld."""
    minimum_n: int | None = Field(default=None, ge=1)
    """Fewer records than this give no figure."""

    times: ClassVar[tuple[str, ...]] = ("at",)
    """The keys that name an instant or a date."""
    folded_here: ClassVar[str] = ""
    """What is done with the records outside the engine, where that is the work."""
    instants: ClassVar[tuple[str, ...]] = ()
    """Those of them that need the hour: a date will not do."""
    words: ClassVar[tuple[str, ...]] = ()
    """What may stand in place of an expression, and is none."""
    names: ClassVar[tuple[str, ...]] = ()
    """The keys that name a column of text."""
    conditions: ClassVar[tuple[str, ...]] = ("where",)
    """The keys that hold a condition."""
    numbers: ClassVar[tuple[str, ...]] = ()
    """The keys that hold an expression whose outcome is a number."""

    @property
    def tables(self) -> tuple[str, ...]:
        """Every record source that is read."""
        return (self.over,)

    def folded(self, scope: "Scope") -> "Folded":
        """What the records say, for each group; the kind's own work."""
        raise NotImplementedError

    def empty(self) -> Found:
        """The figure of a group without records: none, of nothing."""
        return Found(None, None, None, 0)

    def exists(self, group: Group) -> bool:  # noqa: ARG002 (kinds that override it need it)
        """Whether there can be such a figure in the period: of a service that is off the list then, there is none."""
        return True

    def parts(self) -> Sequence[tuple[str, Any]]:
        """(key, part) of what is read from further tables: each part has its own over, times, conditions and numbers."""
        return ()

    def explained(self, scope: "Scope") -> str:
        """The plan of the engine, or how the records are folded here."""
        if self.folded_here:
            return f"{self.folded_here}\n"
        from engine.measures.explain import native_plan

        return native_plan(self.plan(scope))

    def plan(self, scope: "Scope") -> Any:
        """The plan of what the engine does."""
        raise NotImplementedError

    def checks(self, metric: Metric) -> Sequence[Problem]:  # noqa: ARG002 (kinds that override it need it)
        """What does not go with the metric."""
        return ()


class Tallied(Measure):
    """A kind whose figures follow from sums over records, in one pass through them, wherever they lie."""

    at: Name

    def folded(self, scope: "Scope") -> "Folded":
        return scope.tallied(self)

    def plan(self, scope: "Scope") -> Any:
        return scope.tally_plan(self)

    def tallies(self, records: "Tallying") -> "Mapping[str, Tally]":
        """Name → what is counted or added up."""
        raise NotImplementedError

    def found(self, sums: Mapping[str, Fraction], factor: int) -> Found:
        """The figure that follows from a group's sums."""
        raise NotImplementedError


def asked_of(part: Any) -> list[tuple[str, str, Kind]]:
    """(key, expression, what it must give) of a measure or of a part of it that reads another table."""
    kinds = ((Kind.BOOLEAN, "conditions"), (Kind.NUMBER, "numbers"))
    asked = [(key, getattr(part, key), kind) for kind, keys in kinds for key in getattr(part, keys, ())]
    return [each for each in asked if each[1] is not None and each[1] not in getattr(part, "words", ())]


def declared(metric: Metric) -> Measure:
    """The metric's measure, checked. Raises MeasureError with every problem of the declaration."""
    from engine.measures.kinds import KINDS

    written = metric.measure
    if written is None:
        message = mark("the metric is delivered, not measured: it has no measure:")
        raise MeasureError("", [problem(metric.id, "measure", Code.NO_MEASURE, message)])
    kind = written.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        message, suggesting = mark("unknown kind {name}"), mark("unknown kind {name} (did you mean '{suggestion}'?)")
        raise MeasureError("", [unknown(metric.id, "kind", Code.KIND, message, suggesting, str(kind), KINDS)])
    try:
        measure = KINDS[kind].model_validate(written)
    except ValidationError as error:
        raise MeasureError("", [_told(metric.id, detail) for detail in error.errors(include_url=False)]) from None
    problems = list(measure.checks(metric))
    if measure.per is not metric.grain:
        message = mark("the metric has one figure per {grain}, and per: is {per}")
        details = {"grain": metric.grain.word, "per": measure.per.value}
        problems.append(problem(metric.id, "per", Code.GRAIN, message, **details))
    if problems:
        raise MeasureError("", problems)
    return measure


def _told(metric: str, detail: Any) -> Any:
    key = ".".join(str(step) for step in detail["loc"])
    match detail["type"]:
        case "missing":
            return problem(metric, key, Code.VALUE, mark("the key is missing: what it decides has no default"))
        case "extra_forbidden":
            return problem(metric, key, Code.VALUE, mark("this kind of measure has no such key"))
        case "literal_error" | "enum":
            choices = ", ".join(_QUOTED.findall(detail["ctx"]["expected"]))
            return problem(metric, key, Code.VALUE, mark("one of {choices} is expected"), choices=choices)
        case "string_pattern_mismatch":
            message = NO_ID if detail["ctx"]["pattern"] == ID_PATTERN else NO_NAME
            return problem(metric, key, Code.VALUE, message, name=shown(detail["input"]))
        case kind if kind in SENTENCES:
            return problem(metric, key, Code.VALUE, SENTENCES[kind], **detail.get("ctx", {}))
        case kind if kind not in _PYDANTICS_OWN:
            given = detail.get("ctx", {})
            return problem(metric, key, Code.VALUE, given.get(MESSAGE, detail["msg"]), **given)
        case _:
            said = printable(detail["msg"], 120)
            return problem(metric, key, Code.VALUE, mark("this value is not accepted: {said}"), said=said)
