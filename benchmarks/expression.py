"""One condition over 10⁷ rows, with the ids of those it holds for, against rule-engine: python -m benchmarks.expression

rule-engine judges a sample of the rows, of which the time for one row is taken: so the ratio is scaled, the rest is measured.
Both are timed in turns. The ids on the sample must be rule-engine's own, and those on all rows the same on every engine;
figures exactly at a limit are among them.
"""

import sys
from collections.abc import Callable, Mapping
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import rule_engine

from benchmarks.turns import in_turns
from engine import expression
from engine.expression import BOOLEAN, TEXT, Expression, number
from engine.expression.boundary import read_row
from engine.expression.columns import frame_of, judged
from engine.expression.plain import plain
from engine.intake.records.plainly import Numbers, decimals_of

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
SAMPLE = 20_000
ROUNDS = 7
SEED = 2023
NAMES = {
    "wait": number(digits=10, decimals=0, unit="s"),
    "share": number(digits=3, decimals=2, unit="%"),
    "unit": TEXT,
    "abandoned": BOOLEAN,
}
CONDITIONS = [
    "share < 70",
    'unit == "drift"',
    'share < 70 and wait > 60 and unit == "drift" and not abandoned',
    "wait * share / 100 > 60",
]
UNITS = ["adm", "drift", "forvaltning", "it-service", "virksomhetsutvikling"]


def records() -> pa.Table:
    """Calls of five units: every tenth figure lies exactly at a limit."""
    generator = np.random.default_rng(SEED)
    at_limit = generator.random(ROWS) < 0.1
    wait = np.where(at_limit, 60, generator.integers(0, 400, ROWS)).astype(np.int32)
    share = np.where(at_limit, 7_000, generator.integers(0, 10_001, ROWS))
    return pa.table(
        {
            "row": np.arange(ROWS, dtype=np.int32),
            "wait": wait,
            "share": decimals_of(Numbers(share, np.ones(ROWS, dtype=np.bool_)), pa.decimal128(5, 2)),
            "unit": pa.DictionaryArray.from_arrays(generator.integers(0, len(UNITS), ROWS).astype(np.int32), UNITS).cast(
                pa.string()
            ),
            "abandoned": generator.random(ROWS) < 0.1,
        }
    )


def engines(table: pa.Table) -> Mapping[str, Any]:
    connection = duckdb.connect()
    connection.register("given", table)
    codes = ", ".join(f"'{unit}'" for unit in UNITS)
    connection.execute(f"create table calls as select * replace (unit::enum({codes}) as unit) from given")
    polars = pl.from_arrow(table)
    assert isinstance(polars, pl.DataFrame)
    return {"duckdb": connection.table("calls"), "polars": polars.lazy(), "pyarrow": table}


def ids(found: Expression, native: Any) -> pa.Array:
    """The rows for which the condition is true, planned anew each time."""
    outcome = judged(found, frame_of(native))
    kept = outcome.frame.filter(outcome.value).select("row")
    return (kept.collect() if hasattr(kept, "collect") else kept).to_arrow()["row"]


def main() -> None:
    table = records()
    tables = engines(table)
    rows = table.slice(0, SAMPLE).to_pylist()
    print(f"{ROWS} rows; rule-engine on {len(rows)} of them, scaled; medians of {ROUNDS} rounds in turn")
    for text in CONDITIONS:
        found = expression.compile(text, NAMES)
        rule = rule_engine.Rule(text)
        judge, read = plain(found.root), [read_row(row, found.names) for row in rows]
        expected = [row["row"] for row in rows if rule.matches(row)]
        assert [row["row"] for row, values in zip(rows, read, strict=True) if judge(values).value] == expected
        answers = {engine: np.sort(ids(found, native).to_numpy()) for engine, native in tables.items()}
        for engine, answer in answers.items():
            assert list(answer[answer < SAMPLE]) == expected, engine
            assert np.array_equal(answer, answers["pyarrow"]), engine
        calls: dict[str, Callable[[], object]] = {
            "rule-engine": lambda rule=rule: sum(map(rule.matches, rows)),
            "plain Python": lambda judge=judge, read=read: sum(judge(values).value is True for values in read),
        }
        calls |= {engine: lambda native=native, found=found: ids(found, native) for engine, native in tables.items()}
        took = in_turns(calls, ROUNDS)
        each = {name: spent.wall / (ROWS if name in tables else len(rows)) for name, spent in took.items()}
        cpu = {name: spent.cpu / (ROWS if name in tables else len(rows)) for name, spent in took.items()}
        print(f"\n{text}    ({len(answers['pyarrow'])} rows, 0 differences)")
        for name, seconds in each.items():
            ratio, of_cpu = each["rule-engine"] / seconds, cpu["rule-engine"] / cpu[name]
            print(f"  {name:14}{seconds * 1e9:10.2f} ns a row{ratio:8.0f} x   processor{of_cpu:8.0f} x")


if __name__ == "__main__":
    main()
