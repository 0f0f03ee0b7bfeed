"""Run as a script by parquet.py: a Parquet file on standard input, its columns as JSON on standard output.

Prints {"names": [name, …], "columns": [[kind, [text or null, …]], …], "unreadable": [[name, type], …]}, a column of an
unreadable type being without cells, or {"too_many": limit}.
"""

import json
import resource
import sys
from typing import Any

MEMORY = 1024**3
SECONDS = 10
MAX_CELLS = 5_000_000
ROWS_AT_ONCE = 16_384


def _kind(arrow_type: Any) -> str | None:
    """How a column's cells are read; None for types that no table of figures has."""
    from pyarrow import types  # type: ignore[import-untyped]

    if types.is_dictionary(arrow_type):
        return _kind(arrow_type.value_type)
    tests = {
        "text": (types.is_string, types.is_large_string),
        "number": (types.is_integer, types.is_decimal, types.is_float32, types.is_float64),
        "boolean": (types.is_boolean,),
        "date": (types.is_date, types.is_timestamp),
    }
    return next((kind for kind, any_of in tests.items() if any(test(arrow_type) for test in any_of)), None)


def _texts(chunk: Any) -> list[str | None]:
    """The cells of a column as text: Arrow writes integers and decimals exactly and a float as the shortest that means it."""
    import pyarrow as pa

    plain = chunk.dictionary_decode() if pa.types.is_dictionary(chunk.type) else chunk
    texts = plain.cast(pa.string())
    texts.validate(full=True)
    return list(texts.to_pylist())


def _table(content: bytes) -> dict[str, Any]:
    import pyarrow as pa
    from pyarrow import parquet

    file = parquet.ParquetFile(pa.BufferReader(content))
    schema = file.schema_arrow
    kinds = [_kind(field.type) for field in schema]
    read: list[list[str | None]] = [[] for _ in kinds]
    cells = 0
    # Batch by batch: what the file says of its own size is not believed.
    for batch in file.iter_batches(ROWS_AT_ONCE, use_threads=False):
        cells += batch.num_rows * max(1, batch.num_columns)
        if cells > MAX_CELLS:
            return {"too_many": MAX_CELLS}
        for texts, column, kind in zip(read, batch.columns, kinds, strict=True):
            texts.extend(_texts(column) if kind else [None] * batch.num_rows)
    unreadable = [(field.name, str(field.type)[:100]) for field, kind in zip(schema, kinds, strict=True) if kind is None]
    columns = [(kind or "text", texts) for kind, texts in zip(kinds, read, strict=True)]
    return {"names": schema.names, "columns": columns, "unreadable": unreadable}


if __name__ == "__main__":
    # Before the first byte is read: what needs more than this is killed here, and not the process that asked.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    json.dump(_table(sys.stdin.buffer.read()), sys.stdout)
