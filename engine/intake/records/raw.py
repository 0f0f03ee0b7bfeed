"""Records as an origin hands them over: columns of cells, not yet checked, and where each cell stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
from numpy.typing import NDArray

from engine.errors import Place
from engine.intake.table import Cell, Table

CellOf = Callable[[Any], Cell]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A column as its different cells and, for each row, which of them it is. What is checked is checked once a cell."""

    cells: Sequence[Cell]
    codes: NDArray[np.int64]
    rows: NDArray[np.int64] | None = None
    """The row of each code, where not every row is here."""

    def row(self, position: int) -> int:
        return position if self.rows is None else int(self.rows[position])

    @classmethod
    def of_cells(cls, column: Sequence[Cell]) -> "Encoded":
        known: dict[tuple[type, Cell], int] = {}
        # True, 1 and Decimal(1) are equal to Python; they are different cells.
        codes = [known.setdefault((type(cell), cell), len(known)) for cell in column]
        return cls([cell for _, cell in known], np.array(codes, dtype=np.int64))

    @classmethod
    def of_array(cls, column: pa.ChunkedArray | pa.Array, cell_of: CellOf) -> "Encoded":
        combined = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        if not pa.types.is_dictionary(combined.type):
            combined = pc.dictionary_encode(combined, null_encoding="encode")
        cells = [None if cell is None else cell_of(cell) for cell in combined.dictionary.to_pylist()]
        if combined.indices.null_count:
            cells.append(None)
        codes = pc.fill_null(pc.cast(combined.indices, pa.int64()), len(cells) - 1)
        return cls(cells, codes.to_numpy(zero_copy_only=False))


@dataclass(frozen=True, slots=True)
class Texts:
    """A column of nothing but texts, as Arrow holds them: what is plainly written can be read without looking at each."""

    array: pa.Array

    def encoded(self, rows: NDArray[np.int64] | None = None) -> Encoded:
        """The column, or only the cells of these rows."""
        array = self.array if rows is None else self.array.take(pa.array(rows))
        found = Encoded.of_array(array, str)
        return found if rows is None else Encoded(found.cells, found.codes, rows)


@dataclass(frozen=True, slots=True)
class Raw:
    """What was read. `place` tells where row and heading stand; row -1 is the row of headings."""

    headings: tuple[str, ...]
    columns: Mapping[str, Callable[[], Encoded | Texts]]
    rows: int
    place: Callable[[int, str], Place]


def of_table(table: Table) -> Raw:
    """The records of a file that a reader of figures has read, row by row."""
    by_heading = {field.heading: field for field in table.fields}

    def column(position: int) -> Callable[[], Encoded]:
        return lambda: Encoded.of_cells([record.cells[position] for record in table.records])

    def place(row: int, heading: str) -> Place:
        if heading not in by_heading or row < 0:
            return table.heading_row
        return table.place(table.records[row].line, by_heading[heading])

    columns = {field.heading: column(field.position) for field in table.fields}
    return Raw(tuple(field.heading for field in table.fields), columns, len(table.records), place)
