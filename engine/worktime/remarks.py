"""Remarks on records as rows of type data_quality."""

from decimal import Decimal
from fractions import Fraction
from typing import Final

from engine.worktime.clock import date_of, day_number, oslo
from engine.worktime.kinds import BreachType, Quantity, Remark, Status
from engine.worktime.normalise import Remarked
from engine.worktime.owners import Owners
from engine.worktime.result import Result, two_places

STATUS_OF: Final = {
    Remark.OPEN: Status.NOT_EVALUATED,
    Remark.REVERSED: Status.NOT_EVALUATED,
    Remark.TOO_LONG: Status.NOT_EVALUATED,
    Remark.NO_PROFILE: Status.NOT_EVALUATED,
    Remark.OVERLAP: Status.BRUDD,
    Remark.BREAK_IN_WORK: Status.BRUDD,
    Remark.STANDBY_WITHOUT_FACTOR: Status.BRUDD,
    Remark.UNLISTED: Status.VARSEL,
    Remark.DUPLICATE: Status.VARSEL,
    Remark.AMBIGUOUS_TIME: Status.VARSEL,
    Remark.NONEXISTENT_TIME: Status.VARSEL,
}
"""Not evaluated at all; used, but to be put right; used as it stands."""


def of_remark(remarked: Remarked, owners: Owners) -> Result:
    """The row of a remark: hours where a length is the point, else one too many of what should not be."""
    start = oslo(remarked.start)
    number = owners.term_on(remarked.employee, day_number(start))
    term = None if number == owners.terms.none else owners.terms.terms[number]
    in_hours = remarked.minutes > 0
    actual = two_places(Fraction(remarked.minutes, 60)) if in_hours else Decimal(1)
    limit = two_places(Fraction(remarked.limit, 60))
    return Result(
        employee=remarked.employee,
        type=BreachType.DATA_QUALITY,
        status=STATUS_OF[remarked.remark],
        day=date_of(day_number(start)),
        window_start=start,
        window_end=oslo(remarked.end),
        since=start,
        quantity=Quantity.HOURS if in_hours else Quantity.COUNT,
        actual=actual,
        limit=limit,
        excess=actual - limit,
        profile=term.profile.aml_profile if term else "",
        profile_from=term.profile.valid_from if term else None,
        law_ref=term.law.reference(BreachType.DATA_QUALITY) if term else "",
        records=remarked.records,
        unit=remarked.unit,
        remark=remarked.remark,
    )
