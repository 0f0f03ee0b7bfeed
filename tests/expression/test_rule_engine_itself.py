"""rule-engine's own notation, its operators between its own kinds of values and its properties of each: the columns say what
rule-engine itself says, or the text is refused."""

import itertools
import random
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pytest
import rule_engine

from engine import expression
from engine.expression import BOOLEAN, INSTANT, TEXT, ExpressionError, number
from tests.expression.tables import engines, in_columns

NAMES = {"n": number(digits=3, decimals=0), "x": number(digits=3, decimals=2), "s": TEXT, "a": BOOLEAN, "t": INSTANT}
ROW: dict[str, Any] = {
    "n": 8,
    "x": Decimal("2.50"),
    "s": "Rule Engine",
    "a": True,
    "t": datetime(2019, 9, 11, 20, 46, 57, 506406, tzinfo=UTC),
}
TABLE = pa.table(
    {
        "n": pa.array([8], pa.int32()),
        "x": pa.array([ROW["x"]], pa.decimal128(5, 2)),
        "s": [ROW["s"]],
        "a": [True],
        "t": pa.array([ROW["t"]], pa.timestamp("us", "UTC")),
    }
)
OPERATORS = [
    *["+", "-", "*", "/", "//", "%", "**", "==", "!=", "<", "<=", ">", ">=", "and", "or", "in", "not in", "=~", "=~~", "!~"],
    *["!~~", "&", "|", "^", "<<", ">>", "??", ".", "&.", "? 1 :"],
]
OPERANDS = [
    *[
        "n",
        "x",
        "s",
        "a",
        "t",
        "8",
        "0.5",
        "-1",
        "0",
        ".5",
        "5.",
        "1e2",
        "0b101",
        "0x1f",
        "0o17",
        "nan",
        "inf",
        "true",
        "false",
    ],
    *["null", '"Rule Engine"', "'Rule'", '""', 'd"2019-09-11T20:46:57.506406+00:00"', 'd"2019-09-11"', 't"P7D"', "[1, 2]"],
    *["[8]", '["Rule Engine"]', "[]", "{1, 2}", '{"a": 1}', 'b"ab"', "[n]", "[null]", "(n)", "not a", "$abs(n)", "$pi", "s[0]"],
]
PROPERTIES = [
    *[
        "length",
        "as_lower",
        "as_upper",
        "to_ary",
        "to_set",
        "to_str",
        "to_flt",
        "to_int",
        "is_empty",
        "floor",
        "ceiling",
        "year",
    ],
    *[
        "is_nan",
        "to_epoch",
        "day",
        "hour",
        "weekday",
        "zone_name",
        "total_seconds",
        "days",
        "keys",
        "values",
        "date",
        "timestamp",
    ],
    *['starts_with("Rule")', 'starts_with("")', "starts_with(s)", 'ends_with("e")', 'encode("utf-8")', 'decode("hex")', "x"],
]
CALLS = [
    f"{function}({argument})"
    for function in [
        "$abs",
        "$min",
        "$max",
        "$sum",
        "$any",
        "$all",
        "$filter",
        "$map",
        "$split",
        "$range",
        "$parse_float",
        "$now",
    ]
    for argument in [
        "",
        "n",
        "-n",
        "[n, 4]",
        "[n, x]",
        "[1, 2, 3]",
        "[]",
        "[s]",
        "[a, true]",
        "[null, 1]",
        "s",
        "{1, 2}",
        "n, x",
    ]
]
OTHERS = [
    "a ? n : x", "a ? s : 'b'", "not not a", "- -n", "--n", "1 < n < 9", "n == 8 and x == 2.5 or a", "a and not a or a",
    "not a == false", "n + 2 * x", "(n + 2) * x", "n - 2 - 2", "n / 2 / 2", "n / 3", "-n / 3", "n == 8.0",
    "a ? n : a ? 1 : 2", "s == 'Rule Engine' # the same", "s.as_lower == 'rule engine'", "s.as_lower.length == 11", "n in [8]",
    "n in [7, 8.0]", "s not in ['a']", "'Rule' in s", "a == a == a", "[y for y in [1, 2] if y]", "s[0:4]", "s&.length",
    "t - t", "t > d'2019-09-11T22:46:57+02:00'", "t == d'2019-09-11T22:46:57.506406+02:00'", "(n ?? 0) < 9", "(null ?? 1)",
    "true ? 1 : 0", "1 + 1", "'a' < 'b'", "'Z' < 'a'", "'Æ' < 'æ'", "true and true", "0.1 + 0.2 == 0.3", "7 / 2 == 3.5",
]  # fmt: skip


def texts() -> list[str]:
    """Every operator between every two operands would take minutes: a fixed third of them."""
    between = [f"{left} {sign} {right}" for left, sign, right in itertools.product(OPERANDS, OPERATORS, OPERANDS)]
    chosen = random.Random(1).sample(between, len(between) // 3)
    return [*OTHERS, *CALLS, *(f"{each}.{name}" for each in OPERANDS for name in PROPERTIES), *chosen]


def accepted() -> list[expression.Expression]:
    found = []
    for text in texts():
        try:
            found.append(expression.compile(text, NAMES))
        except ExpressionError:
            continue
    return found


def itself(text: str) -> Any:
    """What rule-engine says, on instants in UTC and with quotients as they are here."""
    context = rule_engine.Context(default_timezone="utc")
    value = rule_engine.Rule(text, context=context).evaluate(dict(ROW))
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return value
    return Decimal(value).quantize(Decimal("1e-12"), ROUND_HALF_UP)


@pytest.fixture(scope="module")
def compiled() -> list[expression.Expression]:
    return accepted()


def test_what_is_accepted_is_a_language(compiled: list[expression.Expression]) -> None:
    """Hundreds of the texts are in it, and most are not."""
    assert 300 < len(compiled) < len(texts()) / 4


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_columns_say_what_rule_engine_says(engine: str, compiled: list[expression.Expression]) -> None:
    """The value, or a failure where rule-engine fails."""
    native = engines(TABLE)[engine]
    different = []
    for found in compiled:
        (told,) = in_columns(found, native)
        try:
            expected = itself(found.text)
        except (rule_engine.EngineError, ArithmeticError):
            expected = "failed"
        said = "failed" if told.error else told.value
        if said != expected or isinstance(said, bool) is not isinstance(expected, bool):
            different.append((found.text, said, expected))
    assert different == []
