"""A table of work records is taken in whole, or refused with every problem by row and column."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone

import pytest

from engine.errors import DeliveryRefused, Place
from engine.worktime.contract import MAX_PROBLEMS, moment, read
from engine.worktime.kinds import RecordType, Source
from engine.worktime.records import WorkRecord

_GOOD = {"employee": "0123", "start": "2023-03-06 08:00", "end": "2023-03-06 16:00", "type": "ordinary"}


def _read(*rows: Mapping[str, object], headings: tuple[str, ...] = ("employee", "start", "end", "type")) -> list[WorkRecord]:
    places = ((Place("shifts.csv", line), row) for line, row in enumerate(rows, start=2))
    return read(headings, places, "shifts.csv")


def _problems(*rows: Mapping[str, object], headings: tuple[str, ...] = ("employee", "start", "end", "type")) -> list[str]:
    with pytest.raises(DeliveryRefused) as refused:
        _read(*rows, headings=headings)
    return [problem.line() for problem in refused.value.problems]


def test_a_row_is_a_record() -> None:
    """Ids stay text with their zeros; what is left out has its default."""
    assert _read(_GOOD) == [
        WorkRecord(employee="0123", start=datetime(2023, 3, 6, 8), end=datetime(2023, 3, 6, 16), type=RecordType.ORDINARY)
    ]


def test_every_column_may_be_there() -> None:
    """Also as a workbook gives them: datetimes, and employee numbers as numbers."""
    row = {
        "employee": 4711,
        "start": datetime(2023, 3, 6, 8, tzinfo=UTC),
        "end": None,
        "type": "callout",
        "unit": "drift",
        "source": "planned",
        "record_id": "r1",
    }
    found = _read(row, headings=tuple(row))[0]
    assert (found.employee, found.end, found.unit, found.source, found.record_id) == (
        "4711",
        None,
        "drift",
        Source.PLANNED,
        "r1",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-03-06 08:00", datetime(2023, 3, 6, 8)),
        ("2023-03-06T08:00:30", datetime(2023, 3, 6, 8, 0, 30)),
        ("2023-03-06T08:00Z", datetime(2023, 3, 6, 8, tzinfo=UTC)),
        ("2023-03-06T08:00:00.123+01:00", datetime(2023, 3, 6, 8, tzinfo=timezone(timedelta(hours=1)))),
        ("2023-03-06 08:00 -0330", datetime(2023, 3, 6, 8, tzinfo=timezone(-timedelta(hours=3, minutes=30)))),
        ("06.03.2023 08:00", datetime(2023, 3, 6, 8)),
        ("2023-03-06 24:00", datetime(2023, 3, 7)),
    ],
)
def test_the_forms_of_a_time(text: str, expected: datetime) -> None:
    """ISO and Norwegian; 24:00 is the end of the day."""
    assert moment(text) == expected


@pytest.mark.parametrize(
    "text",
    ["06/03/2023 08:00", "2023-03-06", "08:00", "6.3.2023 08:00", "2023-02-30 08:00", "2023-03-06 24:01", "2023-03-06 8:00",
     "2023-03-06 08:00 CET", "45000", "2023-03-06 08:00+25:00", "9999-12-31 24:00", "٢٠٢٣-03-06 08:00"],
)  # fmt: skip
def test_what_is_no_time_is_refused(text: str) -> None:
    """Nothing is guessed."""
    assert "[W004]" in _problems({**_GOOD, "start": text})[0]


def test_all_problems_of_a_table_are_told_at_once() -> None:
    """By row and column, with what was probably meant."""
    assert _problems(
        {**_GOOD, "start": "in the morning", "type": "ordinry"},
        {**_GOOD, "employee": "", "source": "actuall"},
        {**_GOOD, "start": None, "end": "2023-03-06 16:00"},
        {**_GOOD, "start": "1923-03-06 08:00"},
        {**_GOOD, "type": None},
        {**_GOOD, "employee": 3.5, "unit": "x" * 81},
    ) == [
        "shifts.csv:2 «start» [W004] 'in the morning' is not a time: 2023-03-06 08:00, 2023-03-06T08:00+01:00 or 06.03.2023 08:00",
        "shifts.csv:2 «type» [W006] 'ordinry' is none of ordinary, overtime, callout, passive, course, travel, standby, break,"
        " absence (did you mean 'ordinary'?)",
        "shifts.csv:3 «employee» [W003] no employee is named",
        "shifts.csv:3 «source» [W006] 'actuall' is none of actual, planned (did you mean 'actual'?)",
        "shifts.csv:4 «start» [W003] the time is missing",
        "shifts.csv:5 «start» [W005] the year 1923 is not one of 1990 to 2099",
        "shifts.csv:6 «type» [W003] the type is missing: ordinary, overtime, callout, passive, course, travel, standby, break,"
        " absence",
        "shifts.csv:7 «employee» [W007] '3.5' is no text",
        "shifts.csv:7 «unit» [W007] one line of at most 80 characters is expected",
    ]


def test_headings_are_known_or_refused() -> None:
    """With the one that was probably meant."""
    assert _problems(headings=("employee", "strat", "end", "type")) == [
        "shifts.csv [W001] the column start is missing",
        "shifts.csv [W002] unknown column 'strat' (did you mean 'start'?)",
    ]


@pytest.mark.parametrize("column", ["employee", "unit", "record_id"])
@pytest.mark.parametrize("number", ["15078502360", "150785 02360", 15078502360, 5078502470])
def test_a_national_identity_number_refuses_the_delivery_and_is_not_repeated(column: str, number: object) -> None:
    """In whichever column of text, also as a number that has lost its first zero; not in the message, not anywhere."""
    assert _problems({**_GOOD, column: number}) == [
        f"shifts.csv:2 «{column}» [W008] a national identity number stands here: deliver another key, and never the person's number"
    ]


def test_headings_without_records_are_refused() -> None:
    """Taken in, they would pass for a delivery that came."""
    assert _problems() == ["shifts.csv [W009] there are headings and no records"]


def test_one_mistake_made_many_times_is_told_a_hundred_times() -> None:
    """And counted to the end."""
    with pytest.raises(DeliveryRefused, match="problems: 150") as refused:
        _read(*[{**_GOOD, "type": "x"}] * 150)
    assert len(refused.value.problems) == MAX_PROBLEMS
