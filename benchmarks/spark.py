"""The same measure on Spark local[2] and on DuckDB over growing records: python -m benchmarks.spark [rows]

Spark pays for its start and its plans; it is there for what outgrows a machine, and must grow no faster than the records do.
"""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks import measures
from engine.measures import Engine, measure

LARGEST = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000


def main() -> None:
    for rows in (LARGEST // 10, LARGEST):
        measures.ROWS = rows
        generator = np.random.default_rng(measures.SEED)
        with tempfile.TemporaryDirectory() as folder:
            declared = measures.source("calls", wait_s={"type": "integer"}, answered=measures.TRUTH)
            waits = generator.integers(0, 200, rows).astype(np.int32)
            calls = measures.stored(Path(folder), declared, wait_s=waits, answered=generator.random(rows) < 0.93)
            figures, taken = {}, {}
            for engine in (Engine.SPARK, Engine.DUCKDB, Engine.SPARK):  # the first Spark run pays for its start
                start = time.perf_counter()
                asked = (measures.ANSWERED, measures.ORGANISATION, {"calls": calls}, measures.FIRST, measures.LAST)
                figures[engine] = measure(*asked, engine=engine)
                taken[engine] = time.perf_counter() - start
            same = "equal" if figures[Engine.SPARK] == figures[Engine.DUCKDB] else "DIFFERENT"
            ratio = taken[Engine.SPARK] / taken[Engine.DUCKDB]
            print(
                f"answered_within over {rows:,} rows: {same} figures, Spark {taken[Engine.SPARK]:.1f} s, {ratio:.0f} × DuckDB"
            )


if __name__ == "__main__":
    main()
