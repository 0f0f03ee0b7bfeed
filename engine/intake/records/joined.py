"""A day in one column and a time in another, read as one: what call centres export, and spreadsheets with two columns."""

from collections.abc import Callable
from datetime import date, datetime, time

import numpy as np

from engine.intake.records.raw import Encoded
from engine.intake.table import Cell, Clock

Missing = Callable[[Cell], bool]


def joined(days: Encoded, times: Encoded, no_day: Missing, no_time: Missing) -> Encoded:
    """Each row's day and time as one cell; nothing where one of them is missing."""
    width = max(len(times.cells), 1)
    pairs, codes = np.unique(days.codes * width + times.codes, return_inverse=True)
    cells: list[Cell] = []
    for pair in pairs.tolist():
        day, clock = days.cells[pair // width], times.cells[pair % width]
        cells.append(None if no_day(day) or no_time(clock) else _joined(day, clock))
    return Encoded(cells, codes.astype(np.int64))


def _joined(day: Cell, clock: Cell) -> Cell:
    # A workbook's time of day is a time, or a moment of the day that Excel counts from.
    if isinstance(day, date) and isinstance(clock, Clock | datetime):
        moment = clock.time() if isinstance(clock, datetime) else _time(clock.text)
        if moment is not None:
            return datetime.combine(day, moment)
    return f"{day} {clock}"


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None
