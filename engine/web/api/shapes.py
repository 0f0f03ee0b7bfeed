"""What goes in and out: strict models, numbers as decimal text, periods as text, times with their offset."""

from datetime import date, datetime
from typing import Annotated, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from engine.periods import NotAPeriod, Period

DECIMAL = r"^-?[0-9]{1,20}(\.[0-9]{1,12})?$"
_PERIOD = r"^(19|20|21)[0-9]{2}(-(T[1-3]|Q[1-4]|W[0-5][0-9]|[01][0-9]))?$"
MOST_ON_A_PAGE = 500
LAST_SEQ = 10**18
"""No log grows as long."""


def _period(text: str) -> str:
    try:
        Period.parse(text)
    except NotAPeriod:
        raise PydanticCustomError("period", "not a period") from None
    return text


Name = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_.:-]+$")]
DimensionName = Annotated[str, StringConstraints(max_length=100, pattern=r"^[A-Za-z0-9_.:-]*$")]
PeriodText = Annotated[str, StringConstraints(pattern=_PERIOD), AfterValidator(_period)]
DecimalText = Annotated[str, StringConstraints(pattern=DECIMAL)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=10_000)]
OptionalWords = Annotated[str, StringConstraints(max_length=10_000)]


class Said(BaseModel):
    """What a caller sends: nothing that is not named here, and nothing that must be guessed, such as "5" for 5."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Filters(BaseModel):
    """What stands in an address; every part of it is text there."""

    model_config = ConfigDict(extra="forbid")


class Paged(Filters):
    limit: int = Field(default=100, ge=1, le=MOST_ON_A_PAGE)
    cursor: str | None = Field(default=None, max_length=1_000)
    """Where the page begins: it stands in the `next` of the page before."""


class Told(BaseModel):
    """What we answer."""

    model_config = ConfigDict(extra="forbid")


Item = TypeVar("Item")


class Page(Told, Generic[Item]):
    items: list[Item]
    limit: int
    next: str | None
    """The address of the next page; null on the last."""


class FieldProblem(Told):
    pointer: str
    """A JSON pointer into what was sent; empty when it is about the whole."""
    code: str
    message: str
    place: str = ""
    """In a file: its line, or sheet and cell."""


class ProblemBody(Told):
    type: str
    title: str
    status: int
    detail: str
    code: str
    reference: str
    errors: list[FieldProblem]
    delivery: str | None = None
    """What was refused and lies in quarantine under this id."""


def iso(when: date | datetime | None) -> str | None:
    return None if when is None else when.isoformat()
