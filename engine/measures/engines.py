"""The engines that fold records: each opens the same Parquet parts, and from there on they are the same to us.

duckdb   embedded, out of core: the default
polars   embedded
pandas   embedded, in memory, with Arrow columns
spark    for what outgrows a machine: the extra malvakt[spark]
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import narwhals as nw

from engine.errors import Place, Problem
from engine.language import mark
from engine.measures.problems import Code, MeasureError
from engine.measures.schema import Engine

Frame = nw.LazyFrame[Any]


def open_table(engine: Engine, paths: Sequence[str]) -> Frame:
    """The records of the parts as one table. Raises MeasureError when the engine is not installed."""
    try:
        opened: Frame = nw.from_native(_OPEN[engine](list(paths))).lazy()
    except ImportError:
        message = mark("the engine {engine} is not installed: pip install 'malvakt[{engine}]'")
        raise MeasureError("", [Problem(Place("engine"), Code.ENGINE, message, {"engine": engine.value})]) from None
    return opened


def collected(frame: Frame) -> list[dict[str, Any]]:
    """The rows of a table that has been folded to few."""
    return list(frame.collect("pyarrow").to_arrow().to_pylist())


def _duckdb(paths: list[str]) -> Any:
    return _connection().read_parquet(paths)


@cache
def _connection() -> Any:
    import duckdb

    connection = duckdb.connect(":memory:")
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET preserve_insertion_order = false")
    return connection


def _polars(paths: list[str]) -> Any:
    import polars

    return polars.scan_parquet(paths)


def _pandas(paths: list[str]) -> Any:
    import pandas as pd
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    table = pa.concat_tables([pq.read_table(path) for path in paths])
    return table.to_pandas(types_mapper=pd.ArrowDtype)


def _spark(paths: list[str]) -> Any:
    return _session().read.parquet(*paths)


@cache
def _session() -> Any:
    from pyspark.sql import SparkSession

    # Its tasks in Python run where this one does: another python3 on the path lacks what they import.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    # On a cluster spark-submit has named the master; alone, two threads of this machine are it.
    builder = SparkSession.builder.appName("malvakt").config("spark.sql.session.timeZone", "UTC")
    if "SPARK_MASTER" not in os.environ and not SparkSession.getActiveSession():
        builder = builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "2")
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


_OPEN: Mapping[Engine, Callable[[list[str]], Any]] = {
    Engine.DUCKDB: _duckdb,
    Engine.POLARS: _polars,
    Engine.PANDAS: _pandas,
    Engine.SPARK: _spark,
}
