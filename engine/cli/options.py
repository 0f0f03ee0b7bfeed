"""The options that commands share, their defaults, and the clock, which only the command line asks."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

import typer

from engine.language import Language
from engine.periods import FIRST_YEAR, LAST_YEAR
from engine.station import Station

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.decisions.decision import Decision, DecisionDraft

OSLO = ZoneInfo("Europe/Oslo")

_Day = TypeVar("_Day", bound=date)


def today() -> date:
    """Today's date in Oslo, whatever the machine's own time zone is."""
    return datetime.now(OSLO).date()


def now() -> datetime:
    return datetime.now(UTC)


def day(text: str) -> date:
    try:
        return _within_periods(date.fromisoformat(text))
    except ValueError:
        raise typer.BadParameter(f"«{text[:40]}»: 2023-04-13") from None


def instant(text: str) -> datetime:
    """As `moment`; without an offset it is Oslo time."""
    given = moment(text)
    return (given if given.tzinfo else given.replace(tzinfo=OSLO)).astimezone(UTC)


def moment(text: str) -> datetime:
    """A date, or a date with a time, with or without an offset. A date alone is noon, which is that date in UTC too."""
    try:
        given = datetime.fromisoformat(text)
        if "T" not in text and " " not in text:
            given = datetime.combine(given.date(), time(12))
        return _within_periods(given)
    except ValueError:
        raise typer.BadParameter(f"«{text[:40]}»: 2023-04-13, 2023-04-13T08:00") from None


def _within_periods(given: _Day) -> _Day:
    """A day in a year that has periods: outside lies a typing error, and soon the end of the calendar."""
    if not FIRST_YEAR <= given.year <= LAST_YEAR:
        raise ValueError(given)
    return given


RulesOption = Annotated[
    Path | None, typer.Option("--rules", metavar="DIR", help="Mappen med regler · the folder of rules (MALVAKT_RULES).")
]
DatabaseOption = Annotated[
    str | None, typer.Option("--database", metavar="URL", help="Databasen · the database (MALVAKT_DATABASE_URL).")
]
LanguageOption = Annotated[
    Language | None,
    typer.Option("--language", metavar="nb|en", help="Språket i tabellene · the tables' language (MALVAKT_LANGUAGE)."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON for programmer · for scripts.")]
OrganisationOption = Annotated[str | None, typer.Option("--organisation", metavar="ID", help="Bare denne · only this one.")]
AsOfOption = Annotated[
    date | None,
    typer.Option(
        "--as-of", parser=day, metavar="D", help="Hva som er forfalt per denne datoen · what is due on this date [i dag]."
    ),
]
ByOption = Annotated[str | None, typer.Option("--by", metavar="WHO", help="Hvem som gjør det · who does it (MALVAKT_USER).")]


class Desk(Station):
    """What a command works with: the settings, with what the command line says in their place."""

    @classmethod
    def set_up(
        cls,
        rules: Path | None = None,
        database: str | None = None,
        language: Language | None = None,
        *,
        stays: bool = False,
        **more: Any,
    ) -> "Desk":
        """`stays`: the program runs until it is stopped, so that its log says more."""
        from engine.logs import set_up
        from engine.settings import load

        given: dict[str, Any] = {"rules": rules, "database_url": database, "language": language, **more}
        settings = load(**{name: value for name, value in given.items() if value is not None})
        set_up(settings.log_format, settings.log_level_of(stays=stays))
        return cls(settings)

    @property
    def language(self) -> Language:
        return self.settings.language

    def who(self, by: str | None = None) -> str:
        """Who acts: --by, else the setting. Raises UsageError where there is neither."""
        from engine.errors import UsageError
        from engine.language import mark

        who = (by or self.settings.user).strip()
        if not who:
            raise UsageError(mark("who does this? give --by WHO or set MALVAKT_USER"))
        return who

    def decide(self, make: "Callable[[Sequence[Decision]], DecisionDraft]") -> "Decision":
        """Put a decision into the ledger, and into the program's own log that there is one."""
        from engine.logs import Event, tell

        written = self.store.decide(make, at=now())
        tell(Event.DECIDED, organisation=written.organisation, kind=written.kind.value, about=written.about)
        return written
