"""A look at everything that the guard's health is told from: the rules, the store and the outbox."""

from collections import Counter
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Final

from engine.decisions.storm import pending
from engine.evaluate import newest
from engine.facts import Cause
from engine.health import Health, Queue, Watched
from engine.rulebook.book import Rulebook
from engine.store import DueRow, Kept, Store
from engine.store.outbox.nouns import State
from engine.store.outbox.store import Outbox

GIVEN_UP: Final = timedelta(hours=3)
"""Whatever fails is tried again within the hour: what waits for longer is a job that there is no more, or nobody runs any."""


def survey(store: Store, book: Rulebook, outbox: Outbox, at: datetime) -> Health:
    """How the guard is at that time. Raises StoreError where the database is missing, of another release or out of reach."""
    verdicts = newest(store.verdicts())
    avvik = store.avvik()
    refused = Counter(each.declaration.organisation for each in store.refused())
    held = pending(store.storms())
    rules = Counter(each.organisation.id for each in book.rules)
    return Health(
        at=at,
        version=version("malvakt"),
        organisations=tuple(
            Watched(
                organisation=name,
                judged=_judged(last, name),
                rounds_end=last.at if last else None,
                rules=rules[name],
                held=name in held,
                verdicts=Counter(each.outcome.value for each in verdicts if each.organisation == name),
                avvik=Counter(each.state.value for each in avvik if each.subject.organisation == name),
                late=sum(each.organisation == name and each.cause is Cause.LATE for each in verdicts),
                refused=refused[name],
            )
            for name, last in ((name, store.last_round(name)) for name in sorted(book.organisations))
        ),
        broken_rules=len(book.errors),
        log_entries=store.log_head().count,
        decisions=store.ledger_head().count,
        failing=sum(_is_failing(row, at) for row in store.due.rows()),
        outbox=_queue(outbox),
    )


def _judged(last: Kept | None, organisation: str) -> int:
    return sum(each.judged for each in last.tallies if each.organisation == organisation) if last else 0


def _is_failing(row: DueRow, at: datetime) -> bool:
    return bool(row.failure) and row.done_at is None and row.retry_at is not None and at - row.retry_at < GIVEN_UP


def _queue(outbox: Outbox) -> Queue:
    counts = outbox.counts()
    return Queue(waiting=counts[State.WAITING], dead=counts[State.DEAD], oldest=outbox.oldest_waiting())
