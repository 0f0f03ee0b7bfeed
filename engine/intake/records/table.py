"""The records of a source as they lie in the cache: one Parquet part for each content and month."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from engine.intake.records.source import RecordSource
from engine.periods import Grain, Period


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """Some records of one content, of one month where the source has a partition."""

    path: Path
    month: int | None
    """year × 12 + month − 1, as in Period; None for records without the instant that divides them."""
    content: str


@dataclass(frozen=True, slots=True)
class RecordTable:
    """The records of a source as they lie in the cache."""

    source: RecordSource
    parts: tuple[Part, ...]
    empty: Path
    """A part with the columns and no records, so that a table of nothing has its columns too."""

    @property
    def version(self) -> str:
        """What the records are, as one name: two tables with the same have the same records."""
        content = "\n".join(sorted(f"{part.content} {part.month}" for part in self.parts))
        return hashlib.sha256(f"{self.source.contract}\n{content}".encode()).hexdigest()[:16]

    def paths(self, column: str | None = None, first: int | None = None, last: int | None = None) -> list[str]:
        """The parts to read; of a partitioned table only those with months from `first` to `last` of that column."""
        divided = column is not None and column == self.source.partition and self.source.latest is None
        wanted = [part for part in self.parts if not divided or _within(part.month, first, last)]
        return [str(part.path) for part in wanted] or [str(self.empty)]


def changed_months(before: RecordTable, after: RecordTable) -> list[Period] | None:
    """The months whose records differ between two states of a source; None when that cannot be said of months alone."""
    # An update may stand in another month than the record that it takes the place of.
    if before.source.partition is None or before.source.latest is not None or before.source.contract != after.source.contract:
        return None
    old, new = set(before.parts), set(after.parts)
    months = {part.month for part in old ^ new}
    return sorted(Period(Grain.MONTH, month) for month in months if month is not None)


def _within(month: int | None, first: int | None, last: int | None) -> bool:
    # Records without the instant belong to no period, and count in none.
    return month is not None and (first is None or first <= month) and (last is None or month <= last)
