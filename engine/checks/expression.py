"""A condition over several figures, for what no other kind can say: true is met, false is missed.

check: expression
condition: open_cases <= closed_cases * 2

Where the condition is one comparison with the rule's own metric alone on a side, the other side is the target and the distance
to it the margin. Any other condition has neither.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import ClassVar

from engine.catalogue import Organisation
from engine.checks.answers import resting_on, without_number
from engine.checks.case import Case, Judgement
from engine.checks.compare import compare
from engine.checks.conditions import ask, undecided
from engine.facts import Comparator, Outcome
from engine.language import mark
from engine.names import shown
from engine.numbers import plain, round_half_up
from engine.rulebook.conditions import Condition
from engine.rulebook.findings import Code, Finding
from engine.rulebook.schema import Rule, names_in

_COMPARATORS = {
    "<": Comparator.BELOW,
    "<=": Comparator.AT_MOST,
    ">": Comparator.ABOVE,
    ">=": Comparator.AT_LEAST,
    "==": Comparator.EQUALS,
}
_TURNED = {
    Comparator.BELOW: Comparator.ABOVE,
    Comparator.AT_MOST: Comparator.AT_LEAST,
    Comparator.ABOVE: Comparator.BELOW,
    Comparator.AT_LEAST: Comparator.AT_MOST,
    Comparator.EQUALS: Comparator.EQUALS,
}

_Row = Mapping[str, Decimal | None]


class ExpressionRule(Rule):
    kind: ClassVar[str] = "expression"

    condition: str
    """True is met, false is missed."""

    @property
    def expressions(self) -> Mapping[str, str]:
        return {**super().expressions, "condition": self.condition}

    def problems(self, organisation: Organisation) -> Iterable[Finding]:  # noqa: ARG002 (the language looks at the names)
        if self.metric not in names_in(self.condition):
            message = mark("the condition does not ask about {metric}, which is what the rule judges")
            yield Finding(("condition",), Code.KIND, message, {"metric": shown(self.metric)})


def judge(case: Case[ExpressionRule]) -> Judgement:
    own, condition = case.read(), case.conditions["condition"]
    asked = ask(case, condition)
    if own.value is None:
        return without_number(case.rule, own)
    if asked.holds is None:
        return undecided(asked, "condition", own)
    comparator, target = _demand(case, condition, asked.values) or (None, None)
    return Judgement(
        outcome=Outcome.MET if asked.holds else Outcome.MISSED,
        reading=resting_on(own, *asked.readings),
        target=target,
        comparator=comparator,
        margin=compare(own.value, comparator, target).margin if comparator and target is not None else None,
        details={"figures": ", ".join(f"{name} {plain(value)}" for name, value in asked.values.items() if value is not None)},
    )


def _demand(case: Case[ExpressionRule], condition: Condition, row: _Row) -> tuple[Comparator, Decimal] | None:
    """What the figure is compared with, where the condition is one comparison that has it alone on a side."""
    from engine.expression.plain import plain as answer
    from engine.expression.tree import Compare, Name

    root = condition.expression.root
    if not isinstance(root, Compare) or root.comparison not in _COMPARATORS:
        return None
    comparator = _COMPARATORS[root.comparison]
    for own, other, reading in ((root.left, root.right, comparator), (root.right, root.left, _TURNED[comparator])):
        if isinstance(own, Name) and own.name == case.rule.metric:
            target = answer(other)(row).value
            return (reading, _short(target, case.metric.decimals)) if isinstance(target, Decimal) else None
    return None


def _short(target: Decimal, decimals: int) -> Decimal:
    """As the metric is published; a finer one, such as a quotient, without zeros at its end."""
    published = round_half_up(target, decimals)
    return published if published == target else target.normalize()
