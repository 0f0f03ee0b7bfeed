"""What the law sets, as dated data: each limit with its paragraph, its main rule and how far an agreement may go.

- valid_from: 2015-07-01
  verified_from: 2026-01-01
  law_ref: LOV-2005-06-17-62 kap. 10
  limits:
    day_total: {paragraph: § 10-6 (8) (9), main_rule: 13, ceiling: 16}
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from engine.language import mark
from engine.schema import Line, Strict
from engine.worktime.hours import Day, Minutes
from engine.worktime.kinds import BreachType


class Limit(Strict):
    """One limit of the law. Hours in the file are minutes here."""

    paragraph: Line
    main_rule: Minutes = 0
    """What holds without an agreement; for rests the least, otherwise the most."""
    ceiling: Minutes | None = None
    """How far an agreement with tillitsvalgte may go; None: no agreement moves it."""
    absolute: Minutes | None = None
    """Beyond this the breach is one that no local agreement could have allowed; None: the ceiling is that."""

    @property
    def furthest(self) -> int:
        return self.main_rule if self.ceiling is None else self.ceiling


class Ordinary(Strict):
    """Ordinary working time by section 10-4, and what averaging agreements by section 10-5 allow at most."""

    day: Minutes
    week: Minutes
    individual_day: Minutes
    individual_week: Minutes
    union_day: Minutes
    union_week: Minutes


class Sundays(Strict):
    """Counts, not hours."""

    in_a_row: int = Field(ge=1)
    in_a_row_agreed: int = Field(ge=1)


class Night(Strict):
    """Section 10-11. The hours of the night are wall-clock ones."""

    begins: Minutes
    ends: Minutes
    regular: Minutes
    """Work of more than this in a night counts towards working regularly at night."""
    strained_day: Minutes
    """The most in 24 hours where night work means special strain."""


class Law(Strict):
    """The law as it stands from a day on."""

    valid_from: Day
    verified_from: Day | None = None
    """Before this day the text has not been compared with the law of the time."""
    law_ref: Line
    citation: Line
    """What stands before a paragraph in a result: LOV-2005-06-17-62."""
    standby_share: Annotated[str, Field(pattern=r"^1/[1-9][0-9]?$")]
    """The least share of standby off site that counts as ordinary time (section 10-4 (3))."""
    limits: Mapping[str, Limit]
    """By breach type; all of them."""
    ordinary: Ordinary
    sundays: Sundays
    night: Night

    @model_validator(mode="after")
    def _every_type(self) -> "Law":
        types = {breach.value for breach in BreachType}
        if types != self.limits.keys():
            raise PydanticCustomError("types", mark("limits has exactly one entry for each type of breach"))
        return self

    def reference(self, breach: BreachType) -> str:
        return f"{self.citation} {self.limits[breach].paragraph}"


Exempt = Literal["none", "ledende", "saerlig_uavhengig"]


def law_on(laws: tuple[Law, ...], day: date) -> Law | None:
    """The law in force on a day; `laws` in the order of their dates."""
    return next((law for law in reversed(laws) if law.valid_from <= day), None)
