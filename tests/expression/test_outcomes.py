"""What is missing, what fails and what is never looked at: one case for each sentence of docs/expressions.md."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine import expression
from engine.expression import BOOLEAN, INSTANT, TEXT, Failure, Result, number
from engine.expression.boundary import read_row
from engine.expression.plain import plain
from engine.expression.rows import by_rule_engine

NAMES = {"n": number(), "none": number(), "zero": number(), "big": number(digits=15, decimals=0), "s": TEXT, "yes": BOOLEAN}
NAMES |= {"no": BOOLEAN, "maybe": BOOLEAN, "t": INSTANT, "nothing": TEXT}
ROW: dict[str, Any] = {"n": Decimal("7.5"), "none": None, "zero": 0, "big": 10**15 - 1, "s": "Ås", "yes": True, "no": False}
ROW |= {"maybe": None, "t": datetime(2023, 4, 1, tzinfo=UTC), "nothing": None}
_ZERO, _RANGE = Failure.DIVISION_BY_ZERO, Failure.OUT_OF_RANGE

CASES: list[tuple[str, Any]] = [
    # An operator needs all its operands.
    ("n + none", None),
    ("none < 5", None),
    ("none == none", None),
    ("none != 5", None),
    ("not maybe", None),
    ("none in [1, 2]", None),
    ("none not in [1, 2]", None),
    ("nothing.length", None),
    ("nothing.as_lower", None),
    ('nothing.starts_with("A")', None),
    ("$min([n, none])", None),
    ("$sum([n, none])", None),
    ("$abs(none)", None),
    ("-none", None),
    ("none / zero", None),
    # A failure outranks what is missing beside it.
    ("none + n / zero", _ZERO),
    ("n / zero + none", _ZERO),
    ("$max([none, n / zero])", _ZERO),
    # and, or: from the left, until one decides.
    ("maybe and no", False),
    ("no and maybe", False),
    ("maybe and yes", None),
    ("maybe or yes", True),
    ("maybe or no", None),
    ("no and n / zero > 1", False),
    ("yes or n / zero > 1", True),
    ("n / zero > 1 and no", _ZERO),
    ("maybe and n / zero > 1", _ZERO),
    ("maybe or n / zero > 1", _ZERO),
    ("yes and n / zero > 1", _ZERO),
    ("maybe and no and n / zero > 1", False),
    ("maybe and yes and no", False),
    # A choice looks at one branch.
    ("yes ? n : n / zero", Decimal("7.5")),
    ("no ? n / zero : n", Decimal("7.5")),
    ("maybe ? n : n / zero", None),
    ("(zero == 0 ? 0 : n / zero) == 0", True),
    ("n / zero > 1 ? n : n", _ZERO),
    # A default looks at the second only when the first is missing; a failure is not a missing value.
    ("(none ?? 3)", Decimal(3)),
    ("(n ?? (n / zero))", Decimal("7.5")),
    ("(none ?? none)", None),
    ("(none ?? (n / zero))", _ZERO),
    ("((n / zero) ?? 3)", _ZERO),
    # What is missing can be asked.
    ("none == null", True),
    ("null == n", False),
    ("n != null", True),
    ("nothing == null and maybe == null", True),
    ("(n / zero) == null", _ZERO),
    # Numbers are exact, or not there.
    ("0.1 + 0.2 == 0.3", True),
    ("n * 0.000001 == 0.0000075", True),
    ("1 / 3", Decimal("0.333333333333")),
    ("2 / 3", Decimal("0.666666666667")),
    ("-2 / 3", Decimal("-0.666666666667")),
    ("1 / 2000000000000", Decimal("0.000000000001")),
    ("-1 / 2000000000000", Decimal("-0.000000000001")),
    ("1 / 2000000000001", Decimal(0)),
    ("big + 1", _RANGE),
    ("big - 1 + 1 == big", True),
    ("big * n", _RANGE),
    ("big / 0.000001", _RANGE),
    ("-big - 1", _RANGE),
    # Texts by code point.
    ("s.as_lower == 'ås'", True),
    ("s.length", Decimal(2)),
    ("'Z' < s", True),
    ("'z' < s", True),
    ("s in ['Ås', 'x']", True),
    # Instants in UTC.
    ('t == d"2023-04-01T02:00:00+02:00"', True),
    ('t < d"2023-04-01T00:00:00.000001Z"', True),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_the_outcome(text: str, expected: Any) -> None:
    """The same by rule-engine and in plain Python."""
    found = expression.compile(text, NAMES)
    row = read_row(ROW, found.names)
    wanted = Result(error=expected) if isinstance(expected, Failure) else Result(expected)
    assert plain(found.root)(row) == wanted
    assert by_rule_engine(found.root)(row) == wanted
