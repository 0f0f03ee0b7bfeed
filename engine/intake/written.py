"""How a file is written that nobody described: UTF-8, headings in the first row, divided by what divides the headings."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AsWritten:
    """What the readers must know; a workbook has one sheet."""

    columns: Collection[str]
    delimiter: str
    encoding: str = "utf-8"
    comments: bool = False
    sheet: str | None = None
    header_row: int = 1


def as_written(content: bytes, headings: Collection[str]) -> AsWritten:
    """With the delimiter, ; or , that divides more of the headings."""
    first = content.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0][:2000].decode("utf-8", "replace")

    def known(delimiter: str) -> int:
        return len({cell.strip().strip('"') for cell in first.split(delimiter)} & set(headings))

    return AsWritten(headings, "," if known(",") > known(";") else ";")
