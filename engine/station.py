"""What a command or a job works with: settings, rules, store and evidence, each opened when it is first asked for."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.report.loader import Reports
    from engine.rulebook.loader import Rulebook
    from engine.settings import Settings
    from engine.store import Store
    from engine.store.people.store import People
    from engine.store.person.store import PersonStore
    from engine.worktime.profiles import Profiles


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
