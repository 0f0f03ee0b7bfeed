"""The answers that several kinds of check give in the same way when there is no number to judge or nothing to judge it by."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from engine.checks.case import Case, Judgement, R, Reading
from engine.facts import Cause, Comparator, Outcome, TargetValue
from engine.rulebook.schema import Rule


def absence(last_day: date, as_of: date) -> Cause:
    """Why a figure that has not come is missing: on its last due day it is still `not_due`, the day after it is `late`."""
    return Cause.LATE if as_of > last_day else Cause.NOT_DUE


def not_arrived(case: Case[R], last_day: date) -> Reading:
    """The figure counts as not arrived, by this due date and not by the metric's.

    It becomes the judgement's only basis: the day on which the answer turns from not_due to late must show as another basis,
    or the new verdict would pass for one that is already there.
    """
    cause = absence(last_day, case.as_of)
    reading = Reading(period=case.period, cause=cause, revision=cause.value)
    case.used[:] = [reading]
    return reading


def resting_on(own: Reading, *others: Reading) -> Reading:
    """The figure judged; provisional when any of the figures that decided is."""
    return replace(own, provisional=any(reading.provisional for reading in (own, *others)))


def without_number(
    rule: Rule, reading: Reading, target: TargetValue | None = None, comparator: Comparator | None = None
) -> Judgement:
    """No number to judge: no_data with its cause, or missed where the rule says that a late figure is a missed target."""
    silent = reading.cause is Cause.LATE and rule.missing.after_due == "missed"
    outcome = Outcome.MISSED if silent else Outcome.NO_DATA
    return Judgement(outcome=outcome, reading=reading, cause=reading.cause, target=target, comparator=comparator)


def informational(reading: Reading, details: Mapping[str, str] | None = None) -> Judgement:
    """A figure that is shown and never judged."""
    return Judgement(outcome=Outcome.NOT_APPLICABLE, reading=reading, cause=Cause.INFORMATIONAL, details=dict(details or {}))
