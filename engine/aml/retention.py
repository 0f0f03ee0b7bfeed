"""How long evidence about persons is kept."""

from datetime import date
from typing import NamedTuple

from engine.periods import Grain, Period


class Cuts(NamedTuple):
    """What began before these days is deleted."""

    records: date
    breaches: date


def cuts(as_of: date, record_months: int, breach_months: int) -> Cuts:
    """Whole months: a month of which half is kept could be judged only in part."""
    month = Period.containing(as_of, Grain.MONTH)
    return Cuts(month.shift(-record_months).start, month.shift(-breach_months).start)
