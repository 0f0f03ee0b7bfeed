"""The door to the store: everything that may be asked of it and written to it, in the nouns of the stream."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path

from django.db import transaction

from engine.facts import Observation
from engine.people import Person
from engine.store import address, rounds
from engine.store.ahead import Ahead
from engine.store.database import Database
from engine.store.doors.avvik import Log
from engine.store.doors.decisions import Ledger
from engine.store.doors.deliveries import Deliveries
from engine.store.doors.judged import Judged
from engine.store.doors.reports import Reports
from engine.store.due import DueTable
from engine.store.fence import Fence
from engine.store.nouns import Claim
from engine.store.people.rows import of_organisation, persons
from engine.store.work import Work


def open_store(url: str) -> "Store":
    """The store at this address. Raises StoreError for what is no address; nothing is connected to or made yet."""
    return Store(Database(address.parse(url)))


class Store(Deliveries, Judged, Log, Ledger, Reports):
    """Whoever asks a database that is missing, of another release, foreign, busy or out of reach gets a StoreError.

    It may be used from any thread, and any number of processes may use the same database. What one call writes is one
    transaction: kept whole or not at all. Times are aware datetimes.
    """

    def migrate(self) -> None:
        """Make the database, or bring it up to date."""
        self._database.migrate()

    def is_current(self) -> bool:
        """False when `migrate` has something to do."""
        return self._database.is_current()

    def close(self) -> None:
        """Close this thread's connection; the next use opens another."""
        self._database.close()

    @property
    def file(self) -> Path | None:
        """The file of the database, where it is SQLite."""
        return self._database.address.file

    def newest_entry(self) -> datetime | None:
        """When the newest round, entry or decision was written; None in an empty database. A clock that shows less is wrong."""
        with self._database.reading() as db:
            return rounds.newest_entry(db)

    @cached_property
    def due(self) -> DueTable:
        """What is due, and who does it. Not fenced: the table is what the fence looks at."""
        return DueTable(Database(self._database.address))

    def fenced(self, claim: Claim) -> Fence:
        """From now on every write of this store is kept only while the claim holds, else Overtaken is raised.

        Returns the fence for other stores that the same job writes to.
        """
        self._database.fence = Fence(self._database.alias, claim)
        return self._database.fence

    def rehearsing(self) -> "Store":
        """The same store, whose rounds keep nothing of what they do."""
        return _Rehearsing(self._database)

    def read_ahead(self) -> tuple[Ahead, tuple[Observation, ...]]:
        """What a round needs of the figures and avvik, read while others still write; and the figures themselves."""
        ahead = Ahead()
        with self._database.reading() as db:
            ahead.avvik(db)
            return ahead, ahead.observations(db)

    @contextmanager
    def round(self, ahead: Ahead | None = None) -> Iterator[Work]:
        """One transaction for a round. A second round waits until the first has ended, and then finds its work done.

        `ahead`: what was read before; without it everything is read while everybody else who writes waits.
        """
        with self._database.writing() as head:
            yield Work(self._database.alias, head, ahead)

    def people(self, organisation: str) -> tuple[Person, ...]:
        """Who has a role or a duty in the organisation now, by name; closed accounts too, as `active` tells."""
        with self._database.reading() as db:
            return persons(db, of_organisation(db, organisation))


class _Rehearsing(Store):
    """Whoever asks what a round would write gets a round that is taken back at its end."""

    @contextmanager
    def round(self, ahead: Ahead | None = None) -> Iterator[Work]:
        with self._database.writing() as head:
            yield Work(self._database.alias, head, ahead)
            transaction.set_rollback(True, using=self._database.alias)
