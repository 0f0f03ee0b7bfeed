"""One expression, one outcome: rule-engine row by row, plain Python, DuckDB, pandas, polars and Arrow."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import expression
from engine.expression import Code, Expression, ExpressionError, Kind, Result
from engine.expression.boundary import read_row
from engine.expression.plain import plain
from engine.expression.rows import by_rule_engine
from engine.expression.unparse import unparse
from tests.expression.tables import NAMES, in_columns, sample
from tests.expression.writing import Writer

SEEDS = st.integers(0, 2**63)
ROWS = 32
TABLES = 6
AT_ONCE = 10
"""Expressions of one seed: those that hypothesis would draw choice by choice are variations of a few."""
_RIGHTLY_REFUSED = {Code.EXACT, Code.ZERO, Code.SIZE}
"""What a random expression may run into: too many decimals, a division by a written zero, too many brackets."""


def written(pick: random.Random, kind: Kind, depth: int) -> Expression | None:
    """A random expression, or None when it was refused for a reason that a random one can have."""
    try:
        return expression.compile(Writer(pick).compound(kind, depth), NAMES)
    except ExpressionError as error:
        assert {problem.code for problem in error.problems} <= _RIGHTLY_REFUSED, error.problems
        return None


def in_rows(found: Expression, content: list[dict[str, Any]]) -> list[Result]:
    """What rule-engine says of every row; plain Python says the same."""
    rows = [read_row(row, found.names) for row in content]
    oracle = [by_rule_engine(found.root)(row) for row in rows]
    assert [plain(found.root)(row) for row in rows] == oracle
    return oracle


@pytest.mark.parametrize(
    ("kind", "depth"),
    [(Kind.BOOLEAN, depth) for depth in (2, 3, 4, 5)]
    + [(Kind.NUMBER, depth) for depth in (1, 2, 3)]
    + [(Kind.TEXT, depth) for depth in (2, 3)]
    + [(Kind.INSTANT, 3)],
)
@settings(max_examples=22)
@given(seed=SEEDS)
def test_rows_and_columns_agree(kind: Kind, depth: int, seed: int) -> None:
    """Values, missing ones and failures are the same on every path, for 2 200 random expressions and rows at the edges."""
    pick = random.Random(seed)
    content, engines = sample(seed % TABLES, ROWS)
    for _ in range(AT_ONCE):
        found = written(pick, kind, depth)
        if found is not None:
            agree(found, content, engines)


def agree(found: Expression, content: list[dict[str, Any]], engines: dict[str, Any]) -> None:
    """Every engine says of every row what rule-engine says."""
    expected = in_rows(found, content)
    for engine, native in engines.items():
        told = in_columns(found, native)
        differing = [
            (content[at], one, other) for at, (one, other) in enumerate(zip(expected, told, strict=True)) if one != other
        ]
        assert not differing, (engine, found.text, differing[0])


@settings(max_examples=300)
@given(seed=SEEDS, kind=st.sampled_from(list(Kind)), depth=st.integers(0, 5))
def test_an_expression_written_again_is_the_same(seed: int, kind: Kind, depth: int) -> None:
    """What an explanation shows of an expression means what the expression means."""
    found = written(random.Random(seed), kind, depth)
    if found is not None:
        again = expression.compile(unparse(found.root), NAMES)
        assert (unparse(again.root), again.type) == (unparse(found.root), found.type)
