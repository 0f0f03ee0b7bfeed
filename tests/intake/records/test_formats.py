"""Notations of other people's exports: years of two digits, day and time apart, durations, minuses behind."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from engine.intake.records.durations import Duration
from engine.intake.records.shelf import gather
from tests.intake.records.reading import INSTANT, records, refusals, source, table

BANK = {
    "date": {"name": "day", "type": "date", "format": "yymmdd", "required": True},
    "q_start": {
        "name": "queued", "type": "instant", "format": "yymmdd H:MM:SS", "zone": "Europe/Oslo", "day_in": "date",
        "missing": ["-"],
    },
}  # fmt: skip
LASTING = {"wait": {"name": "wait_s", "type": "duration", "format": "H:MM:SS"}}


def test_a_day_and_a_time_in_two_columns_are_one_instant(tmp_path: Path) -> None:
    """On the clock that is declared, clock changes and all; without a time there is none."""
    found = records(table(tmp_path, source(BANK), a="date;q_start\n990131;11:45:00\n680701;0:00:00\n690101;-\n"))
    assert found == [
        {"day": date(1999, 1, 31), "queued": datetime(1999, 1, 31, 10, 45, tzinfo=UTC)},
        {"day": date(2068, 7, 1), "queued": datetime(2068, 6, 30, 22, 0, tzinfo=UTC)},
        {"day": date(1969, 1, 1), "queued": None},
    ]


def test_what_is_wrong_with_either_of_the_two_is_told(tmp_path: Path) -> None:
    """The hour that never was, and a time that is none."""
    found = refusals(tmp_path, source(BANK), a="date;q_start\n230326;2:30:00\n230327;25:00:00\n")
    assert [line.partition("] ")[2][:22] for line in found] == ["'230326 2:30:00' never", "'230327 25:00:00' is n"]
    assert "never was" in found[0]


def test_a_day_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Also where it is read with its time alone: else every instant would be missing."""
    columns = {**BANK, "date": {"type": "text", "ignore": True}}
    assert records(table(tmp_path, source(columns), a="date;q_start\n990131;11:45:00\n"))[0]["queued"].hour == 10
    assert "[D011]" in refusals(tmp_path, source(columns), a="q_start\n11:45:00\n")[0]


def test_a_workbooks_day_and_time_are_one_instant(tmp_path: Path) -> None:
    """Excel keeps a time of day as a part of a day."""
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["date", "q_start", "wait"])
    sheet.write_datetime(1, 0, datetime.fromisoformat("2023-02-01"), book.add_format({"num_format": "yyyy-mm-dd"}))
    for column in (1, 2):
        sheet.write_datetime(1, column, time(11, 45, 30), book.add_format({"num_format": "hh:mm:ss"}))
    book.close()
    found = records(gather(source({**BANK, **LASTING}, files=["*.xlsx"], format="xlsx"), folder=tmp_path, cache=tmp_path / "c"))
    assert found == [{"day": date(2023, 2, 1), "queued": datetime(2023, 2, 1, 10, 45, 30, tzinfo=UTC), "wait_s": 42_330}]


@pytest.mark.parametrize(
    ("written", "text", "seconds"),
    [
        ("H:MM:SS", "0:01:00", 60),
        ("HH:MM:SS", "00:00:59", 59),
        ("HH:MM:SS", "112:00:01", 403_201),
        ("MM:SS", "75:30", 4_530),
        ("H:MM", "1:05", 3_900),
        ("H:MM:SS", "0:60:00", None),
        ("H:MM:SS", "0:1:00", None),
        ("H:MM:SS", "-0:01:00", None),
        ("H:MM:SS", "999999999:00:00", None),
        ("H:MM:SS", "٠:٠١:٠٠", None),
    ],
)
def test_a_duration_is_whole_seconds(written: str, text: str, seconds: int | None) -> None:
    """Only the first part may be larger than a clock shows."""
    assert Duration(written).seconds(text) == seconds


def test_a_duration_that_is_none_is_told(tmp_path: Path) -> None:
    """Where, what and how it should be."""
    found = refusals(tmp_path, source(LASTING), a="wait\n0:01:00\n61\n")
    assert found == ["a.csv:3 «wait» [D080] '61' is not written as declared, H:MM:SS"]


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ({"type": "duration"}, "a duration is written H:MM:SS"),
        ({"type": "duration", "format": "HH:SS"}, "a duration is written H:MM:SS"),
        ({**INSTANT, "day_in": "Dag"}, "day_in: names a heading of the contract, and 'Dag' is none"),
    ],
)
def test_a_notation_that_is_none_is_told_at_load(column: dict[str, Any], said: str) -> None:
    """Before a file is read."""
    with pytest.raises(ValueError, match=said.replace("(", "\\(")):
        source({"Tid": {"name": "at", **column}})


@pytest.mark.parametrize("offset", ["+99:99", "+02:60", "+15:00"])
def test_an_offset_that_no_clock_has_is_refused(tmp_path: Path, offset: str) -> None:
    """It would be days away."""
    column = {"name": "at", "type": "instant", "format": "yyyy-mm-dd HH:MMzzz"}
    assert "[D080]" in refusals(tmp_path, source({"Tid": column}), a=f"Tid\n2023-03-01 08:00{offset}\n")[0]


def test_a_ledger_as_other_systems_write_it(tmp_path: Path) -> None:
    """Parentheses, a minus of any kind in front or behind, spaces of any kind between thousands."""
    number = {"parentheses": True, "trailing_minus": True}
    amounts = ["(668)", "668-", "−668", "–668", "1\u00a0234,50-", "1 234,5", "(1\u202f234,50)"]
    declared = source({"Beløp": {"name": "amount", "type": "decimal", "decimals": 2, "number": number}})
    found = records(table(tmp_path, declared, a="\n".join(["Beløp", *amounts, ""])))
    assert [row["amount"] for row in found] == list(
        map(Decimal, ["-668", "-668", "-668", "-668", "-1234.5", "1234.5", "-1234.5"])
    )
