"""What the clock in Oslo shows, and the two nights in which it shows an hour twice or not at all."""

from datetime import UTC, datetime

from engine.calendar.schedule import OSLO


def instants(shown: datetime) -> tuple[datetime, ...]:
    """When the clock in Oslo shows this time, which has no offset: once, or twice in autumn, or never in spring."""
    both = (shown.replace(tzinfo=OSLO, fold=fold).astimezone(UTC) for fold in (0, 1))
    return tuple(dict.fromkeys(at for at in both if at.astimezone(OSLO).replace(tzinfo=None, fold=0) == shown))


def is_shown_twice(at: datetime) -> bool:
    """Whether the clock in Oslo shows the time of this instant at another one too."""
    return len(instants(at.astimezone(OSLO).replace(tzinfo=None, fold=0))) > 1


def clock_in_oslo(at: datetime) -> str:
    """With the offset, which tells the two apart: 2026-10-25T02:30+02:00."""
    return at.astimezone(OSLO).isoformat(timespec="minutes")
