"""Files of work records: the same rows from every format, and every mistake told with its place."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet

from engine.errors import DeliveryRefused
from engine.timesheets import File, read_all
from engine.timesheets.codes import Code
from engine.worktime.kinds import RecordType, Source
from engine.worktime.records import WorkRecord

DOCS = Path(__file__).parents[2] / "docs/aml-hr.md"
HEADER = "employee,start,end,type,unit,source,record_id"
NIGHT = WorkRecord(
    employee="0042",
    start=datetime(2023, 3, 6, 20),  # noqa: DTZ001 -- Oslo's clock
    end=datetime(2023, 3, 7, 0),  # noqa: DTZ001
    type=RecordType.CALLOUT,
    unit="drift",
    source=Source.PLANNED,
    record_id="17",
)


def csv(*rows: str, header: str = HEADER, name: str = "vakter.csv") -> File:
    return File(name, "\n".join([header, *rows, ""]).encode())


def lines(*files: File) -> list[str]:
    with pytest.raises(DeliveryRefused) as refused:
        read_all(files)
    return [problem.line() for problem in refused.value.problems]


def workbook(rows: list[list[Any]]) -> bytes:
    written = BytesIO()
    book = xlsxwriter.Workbook(written, {"default_date_format": "dd.mm.yyyy hh:mm"})
    sheet = book.add_worksheet("Vakter")
    for at, row in enumerate([HEADER.split(","), *rows]):
        sheet.write_row(at, 0, row)
    book.close()
    return written.getvalue()


def table(**columns: Any) -> bytes:
    written = BytesIO()
    parquet.write_table(pa.table(columns), written)
    return written.getvalue()


@pytest.mark.parametrize(
    "row",
    [
        "0042,2023-03-06 20:00,2023-03-07 00:00,callout,drift,planned,17",
        "0042,2023-03-06T20:00:00,2023-03-06T24:00,CALLOUT,drift,planned,17",
        "0042,06.03.2023 20:00,07.03.2023 00:00:00,callout,drift,planned,17",
    ],
)
def test_a_row_of_text_is_read_in_each_way_of_writing_times(row: str) -> None:
    assert read_all([csv(row)]) == (NIGHT,)


def test_delimiter_and_byte_order_mark_are_seen_in_the_file() -> None:
    """What Excel saves in Norway and what a script writes are both read."""
    text = '"employee";"start";"end";"type"\r\n1001;2023-03-06 08:00;2023-03-06 16:00;ordinary\r\n'
    (read,) = read_all([File("a.CSV", b"\xef\xbb\xbf" + text.encode())])
    assert (read.employee, read.type, read.source, read.record_id) == ("1001", RecordType.ORDINARY, Source.ACTUAL, "")


def test_a_workbook_gives_the_same_row() -> None:
    """Dates of Excel, midnight among them; numbers stay the text that they are."""
    row = ["0042", NIGHT.start, NIGHT.end, "callout", "drift", "planned", 17]
    assert read_all([File("v.xlsx", workbook([row]))]) == (NIGHT,)


def test_a_workbook_keeps_every_minute() -> None:
    """A time of day is a binary fraction in a workbook: no minute may be lost on the way."""
    moments = [datetime(2023, 3, 6) + timedelta(minutes=minute) for minute in range(0, 1440, 7)]  # noqa: DTZ001
    rows = [["1", moment, moment + timedelta(hours=1), "ordinary"] for moment in moments]
    assert [read.start for read in read_all([File("v.xlsx", workbook(rows))])] == moments


def test_a_parquet_file_gives_the_same_row_and_keeps_its_offset() -> None:
    content = table(
        employee=["0042"],
        start=[NIGHT.start],
        end=[NIGHT.end],
        type=["callout"],
        unit=["drift"],
        source=["planned"],
        record_id=["17"],
    )
    assert read_all([File("v.parquet", content)]) == (NIGHT,)
    utc = table(
        employee=["1"], start=[datetime(2023, 3, 6, 8, tzinfo=UTC)], end=[datetime(2023, 3, 6, 9, tzinfo=UTC)], type=["course"]
    )
    assert read_all([File("v.parquet", utc)])[0].start == datetime(2023, 3, 6, 8, tzinfo=UTC)


def test_an_offset_is_kept_and_an_open_record_has_no_end() -> None:
    (read,) = read_all([csv("1,2023-10-29T02:30+01:00,,standby,,,")])
    assert (read.start, read.end) == (datetime(2023, 10, 29, 2, 30, tzinfo=timezone(timedelta(hours=1))), None)


def test_a_national_identity_number_refuses_the_file_and_is_not_repeated() -> None:
    """Whoever reads the message, the log or the quarantine does not learn the number."""
    told = lines(csv("1001,2023-03-06 08:00,2023-03-06 16:00,ordinary,,,", "01010750160,2023-03-06 08:00,,ordinary,,,"))
    assert len(told) == 1
    assert told[0].startswith("vakter.csv:3 «employee» [W020] this is a national identity number")
    assert "010107" not in "".join(told)


@pytest.mark.parametrize("heading", ["union", "Fagforening", "forbund", "medlemskap i NITO"])
def test_a_union_column_refuses_the_file(heading: str) -> None:
    """Membership of a union is never kept, not even by mistake."""
    told = lines(csv("1,2023-03-06 08:00,2023-03-06 16:00,ordinary,NITO", header=f"employee,start,end,type,{heading}"))
    assert len(told) == 1
    assert "[W013]" in told[0]
    assert "NITO" not in told[0] or "nito" in heading.lower()


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("employee,start,end,type,navn", "[W010] there is no column 'navn'; what is not asked for is not sent"),
        ("employee,start,end,typ", "[W010] there is no column 'typ' (did you mean 'type'?)"),
        ("employee,start,end", "[W011] the column type is missing"),
        ("employee,start,end,type,type", "[W012] the column type is there twice"),
    ],
)
def test_the_columns_are_those_that_were_asked_for(header: str, told: str) -> None:
    assert told in "\n".join(lines(csv(",".join("x" for _ in header.split(",")), header=header)))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (",2023-03-06 08:00,2023-03-06 16:00,ordinary,,,", "v.csv:2 «employee» [W021] the cell is blank"),
        ("1,,2023-03-06 16:00,ordinary,,,", "v.csv:2 «start» [W021] the cell is blank"),
        ("1,2023-03-06,2023-03-06 16:00,ordinary,,,", "v.csv:2 «start» [W024] '2023-03-06' is not a date with a time"),
        ("1,2023-02-30 08:00,,ordinary,,,", "v.csv:2 «start» [W024] '2023-02-30 08:00' is not a date"),
        ("1,08:00,16:00,ordinary,,,", "v.csv:2 «start» [W024] '08:00' is not"),
        ("1,2023-03-06 08:00,2323-03-06 16:00,ordinary,,,", "v.csv:2 «end» [W025] the year 2323 lies outside 1990 to"),
        ("1,9999-12-31 24:00,,ordinary,,,", "v.csv:2 «start» [W025]"),
        ("1,2023-03-06 08:00,2023-03-06 16:00,overtid,,,", "v.csv:2 «type» [W026] 'overtid' is none of"),
        ("1,2023-03-06 08:00,2023-03-06 16:00,overtme,,,", "(did you mean 'overtime'?)"),
        ("1,2023-03-06 08:00,2023-03-06 16:00,,,,", "v.csv:2 «type» [W021]"),
        (
            "1,2023-03-06 08:00,2023-03-06 16:00,ordinary,,faktisk,",
            "v.csv:2 «source» [W026] 'faktisk' is none of actual, planned",
        ),
        ("1,2023-03-06 08:00,2023-03-06 16:00,ordinary,\u202eu,,", "v.csv:2 «unit» [W023]"),
        (f"{'9' * 81},2023-03-06 08:00,2023-03-06 16:00,ordinary,,,", "v.csv:2 «employee» [W022] the text is longer than 80"),
        ("1,2023-03-06 08:00,2023-03-06 16:00,ordinary", "v.csv:2 [D007] the row has 4 fields"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place(row: str, told: str) -> None:
    assert told in "\n".join(lines(csv(row, name="v.csv")))


def test_all_mistakes_of_all_files_are_told_at_once() -> None:
    """Whoever mends a delivery mends it once."""
    told = lines(csv("1,x,y,ordinary,,,", name="a.csv"), csv(",2023-03-06 08:00,,z,,,", name="b.csv"), File("c.pdf", b"%PDF"))
    assert [line.partition(" ")[0] for line in told] == ["a.csv:2", "a.csv:2", "b.csv:2", "b.csv:2", "c.pdf"]


def test_a_workbook_cell_of_the_wrong_kind_is_told() -> None:
    bad = [["1", 0.5, True, "ordinary"], [date(2023, 3, 6), NIGHT.start, NIGHT.end, "ordinary"]]
    told = lines(File("v.xlsx", workbook(bad)))
    assert [line.split(" [")[1][:4] for line in told] == ["W027", "W027", "W027"]


def test_a_number_in_the_wrong_place_is_not_repeated_either() -> None:
    """A file without headings and a row that is shifted by a column put the number where nobody looks for it."""
    number = "01010750160"
    headless = File("v.csv", f"{number},2023-03-06 08:00,,ordinary\n".encode())
    shifted = csv(f"x,{number},2023-03-06 08:00,{number},,{number},")
    among_headings = csv("x,y", header=f"employee,{number}")
    told = [*lines(headless), *lines(shifted), *lines(among_headings)]
    assert [line.partition("[")[2][:4] for line in told] == ["W011", "W024", "W026", "W026", "W020"]
    assert number not in "".join(told)


def test_every_code_is_documented_and_every_documented_code_exists() -> None:
    documented = re.findall(r"^\| (W[0-9]{3}) \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert documented == sorted(code.value for code in Code)
