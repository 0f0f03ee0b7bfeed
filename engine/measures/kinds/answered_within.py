"""The share of calls answered within so many seconds. At least five formulas are in use; which one holds is written out.

measure: {kind: answered_within, over: calls, at: queued, answered: answered, wait: wait_s, seconds: 60, limit: at_most,
          abandoned: exclude_short, short_seconds: 60, per: month, missing: as_no, incomplete: show}
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from engine.language import mark
from engine.measures.rows import Found, ratio
from engine.measures.schema import MissingOfShare, Tallied, Text
from engine.measures.tallying import Tally, Tallying


class AnsweredWithin(Tallied):
    """Answered in time / (answered + abandoned calls that count). The wait runs from the queue, behind the menu."""

    kind: Literal["answered_within"]
    answered: Text
    """Whether somebody answered; a call for which this is false was abandoned."""
    wait: Text
    """Seconds in the queue."""
    seconds: int = Field(ge=0)
    limit: Literal["at_most", "below"]
    """Whether a call at exactly the limit was answered in time."""
    abandoned: Literal["exclude_short", "all", "none"]
    """Which abandoned calls are in the denominator: those that waited longer than short_seconds, all, or none."""
    short_seconds: int | None = Field(default=None, ge=0)
    missing: MissingOfShare

    conditions = ("where", "answered")
    numbers = ("wait",)

    @model_validator(mode="after")
    def _keys_go_together(self) -> Self:
        if (self.abandoned == "exclude_short") is not (self.short_seconds is not None):
            raise PydanticCustomError("short", mark("short_seconds belongs to abandoned: exclude_short, and to it alone"))
        return self

    def tallies(self, records: Tallying) -> Mapping[str, Tally]:
        in_time = f"({self.answered}) and ({self.wait}) {'<=' if self.limit == 'at_most' else '<'} {self.seconds}"
        above = records.count(in_time)
        if self.missing == "as_no":
            # Who cannot be shown to stand outside stays in the denominator: also whoever gave up after nobody knows how long.
            outside = {"outside": records.count(text) for text in self._outside()}  # noqa: B035 -- there is one, or none
            return {"above": above, "n": records.count(), **outside}
        return {"above": above, **{f"base_{number}": tally for number, tally in enumerate(self._base(records, in_time))}}

    def _base(self, records: Tallying, in_time: str) -> Iterator[Tally]:
        """The parts of the denominator: answered calls, and the abandoned ones that count."""
        yield records.known_of(self.answered, in_time)
        if self.abandoned == "all":
            yield records.count(f"not ({self.answered})")
        elif self.short_seconds is not None:
            yield records.count(f"not ({self.answered}) and not ({self._short()})")

    def _outside(self) -> str:
        """The condition of the abandoned calls that are known not to count; empty where all of them do."""
        if self.abandoned == "none":
            return f"not ({self.answered})"
        return f"not ({self.answered}) and {self._short()}" if self.short_seconds is not None else ""

    def _short(self) -> str:
        """Short is measured as in time is: a call abandoned at exactly the limit is short where at_most is in time."""
        return f"({self.wait}) {'<=' if self.limit == 'at_most' else '<'} {self.short_seconds}"

    def found(self, sums: Mapping[str, Fraction], factor: int) -> Found:
        base = sum((value for name, value in sums.items() if name == "n" or name.startswith("base_")), Fraction(0))
        base -= sums.get("outside", Fraction(0))
        return ratio(sums["above"], base, factor, int(base))
