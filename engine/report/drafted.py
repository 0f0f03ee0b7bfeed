"""A draft that was made by itself: on record is that it was, of which figures, and how much in it is doubtful."""

from dataclasses import dataclass
from datetime import date, datetime

from engine.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """`content` names what the draft said, see Collected: whoever reads the report later reads the figures of then."""

    organisation: str
    report: str
    period: Period
    at: datetime
    """UTC."""
    as_of: date
    flags: int
    """How many things had to be mended or accepted before it could be final."""
    content: str
