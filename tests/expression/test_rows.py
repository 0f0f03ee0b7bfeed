"""rule-engine is asked the whole text too, not only operator by operator."""

import random
from decimal import Decimal
from typing import Any

import rule_engine
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import expression
from engine.expression import ExpressionError, Kind
from engine.expression.boundary import read_row
from engine.expression.exact import EXACT
from engine.expression.rows import by_rule_engine
from tests.expression.tables import NAMES, rows
from tests.expression.writing import Writer

_OURS = ("/", "Σ")
"""Where the language differs from rule-engine on purpose."""
COMPLETE = [row for row in rows(7, 400) if None not in row.values() and not any("Σ" in str(value) for value in row.values())][
    :8
]
"""Rows in which nothing is missing: what is missing is ours to decide, not rule-engine's."""


@settings(max_examples=400)
@given(seed=st.integers(0, 2**63), kind=st.sampled_from(list(Kind)), depth=st.integers(1, 5))
def test_the_whole_text_means_what_rule_engine_says(seed: int, kind: Kind, depth: int) -> None:
    """Precedence, grouping and laziness are rule-engine's, for every text that the language lets through."""
    text = Writer(random.Random(seed)).write(kind, depth)
    try:
        found = expression.compile(text, NAMES)
    except ExpressionError:
        return
    if any(sign in text for sign in _OURS):
        return
    whole = rule_engine.Rule(text, context=rule_engine.Context(decimal_context=EXACT, default_timezone="utc"))
    judge = by_rule_engine(found.root)
    for content in COMPLETE:
        row = read_row(content, found.names)
        ours = judge(row)
        if ours.error is None:
            assert _same(whole.evaluate(row), ours.value), (text, row)


def _same(theirs: Any, ours: Any) -> bool:
    return type(theirs) is type(ours) and bool(theirs == ours) if not isinstance(ours, Decimal) else Decimal(theirs) == ours
