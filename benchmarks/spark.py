"""The same measure on Spark local[2] and on DuckDB over growing records: python -m benchmarks.spark [rows of the largest]

Spark pays for its start and its plans; it is there for what outgrows a machine, and must grow no faster than the records do.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks import measures
from benchmarks.turns import Spent, in_turns
from engine.measures import Engine, Row, measure

LARGEST = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
ROUNDS = 3


def main() -> None:
    smaller = timed(LARGEST // 10)
    larger = timed(LARGEST)
    for engine in (Engine.DUCKDB, Engine.SPARK):
        growth = larger[engine].wall / smaller[engine].wall
        print(f"{engine.value}: ten times the records take {growth:.1f} times as long; not more than 10: {growth <= 10}")


def timed(rows: int) -> dict[str, Spent]:
    measures.ROWS = rows
    generator = np.random.default_rng(measures.SEED)
    with tempfile.TemporaryDirectory() as folder:
        declared = measures.source("calls", wait_s=measures.WAIT, answered=measures.TRUTH)
        waits = generator.integers(0, 200, rows).astype(np.int32)
        calls = measures.stored(Path(folder), declared, wait_s=waits, answered=generator.random(rows) < 0.93)

        def folded(engine: Engine) -> tuple[Row, ...]:
            asked = (measures.ANSWERED, measures.ORGANISATION, {"calls": calls}, measures.FIRST, measures.LAST)
            return measure(*asked, engine=engine)

        assert folded(Engine.SPARK) == folded(Engine.DUCKDB)
        engines = (Engine.SPARK, Engine.DUCKDB)
        took = in_turns({engine: lambda engine=engine: folded(engine) for engine in engines}, ROUNDS)
        spark, duckdb = (took[engine].wall for engine in engines)
        print(f"answered_within over {rows:,} rows: equal figures, Spark {spark:.2f} s, {spark / duckdb:.1f} x DuckDB")
        return took


if __name__ == "__main__":
    main()
