"""The same outcomes on Spark, for what outgrows one machine."""

import os
import shutil
from collections.abc import Iterator, Sequence
from typing import Any

import narwhals as nw
import pytest

from engine.expression import Expression
from engine.expression.boundary import read_row
from engine.expression.columns import frame_of, judged
from engine.expression.plain import plain
from tests.expression.tables import NAMES, result, sample, table
from tests.expression.test_mutants import SAMPLE

pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(
        shutil.which("java") is None, reason="Spark needs Java 17 and there is no java here: NOTHING was tried on Spark"
    ),
    # PySpark 4 warns of pandas 3 and of its own old types; what it computes is looked at below.
    pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning"),
]
BATCH = 12


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Spark on two threads of this machine."""
    pyspark = pytest.importorskip("pyspark.sql", reason="PySpark is not installed: NOTHING was tried on Spark")
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    session = (
        pyspark.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "Europe/Oslo")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def on_spark(expressions: Sequence[Expression], native: Any) -> list[list[Any]]:
    """What Spark says of every row, for each expression; all in one plan, because a plan takes longer than its rows."""
    frame = frame_of(native)
    for index, found in enumerate(expressions):
        frame = judged(found, frame).with_columns(value=f"value{index}", error=f"error{index}")
    assert isinstance(frame, nw.LazyFrame)
    told = frame.drop(*NAMES).collect().to_arrow()
    columns = [(told[f"value{index}"].to_pylist(), told[f"error{index}"].to_pylist()) for index in range(len(expressions))]
    return [[result(value, error) for value, error in zip(*pair, strict=True)] for pair in columns]


@pytest.mark.parametrize("start", range(0, len(SAMPLE), BATCH))
def test_spark_agrees(spark: Any, start: int) -> None:
    """A fixed sample of expressions has the same values, missing ones and failures on Spark as row by row."""
    content, _ = sample(3, 48)
    batch = SAMPLE[start : start + BATCH]
    told = on_spark(batch, spark.createDataFrame(table(content)))
    for found, outcomes in zip(batch, told, strict=True):
        expected = [plain(found.root)(read_row(row, found.names)) for row in content]
        assert outcomes == expected, found.text
