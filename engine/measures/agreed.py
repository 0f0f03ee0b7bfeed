"""The time in which a service is promised: always, or on some weekdays from one hour to another, on Norway's clock."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from engine.intake.records.clock import OSLO, micros, midnight
from engine.language import mark
from engine.measures.intervals import Interval, common, united
from engine.periods import Period
from engine.red_days import red_days
from engine.schema import Id, Many, PeriodOf, Strict


def _clock(value: object) -> object:
    try:
        return time.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise PydanticCustomError("clock", mark("a time of day is expected: 07:00")) from None


Clock = Annotated[time, BeforeValidator(_clock)]


class Hours(Strict):
    """Some weekdays, from one hour to another."""

    weekdays: Many[Annotated[int, Field(ge=1, le=7)]]
    """1 is Monday."""
    opens: Clock
    closes: Clock
    red_days: Literal["open", "closed"]

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.opens >= self.closes:
            raise PydanticCustomError("hours", mark("the service closes after it opens, on the same day"))
        return self


Agreed = Literal["always"] | Hours


class Service(Strict):
    """A service that is promised, and when it is on the list. What is not on the list is not measured."""

    id: Id
    valid_from: PeriodOf | None = None
    valid_to: PeriodOf | None = None

    @property
    def listed(self) -> list[Interval]:
        start = midnight(self.valid_from.start) if self.valid_from else -(2**62)
        end = midnight(self.valid_to.end + timedelta(days=1)) if self.valid_to else 2**62
        return [(start, end)]


def agreed_time(agreed: Agreed, service: Service, period: Period, known_until: datetime | None) -> list[Interval]:
    """The instants of the period, as far as they are known, in which the service is promised."""
    end = midnight(period.shift(1).start)
    if known_until is not None:
        end = min(end, micros(known_until))
    whole = common([(midnight(period.start), end)], service.listed) if end > midnight(period.start) else []
    return whole if isinstance(agreed, str) else common(whole, united(_open(agreed, period)))


def _open(hours: Hours, period: Period) -> Iterator[Interval]:
    day = period.start
    while day <= period.end:
        if day.isoweekday() in hours.weekdays and (hours.red_days == "open" or day not in red_days(day.year)):
            yield _instant(day, hours.opens), _instant(day, hours.closes)
        day += timedelta(days=1)


def _instant(day: date, clock: time) -> int:
    return micros(datetime.combine(day, clock, OSLO))
