"""What goes in and out: strict models, numbers as decimal text, periods as text, times with their offset."""

from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from engine.periods import NotAPeriod, Period

DECIMAL = r"^-?[0-9]{1,20}(\.[0-9]{1,12})?$"
_PERIOD = r"^(19|20|21)[0-9]{2}(-(T[1-3]|Q[1-4]|W[0-5][0-9]|[01][0-9]))?$"
MOST_ON_A_PAGE = 500
_FARTHEST = 10_000_000


def _period(text: str) -> str:
    try:
        Period.parse(text)
    except NotAPeriod:
        raise PydanticCustomError("period", "not a period: 2023, 2023-T1, 2023-Q1, 2023-03 or 2023-W12") from None
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
    offset: int = Field(default=0, ge=0, le=_FARTHEST)


class Told(BaseModel):
    """What we answer."""

    model_config = ConfigDict(extra="forbid")


Item = TypeVar("Item")


class Page(Told, Generic[Item]):
    items: list[Item]
    total: int
    limit: int
    offset: int


class FieldProblem(Told):
    pointer: str
    """A JSON pointer into what was sent; empty when it is about the whole."""
    code: str
    message: str


class ProblemBody(Told):
    type: str
    title: str
    status: int
    detail: str
    code: str
    reference: str
    errors: list[FieldProblem]


def page(items: "list[Any] | tuple[Any, ...]", asked: Paged, shape: Any) -> dict[str, Any]:
    """One page of what is in a stable order; only its own rows are shaped."""
    return part(items[asked.offset : asked.offset + asked.limit], len(items), asked, shape)


def part(shown: "list[Any] | tuple[Any, ...]", total: int, asked: Paged, shape: Any) -> dict[str, Any]:
    """One page that was read as such, of so many in all."""
    return {"items": [shape(each) for each in shown], "total": total, "limit": asked.limit, "offset": asked.offset}


def iso(when: date | datetime | None) -> str | None:
    return None if when is None else when.isoformat()
