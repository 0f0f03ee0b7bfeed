"""Run as a script by xlsx.py: a checked workbook on standard input, the cells of one sheet as JSON on standard output.

Argument: the sheet's number in the workbook. Prints [[row, column, kind, text], …], all counted from 0.
"""

import json
import resource
import sys
from datetime import date, datetime, time
from io import BytesIO

MEMORY = 600 * 1024**2
SECONDS = 10
MAX_TEXT = 50_000_000


def _cell(value: object) -> tuple[str, str]:
    """Its kind (text, number, boolean, date, moment, clock) and its text; a float's repr is the shortest that means it."""
    if isinstance(value, str):
        return "text", value
    if isinstance(value, bool):
        return "boolean", str(value)
    if isinstance(value, int | float):
        return "number", repr(value)
    if isinstance(value, datetime) and value.time() != time.min:
        return "moment", value.isoformat()
    if isinstance(value, date):
        return "date", value.isoformat()[:10]
    return "clock", str(value)


def _cells(content: bytes, sheet: int) -> list[tuple[int, int, str, str]]:
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(sheet).to_python(skip_empty_area=False)
    cells, size = [], 0
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if value != "":
                kind, text = _cell(value)
                size += len(text)
                if size > MAX_TEXT:
                    raise MemoryError(size)
                cells.append((row, column, kind, text))
    return cells


if __name__ == "__main__":
    # Before the first byte is read: what needs more than this is killed here, and not the process that asked.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    json.dump(_cells(sys.stdin.buffer.read(), int(sys.argv[1])), sys.stdout)
