"""One row of a check, as people and scripts get it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from engine.language import Language
from engine.worktime.kinds import BreachType, Quantity, Remark, Status
from engine.worktime.sentences import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A window and how it stands to its limit. `actual` and `excess` are None where they are not wholly known."""

    employee: str
    type: BreachType
    status: Status
    day: date
    window_start: datetime
    window_end: datetime
    since: datetime
    """From where on work counts: before `window_start` where earlier weeks are summed up."""
    quantity: Quantity
    actual: Decimal | None
    limit: Decimal
    excess: Decimal | None
    """How far beyond the limit; for rests how much is missing."""
    profile: str
    """Empty where no profile holds."""
    profile_from: date | None
    law_ref: str
    records: tuple[str, ...]
    unit: str = ""
    mean_of: int = 1
    """Of how many weeks `actual` is the mean."""
    remark: Remark | None = None
    """For data_quality: what is wrong."""

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """Which window this is: a later, corrected result with the same key replaces this one."""
        version = "" if self.profile_from is None else self.profile_from.isoformat()
        kind = self.type if self.remark is None else f"{self.type}/{self.remark}"
        return self.employee, kind, self.window_start.isoformat(), self.profile, version

    @property
    def order(self) -> tuple[str, date, str, datetime, str]:
        return self.employee, self.day, self.type, self.window_start, self.remark or ""

    def sentence(self, language: Language) -> str:
        return sentence(self, language)

    def as_json(self) -> Mapping[str, Any]:
        """Numbers as decimal strings of two places, times with their offset."""
        return {
            "employee": self.employee,
            "type": self.type.value,
            "status": self.status.value,
            "date": self.day.isoformat(),
            "window_start": self.window_start.isoformat(),
            "window_end": self.window_end.isoformat(),
            "quantity": self.quantity.value,
            "actual": None if self.actual is None else f"{self.actual:.2f}",
            "limit": f"{self.limit:.2f}",
            "excess": None if self.excess is None else f"{self.excess:.2f}",
            "profile": self.profile,
            "law_ref": self.law_ref,
            "records": list(self.records),
            "sentence_nb": self.sentence(Language.NB),
            "sentence_en": self.sentence(Language.EN),
        }


def two_places(value: Fraction) -> Decimal:
    """As results print numbers, rounded half up; verdicts are made before."""
    return (Decimal(value.numerator) / value.denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)
