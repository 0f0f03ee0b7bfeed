"""Rows that try the edges, and the same rows in every engine."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa

from engine.expression import BOOLEAN, INSTANT, TEXT, Expression, Failure, Result, number
from engine.expression.columns import frame_of, judged

NAMES = {
    "n": number(digits=9, decimals=0),
    "k": number(digits=5, decimals=0),
    "x": number(digits=12, decimals=2),
    "z": number(),
    "q": number(digits=3, decimals=12),
    "w": number(digits=12, decimals=3),
    "s": TEXT,
    "u": TEXT,
    "a": BOOLEAN,
    "b": BOOLEAN,
    "t": INSTANT,
    "v": INSTANT,
}
_OSLO = "Europe/Oslo"
SCHEMA = pa.schema(
    {
        "n": pa.int64(),
        "k": pa.int32(),
        "x": pa.decimal128(14, 2),
        "z": pa.decimal128(18, 6),
        "q": pa.decimal128(15, 12),
        "w": pa.decimal128(38, 3),
        "s": pa.string(),
        "u": pa.string(),
        "a": pa.bool_(),
        "b": pa.bool_(),
        "t": pa.timestamp("us", "UTC"),
        "v": pa.timestamp("ms", _OSLO),
    }
)
"""Columns as wide as declared and wider: n, k and w can hold what their types do not promise."""

_START = datetime(2023, 3, 26, 1, 0, tzinfo=UTC)
"""The hour in which Norway's clocks go forward."""
TEXTS = ["", "a", "A", "Ås", "ås", "ÆØÅ", "æøå", "Æ", "abc", "ab", "Å", "ΑΣ", "İ", " a", "a ", "100", "Øst", "日本", "é"]


def rows(seed: int, count: int) -> list[dict[str, Any]]:
    """Rows of nulls, zeros, negatives, values at and beyond the declared bounds, and ordinary ones."""
    pick = random.Random(seed)
    return [{name: None if pick.random() < 0.15 else _value(pick, name) for name in NAMES} for _ in range(count)]


def _value(pick: random.Random, name: str) -> Any:
    if name in {"s", "u"}:
        return pick.choice(TEXTS)
    if name in {"a", "b"}:
        return pick.random() < 0.5
    if name in {"t", "v"}:
        return _START + timedelta(milliseconds=pick.choice([-3_600_000, -1, 0, 1, 999, 3_600_000, pick.randrange(10**9)]))
    declared = NAMES[name]
    beyond = [declared.bound + 1, 2**31 - 1 if name == "k" else 10**18] if name in {"n", "k", "w"} else []
    edges = [0, 1, -1, 5, -5, declared.bound, -declared.bound, *beyond]
    ordinary = [
        pick.randint(-20, 20) * 10**declared.scale,
        pick.randint(-(10**6), 10**6),
        pick.randint(1, 9) * 10**declared.scale,
    ]
    steps = pick.choice([*edges, *ordinary, *ordinary])
    return steps if declared.scale == 0 else Decimal(steps).scaleb(-declared.scale)


def table(content: Sequence[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(list(content), schema=SCHEMA)


def engines(content: pa.Table) -> dict[str, Any]:
    """The table in the engines that run in this process."""
    connection = duckdb.connect()
    connection.execute("set threads = 1")
    connection.register("given", content)
    return {
        "duckdb": connection.sql("select * from given"),
        "pandas": content.to_pandas(types_mapper=pd.ArrowDtype),
        "polars": pl.from_arrow(content),
        "pyarrow": content,
    }


@cache
def sample(seed: int, count: int) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Rows and the engines that hold them; made once for a seed."""
    content = rows(seed, count)
    return content, engines(table(content))


def in_columns(expression: Expression, native: Any) -> list[Result]:
    """What an engine says of every row."""
    outcome = judged(expression, frame_of(native))
    if isinstance(outcome.frame, nw.LazyFrame):
        told = outcome.frame.select(value=outcome.value, error=outcome.error).collect().to_arrow()
    else:
        told = outcome.with_columns().to_arrow()
    return [result(value, error) for value, error in zip(told["value"].to_pylist(), told["error"].to_pylist(), strict=True)]


def result(value: Any, error: str | None) -> Result:
    if isinstance(value, datetime):
        value = value.astimezone(UTC)
    elif isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    return Result(value, None if error is None else Failure(error))
