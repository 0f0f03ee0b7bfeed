"""A figure against an earlier figure of its own: the wanted direction instead of a number.

check: trend
wanted: no_rise
against: previous
"""

from typing import ClassVar, Literal

from engine.checks.answers import informational, resting_on, without_number
from engine.checks.case import Case, Judgement
from engine.checks.change import Against, change, earlier
from engine.checks.compare import compare
from engine.facts import Cause, Comparator, Outcome
from engine.rulebook.schema import Rule

_COMPARATORS = {
    "fall": Comparator.BELOW,
    "rise": Comparator.ABOVE,
    "no_rise": Comparator.AT_MOST,
    "no_fall": Comparator.AT_LEAST,
}


class TrendRule(Rule):
    kind: ClassVar[str] = "trend"

    wanted: Literal["fall", "rise", "no_rise", "no_fall"]
    against: Against = "previous"
    informational: bool = False
    """Show the change and judge nothing."""


def judge(case: Case[TrendRule]) -> Judgement:
    rule, own = case.rule, case.read()
    before = earlier(case, rule.against)
    if rule.informational:
        return informational(own, change(own, before))
    if own.value is None:
        return without_number(rule, own)
    if isinstance(before, Cause) or before.value is None:
        return Judgement(outcome=Outcome.NO_DATA, reading=own, cause=before if isinstance(before, Cause) else before.cause)
    compared = compare(own.value, _COMPARATORS[rule.wanted], before.value)
    return Judgement(
        outcome=Outcome.MET if compared.met else Outcome.MISSED,
        reading=resting_on(own, before),
        target=before.value,
        comparator=_COMPARATORS[rule.wanted],
        margin=compared.margin,
        details=change(own, before),
    )
