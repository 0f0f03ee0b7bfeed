"""Instants: moments in UTC, to the microsecond. Without an offset a time is not an instant, because nobody knows which one."""

import re
from datetime import UTC, datetime

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""The years in which reporting periods lie; outside, a date is a typing error or a stand-in for 'never'."""

_FORM = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})", re.ASCII
)


def read_instant(word: str) -> datetime | None:
    """The instant of an ISO 8601 text with date, time and offset; None when it is not one."""
    if not _FORM.fullmatch(word):
        return None
    try:
        return datetime.fromisoformat(word).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
