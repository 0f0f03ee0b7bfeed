"""The plan of an engine as text."""

import contextlib
import io
from typing import Any

import narwhals as nw


def native_plan(frame: nw.LazyFrame[Any] | nw.DataFrame[Any]) -> str:
    """What the engine says that it would do. Nothing is run, but pandas has no plans and has done its work already."""
    native = frame.to_native()
    if frame.implementation.is_pyspark():
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            native.explain()
        return said.getvalue()
    if frame.implementation.is_duckdb():
        return f"{native.sql_query()}\n"
    if frame.implementation.is_polars():
        return f"{native.explain()}\n"
    return f"columns: {', '.join(native.columns)}\n"
