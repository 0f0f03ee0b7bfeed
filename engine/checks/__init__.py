"""The kinds of check: the word after `check:` in a rule, and the file of the same name that answers it."""

from typing import Any

from engine.checks import budget, control_total, expression, freshness, record, statement, target, trend
from engine.checks.case import Kind

KINDS: dict[str, Kind[Any]] = {
    "target": Kind(target.TargetRule, target.judge),
    "trend": Kind(trend.TrendRule, trend.judge),
    "record": Kind(record.RecordRule, record.judge),
    "control_total": Kind(control_total.ControlTotalRule, control_total.judge),
    "budget": Kind(budget.BudgetRule, budget.judge),
    "freshness": Kind(freshness.FreshnessRule, freshness.judge),
    "statement": Kind(statement.StatementRule, statement.judge),
    "expression": Kind(expression.ExpressionRule, expression.judge),
}
