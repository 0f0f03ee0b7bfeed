"""The clock of the pages: views ask here and hand the time on as an argument."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """Today's date in Oslo, whatever the machine's own time zone is."""
    return datetime.now(OSLO).date()
