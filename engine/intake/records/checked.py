"""Raw columns to typed Arrow columns by the contract: every cell exact, every problem named, all of a file or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from engine.intake.cells import CellProblem, number_reader, text_of
from engine.intake.findings import MAX_SHOWN, Code, Findings
from engine.intake.records.clock import DAY, MICROS, MONTH
from engine.intake.records.codes import RecordCode
from engine.intake.records.instants import plain_times, times_of
from engine.intake.records.joined import joined
from engine.intake.records.plainly import MOST_DIGITS, Bools, among, collapsed, decimals_of, numbers
from engine.intake.records.raw import Encoded, Raw, Texts
from engine.intake.records.source import TIMES, Column, ColumnType, RecordSource
from engine.intake.records.zones import calendar, days
from engine.intake.table import Cell, Clock
from engine.intake.text import collapse
from engine.language import mark
from engine.names import nearest, shown

_ArrowType = Callable[[Column], pa.DataType]
ARROW: Mapping[ColumnType, _ArrowType] = {
    ColumnType.TEXT: lambda _: pa.string(),
    ColumnType.CATEGORY: lambda _: pa.string(),
    ColumnType.INTEGER: lambda column: pa.int32() if column.is_small else pa.int64(),
    ColumnType.DECIMAL: lambda column: pa.decimal128(column.digits + (column.decimals or 0), column.decimals or 0),
    ColumnType.BOOLEAN: lambda _: pa.bool_(),
    ColumnType.INSTANT: lambda _: pa.timestamp("us", "UTC"),
    ColumnType.DATE: lambda _: pa.date32(),
    ColumnType.DURATION: lambda _: pa.int32(),
}


def schema(source: RecordSource) -> pa.Schema:
    """The columns of the stored form."""
    fields: list[pa.Field] = []
    for name, (_, column) in source.kept.items():
        fields.append(pa.field(name, ARROW[column.type](column)))
        if column.type is ColumnType.INSTANT:
            fields.append(pa.field(name + MICROS, pa.int64()))
        if column.type in TIMES:
            fields += [pa.field(name + DAY, pa.int32()), pa.field(name + MONTH, pa.int32())]
    return pa.schema(fields)


def checked(raw: Raw, source: RecordSource, findings: Findings) -> pa.Table:
    """The records in their stored form. What is wrong is among the findings; then the table is not to be used."""
    _check_headings(raw, source, findings)
    arrays: dict[str, pa.Array] = {}
    for name, (heading, column) in source.kept.items():
        given = _column(raw, heading)
        if column.day_in is not None:
            day = source.columns[column.day_in]
            days, times = _encoded(_column(raw, column.day_in)), _encoded(given)
            given = joined(days, times, _missing(day, source), _missing(column, source))
        arrays |= _Reading(raw, heading, column, source, findings).arrays(name, given)
    findings.refuse_if_any()
    table = pa.table(arrays, schema=schema(source))
    _check_key(table, raw, source, findings)
    findings.refuse_if_any()
    return table


def _column(raw: Raw, heading: str) -> Encoded | Texts:
    """The column as it came; of a file that lacks it, nothing in every row."""
    return raw.columns[heading]() if heading in raw.columns else Encoded([None], np.zeros(raw.rows, dtype=np.int64))


def _encoded(given: Encoded | Texts) -> Encoded:
    return given.encoded() if isinstance(given, Texts) else given


def _missing_words(column: Column, source: RecordSource) -> tuple[str, ...]:
    return source.missing if column.missing is None else column.missing


def _missing(column: Column, source: RecordSource) -> Callable[[Cell], bool]:
    words = _missing_words(column, source)
    return lambda cell: cell is None or (isinstance(cell, str) and collapse(cell) in words)


def _check_headings(raw: Raw, source: RecordSource, findings: Findings) -> None:
    for heading in raw.headings:
        if heading not in source.columns:
            meant = nearest(heading, source.columns)
            message = mark("the contract does not name the column {name}; what is not read is declared with ignore: true")
            suggesting = mark("the contract does not name the column {name} (did you mean '{suggestion}'?)")
            details = {"name": shown(heading), "suggestion": meant}
            findings.add(raw.place(-1, heading), Code.UNKNOWN_HEADING, suggesting if meant else message, **details)
    for heading in {each for each in raw.headings if raw.headings.count(each) > 1}:
        findings.add(raw.place(-1, heading), Code.HEADING_TWICE, mark("two columns are headed {name}"), name=shown(heading))
    days = {column.day_in for column in source.columns.values()}
    for heading, column in source.columns.items():
        # A day that is only read with its time is needed all the same.
        needed = heading in days or not column.ignore
        if heading not in raw.headings and needed and not column.optional:
            message = mark("the column {name} is promised and not there")
            findings.add(raw.place(-1, heading), Code.MISSING_HEADING, message, name=shown(heading))


def _check_key(table: pa.Table, raw: Raw, source: RecordSource, findings: Findings) -> None:
    if not source.key or not table.num_rows or source.latest is not None:
        return
    counted = table.select(list(source.key)).append_column("__row", pa.array(range(table.num_rows)))
    grouped = counted.group_by(list(source.key)).aggregate([("__row", "count"), ("__row", "min"), ("__row", "max")])
    twice = grouped.filter(pc.greater(grouped["__row_count"], 1)).slice(0, MAX_SHOWN + 1)
    heading = source.kept[source.key[0]][0]
    for record in sorted(twice.to_pylist(), key=lambda each: int(each["__row_max"])):
        message = mark("the record {key} stands twice; first at {first}")
        first = raw.place(record["__row_min"], heading)
        findings.add(
            raw.place(record["__row_max"], heading),
            RecordCode.KEY_TWICE,
            message,
            key=shown(", ".join(str(record[name]) for name in source.key)),
            first=first,
        )


@dataclass(frozen=True, slots=True)
class _Reading:
    """One column of one file on its way through the contract."""

    raw: Raw
    heading: str
    column: Column
    source: RecordSource
    findings: Findings

    def arrays(self, name: str, given: Encoded | Texts) -> dict[str, pa.Array]:
        """The column and what is stored beside it."""
        values = self._of_texts(given) if isinstance(given, Texts) else self._of_cells(given)
        return self._times(name, values) if self.column.type in TIMES else {name: values}

    def _of_texts(self, texts: Texts) -> pa.Array:
        """What is plainly written is read all at once; what is left, and what is wrong, text by text."""
        plain = _PLAIN.get(self.column.type)
        if plain is None or not len(texts.array):
            return self._of_cells(texts.encoded())
        values, read = plain(texts.array, self.column, self.source)
        read &= ~self._plainly_missing(texts.array)
        left = np.flatnonzero(~read)
        if not len(left):
            return values
        if len(left) == len(read):
            return self._of_cells(texts.encoded())
        return pc.replace_with_mask(values, pa.array(~read), self._of_cells(texts.encoded(left)))

    def _plainly_missing(self, texts: pa.Array) -> Bools:
        """Which texts may be one of those that stand for nothing known; numbers and times are none unless a digit is in it."""
        missing = _missing_words(self.column, self.source)
        if self.column.type is ColumnType.TEXT:
            return among(texts, missing)
        words = [word for word in missing if any(letter.isdigit() for letter in word)]
        return among(texts, words) | ~collapsed(texts) if words else np.zeros(len(texts), dtype=np.bool_)

    def _of_cells(self, encoded: Encoded) -> pa.Array:
        """Each different cell, read once by its exact reader; null where nothing is known."""
        missing = _missing(self.column, self.source)
        there = np.array([not missing(cell) for cell in encoded.cells], dtype=np.bool_)
        if self.column.required:
            self._tell(encoded, {int(code): _BLANK for code in np.flatnonzero(~there)})
        present = [cell for cell, is_there in zip(encoded.cells, there, strict=True) if is_there]
        position = np.cumsum(there) - 1
        codes = np.where(there[encoded.codes], position[encoded.codes], -1) if len(there) else encoded.codes
        known = Encoded(present, codes, encoded.rows)
        read = self._counts(known) if self.column.type in TIMES else self._values(known)
        return read.take(pa.array(codes, mask=codes < 0))

    def _values(self, known: Encoded) -> pa.Array:
        """The value of each cell."""
        read = _READERS[self.column.type](self.column, self.source)
        values: list[Any] = []
        problems: dict[int, _Told] = {}
        for code, cell in enumerate(known.cells):
            try:
                values.append(read(cell))
            except CellProblem as problem:
                values.append(None)
                problems[code] = (problem.code, problem.message, problem.details)
            else:
                # A dash can mean that nothing is known, which a required column must not say in any way.
                if self.column.required and values[-1] is None:
                    problems[code] = _BLANK
        self._tell(known, problems)
        return pa.array(values, ARROW[self.column.type](self.column))

    def _counts(self, known: Encoded) -> pa.Array:
        """The microseconds or days of each cell."""
        times = times_of(known.cells, self.column)
        told: dict[int, _Told] = {}
        for code, message in times.problems.items():
            details = {"text": shown(known.cells[code]), "format": self.column.format}
            told[code] = (RecordCode.INSTANT, message, details)
        self._tell(known, told)
        return pa.array(times.counts, pa.int64())

    def _times(self, name: str, values: pa.Array) -> dict[str, pa.Array]:
        """Instants or dates, and the day and month that they fall into in Norway."""
        missing: Bools = pc.is_null(values).to_numpy(zero_copy_only=False)
        counts = pc.fill_null(values, 0).to_numpy(zero_copy_only=False)
        if self.column.type is ColumnType.DATE:
            day, month = calendar(counts)
            beside = {}
            stored = pc.cast(values, pa.int32()).cast(pa.date32())
        else:
            day, month = days(counts)
            beside = {name + MICROS: values}
            stored = values.cast(pa.timestamp("us", "UTC"))
        derived = {name + DAY: pa.array(day, mask=missing), name + MONTH: pa.array(month, mask=missing)}
        return {name: stored, **beside, **derived}

    def _tell(self, encoded: Encoded, problems: "Mapping[int, _Told]") -> None:
        """Each row whose cell is one of the problems, in the order of the file, as many as are shown."""
        if not problems:
            return
        for position in np.flatnonzero(np.isin(encoded.codes, list(problems))).tolist():
            code, message, details = problems[int(encoded.codes[position])]
            self.findings.add(self.raw.place(encoded.row(position), self.heading), code, message, **details)


_Told = tuple[StrEnum, str, Mapping[str, object]]
_BLANK: _Told = (Code.BLANK, mark("the cell is blank, and the contract requires it"), {})


_Plain = Callable[[pa.Array, Column, RecordSource], tuple[pa.Array, Bools]]


def _plain_texts(texts: pa.Array, _: Column, __: RecordSource) -> tuple[pa.Array, Bools]:
    return texts, collapsed(texts)


def _plain_numbers(texts: pa.Array, column: Column, source: RecordSource) -> tuple[pa.Array, Bools]:
    decimals = column.decimals or 0
    if column.digits + decimals > MOST_DIGITS:
        return pa.nulls(len(texts), _type(column)), np.zeros(len(texts), dtype=np.bool_)
    mark_of = source.number.with_keys_of(column.number).decimal
    found = numbers(texts, _MARKS[mark_of], decimals, column.digits)
    if column.type is ColumnType.DECIMAL:
        return decimals_of(found, _type(column)), found.read
    return pa.array(np.where(found.read, found.steps, 0)).cast(_type(column)), found.read


def _plain_times(texts: pa.Array, column: Column, _: RecordSource) -> tuple[pa.Array, Bools]:
    counts, read = plain_times(texts, column)
    return pa.array(counts, pa.int64()), read


def _type(column: Column) -> pa.DataType:
    return ARROW[column.type](column)


_MARKS = {"comma": ",", "point": ".", "either": ""}
_PLAIN: Mapping[ColumnType, _Plain] = {
    ColumnType.TEXT: _plain_texts,
    ColumnType.INTEGER: _plain_numbers,
    ColumnType.DECIMAL: _plain_numbers,
    ColumnType.INSTANT: _plain_times,
    ColumnType.DATE: _plain_times,
}
"""Types whose columns are as different as their rows are many; of the others each different text is looked up once."""


_Read = Callable[[Cell], Any]


def _text(_: Column, __: RecordSource) -> _Read:
    def read(cell: Cell) -> str:
        if isinstance(cell, date):
            return cell.isoformat()
        return text_of(cell)

    return read


def _category(column: Column, _: RecordSource) -> _Read:
    meanings = {word: word for word in column.words} | dict(column.map)

    def read(cell: Cell) -> str:
        return str(_one_of(text_of(cell), meanings))

    return read


def _boolean(column: Column, _: RecordSource) -> _Read:
    meanings = dict.fromkeys(column.is_true, True) | dict.fromkeys(column.is_false, False)

    def read(cell: Cell) -> bool:
        return cell if isinstance(cell, bool) else _one_of(text_of(cell), meanings)

    return read


def _one_of(text: str, meanings: Mapping[str, Any]) -> Any:
    if text not in meanings:
        meant = nearest(text, meanings)
        message = (
            mark("{text} is none of the declared words")
            if meant is None
            else mark("{text} is none of the declared words (did you mean '{suggestion}'?)")
        )
        raise CellProblem(RecordCode.WORD, message, text=shown(text), suggestion=meant)
    return meanings[text]


def _number(column: Column, source: RecordSource) -> _Read:
    read_cell = number_reader(source.number.with_keys_of(column.number), column.unit or "1")
    decimals = column.decimals or 0
    limit = Decimal(10) ** column.digits

    def read(cell: Cell) -> Decimal | None:
        value = read_cell(cell).value
        if value is None:
            return None
        if -int(value.as_tuple().exponent) > decimals:
            message = mark("{text} has more decimals than the {decimals} of the contract")
            raise CellProblem(RecordCode.TOO_FINE, message, text=shown(cell), decimals=decimals)
        if abs(value) >= limit:
            message = mark("{text} has more than the {digits} digits of the contract")
            raise CellProblem(Code.OUT_OF_RANGE, message, text=shown(cell), digits=column.digits)
        return value

    return read


def _integer(column: Column, source: RecordSource) -> _Read:
    read_number = _number(column, source)

    def read(cell: Cell) -> int | None:
        value = read_number(cell)
        return None if value is None else int(value)

    return read


def _duration(column: Column, _: RecordSource) -> _Read:
    def read(cell: Cell) -> int:
        text = cell.text if isinstance(cell, Clock) else text_of(cell)
        seconds = column.lasting.seconds(text)
        if seconds is None:
            message = mark("{text} is not written as declared, {format}")
            raise CellProblem(RecordCode.INSTANT, message, text=shown(text), format=column.format)
        return seconds

    return read


_READERS: Mapping[ColumnType, Callable[[Column, RecordSource], _Read]] = {
    ColumnType.TEXT: _text,
    ColumnType.CATEGORY: _category,
    ColumnType.BOOLEAN: _boolean,
    ColumnType.DECIMAL: _number,
    ColumnType.INTEGER: _integer,
    ColumnType.DURATION: _duration,
}
