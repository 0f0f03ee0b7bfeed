"""What a metric promises of its figures, as a pydantic model: limits, whole numbers, ratios that agree with their value."""

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, create_model
from pydantic_core import PydanticCustomError

from engine.catalogue import Metric
from engine.intake.findings import Code
from engine.intake.profile import Role
from engine.language import mark
from engine.numbers import plain, quotient, round_half_up


class Numbers(NamedTuple):
    """The numbers of one figure as they were delivered."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    n: Decimal | None = None


class Breach(NamedTuple):
    """A promise not kept: which number, and why."""

    part: Role
    code: Code
    message: str
    details: dict[str, object]


def breaches(numbers: Numbers, metric: Metric) -> Iterator[Breach]:
    """Every promise of the metric that the numbers do not keep."""
    value, numerator, denominator, n = numbers
    if (numerator is None) is not (denominator is None):
        part = Role.NUMERATOR if denominator is None else Role.DENOMINATOR
        yield Breach(part, Code.HALF_A_RATIO, mark("a numerator and its denominator are delivered together or not at all"), {})
    follows = None
    if numerator is not None and denominator:
        follows = quotient(numerator, denominator, metric.ratio_factor)
    if value is not None and denominator is not None and not _agree(value, follows, denominator, metric.decimals):
        yield _contradiction(numbers, follows, metric.decimals)
    yield from _contract_breaches(follows if value is None else value, denominator, n, metric)


def _agree(value: Decimal, follows: Decimal | None, denominator: Decimal, decimals: int) -> bool:
    """True when the delivered value and the one that follows are published as the same figure. Of nothing, none follows."""
    if follows is None:
        return bool(denominator)
    return round_half_up(value, decimals) == round_half_up(follows, decimals)


def _contradiction(numbers: Numbers, follows: Decimal | None, decimals: int) -> Breach:
    message = mark("the value is {value}, but {numerator} / {denominator} gives {follows}")
    if follows is None:
        message = mark("the value is {value}, but of {denominator} there is no share")
    stated = {name: None if number is None else plain(number) for name, number in numbers._asdict().items()}
    given = None if follows is None else plain(round_half_up(follows, decimals))
    return Breach(Role.VALUE, Code.CONTRADICTION, message, {**stated, "follows": given})


def _contract_breaches(
    value: Decimal | None, denominator: Decimal | None, n: Decimal | None, metric: Metric
) -> Iterator[Breach]:
    try:
        _contract(metric.minimum, metric.maximum, metric.whole)(value=value, denominator=denominator, n=n)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            part, kind = Role(str(found["loc"][0])), found["type"]
            code, message = _MESSAGES[part, kind]
            limit = metric.minimum if kind == "greater_than_equal" else metric.maximum
            yield Breach(part, code, message, {"value": _short(found["input"]), "limit": plain(limit or Decimal(0))})


def _short(value: Decimal) -> str:
    """Without the zeros behind a quotient."""
    text = plain(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=1024)
def _contract(minimum: Decimal | None, maximum: Decimal | None, whole: bool) -> type[BaseModel]:
    """The model of a metric's figures. Built once for each set of limits: a delivery has many figures of few metrics."""
    value: Any = Annotated[Decimal, Field(ge=minimum, le=maximum)]
    if whole:
        value = Annotated[value, AfterValidator(_whole)]
    count = Annotated[Decimal, Field(ge=0)]
    config = ConfigDict(strict=True, frozen=True, hide_input_in_errors=True)
    return create_model(
        "Contract", __config__=config, value=(value | None, ...), denominator=(count | None, ...), n=(count | None, ...)
    )


def _whole(value: Decimal) -> Decimal:
    if value != value.to_integral_value():
        raise PydanticCustomError("whole", "not a whole number")
    return value


_NEGATIVE = mark("{value} is negative, and this counts something")
_MESSAGES = {
    (Role.VALUE, "greater_than_equal"): (
        Code.OUT_OF_RANGE,
        mark("{value} is below {limit}, the least that this metric can be"),
    ),
    (Role.VALUE, "less_than_equal"): (Code.OUT_OF_RANGE, mark("{value} is above {limit}, the most that this metric can be")),
    (Role.VALUE, "whole"): (Code.NOT_WHOLE, mark("{value} has decimals, and this metric counts whole things")),
    (Role.DENOMINATOR, "greater_than_equal"): (Code.NEGATIVE, _NEGATIVE),
    (Role.N, "greater_than_equal"): (Code.NEGATIVE, _NEGATIVE),
}
