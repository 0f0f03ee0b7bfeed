"""What a command or a job works with: settings, rules, store and evidence, each opened when it is first asked for."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.errors import RuleFileError

if TYPE_CHECKING:
    from engine.channels.loader import Channels
    from engine.report.loader import Reports
    from engine.rulebook.loader import Rulebook
    from engine.settings import Settings
    from engine.store import Store
    from engine.store.outbox.store import Outbox
    from engine.store.people.store import People
    from engine.store.person.store import PersonStore
    from engine.telling import Telling
    from engine.worktime.profiles import Profiles

_HERE: Final = ("http://127.0.0.1", "http://localhost")
"""Addresses that lead nobody anywhere who reads them in a mail."""


@dataclass(frozen=True)
class Station:
    """Made of the settings alone, so that a job in a process of its own has the same."""

    settings: "Settings"
    read_state: tuple[tuple[str, int, int], ...] | None = None
    """What the rule files were like when the rules were read, for those who stay while they change."""

    def rules_state(self) -> tuple[tuple[str, int, int], ...]:
        """What the rule files are like now: their names, sizes and times, without reading them."""
        files = sorted(self.settings.rules.rglob("*.yaml"))
        stats = ((path, path.stat()) for path in files if path.is_file())
        return tuple((str(path), found.st_size, found.st_mtime_ns) for path, found in stats)

    @cached_property
    def rulebook(self) -> "Rulebook":
        from engine.checks import KINDS
        from engine.rulebook.loader import load

        return load(self.settings.rules, {name: kind.rule for name, kind in KINDS.items()}, self.settings.cache)

    @cached_property
    def reports(self) -> "Reports":
        """What each organisation wants in its report."""
        from engine.report.loader import load

        return load(self.settings.rules, self.rulebook, self.settings.cache)

    @cached_property
    def store_as_it_is(self) -> "Store":
        """The database for those who only read: it is neither made nor brought up to date."""
        from engine.store import open_store

        return open_store(self.settings.database_url)

    @cached_property
    def store(self) -> "Store":
        """The database, made or brought up to date when needed."""
        self.store_as_it_is.migrate()
        return self.store_as_it_is

    @cached_property
    def people_as_they_are(self) -> "People":
        """The accounts, in the database as it is."""
        from engine.store.people.store import open_people

        return open_people(self.settings.database_url)

    @cached_property
    def persons_as_they_are(self) -> "PersonStore":
        """The evidence about persons, neither made nor brought up to date."""
        from engine.store.person.store import open_person_store

        return open_person_store(self.settings.person_database_url or self.settings.database_url)

    @cached_property
    def persons(self) -> "PersonStore":
        """The evidence about persons, made or brought up to date when needed."""
        self.persons_as_they_are.migrate()
        return self.persons_as_they_are

    @cached_property
    def profiles(self) -> "Profiles":
        """The AML profiles that are shipped, and the organisation's own. Raises RuleFileError."""
        from engine.worktime.profiles import DEFAULT, load

        own = Path(self.settings.aml_profiles) if self.settings.aml_profiles else None
        return load(self.settings.rules / "aml", own, default=DEFAULT)

    @cached_property
    def outbox(self) -> "Outbox":
        """What waits to be sent, in the database as it is."""
        from engine.store.outbox.store import open_outbox

        return open_outbox(self.settings.database_url)

    @cached_property
    def channels(self) -> "Channels":
        """What the operator has set up. Raises RuleFileError for a file that cannot be used."""
        from engine.channels.loader import load, none
        from engine.channels.outside import Outside
        from engine.settings import secrets

        given = self.settings
        if not given.channels:
            return none()
        hosts = frozenset(name.strip().lower() for name in given.outside_hosts.split(",") if name.strip())
        outside = Outside(hosts=hosts, plain_http=given.outside_http, private=given.outside_private)
        return load(Path(given.channels), secrets(), outside)

    @cached_property
    def telling(self) -> "Telling":
        """What puts notices into the outbox."""
        return self.telling_by(self.rulebook)

    def telling_by(self, book: "Rulebook") -> "Telling":
        """The same by rules that somebody else has read."""
        from engine.telling import Telling

        address = self.settings.base_url
        return Telling(book=book, address="" if address.startswith(_HERE) else address, personal=self._personal_channels())

    def _personal_channels(self) -> frozenset[str]:
        """While the file of channels cannot be read, what is told waits in the outbox: judging goes on, sending says why."""
        from engine.channels.loader import none

        try:
            return self.channels.personal
        except RuleFileError:
            return none().personal
