"""Why somebody is told something now. A decision returns one of these, never a bool: log, test and message can say why."""

from enum import StrEnum


class Reason(StrEnum):
    """What routes may name and what every message carries; NONE is why somebody is not told."""

    FIRST = "first"
    """They never heard of it, or heard that it was over and it came back."""
    WORSE = "worse"
    NEW_IN_GROUP = "new_in_group"
    """The same rule in another unit or dimension, where they have heard of the rule already."""
    REMINDER = "reminder"
    """It lasts, and a stated time has passed since they heard of it."""
    OVERDUE = "overdue"
    """Somebody's deadline has passed, or a reminder led to nothing."""
    CLEARED = "cleared"
    CORRECTED = "corrected"
    NO_DATA = "no_data"
    """A figure that is late."""
    EXEMPTION_EXPIRED = "exemption_expired"
    NONE = "none"


TOLD = tuple(reason for reason in Reason if reason is not Reason.NONE)
"""The reasons for which somebody is told."""
