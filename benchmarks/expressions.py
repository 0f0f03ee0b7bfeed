"""One condition with row ids over 10⁶ rows against rule-engine row by row: python -m benchmarks.expressions [rows]

rule-engine judges a sample, because it would take minutes; its time is scaled to all rows, and the sample's outcomes are
compared with ours first.
"""

import sys
import time
from decimal import Decimal
from statistics import median

import duckdb
import narwhals as nw
import numpy as np
import pyarrow as pa
from rule_engine import Rule

from engine.expression import TEXT, compile, number
from engine.expression.columns import frame_of, judged

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
SAMPLE, ROUNDS, SEED = 20_000, 5, 2023
CONDITION = 'wait <= 60 and queue == "sentralbord"'


def rows() -> pa.Table:
    """Waits of 0–120 seconds, many of them at exactly the limit, in two queues."""
    generator = np.random.default_rng(SEED)
    queues = pa.DictionaryArray.from_arrays(pa.array(generator.integers(0, 2, ROWS), pa.int32()), ["sentralbord", "dips"])
    waits = pa.array(generator.integers(0, 121, ROWS))
    return pa.table({"id": pa.array(np.arange(ROWS)), "wait": waits, "queue": queues.cast(pa.string())})


def main() -> None:
    made = rows()
    connection = duckdb.connect()
    connection.execute("CREATE TABLE calls AS SELECT * FROM made")
    condition = compile(CONDITION, {"wait": number(decimals=0), "queue": TEXT})

    def ours() -> pa.Table:
        outcome = judged(condition, frame_of(connection.table("calls")))
        kept = outcome.frame.filter(outcome.value).select("id")
        return nw.to_native(kept).to_arrow_table()

    sample = [{**row, "wait": Decimal(row["wait"])} for row in made.slice(0, SAMPLE).to_pylist()]
    oracle = Rule(CONDITION)
    start = time.perf_counter()
    theirs = {row["id"] for row in sample if oracle.matches(row)}
    one_by_one = (time.perf_counter() - start) * ROWS / SAMPLE
    found = {value for value in ours().column("id").to_pylist() if value < SAMPLE}
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        ours()
        times.append(time.perf_counter() - start)
    print(
        f"one condition over {ROWS:,} rows: {len(found ^ theirs)} differences in {SAMPLE:,}, {median(times) * 1000:.0f} ms "
        f"against {one_by_one * 1000:,.0f} ms of rule-engine (scaled from the sample), {one_by_one / median(times):,.0f} times"
    )


if __name__ == "__main__":
    main()
