"""What can be wrong with records beside what can be wrong with any delivered file. Explained in docs/measures.md."""

from enum import StrEnum


class RecordCode(StrEnum):
    """A code keeps its meaning for ever."""

    INSTANT = "D080"
    WORD = "D081"
    TOO_FINE = "D082"
    KEY_TWICE = "D083"
    NO_RECORDS = "D084"
    NOT_REACHED = "D085"
    CREDENTIAL = "D086"
    JSON = "D087"
