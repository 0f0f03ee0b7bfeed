"""Whether and when what was delivered is judged, told from what is on record. Pure: the time is given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.jobs.job import Job
from engine.store.nouns import DueRow


class Standing(StrEnum):
    JUDGED = "judged"
    RUNNING = "running"
    FAILED = "failed"
    """The last round failed; it is tried again."""
    PLANNED = "planned"
    """The organisation's calendar says when."""
    WAITING = "waiting"
    """It is judged as soon as somebody runs what is due."""


@dataclass(frozen=True, slots=True)
class Awaited:
    standing: Standing
    at: datetime | None
    """When it was judged, began to be, is tried again or is planned."""


def is_by_delivery(job: Job) -> bool:
    """Whether the job judges when something was delivered, and not by the clock."""
    return job.kind == "judge" and job.when is not None and job.when.schedule is None


def awaited(
    received_at: datetime, last_round: datetime | None, rows: Iterable[tuple[Job, DueRow | None]], now: datetime
) -> Awaited:
    """`last_round`: when the newest round of the organisation was; `rows`: its jobs that judge, with their last slots."""
    if last_round is not None and last_round >= received_at:
        return Awaited(Standing.JUDGED, last_round)
    begun = [(job, row) for job, row in rows]
    open_rows = [row for _, row in begun if row is not None and row.done_at is None]
    running = [row.begun_at for row in open_rows if row.holder and row.begun_at]
    if running:
        return Awaited(Standing.RUNNING, max(running))
    failed = [row.retry_at for row in open_rows if row.failure and row.retry_at]
    if failed:
        return Awaited(Standing.FAILED, min(failed))
    planned = [slot.due_at for job, _ in begun if job.when and (slot := job.when.next(now))]
    return Awaited(Standing.PLANNED, min(planned)) if planned else Awaited(Standing.WAITING, None)
