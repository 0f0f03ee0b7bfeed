"""The fence: a job writes only while the due row still has the epoch that the job claimed it with."""

from dataclasses import dataclass

from django.db import connections
from django.db.models import QuerySet

from engine.errors import StoreError
from engine.language import mark
from engine.store import models
from engine.store.nouns import Claim


class Overtaken(StoreError):
    """Somebody else has taken over the job in the meantime; nothing of the transaction is kept."""


@dataclass(frozen=True, slots=True)
class Fence:
    """`due`: Django's name for the database that has the due row; `claim`: what must still hold there."""

    due: str
    claim: Claim

    def open(self, db: str) -> None:
        """At the beginning of a transaction: named so that whoever takes over can end it, and refused when it is too late."""
        if connections[db].vendor == "postgresql":
            with connections[db].cursor() as cursor:
                cursor.execute("SELECT set_config('application_name', %s, true)", [session_name(self.claim)])
        self._require(self._rows())

    def close(self, db: str) -> None:
        """At its end. In the row's own database the row is locked until the commit, so that nobody takes over in between.

        Not before, for the holder's pulse must get through. From another database it is the last look before the commit.
        """
        self._require(self._rows().select_for_update() if db == self.due else self._rows())

    def _rows(self) -> "QuerySet[models.Due]":
        return models.Due.objects.using(self.due).filter(id=self.claim.row, epoch=self.claim.epoch, done_at=None)

    def _require(self, rows: "QuerySet[models.Due]") -> None:
        if not rows.values_list("id", flat=True):
            raise Overtaken(mark("another process has taken over this job; nothing was written"))


def session_name(claim: Claim) -> str:
    """What a session of PostgreSQL is called while it writes for a claim."""
    return f"malvakt-due-{claim.row}-{claim.epoch}"
