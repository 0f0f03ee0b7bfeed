"""Whether a rule is judged in a case at all: what its `when` and `except` say of the figures beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from engine.checks.answers import resting_on
from engine.checks.beside import read_beside
from engine.checks.case import Case, Judgement, R, Reading
from engine.facts import Cause, Outcome
from engine.numbers import round_half_up
from engine.rulebook.conditions import MAX_DECIMALS, Condition

if TYPE_CHECKING:
    from engine.expression import Failure

_JUDGED_WHEN = {"when": True, "except": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a condition says of one case. It holds, does not hold, or has nothing to say: then for a cause or a failure."""

    values: Mapping[str, Decimal | None]
    """What each name in it stood for."""
    readings: tuple[Reading, ...]
    holds: bool | None = None
    missing: str = ""
    """The metric without whose figure nothing can be said."""
    cause: Cause | None = None
    failure: "Failure | None" = None


def ask(case: Case[R], condition: Condition) -> Asked:
    """The condition's answer. Every figure that it names is read, so that the verdict rests on all of them."""
    readings = {metric: read_beside(case, metric) for metric in condition.metrics}
    values = {metric: _exact(reading.value) for metric, reading in readings.items()}
    row = values | {grain.value: Decimal(case.period.enclosing(grain).number) for grain in condition.periods}
    found = tuple(readings.values())
    holes = [metric for metric, value in values.items() if value is None]
    needed = [metric for metric in holes if metric in condition.needed]
    # The language gives a missing value no meaning of its own, so it is not asked about one.
    result = None if needed else condition.answer(row)
    if result is None or result.missing:
        missing = (needed or holes)[0]
        return Asked(values=row, readings=found, missing=missing, cause=readings[missing].cause)
    holds = result.value if isinstance(result.value, bool) else None
    return Asked(values=row, readings=found, holds=holds, failure=result.error)


def decides(key: str, asked: Asked) -> bool:
    """True when this answer of the condition under the key is the end of it, and nothing after it is asked."""
    return asked.holds is not _JUDGED_WHEN.get(key)


def held_back(case: Case[R]) -> Judgement | None:
    """Why the rule is not judged here, or None when its `when` holds and its `except` does not. `when` is asked first.

    The rule's own figure is not looked at, and so not shown: it may be the very reason, as in a group that is too small.
    """
    for key in _JUDGED_WHEN:
        if key not in case.rule.expressions:
            continue
        # A condition that was lost on the way is an error here, never a rule without it.
        asked = ask(case, case.conditions[key])
        if not decides(key, asked):
            continue
        reading = resting_on(Reading(period=case.period), *asked.readings)
        if asked.holds is None:
            return undecided(asked, key, reading)
        return Judgement(outcome=Outcome.NOT_APPLICABLE, reading=reading, cause=Cause.CONDITION, details={"condition": key})
    return None


def undecided(asked: Asked, key: str, reading: Reading) -> Judgement:
    """The answer when the condition under the key cannot be decided: no_data for its missing figure, or an error."""
    if asked.failure:
        details = {"error": asked.failure.value, "condition": key}
        return Judgement(outcome=Outcome.ERROR, reading=reading, details=details)
    details = {"missing": asked.missing, "condition": key}
    return Judgement(outcome=Outcome.NO_DATA, reading=reading, cause=asked.cause, details=details)


def _exact(value: Decimal | None) -> Decimal | None:
    """As fine as the language calculates; a published figure is never finer."""
    exponent = 0 if value is None else value.as_tuple().exponent
    too_fine = isinstance(exponent, int) and exponent < -MAX_DECIMALS
    return round_half_up(value, MAX_DECIMALS) if value is not None and too_fine else value
