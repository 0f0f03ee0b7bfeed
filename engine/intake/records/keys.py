"""The same record in two files of a source: a mistake, or an update of which the latest holds."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from engine.errors import Place, Problem
from engine.intake.findings import MAX_SHOWN
from engine.intake.records.codes import RecordCode
from engine.intake.records.source import RecordSource
from engine.intake.records.table import Part
from engine.language import mark
from engine.names import printable, shown

_CONTENT, _FIRST, _LAST, _COUNT = "__content", "__content_min", "__content_max", "__content_count"


def check_keys(source: RecordSource, parts: Sequence[Part], names: Mapping[str, str], home: Path) -> list[Problem]:
    """Every key that several files have. `names` are the files by the hash of their content; what was whole is remembered.

    Where the source says which record is the latest, the same record twice is once; two that differ and are equally late are
    a contradiction, in one file too.
    """
    contents = sorted(names, key=lambda content: names[content])
    if not source.key or (len(contents) < 2 and source.latest is None):
        return []
    found_whole = home / f"keys-{hashlib.sha256(' '.join(sorted(contents)).encode()).hexdigest()[:32]}"
    if found_whole.exists():
        return []
    problems = list(_problems(source, _twice(source, parts, contents), [names[content] for content in contents]))
    if not problems:
        found_whole.touch()
    return problems


def _twice(source: RecordSource, parts: Sequence[Part], contents: Sequence[str]) -> pa.Table:
    """The keys that stand more than once, with the first and the last file that has them."""
    columns = list(source.kept) if source.latest else list(source.key)
    tables = []
    for part in parts:
        table = pq.read_table(part.path, columns=columns)
        tables.append(table.append_column(_CONTENT, pa.repeat(contents.index(part.content), table.num_rows)))
    held = pa.concat_tables(tables)
    # Inside one file keys have been looked at when it was read, so that once a file is enough here.
    distinct = held.group_by([*columns, *([] if source.latest else [_CONTENT])]).aggregate([(_CONTENT, "min")])
    first_of = distinct.select([*columns, _FIRST]).rename_columns([*columns, _CONTENT])
    named = [*source.key, *([source.latest] if source.latest else [])]
    grouped = first_of.group_by(named).aggregate([(_CONTENT, each) for each in ("count", "min", "max")])
    return grouped.filter(pc.greater(grouped[_COUNT], 1))


def _problems(source: RecordSource, twice: pa.Table, files: Sequence[str]) -> Iterator[Problem]:
    ordered = twice.sort_by([(_LAST, "ascending"), *((name, "ascending") for name in source.key)]).slice(0, MAX_SHOWN)
    if source.latest is None:
        message = mark("the record {key} stands in {other} too; of updates, latest: says which one holds")
    else:
        message = mark("the record {key} stands in {other} too, equally late and different")
    for record in ordered.to_pylist():
        key = shown(", ".join(str(record[name]) for name in source.key))
        place = Place(printable(files[record[_LAST]], 100), field=source.kept[source.key[0]][0])
        other = printable(files[record[_FIRST]], 100)
        yield Problem(place, RecordCode.KEY_TWICE, message, {"key": key, "other": other})
