"""Which day a record belongs to."""

from datetime import date

from engine.worktime.clock import OSLO
from engine.worktime.records import WorkRecord


def day_of(record: WorkRecord) -> date:
    """The day on which the record begins by Oslo's clock."""
    return (record.start if record.start.tzinfo is None else record.start.astimezone(OSLO)).date()
