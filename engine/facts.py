"""The nouns that travel through the stream: delivery, observation, verdict. All are immutable."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from engine.periods import Period


class Series(NamedTuple):
    """What is measured where: the identity of a figure without its period."""

    organisation: str
    metric: str
    unit: str
    dimension: str = ""


class Status(StrEnum):
    FINAL = "final"
    PRELIMINARY = "preliminary"
    INVALID = "invalid"
    """Declared wrong by the one who delivered it: on record, never judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What the deliverer said about a file; together with its bytes the identity of a delivery."""

    source: str
    organisation: str
    period: Period | None = None
    extracted_at: date | None = None
    status: Status | None = None


class Way(StrEnum):
    """How a delivery came."""

    COMMAND = "command"
    FOLDER = "folder"
    PAGE = "page"
    API = "api"
    OWN = "own"
    """Figures that we measured or counted ourselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What arrived, whole. The same bytes with the same declaration are the same delivery."""

    declaration: Declaration
    file_name: str
    content: bytes
    received_at: datetime
    """UTC."""
    way: Way | None = None
    sender: str = ""
    """The id of the account or token that sent it. Neither is part of what makes it this delivery."""

    @property
    def content_hash(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def id(self) -> str:
        said = self.declaration
        parts = [self.content_hash, said.source, said.organisation, said.period, said.extracted_at, said.status]
        return digest([None if part is None else str(part) for part in parts])

    @property
    def known_at(self) -> datetime:
        """When the figures were drawn: by the end of the declared extraction date, else by the time of receipt."""
        drawn_on = self.declaration.extracted_at
        if drawn_on is None:
            return self.received_at
        return min(self.received_at, datetime.combine(drawn_on, time.max, UTC))

    def observations(self, figures: "Iterable[Figure]") -> "tuple[Observation, ...]":
        """The figures read from this delivery, each as the revision that it brings."""
        known_at, received_at, delivery = self.known_at, self.received_at, self.id
        return tuple(
            Observation(
                figure=figure, delivery=delivery, known_at=known_at, received_at=received_at, source=self.declaration.source
            )
            for figure in figures
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure as it was read from a delivery. All numbers None and no words = reported as null."""

    series: Series
    period: Period
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    n: Decimal | None = None
    status: Status = Status.FINAL
    words: str = ""
    """What was said instead of a number."""
    place: str = ""
    """Where in the delivered file it stands: line and column, or sheet and cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """A figure with the delivery that brought it: one revision of the figure for its series and period."""

    figure: Figure
    delivery: str
    known_at: datetime
    """When the figure was drawn: the declared extraction date, else the time of receipt. The latest wins."""
    received_at: datetime
    source: str = ""
    """The source profile that it came by; a metric may say which of its sources goes before which."""

    @property
    def rank(self) -> tuple[datetime, datetime, str]:
        """Orders the revisions of one figure the same way in whichever order the deliveries were stored."""
        return self.known_at, self.received_at, self.delivery

    @property
    def revision(self) -> str:
        return digest([self.delivery, *map(_text, self.content)])

    @property
    def content(self) -> tuple[object, ...]:
        """What makes a later figure a different figure."""
        figure = self.figure
        return figure.value, figure.numerator, figure.denominator, figure.n, figure.status.value, figure.words


class Outcome(StrEnum):
    MET = "met"
    WARNING = "warning"
    MISSED = "missed"
    NO_DATA = "no_data"
    EXEMPT = "exempt"
    NOT_APPLICABLE = "not_applicable"
    ERROR = "error"


class Cause(StrEnum):
    """Why there is no judgement of a number."""

    NOT_DUE = "not_due"
    LATE = "late"
    REPORTED_NULL = "reported_null"
    ZERO_DENOMINATOR = "zero_denominator"
    TOO_FEW = "too_few"
    INVALID = "invalid"
    STATEMENT = "statement"
    NO_PREVIOUS = "no_previous"
    SHORT_HISTORY = "short_history"
    SERIES_BREAK = "series_break"
    NO_TARGET = "no_target"
    CONDITION = "condition"
    """The rule's `when` does not hold in this period, or its `except` does."""
    INFORMATIONAL = "informational"


class Comparator(StrEnum):
    AT_MOST = "at_most"
    BELOW = "below"
    AT_LEAST = "at_least"
    ABOVE = "above"
    EQUALS = "equals"
    BETWEEN = "between"


class Mark(StrEnum):
    """What a reader should notice although it does not change the outcome."""

    ON_THE_LIMIT = "on_the_limit"
    AHEAD_OF_YEAR = "ahead_of_year"
    SERIES_BREAK = "series_break"
    CHILD_MISSED = "child_missed"
    PRINTED_TOTAL_DIFFERS = "printed_total_differs"
    NEVER_DELIVERED = "never_delivered"
    """No figure has ever come, so nothing says where the series begins: told in every round, kept on record by none."""


TargetValue = Decimal | tuple[Decimal, Decimal]
"""A number, or the two ends of `between`, both included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the rule says of one unit and dimension in one period. Recomputable; never changed once written."""

    rule: str
    organisation: str
    unit: str
    dimension: str
    period: Period
    outcome: Outcome
    cause: Cause | None = None
    value: Decimal | None = None
    """The value as compared: rounded half up to the metric's decimals unless the rule says `compare: exact`."""
    raw_value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    target: TargetValue | None = None
    comparator: Comparator | None = None
    margin: Decimal | None = None
    """Distance to the target, positive on the good side."""
    provisional: bool = False
    rule_version: str
    data_revision: str
    words: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    """Figures beside the judgement: index, share_of_year, change_percent, previous_period …"""
    marks: tuple[Mark, ...] = ()

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """Which judgement this is; the versions of rule and data make it one edition of it."""
        return self.organisation, self.rule, self.unit, self.dimension, str(self.period)


def digest(parts: object) -> str:
    """A short stable name for JSON-able content: 16 hexadecimal digits of its SHA-256."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _text(part: object) -> str | None:
    return None if part is None else str(part)
