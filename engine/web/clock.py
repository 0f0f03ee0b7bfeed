"""The clock of the pages: views ask here and hand the time on as an argument. Days and times are written in one way."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from engine.language import Language

OSLO = ZoneInfo("Europe/Oslo")


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """Today's date in Oslo, whatever the machine's own time zone is."""
    return datetime.now(OSLO).date()


def day(value: date, language: Language) -> str:
    """«13.04.2023», in English 2023-04-13."""
    return f"{value:%d.%m.%Y}" if language is Language.NB else value.isoformat()


def moment(at: datetime, language: Language) -> str:
    """A time as the clock in Oslo showed it: «22.11.2026 09:05»."""
    local = at.astimezone(OSLO)
    return f"{day(local.date(), language)} {local:%H:%M}"
