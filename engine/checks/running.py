"""The figure of a period that goes on: a running value, which is shown, and judged when the period is over."""

from engine.checks.case import Case, Judgement, Reading
from engine.facts import Cause, Outcome
from engine.numbers import plain
from engine.rulebook.schema import Rule


def still_running(case: Case[Rule]) -> Judgement | None:
    """Not due yet, with the value so far in `details`, for a provisional figure of a period that has not ended.

    A month's availability after its first hour is either 100 or a false alarm.
    """
    if case.as_of > case.period.end or case.rule.check == "freshness":
        return None
    found = case.read()
    if not found.provisional or found.value is None:
        return None
    reading = Reading(period=case.period, cause=Cause.NOT_DUE, provisional=True, revision=found.revision)
    return Judgement(outcome=Outcome.NO_DATA, reading=reading, cause=Cause.NOT_DUE, details={"running": plain(found.value)})
