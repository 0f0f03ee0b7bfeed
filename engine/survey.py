"""A look at everything that the guard's health is told from: the rules, the store and the outbox."""

from collections import Counter
from datetime import datetime
from importlib.metadata import version

from engine.decisions.storm import pending
from engine.evaluate import newest
from engine.facts import Cause
from engine.health import Health, Queue, Watched
from engine.rulebook.book import Rulebook
from engine.store import Kept, Store
from engine.store.outbox.nouns import State
from engine.store.outbox.store import Outbox


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
        outbox=_queue(outbox),
    )


def _judged(last: Kept | None, organisation: str) -> int:
    return sum(each.judged for each in last.tallies if each.organisation == organisation) if last else 0


def _queue(outbox: Outbox) -> Queue:
    counts = outbox.counts()
    return Queue(waiting=counts[State.WAITING], dead=counts[State.DEAD], oldest=outbox.oldest_waiting())
