"""The fence: a job writes only while the due row still has the epoch that the job claimed it with."""

from dataclasses import dataclass

from django.db import connections

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
        self.check(db)

    def check(self, db: str) -> None:
        """Raises Overtaken.

        In the row's own database the row stays locked until the transaction ends, so that nobody takes over between this look
        and the commit; from another database it is the last look before it.
        """
        rows = models.Due.objects.using(self.due).filter(id=self.claim.row, epoch=self.claim.epoch, done_at=None)
        if db == self.due:
            rows = rows.select_for_update()
        if not rows.values_list("id", flat=True):
            raise Overtaken(mark("another process has taken over this job; nothing was written"))


def session_name(claim: Claim) -> str:
    """What a session of PostgreSQL is called while it writes for a claim."""
    return f"malvakt-due-{claim.row}-{claim.epoch}"
