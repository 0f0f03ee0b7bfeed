"""One database: opened, recognised as ours, brought up to date, and written by one at a time."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pkgutil import iter_modules

from django.apps import apps
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from engine.avvik.chain import Head
from engine.errors import StoreError
from engine.facts import digest
from engine.language import mark
from engine.store.address import Address, parse
from engine.store.failures import told
from engine.store.fence import Fence
from engine.store.file import identity_of, is_ours, make
from engine.store.models import LogHead

_MAKING_TABLES = 0x4D564B54
"""The key of PostgreSQL's lock for whoever makes the tables; SQLite has one writer at a time anyway."""


APPS = ("store", "people")
"""Whose tables every release keeps beside each other: what was judged, and who may see it."""


_WITH_WORDS = (
    *("store_entrywords", "store_card", "store_hand", "store_attachment", "store_decisionwords", "store_letter"),
    "people_account",
)
"""The tables in which something is found that a lawful erasure takes away."""


class Database:
    """The tables of some apps in a database, which may hold others' too. Connections belong to threads: each gets its own."""

    absent = mark("there is no database {database} yet, or it is of an older release: `malvakt run` makes or updates it")

    def __init__(self, address: Address, apps: Sequence[str] = APPS) -> None:
        self.address = address
        self.apps = tuple(apps)
        self.alias = _alias(address)
        self.fence: Fence | None = None
        """What every transaction is held against; None outside jobs."""
        self._seen = threading.local()

    @property
    def connection(self) -> BaseDatabaseWrapper:
        return connections[self.alias]

    def close(self) -> None:
        """Close this thread's connection; the next use opens another."""
        self.connection.close()

    def migrate(self) -> None:
        """Make the tables or bring them up to date, all or nothing; several processes may do so at once."""
        with told(self.address):
            if self.address.file is not None:
                make(self.address.file)
            if not self.is_current():
                self._apply_migrations()

    def was_begun(self) -> bool:
        """True when there are tables, of this release or another. Raises StoreError for a database that is not ours."""
        return bool(self._applied())

    def is_current(self) -> bool:
        """True when there is a database with exactly the tables of this release. Raises StoreError for one that is not ours."""
        applied = self._applied()
        known = self._releases()
        if applied - known:
            raise StoreError(
                mark("the database {database} was written by a newer Målvakt than this one"), database=self.address.shown
            )
        return applied == known

    @contextmanager
    def reading(self) -> Iterator[str]:
        """Gives Django's name for the database, when it is there and up to date."""
        with told(self.address):
            if not self.connection.in_atomic_block:
                self._require_current()
            yield self.alias

    @contextmanager
    def transaction(self) -> Iterator[str]:
        """Everything that is written in it is kept, or nothing. Gives Django's name for the database."""
        with self.reading() as alias, transaction.atomic(using=alias, durable=True):
            if self.fence:
                self.fence.open(alias)
            yield alias
            if self.fence:
                self.fence.close(alias)

    @contextmanager
    def writing(self) -> Iterator[Head]:
        """A transaction that nobody else's writing overlaps. Gives the log's head."""
        with self.transaction() as alias:
            row = LogHead.objects.using(alias).select_for_update().first()
            if row is None:
                raise StoreError(
                    mark("the log in {database} has lost its head: somebody has tampered with it"), database=self.address.shown
                )
            yield Head(row.count, row.link)

    def scrub(self) -> None:
        """Take erased words out of SQLite's write-ahead log and PostgreSQL's dead rows, where they can still be read."""
        with self.reading(), self.connection.cursor() as cursor:
            if self.connection.vendor == "postgresql":
                for table in _WITH_WORDS:
                    cursor.execute(f"VACUUM {table}")
            else:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _applied(self) -> set[tuple[str, str]]:
        with told(self.address):
            self._leave_what_is_gone()
            if self.address.file is not None and not is_ours(self.address.file):
                return set()
            recorded = MigrationRecorder(self.connection).applied_migrations()
            return {(app, name) for app, name in recorded if app in self.apps}

    def _releases(self) -> set[tuple[str, str]]:
        return {(app, name) for app in self.apps for name in _migrations(app)}

    def _leave_what_is_gone(self) -> None:
        """Close a connection to a server that was restarted since, or to a file in whose place there is another."""
        identity = None if self.address.file is None else identity_of(self.address.file)
        is_dead = self.connection.connection is not None and not self.connection.is_usable()
        if is_dead or getattr(self._seen, "identity", "nothing yet") != identity:
            self.close()
            self._seen.identity, self._seen.is_current = identity, False

    def _require_current(self) -> None:
        self._leave_what_is_gone()
        self._seen.is_current = self._seen.is_current or self.is_current()
        if not self._seen.is_current:
            raise StoreError(self.absent, database=self.address.shown)

    def _apply_migrations(self) -> None:
        with self.connection.constraint_checks_disabled(), transaction.atomic(using=self.alias, durable=True):
            if self.connection.vendor == "postgresql":
                with self.connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_MAKING_TABLES])
            # Looked at only now: somebody may have made the tables while we waited for the lock.
            executor = MigrationExecutor(self.connection)
            executor.migrate([node for app in self.apps for node in executor.loader.graph.leaf_nodes(app)])


def use_as_default(url: str) -> None:
    """Let Django's own name `default` mean this database: sessions and accounts of other people's apps are looked up there."""
    if "default" in connections.databases:
        connections["default"].close()
        del connections["default"]
    entry = dict(parse(url).entry)
    connections.databases["default"] = connections.configure_settings({"default": entry})["default"]


def _alias(address: Address) -> str:
    """Django's name for the database: the pages' own where they are about the same one, so that both share a transaction."""
    entry = connections.configure_settings({"default": dict(address.entry)})["default"]
    if connections.databases.get("default") == entry:
        return "default"
    alias = digest(address.entry)
    connections.databases[alias] = entry
    return alias


def _migrations(app: str) -> list[str]:
    package = import_module(f"{apps.get_app_config(app).name}.migrations")
    return [module.name for module in iter_modules(package.__path__)]
