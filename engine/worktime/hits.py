"""Windows that touch a line, as columns: what a breach type finds in a block before anybody has given it a status."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

import numpy as np

from engine.worktime.clock import Bools, Ints


@dataclass(frozen=True, eq=False, kw_only=True)
class Hits:
    """One entry per window, in order of employee and start. Places are on the employee's own axis."""

    employee: Ints
    start: Ints
    end: Ints
    since: Ints
    """From where on work counts into the window; before `start` where earlier weeks are summed."""
    crossing: Ints
    """The day, by its place in the calendar's grid, on which the line was crossed."""
    actual: Ints
    """Ticks, or a count."""
    term: Ints
    """The term that judges the window."""
    limit: Ints
    """Ticks or a count; -1: the limit that the term has for the type."""
    mean_of: Ints
    """By how many weeks the actual sum is divided before it is shown and compared; 1 for all but averages."""
    undecided: Bools
    """The window reaches out of what is known, and what is unknown decides."""
    lifted: Bools
    """The line that is absolute for others does not hold here (section 10-8 (3), callouts)."""

    def __len__(self) -> int:
        return len(self.employee)

    def take(self, chosen: Bools | Ints) -> "Hits":
        return Hits(**{field.name: getattr(self, field.name)[chosen] for field in fields(self)})

    def but(self, **columns: Any) -> "Hits":
        return replace(self, **columns)


def hits(
    employee: Ints,
    start: Ints,
    end: Ints,
    actual: Ints,
    term: Ints | int,
    *,
    crossing: Ints,
    since: Ints | None = None,
    limit: Ints | None = None,
    undecided: Bools | None = None,
    lifted: Bools | None = None,
) -> Hits:
    """Columns for every entry from what the type knows."""
    count = len(employee)
    return Hits(
        employee=employee,
        start=start,
        end=end,
        since=start if since is None else since,
        crossing=crossing,
        actual=actual,
        term=np.full(count, term, dtype=np.int64) if isinstance(term, int) else term,
        limit=np.full(count, -1, dtype=np.int64) if limit is None else limit,
        mean_of=np.ones(count, dtype=np.int64),
        undecided=np.zeros(count, dtype=np.bool_) if undecided is None else undecided,
        lifted=np.zeros(count, dtype=np.bool_) if lifted is None else lifted,
    )


@cache
def no_hits() -> Hits:
    none: Ints = np.empty(0, dtype=np.int64)
    return hits(none, none, none, none, none, crossing=none)


def joined(parts: Sequence[Hits]) -> Hits:
    """All entries in order of employee and start; of equal ones the earlier part's comes first."""
    kept = [part for part in parts if len(part)]
    if len(kept) < 2:
        return kept[0] if kept else no_hits()
    columns: dict[str, Any] = {each.name: np.concatenate([getattr(part, each.name) for part in kept]) for each in fields(Hits)}
    whole = Hits(**columns)
    return whole.take(np.lexsort((whole.start, whole.employee)))


def first_told(parts: Sequence[Hits]) -> Hits:
    """Joined, with one entry per employee and start: that of the earliest part."""
    whole = joined(parts)
    again = (np.diff(whole.employee, prepend=-1) == 0) & (np.diff(whole.start, prepend=-1) == 0)
    return whole.take(~again)
