"""Is the log whole and unchanged? What the database holds, held against its chain, its head and a head printed earlier."""

from collections.abc import Iterable, Iterator, Mapping

from engine.avvik.chain import Head, Linked, verify
from engine.avvik.entries import EntryKind, Subject
from engine.errors import Place, Problem
from engine.language import mark
from engine.store import models
from engine.store.entry_rows import avvik_id, linked


def head(db: str) -> Head:
    """The log's head. An empty one when even that row is gone, so that every entry then shows as one too many."""
    row = models.LogHead.objects.using(db).first()
    return Head(row.count, row.link) if row else Head()


def findings(db: str, anchor: Head | None = None) -> tuple[Problem, ...]:
    """What is wrong with the log, entry by entry; empty when it is whole."""
    while True:
        before = head(db)
        rows, unreadable = _read(db)
        subjects = _subjects(db)
        # Every writer moves the head: when it stands still, nobody wrote while we read.
        if head(db) == before:
            return (*unreadable, *verify(rows, before, anchor, subjects), *_without_avvik(rows, subjects))


def _read(db: str) -> tuple[tuple[Linked, ...], tuple[Problem, ...]]:
    log = models.Entry.objects.using(db).order_by("seq")
    try:
        return tuple(linked(log)), ()
    except (ValueError, TypeError):
        rows = list(_one_by_one(db))
        return tuple(row for row in rows if isinstance(row, Linked)), tuple(row for row in rows if isinstance(row, Problem))


def _one_by_one(db: str) -> Iterator[Linked | Problem]:
    """Somebody has put into a row what no entry can hold: each such row is named, the others are read."""
    log = models.Entry.objects.using(db).order_by("seq")
    for seq in log.values_list("seq", flat=True):
        try:
            yield from linked(log.filter(seq=seq))
        except (ValueError, TypeError):
            yield Problem(
                Place("log", line=seq), "L003", mark("entry {seq} was changed so that it cannot be read"), {"seq": seq}
            )


def _subjects(db: str) -> Mapping[str, Subject]:
    rows = models.Avvik.objects.using(db).values_list("number", "organisation", "rule", "unit", "dimension")
    return {
        avvik_id(number): Subject(organisation=organisation, rule=rule, unit=unit, dimension=dimension)
        for number, organisation, rule, unit, dimension in rows
        if isinstance(number, int)
    }


def _without_avvik(rows: Iterable[Linked], subjects: Mapping[str, Subject]) -> Iterator[Problem]:
    for row in rows:
        entry = row.entry
        if entry.kind is EntryKind.OPENED and entry.avvik not in subjects:
            message = mark("{avvik}, opened in entry {seq}, was taken out of the list of avvik")
            yield Problem(Place("log", line=entry.seq), "L010", message, {"avvik": entry.avvik, "seq": entry.seq})
