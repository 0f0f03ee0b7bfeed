"""The door to the outbox for those who send: claim one, say what came of it. And for those who watch what waits and why."""

import secrets
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from engine.errors import UsageError
from engine.language import Language, mark
from engine.notify.notice import Letter
from engine.store import address
from engine.store.database import Database
from engine.store.outbox import models
from engine.store.outbox.nouns import Attempt, Claimed, Outcome, Queued, State

LEASE: Final = timedelta(minutes=5)
"""Longer than any channel may take to send one; who was killed while sending gives the notice back after it."""
PATIENCE: Final = 3
"""So often an earlier notice may fail before later ones to the same recipient overtake it."""
_LOOKED_AT: Final = 50


def open_outbox(url: str) -> "Outbox":
    """The outbox at this address. Raises StoreError for what is no address; nothing is connected to or made yet."""
    return Outbox(Database(address.parse(url)))


class Outbox:
    """Errors of the database are StoreErrors. What one call writes is one transaction. Times are aware datetimes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def close(self) -> None:
        self._database.close()

    def claim(self, now: datetime, without: Collection[str] = (), number: int | None = None) -> Claimed | None:
        """Take the oldest notice that is due, or None. Nobody else gets it before the lease ends.

        `without`: channels that are known to be out of reach now. To one recipient the older goes first, as long as it has
        not failed too often: nobody hears that something is over before they heard of it. `number`: this very one.
        """
        with self._database.reading() as db:
            line = _due(db, now).exclude(channel__in=without)
            candidates = [*(line if number is None else line.filter(notice_id=number)).order_by("notice_id")[:_LOOKED_AT]]
        for row in candidates:
            claimed = self._try(row, now)
            if claimed is not None:
                return claimed
        return None

    def has_due(self, now: datetime) -> bool:
        """Whether there is anything to claim."""
        with self._database.reading() as db:
            return _due(db, now).exists()

    def settle(self, claimed: Claimed, outcome: Outcome, said: str, *, at: datetime, next_at: datetime | None) -> bool:
        """Put on record what came of the try. `next_at`: when to try again, None for never.

        False, and nothing but the attempt is written, when the lease ran out and somebody else has taken it since.
        """
        state = State.SENT if outcome is Outcome.SENT else State.WAITING if next_at else State.DEAD
        with self._database.transaction() as db:
            held = models.Outgoing.objects.using(db).filter(notice_id=claimed.number, claim=claimed.claim)
            changed = held.update(
                state=state.value,
                next_at=next_at or at,
                failures=F("failures") + int(outcome is Outcome.LATER),
                unreached=F("unreached") + 1 if outcome is Outcome.UNREACHABLE else 0,
                claim="",
                claimed_until=None,
            )
            models.Attempt.objects.using(db).create(notice_id=claimed.number, at=at, outcome=outcome.value, said=said)
        return bool(changed)

    def revive(self, number: int, who: str, at: datetime) -> None:
        """Let a dead notice be tried again. UsageError where there is none of that number."""
        with self._database.transaction() as db:
            dead = models.Outgoing.objects.using(db).filter(
                notice_id=number, state=State.DEAD.value, notice__letter__isnull=False
            )
            if not dead.update(state=State.WAITING.value, next_at=at, failures=0, unreached=0, claim="", claimed_until=None):
                raise UsageError(
                    mark("notice {number} is not dead: `malvakt notify queue` shows those that are"), number=number
                )
            models.Attempt.objects.using(db).create(notice_id=number, at=at, outcome=Outcome.REVIVED.value, said=who)

    def queue(self, *states: State, limit: int = 1000) -> tuple[Queued, ...]:
        """The notices in these states with their attempts, the oldest first."""
        with self._database.reading() as db:
            rows = models.Notice.objects.using(db).filter(outgoing__state__in=[state.value for state in states])
            listed = rows.order_by("number").select_related("outgoing").prefetch_related("attempts", "told")[:limit]
            return tuple(_queued(row) for row in listed)

    def counts(self) -> dict[State, int]:
        """How many notices are in each state."""
        with self._database.reading() as db:
            found = models.Outgoing.objects.using(db).values_list("state").annotate(Count("notice_id")).order_by("state")
            return {state: dict(found).get(state.value, 0) for state in State}

    def oldest_waiting(self) -> datetime | None:
        """Since when the oldest notice waits."""
        with self._database.reading() as db:
            rows = models.Notice.objects.using(db).filter(outgoing__state=State.WAITING.value)
            return rows.order_by("number").values_list("at", flat=True).first()

    def letter(self, number: int) -> Letter:
        """A notice as it was rendered. UsageError where there is none of that number, or its letter was deleted."""
        with self._database.reading() as db:
            row = models.Letter.objects.using(db).select_related("notice").filter(notice_id=number).first()
            if row is None:
                raise UsageError(mark("there is no notice {number}"), number=number)
            return _letter(row)

    def forget(self, address: str) -> int:
        """Delete every letter to this address; what waits is never sent. That somebody was told of what stays. How many."""
        with self._database.transaction() as db:
            letters = models.Letter.objects.using(db).filter(address__iexact=address)
            numbers = list(letters.values_list("notice_id", flat=True))
            waiting = models.Outgoing.objects.using(db).filter(notice_id__in=numbers, state=State.WAITING.value)
            waiting.update(state=State.DEAD.value, claim="", claimed_until=None)
            letters.delete()
            return len(numbers)

    def _try(self, row: models.Outgoing, now: datetime) -> Claimed | None:
        claim = secrets.token_hex(16)
        with self._database.transaction() as db:
            # Claim, then act: of all who saw the row only one changes it.
            same = models.Outgoing.objects.using(db).filter(notice_id=row.notice_id, state=State.WAITING.value, claim=row.claim)
            if not same.update(claim=claim, claimed_until=now + LEASE):
                return None
            letter = models.Letter.objects.using(db).select_related("notice").get(notice_id=row.notice_id)
            return Claimed(
                number=row.notice_id,
                channel=row.channel,
                claim=claim,
                failures=row.failures,
                unreached=row.unreached,
                letter=_letter(letter),
            )


def _due(db: str, now: datetime) -> "QuerySet[models.Outgoing]":
    waiting = models.Outgoing.objects.using(db).filter(state=State.WAITING.value)
    earlier = waiting.filter(
        recipient=OuterRef("recipient"), channel=OuterRef("channel"), notice_id__lt=OuterRef("notice_id"), failures__lt=PATIENCE
    )
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    return waiting.filter(free, ~Exists(earlier), next_at__lte=now)


def _letter(row: Any) -> Letter:
    return Letter(
        key=row.notice.key,
        message_id=row.message_id,
        references=tuple(row.references),
        address=row.address,
        subject=row.subject,
        text=row.text,
        html=row.html,
        data=row.data,
        at=row.notice.at,
        language=Language(row.language),
    )


def _queued(row: Any) -> Queued:
    return Queued(
        number=row.number,
        key=row.key,
        organisation=row.organisation,
        recipient=row.recipient,
        channel=row.channel,
        at=row.at,
        state=State(row.outgoing.state),
        next_at=row.outgoing.next_at,
        attempts=tuple(_attempts(row)),
        reasons=tuple(sorted({told.reason for told in row.told.all()})),
    )


def _attempts(row: Any) -> Iterator[Attempt]:
    for each in sorted(row.attempts.all(), key=lambda attempt: attempt.pk):
        yield Attempt(at=each.at, outcome=Outcome(each.outcome), said=each.said)
