"""When rounds run, in words: `every night`, `hver virkedag kl. 06:30`, `every hour`, `when delivered`.

Time is cut into slots that everybody names alike: an hour of UTC, or a date in Oslo, on which a round runs once, however often
the clock shows its hour that day. Asked is always for the newest slot, so that ten years off cost no more than an hour.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from engine.calendar.days import Works, works
from engine.calendar.names import WEEKDAYS

OSLO: Final = ZoneInfo("Europe/Oslo")
EXAMPLES: Final = (
    "every hour",
    "every night",
    "every day at 06:30",
    "every working day at 07:00",
    "every Monday",
    "when delivered",
)

_LONGEST_REST = 21
"""Days. Between two days of any schedule lie fewer, Christmas and Easter included."""


class NotASchedule(ValueError):
    """Nobody can say when these words mean."""


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One time at which a round is due: slots of one schedule are ordered by their keys."""

    key: str
    due_at: datetime
    """UTC."""


@runtime_checkable  # the models of rule files ask for it
class Schedule(Protocol):
    def newest(self, now: datetime, worked: Works) -> Slot | None:
        """The last slot that has begun at `now`; None for what no clock begins."""
        ...

    def next(self, now: datetime, worked: Works) -> Slot | None:
        """The first slot that has not begun."""
        ...


@dataclass(frozen=True, slots=True)
class Hourly:
    """`every hour`: the hours of UTC, of which each is one, whatever the clocks on the wall do."""

    def newest(self, now: datetime, worked: Works) -> Slot:  # noqa: ARG002 -- hours are hours on every day
        begun = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        return Slot(f"{begun:%Y-%m-%dT%HZ}", begun)

    def next(self, now: datetime, worked: Works) -> Slot:
        return self.newest(now + timedelta(hours=1), worked)


@dataclass(frozen=True, slots=True)
class Daily:
    """`every night`, `every working day at 07:00`, `every Monday`: dates in Oslo from that time of day on."""

    at: time
    weekday: int | None = None
    working: bool = False

    def newest(self, now: datetime, worked: Works) -> Slot | None:
        return next((slot for slot in self._slots(now, -1, worked) if slot.due_at <= now), None)

    def next(self, now: datetime, worked: Works) -> Slot | None:
        return next((slot for slot in self._slots(now, 1, worked) if slot.due_at > now), None)

    def _slots(self, now: datetime, step: int, worked: Works) -> Iterator[Slot]:
        """From today on, forward or back."""
        today = now.astimezone(OSLO).date()
        days = (today + timedelta(days=step * away) for away in range(_LONGEST_REST))
        return (self._slot(day) for day in days if self._runs_on(day, worked))

    def _runs_on(self, day: date, worked: Works) -> bool:
        return (self.weekday is None or day.weekday() == self.weekday) and (not self.working or worked(day))

    def _slot(self, day: date) -> Slot:
        # A time that the clocks jump over in spring comes an hour later; of one that comes twice in autumn it is the first.
        return Slot(day.isoformat(), datetime.combine(day, self.at, OSLO).astimezone(UTC))


@dataclass(frozen=True, slots=True)
class When:
    """A schedule in somebody's words."""

    text: str
    schedule: Schedule | None
    """None for `when delivered`: no clock begins it."""
    closed: tuple[str, ...] = ()

    def newest(self, now: datetime) -> Slot | None:
        return self.schedule.newest(now, works(self.closed)) if self.schedule else None

    def next(self, now: datetime) -> Slot | None:
        return self.schedule.next(now, works(self.closed)) if self.schedule else None


_NIGHT, _DAY = time(4), time(6)
_DAYS = rf"(?P<night>night|natt)|(?P<working>working day|virkedag|arbeidsdag)|day|dag|(?P<weekday>{'|'.join(WEEKDAYS)})"
_TIME = r"(?P<hour>[01]?[0-9]|2[0-3])[:.](?P<minute>[0-5][0-9])"
_DAILY = re.compile(rf"(?:every|hver) (?:{_DAYS})(?:,? (?:at|kl\.?) {_TIME})?")


def when(text: str, closed: tuple[str, ...] = ()) -> When:
    """What the words mean. Raises NotASchedule."""
    words = " ".join(text.casefold().split())
    if words in ("when delivered", "når det leveres", "ved leveranse"):
        return When(text, None, closed)
    if words in ("every hour", "hver time"):
        return When(text, Hourly(), closed)
    found = _DAILY.fullmatch(words)
    if found is None:
        raise NotASchedule(text)
    at = time(int(found["hour"]), int(found["minute"])) if found["hour"] else _NIGHT if found["night"] else _DAY
    weekday = WEEKDAYS[found["weekday"]] if found["weekday"] else None
    return When(text, Daily(at, weekday, bool(found["working"])), closed)
