"""The log of avvik: numbered without holes, chained, only appended to. Words that were lawfully erased are gone from it."""

import secrets
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Any

from django.db.models import Max, Q

from engine.avvik.avvik import Avvik
from engine.avvik.chain import Head, append
from engine.avvik.entries import Addition, Draft, Entry, EntryKind, Opening, Subject
from engine.avvik.retold import retold
from engine.errors import Overtaken, UsageError
from engine.language import mark
from engine.names import shown
from engine.store import models
from engine.store.entry_rows import avvik_id, entries, rows_of
from engine.store.figures import BATCH
from engine.store.nouns import Written
from engine.store.review import index
from engine.store.review import models as review
from engine.store.review.cards import number_of
from engine.store.review.queue import Rows

_SALT_BYTES = 32


def avvik(db: str, organisation: str | None = None) -> tuple[Avvik, ...]:
    """Every avvik with its entries, the oldest first."""
    rows = models.Entry.objects.using(db)
    return _folded(rows if organisation is None else rows.filter(avvik__organisation=organisation))


def some(db: str, numbers: Collection[int]) -> Iterator[Avvik]:
    """The avvik of these numbers, read as many at a time as fit in a question."""
    ordered = sorted(numbers)
    for start in range(0, len(ordered), BATCH):
        yield from _folded(models.Entry.objects.using(db).filter(avvik_id__in=ordered[start : start + BATCH]))


def written_after(db: str, seq: int) -> tuple[Avvik, ...]:
    """The avvik on which something was written after this entry, the oldest first."""
    if not seq:
        return avvik(db)
    numbers = models.Entry.objects.using(db).filter(seq__gt=seq).order_by().values_list("avvik_id", flat=True).distinct()
    return tuple(some(db, set(numbers)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries are looked for; all that are left out hold for every entry."""

    avvik: str = ""
    kind: EntryKind | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Exclusive."""
    before: int | None = None
    """Only entries with a smaller number: so a page stays what it is while others write."""


def page(db: str, visible: Sequence[Rows], wanted: Wanted, most: int) -> tuple[tuple[Subject, Entry], ...]:
    """The last entries of the avvik that somebody may see, the last first."""
    if not visible:
        return ()
    rows = models.Entry.objects.using(db).filter(reduce(or_, map(_visible, visible)))
    if wanted.avvik:
        rows = rows.filter(avvik_id=number_of(wanted.avvik))
    if wanted.kind is not None:
        rows = rows.filter(kind=wanted.kind.value)
    if wanted.since is not None:
        rows = rows.filter(at__gte=wanted.since)
    if wanted.until is not None:
        rows = rows.filter(at__lt=wanted.until)
    if wanted.before is not None:
        rows = rows.filter(seq__lt=wanted.before)
    return tuple(entries(rows.order_by("-seq")[:most]))


def _visible(rows: Rows) -> Q:
    found = Q(avvik__organisation=rows.organisation)
    if rows.units is not None:
        found &= Q(avvik__unit__in=sorted(rows.units))
    if rows.sensitive_units is not None:
        found &= Q(avvik__rule__in=sorted(rows.open_rules)) | Q(avvik__unit__in=sorted(rows.sensitive_units))
    return found


def first_since(db: str, at: datetime) -> int:
    """The number of the first entry at that time or later; one more than the last where there is none.

    Entries have numbers without holes and times that rise, so a few looks find it among any number of them.
    """
    rows = models.Entry.objects.using(db)
    last = rows.aggregate(last=Max("seq"))["last"] or 0
    return bisect_left(range(last + 1), at, lo=1, key=lambda seq: rows.values_list("at", flat=True).get(seq=seq))


def one_avvik(db: str, name: str) -> Avvik:
    """The avvik of this id, such as A-000001; raises UsageError when there is none."""
    found = _folded(models.Entry.objects.using(db).filter(avvik_id=number_of(name)))
    if not found:
        raise UsageError(mark("there is no avvik {id}; `malvakt avvik list` shows them all"), id=shown(name))
    return found[0]


def apply(db: str, head: Head, decisions: Iterable[Opening | Addition], at: datetime) -> Written:
    """Write what a round decided: new avvik get the next numbers, in the order of the decisions."""
    opened, numbered, changed, lines = [], [], [], []
    number = models.Avvik.objects.using(db).aggregate(last=Max("number"))["last"] or 0
    for decision in decisions:
        if isinstance(decision, Opening):
            number += 1
            numbered.append(_numbered(number, decision.subject))
            opened.append(avvik_id(number))
            lines += [(number, draft) for draft in decision.drafts]
        else:
            changed.append(decision.avvik)
            lines += [(number_of(decision.avvik), draft) for draft in decision.drafts]
    models.Avvik.objects.using(db).bulk_create(numbered, batch_size=BATCH)
    write(db, head, lines, at)
    return Written(opened=tuple(opened), changed=tuple(dict.fromkeys(changed)))


def add(db: str, head: Head, name: str, drafts: Sequence[Draft], at: datetime, expected_last_seq: int | None) -> Avvik:
    """Add a person's entries to an avvik that is still the one they saw; raises Overtaken when somebody wrote in between."""
    known = one_avvik(db, name)
    last = known.entries[-1].seq
    if expected_last_seq is not None and last != expected_last_seq:
        message = mark(
            "somebody else has written on {avvik} in the meantime (entry {seq}); look at it again before you repeat this"
        )
        raise Overtaken(message, avvik=known.id, seq=last)
    write(db, head, [(number_of(name), draft) for draft in drafts], at)
    return one_avvik(db, name)


def write(db: str, head: Head, lines: Sequence[tuple[int, Draft]], at: datetime) -> Head:
    """Append these lines, each for the avvik of that number. Only inside the transaction that gave the head."""
    rows, cards_are_whole = [], index.newest(db) >= head.count
    for number, draft in lines:
        entry = Entry(
            seq=head.count + 1,
            avvik=avvik_id(number),
            at=at,
            kind=draft.kind,
            who=draft.who,
            facts=draft.facts,
            words=draft.words,
        )
        each = append(head, entry, secrets.token_bytes(_SALT_BYTES))
        rows.append(rows_of(each, number))
        head = Head(entry.seq, each.link)
    models.Entry.objects.using(db).bulk_create((kept for kept, _ in rows), batch_size=BATCH)
    models.EntryWords.objects.using(db).bulk_create((words for _, words in rows), batch_size=BATCH)
    for kept, said in rows:
        if kept.kind == EntryKind.ERASED:
            _erase(db, kept, {int(seq) for seq in said.words.get("kept", {})})
    if rows:
        models.LogHead.objects.using(db).update(count=head.count, link=head.link)
    if cards_are_whole:
        index.refresh(db, some(db, {number for number, _ in lines}))
    else:
        # With the newest entry in one card nobody could see any more that others are missing.
        index.rebuild(db, avvik(db))
    return head


def _erase(db: str, by: models.Entry, retold: Collection[int]) -> None:
    """Take away the words that this entry says are erased; those of another avvik it cannot reach. Files go with their words,
    but not where these are told again.
    """
    named = models.Entry.objects.using(db).filter(seq__in=by.facts["entries"], avvik_id=by.avvik_id, erasure=None)
    erasures = [models.Erasure(entry=entry, by=by) for entry in named]
    models.Erasure.objects.using(db).bulk_create(erasures)
    gone = [erasure.entry_id for erasure in erasures]
    models.EntryWords.objects.using(db).filter(entry__in=gone).delete()
    files = [seq for seq in by.facts["entries"] if seq not in retold]
    review.Attachment.objects.using(db).filter(entry__in=files, entry__avvik_id=by.avvik_id).delete()


def _folded(rows: Any) -> tuple[Avvik, ...]:
    told = groupby(entries(rows.order_by("avvik_id", "seq")), key=lambda each: (each[1].avvik, each[0]))
    return tuple(
        Avvik(id=name, subject=subject, entries=retold(tuple(entry for _, entry in lines))) for (name, subject), lines in told
    )


def _numbered(number: int, subject: Subject) -> models.Avvik:
    return models.Avvik(
        number=number, organisation=subject.organisation, rule=subject.rule, unit=subject.unit, dimension=subject.dimension
    )
