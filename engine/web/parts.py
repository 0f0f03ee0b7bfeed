"""What the pages work with: the store, the accounts, and the rules as they are on disk now."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from engine.checks import KINDS
from engine.report.loader import Reports
from engine.report.loader import load as load_reports
from engine.rulebook import loader
from engine.rulebook.book import Rulebook
from engine.store import Store, open_store
from engine.store.outbox.store import Outbox, open_outbox
from engine.store.people.store import People, open_people
from engine.store.person.store import PersonStore, open_person_store
from engine.web.judging import Judging
from engine.web.ours import ours

Signature = tuple[tuple[str, int, int], ...]


@dataclass
class Shelf:
    """The rules folder, read again when a file of it has changed. Threads share what was read."""

    folder: Path
    cache: Path
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _read: tuple[Signature, Rulebook] | None = field(default=None, repr=False)
    _reports: tuple[Rulebook, Reports] | None = field(default=None, repr=False)

    def book(self) -> Rulebook:
        """The sound rules; what is not sound is among the book's problems."""
        found = _signature(self.folder)
        with self._lock:
            if self._read is None or self._read[0] != found:
                self._read = found, loader.load(self.folder, {name: kind.rule for name, kind in KINDS.items()}, self.cache)
            return self._read[1]

    def reports(self) -> Reports:
        """What each organisation wants in its report, by the rules as they are now."""
        book = self.book()
        with self._lock:
            if self._reports is None or self._reports[0] is not book:
                self._reports = book, load_reports(self.folder, book, self.cache)
            return self._reports[1]


@dataclass(frozen=True)
class Parts:
    store: Store
    people: People
    persons: PersonStore
    """The evidence of working time; it may lie in a database of its own."""
    outbox: Outbox
    shelf: Shelf
    judging: Judging


def parts() -> Parts:
    settings = ours()
    evidence = settings.person_database_url or settings.database_url
    return _parts(settings.database_url, evidence, settings.rules, settings.cache)


@lru_cache(maxsize=4)
def _parts(database_url: str, evidence: str, rules: Path, cache: Path) -> Parts:
    return Parts(
        store=open_store(database_url),
        people=open_people(database_url),
        persons=open_person_store(evidence),
        outbox=open_outbox(database_url),
        shelf=Shelf(rules, cache),
        judging=Judging(ours()),
    )


def _signature(folder: Path) -> Signature:
    return tuple(sorted(_states(str(folder))))


def _states(folder: str) -> Iterator[tuple[str, int, int]]:
    """Every rule file with its time and size. Asked at each request, so without a Path for each of them."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    yield from _states(entry.path)
                elif entry.name.endswith(".yaml"):
                    yield _state(entry)
    except FileNotFoundError:  # a folder that is not there has no rules
        return


def _state(entry: "os.DirEntry[str]") -> tuple[str, int, int]:
    try:
        found = entry.stat()
    except FileNotFoundError:  # an editor replaces a file by renaming: the next look sees the new one
        return entry.path, 0, 0
    return entry.path, found.st_mtime_ns, found.st_size
