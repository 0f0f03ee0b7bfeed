"""A planned maintenance window: a service that will not answer in an announced span of time.

Its time is no downtime in the measures that ask for registered windows, and nobody is told about the service while it lasts.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What was announced, by whom. Half-open: `end` is the first instant after it."""

    id: str
    """Such as V-0001."""
    organisation: str
    service: str
    """The member of the availability's dimension."""
    start: datetime
    end: datetime
    """As announced, or when somebody ended it before that. Equal to `start` when it was called off."""
    reason: str
    registered_by: str
    registered_at: datetime
    ended_by: str = ""
    """Who called it off or ended it early; empty for one that lasts as announced."""
    ended_because: str = ""

    @property
    def was_called_off(self) -> bool:
        return self.start == self.end

    def covers(self, organisation: str, service: str, at: datetime) -> bool:
        """Whether at that instant nobody is told about the service."""
        return (organisation, service) == (self.organisation, self.service) and self.start <= at < self.end
