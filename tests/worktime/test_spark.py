"""Spark's tasks find what threads find here, to the last word."""

import os
from collections.abc import Iterator
from random import Random
from typing import Any

import pyarrow as pa
import pytest

from engine.worktime.arrow import RECORDS, RESULTS, batch_of, on_spark
from engine.worktime.blocks import Known, known_by
from engine.worktime.check import check
from engine.worktime.kinds import SHOWN
from engine.worktime.normalise import Normalised, normalise
from tests.worktime.engine_side import owners_with, records_of
from tests.worktime.rosters import profile_of, roster_of

# PySpark warns of pandas 3, which nothing here asks it for.
pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("default")]
PEOPLE = 400


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Spark on two threads of this machine."""
    pyspark = pytest.importorskip("pyspark.sql", reason="PySpark is not installed: NOTHING was tried on Spark")
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    builder = pyspark.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    # Four tasks, and batches that end inside an employee; a session in another zone than Oslo's must not matter.
    builder = builder.config("spark.sql.shuffle.partitions", "4").config("spark.sql.execution.arrow.maxRecordsPerBatch", "37")
    builder = builder.config("spark.sql.session.timeZone", "America/New_York").config("spark.driver.bindAddress", "127.0.0.1")
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.mark.parametrize("plan", [False, True])
def test_spark_finds_what_threads_find(spark: Any, plan: bool) -> None:
    """Shuffled records of four hundred people under two profiles, over clock changes, Easter and New Year."""
    random = Random(29)
    rows = [row for who in range(PEOPLE) for row in records_of(roster_of(random, planned=plan).work, f"{who:03d}")]
    given = normalise(rows)
    known = known_by(given.records)
    assert known is not None
    owners = owners_with(profile_of(random), {**profile_of(random), "aml_profile": "other"})
    frame = spark.createDataFrame(_shuffled(batch_of(given.records), random))
    wide = Known(known.first, known.last)
    found = sorted(map(str, on_spark(frame, owners, wide, plan=plan).toArrow().to_pylist()))
    expected = check(Normalised(given.records, ()), owners, known=wide, plan=plan).results(SHOWN)
    assert found == sorted(
        map(str, pa.Table.from_pylist([dict(row.as_json()) for row in expected], schema=RESULTS).to_pylist())
    )
    assert len(found) > PEOPLE


def _shuffled(batch: pa.RecordBatch, random: Random) -> Any:
    order = list(range(len(batch)))
    random.shuffle(order)
    return pa.Table.from_batches([batch], schema=RECORDS).take(order)
