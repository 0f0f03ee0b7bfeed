"""Texts and typed cells to dates and instants, a column at a time; what is none of them is pointed out, never guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
from numpy.typing import NDArray

from engine.intake.records.clock import micros
from engine.intake.records.formats import Format
from engine.intake.records.plainly import fields
from engine.intake.records.source import Column, ColumnType
from engine.intake.records.zones import DAY, FIRST_YEAR, LAST_YEAR, NO_DAY, SECOND, Micros, day_of, instants_of
from engine.intake.table import Cell
from engine.language import mark

_FORMAT = mark("{text} is not written as declared, {format}")
_NEVER = mark("{text} never was: the clocks were put forward over it")
_TWICE = mark("{text} came twice when the clocks were put back; say which is meant (twice: first, or twice: second)")
_OTHER = mark("{text} is no point in time")


@dataclass(frozen=True, slots=True)
class Times:
    """Microseconds since 1970 for instants, days since 1970 for dates; `problems` names what has none, by position."""

    counts: Micros
    problems: dict[int, str]


def times_of(cells: Sequence[Cell], column: Column) -> Times:
    """What each cell says. The cells are there; missing ones were taken out before."""
    counts: Micros = np.zeros(len(cells), dtype=np.int64)
    problems: dict[int, str] = {}
    texts = [position for position, cell in enumerate(cells) if isinstance(cell, str)]
    walls: list[int] = []
    if texts:
        positions = np.array(texts)
        read = _read_texts(pa.array([str(cells[position]) for position in texts], pa.string()), column.written)
        problems |= dict.fromkeys(positions[~read.fits].tolist(), _FORMAT)
        counts[positions] = read.counts
        if not read.final:
            walls += positions[read.fits].tolist()
    for position, cell in enumerate(cells):
        if isinstance(cell, str):
            continue
        typed = _typed(cell, column)
        if typed is None:
            problems[position] = _OTHER
        else:
            counts[position], final = typed
            if not final:
                walls.append(position)
    if column.type is ColumnType.DATE:
        return Times(counts, problems)
    _from_the_wall(counts, walls, column, problems)
    return Times(counts, problems)


def plain_times(texts: pa.Array, column: Column) -> tuple[Micros, NDArray[np.bool_]]:
    """The counts of a whole column, and which texts name one day or one instant; of the others `times_of` says why not."""
    read = _read_texts(texts, column.written)
    if column.type is ColumnType.DATE or read.final:
        return read.counts, read.fits
    found, never, twice = instants_of(read.counts, column.clock or UTC, second=column.twice == "second")
    return found, read.fits & ~never & (True if column.twice != "refuse" else ~twice)


def _from_the_wall(counts: Micros, walls: list[int], column: Column, problems: dict[int, str]) -> None:
    """Replace what the wall's clock showed by the instants at which it did."""
    if not walls:
        return
    where = np.array(walls)
    found, never, twice = instants_of(counts[where], column.clock or UTC, second=column.twice == "second")
    counts[where] = found
    problems.update(dict.fromkeys(where[never].tolist(), _NEVER))
    if column.twice == "refuse":
        problems.update(dict.fromkeys(where[twice].tolist(), _TWICE))


@dataclass(frozen=True, slots=True)
class _Read:
    counts: Micros
    fits: NDArray[np.bool_]
    final: bool
    """True where the texts have their offset in them: they are instants already."""


def _read_texts(texts: pa.Array, written: Format) -> _Read:
    number, fits = fields(texts, written) if written.places else _matched(texts, written)
    nothing: Micros = np.zeros(len(texts), dtype=np.int64)
    year, month, day = number["year"], number["month"], number["day"]
    if written.short_year:
        year = year + np.where(year < 69, 2000, 1900)
    fits = fits & (year >= FIRST_YEAR) & (year <= LAST_YEAR) & (month >= 1) & (month <= 12) & (day >= 1)
    days = day_of(year, month, day, fits)
    fits &= days != NO_DAY
    if not written.has_time:
        return _Read(days, fits, final=True)
    hour, minute, second = (number.get(field, nothing) for field in ("hour", "minute", "second"))
    if written.twelve_hours:
        fits &= (hour >= 1) & (hour <= 12)
        hour = hour % 12 + number["half"]
    fits &= (hour < 24) & (minute < 60) & (second < 60)
    wall = days * DAY + ((hour * 60 + minute) * 60 + second) * SECOND + number.get("fraction", nothing)
    return _Read(wall - number.get("offset", nothing), fits, final=written.has_offset)


def _matched(texts: pa.Array, written: Format) -> tuple[Mapping[str, Micros], NDArray[np.bool_]]:
    """The fields of a format whose width differs, and which texts keep to it."""
    found = pc.extract_regex(texts, pattern=written.pattern)
    part = {field: pc.struct_field(found, index) for index, field in enumerate(written.fields)}
    read = {field: _MEANINGS.get(field, _whole)(array) for field, array in part.items()}
    return read, pc.is_valid(found).to_numpy(zero_copy_only=False)


def _whole(part: pa.Array) -> Micros:
    values: Micros = pc.fill_null(pc.cast(part, pa.int64()), 0).to_numpy(zero_copy_only=False)
    return values


def _half(part: pa.Array) -> Micros:
    """The hours to add: 12 in the afternoon."""
    afternoon = pc.fill_null(pc.starts_with(pc.utf8_lower(part), "p"), False).to_numpy(zero_copy_only=False)
    return np.where(afternoon, 12, 0)


def _fraction(part: pa.Array) -> Micros:
    return _whole(pc.utf8_rpad(part, width=6, padding="0"))


def _offsets(part: pa.Array) -> Micros:
    encoded = pc.dictionary_encode(pc.fill_null(part, "Z"))
    by_code = np.array([_offset(text) for text in encoded.dictionary.to_pylist()], dtype=np.int64)
    values: Micros = by_code[encoded.indices.to_numpy(zero_copy_only=False)]
    return values


_MEANINGS = {"half": _half, "fraction": _fraction, "offset": _offsets}
"""The fields that are more than a number."""


def _offset(text: str) -> int:
    if text == "Z":
        return 0
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return (-1 if text[0] == "-" else 1) * minutes * 60 * SECOND


def _typed(cell: Cell, column: Column) -> tuple[int, bool] | None:
    """The count of a cell that came as a date or a time, and whether it is final; None for what is neither."""
    if column.type is ColumnType.DATE:
        if isinstance(cell, datetime):
            midnight = (cell.hour, cell.minute, cell.second, cell.microsecond) == (0, 0, 0, 0)
            return ((cell.date() - date(1970, 1, 1)).days, True) if midnight and cell.tzinfo is None else None
        return ((cell - date(1970, 1, 1)).days, True) if isinstance(cell, date) else None
    if isinstance(cell, datetime):
        return (micros(cell), True) if cell.tzinfo else _wall(cell, column)
    return _wall(datetime(cell.year, cell.month, cell.day), column) if isinstance(cell, date) else None  # noqa: DTZ001 -- a workbook's midnight; the declared zone follows


def _wall(cell: datetime, column: Column) -> tuple[int, bool] | None:
    """A time without a zone is the wall's, in the zone that is declared; without one nobody knows the instant."""
    if column.clock is None:
        return None
    return (cell - datetime(1970, 1, 1)) // timedelta(microseconds=1), False  # noqa: DTZ001 -- both are the wall's clock
