"""Parts in the cache: what was read once is not read again, and a correction changes just its part."""

import json
import sqlite3
import threading
from datetime import UTC, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from engine.errors import DeliveryRefused
from engine.intake.findings import Findings
from engine.intake.records.origins import http
from engine.intake.records.shelf import gather
from engine.intake.records.table import changed_months
from tests.conftest import Server
from tests.intake.records.reading import INSTANT, records, refusals, source, table

COLUMNS = {"Tid": {**INSTANT, "required": True}, "Vente": {"name": "wait_s", "type": "integer"}}
FEBRUARY = "Tid;Vente\n2023-02-01 08:00:00;1\n"
MARCH = "Tid;Vente\n2023-03-01 00:30:00;2\n2023-02-28 23:30:00;3\n"


def test_a_month_is_a_part_by_norways_calendar(tmp_path: Path) -> None:
    """23:30 UTC on the last of February is March in Norway."""
    found = table(tmp_path, source(COLUMNS, partition="at"), a=MARCH)
    assert [part.path.name for part in found.parts] == ["2023-02.parquet", "2023-03.parquet"]


def test_the_same_content_is_read_once(tmp_path: Path) -> None:
    """Another name or another time of copying is no news."""
    declared = source(COLUMNS, partition="at")
    first = table(tmp_path, declared, a=FEBRUARY)
    stamp = first.parts[0].path.stat().st_mtime_ns
    (tmp_path / "a.csv").rename(tmp_path / "b.csv")
    again = gather(declared, folder=tmp_path, cache=tmp_path / "cache")
    assert again.parts == first.parts
    assert again.version == first.version
    assert again.parts[0].path.stat().st_mtime_ns == stamp


@pytest.mark.parametrize("damage", ["deleted", "cut short", "emptied", "unlisted"])
def test_a_damaged_cache_is_made_anew(tmp_path: Path, damage: str) -> None:
    """A month that was deleted there would lack in the figures without a word; one that was cut short would stop them."""
    declared = source(COLUMNS, partition="at")
    found = table(tmp_path, declared, a=MARCH)
    part, whole = found.parts[1].path, found.parts[1].path.read_bytes()
    if damage == "deleted":
        part.unlink()
    elif damage == "unlisted":
        (part.parent / "parts.json").unlink()
    else:
        part.write_bytes(b"" if damage == "emptied" else whole[:-20])
    again = gather(declared, folder=tmp_path, cache=tmp_path / "cache")
    assert (again.parts, again.parts[1].path.read_bytes()) == (found.parts, whole)


def test_a_corrected_file_changes_just_its_months(tmp_path: Path) -> None:
    """Who measures again measures those."""
    declared = source(COLUMNS, partition="at")
    before = table(tmp_path, declared, a=FEBRUARY, b="Tid;Vente\n2023-03-01 00:30:00;2\n")
    after = table(tmp_path, declared, b="Tid;Vente\n2023-03-01 00:30:00;5\n")
    assert [str(month) for month in changed_months(before, after) or ()] == ["2023-03"]
    assert before.version != after.version


def test_a_folder_without_files_is_loud(tmp_path: Path) -> None:
    """No records is not the same as nothing happened."""
    assert refusals(tmp_path, source(COLUMNS))[0].endswith("[D084] no file of calls lies where its globs say: *.csv")


def test_a_bad_file_leaves_nothing_behind(tmp_path: Path) -> None:
    """A refused file has no part, and the mended one is read anew."""
    declared = source(COLUMNS)
    refusals(tmp_path, declared, a="Tid;Vente\nx;1\n")
    assert list((tmp_path / "cache").rglob("*.parquet")) == []
    assert len(records(table(tmp_path, declared, a=FEBRUARY))) == 1


def test_a_workbook_and_a_typed_file_say_the_same(tmp_path: Path) -> None:
    """The contract is the same whatever the records arrive in; a time in a workbook is on the declared clock."""
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Tid", "Vente"])
    moment = datetime.fromisoformat("2023-02-01T08:00:00")
    sheet.write_datetime(1, 0, moment, book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
    sheet.write_number(1, 1, 1)
    book.close()
    typed = pa.table({"Tid": [datetime(2023, 2, 1, 7, tzinfo=UTC)], "Vente": [1]})
    pq.write_table(typed, tmp_path / "a.parquet")
    expected = [{"at": datetime(2023, 2, 1, 7, tzinfo=UTC), "wait_s": 1}]
    for kind in ("xlsx", "parquet"):
        declared = source(COLUMNS, files=[f"*.{kind}"], format=kind)
        assert records(gather(declared, folder=tmp_path, cache=tmp_path / "cache")) == expected


def test_records_of_a_sqlite_file(tmp_path: Path) -> None:
    """A query's columns are the headings; the file is opened to be read, never to be made."""
    with sqlite3.connect(tmp_path / "calls.db") as connection:
        connection.execute("CREATE TABLE calls (tid TEXT, pris REAL, vente INTEGER)")
        connection.execute("INSERT INTO calls VALUES ('2023-02-01 08:00:00', 4.6, 61)")
    connection.close()
    columns = {
        "tid": INSTANT,
        "pris": {"type": "decimal", "decimals": 2, "number": {"decimal": "point"}},
        "vente": {"type": "integer"},
    }
    declared = source(columns, sql="sqlite:///calls.db", query="SELECT tid, pris, vente FROM calls")
    assert records(gather(declared, folder=tmp_path, cache=tmp_path))[0]["pris"] == Decimal("4.60")
    absent = source(columns, sql="sqlite:///nothing.db", query="SELECT 1")
    assert "[D085]" in refusals(tmp_path, absent)[0]
    assert not (tmp_path / "nothing.db").exists()


@pytest.mark.postgres
def test_records_of_postgresql(tmp_path: Path, server: Server) -> None:
    """Typed columns come exactly; the address's secret is given apart from the rules."""
    query = "SELECT TIMESTAMPTZ '2023-02-01 08:00:00+01' AS \"Tid\", 4.60::numeric AS pris, '007' AS sak"
    columns = {"Tid": INSTANT, "pris": {"type": "decimal", "decimals": 2}, "sak": {"type": "text"}}
    declared = source(columns, sql="postgresql://{USER}@/postgres?host=" + str(server.socket), query=query)
    found = gather(declared, folder=tmp_path, cache=tmp_path, secrets={"USER": "postgres"})
    assert records(found) == [{"at": datetime(2023, 2, 1, 7, tzinfo=UTC), "pris": Decimal("4.60"), "sak": "007"}]
    assert "[D086]" in refusals(tmp_path, declared)[0]


def test_records_of_an_address(tmp_path: Path) -> None:
    """JSON numbers stay as they are written; a redirect is not followed."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/moved":
                self.send_response(302)
                self.send_header("Location", "/calls")
                self.end_headers()
                return
            self.send_response(200)
            self.end_headers()
            items = [{"Tid": "2023-02-01 08:00:00", "Pris": 4.60}, {"Tid": None}]
            self.wfile.write(json.dumps({"data": {"calls": items}}).encode())

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal of the tests."""

    with HTTPServer(("127.0.0.1", 0), Answer) as answering:
        thread = threading.Thread(target=answering.serve_forever)
        thread.start()
        columns = {"Tid": INSTANT, "Pris": {"name": "price", "type": "decimal", "decimals": 2}}
        address = f"http://127.0.0.1:{answering.server_port}"
        declared = source(columns, http=f"{address}/calls", items="data.calls")
        found = gather(declared, folder=tmp_path, cache=tmp_path)
        moved = refusals(tmp_path, source(columns, http=f"{address}/moved"))
        answering.shutdown()
        thread.join()
    assert [row["price"] for row in records(found)] == [Decimal("4.60"), None]
    assert "[D085]" in moved[0]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"<html>", "the answer is not JSON"),
        (b'{"data": 1}', "there is no list of records at 'data.calls'"),
        (b'{"data": {"calls": [1]}}', "the record is no object with names and values"),
        (b'{"data": {"calls": [{"Tid": [1]}]}}', "a list or an object stands where a single value is expected"),
        (b'{"data": {"calls": [{"Pris": NaN}]}}', "the answer is not JSON"),
        (b'{"data": {"calls": [{"Tid": "\\ud800"}]}}', "the text has half a character in it, which is no text"),
    ],
)
def test_an_answer_that_is_no_list_of_records_is_refused(answer: bytes, said: str) -> None:
    """An error page in HTML is not a month without calls."""
    declared = source({"Tid": INSTANT}, http="https://example.org", items="data.calls")
    with pytest.raises(DeliveryRefused) as refused:
        http.parse(answer, declared, Findings("answer"))
    assert refused.value.problems[0].text().startswith(said)


def test_a_typed_file_that_does_not_fit_is_refused_by_column(tmp_path: Path) -> None:
    """Nanoseconds would be cut, infinity is no number, bytes are no text."""
    columns = {"Tid": INSTANT, "Vente": {"name": "wait_s", "type": "integer"}, "Sak": {"name": "call", "type": "text"}}
    declared = source(columns, files=["*.parquet"], format="parquet")
    pq.write_table(pa.table({"Tid": pa.array([1], pa.timestamp("ns", "UTC"))}), tmp_path / "a.parquet")
    assert [line.partition(" «")[2][:3] for line in refusals(tmp_path, declared)] == ["Tid"]
    typed = {"Tid": [datetime(2023, 2, 1, 7, tzinfo=UTC)], "Vente": [float("inf")], "Sak": [None]}
    pq.write_table(pa.table(typed), tmp_path / "a.parquet")
    assert "[D020] 'Infinity' is not a number" in refusals(tmp_path, declared)[0]
    (tmp_path / "a.parquet").write_bytes(b"PAR1 not PAR1")
    assert "[D070]" in refusals(tmp_path, declared)[0]
