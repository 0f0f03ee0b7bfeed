"""A figure against the highest or lowest ever registered: a new record is a miss, the record equalled is not.

check: record
no_new: high
minimum_history: 3

A series break starts the record anew: a record set under another definition says nothing about this one.
"""

from typing import ClassVar, Literal

from pydantic import Field

from engine.checks.answers import resting_on, without_number
from engine.checks.case import Case, Judgement, Reading
from engine.checks.change import broken_between
from engine.checks.compare import compare
from engine.facts import Cause, Comparator, Outcome
from engine.numbers import plain
from engine.rulebook.schema import Rule


class RecordRule(Rule):
    kind: ClassVar[str] = "record"

    no_new: Literal["high", "low"]
    minimum_history: int = Field(default=3, ge=1, le=600)
    """So many earlier figures are needed before the highest of them is a record."""


def judge(case: Case[RecordRule]) -> Judgement:
    rule, own = case.rule, case.read()
    if own.value is None:
        return without_number(rule, own)
    history = [(reading.value, reading) for reading in _history(case) if reading.value is not None]
    details = {"history": str(len(history))}
    if len(history) < rule.minimum_history:
        return Judgement(outcome=Outcome.NO_DATA, reading=own, cause=Cause.SHORT_HISTORY, details=details)
    # max and min keep the first of equals: the record belongs to the period that set it.
    best = max if rule.no_new == "high" else min
    record, holder = best(history, key=lambda pair: pair[0])
    comparator = Comparator.AT_MOST if rule.no_new == "high" else Comparator.AT_LEAST
    compared = compare(own.value, comparator, record)
    return Judgement(
        outcome=Outcome.MET if compared.met else Outcome.MISSED,
        reading=resting_on(own, holder),
        target=record,
        comparator=comparator,
        margin=compared.margin,
        details={"record_period": str(holder.period), "record": plain(record), **details},
    )


def _history(case: Case[RecordRule]) -> list[Reading]:
    """The earlier figures under the same definition, from the first delivered one; holes are passed over."""
    first = case.panel.first(case.rule.metric, case.unit, case.dimension)
    if first is None or not first < case.period:
        return []
    periods = first.until(case.period.shift(-1))
    return [case.read(period) for period in periods if not broken_between(case.metric, period, case.period)]
