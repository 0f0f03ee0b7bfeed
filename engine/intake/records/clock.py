"""Single instants on Norway's clock, counted in microseconds since 1970 (UTC)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

MICROS, DAY, MONTH = "__us", "__day", "__month"
"""What is stored beside an instant: microseconds since 1970, its day and its month in Norway. A date has the last two.

Europe/Oslo decides once, when the record arrives, which day an instant belongs to; no engine needs to know time zones. Days are
counted from 0001-01-01, a Monday, as periods count their weeks; months are year × 12 + month − 1, as periods count them.
"""


def midnight(day: date) -> int:
    """The instant at which the day begins in Norway."""
    return micros(datetime(day.year, day.month, day.day, tzinfo=OSLO))


def micros(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(microseconds=1)
