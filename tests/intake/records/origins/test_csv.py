"""A large CSV is read in columns and a small one row by row: the same records, or the same problems in the same places."""

from collections.abc import Iterator

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.errors import DeliveryRefused
from engine.intake.findings import Findings
from engine.intake.records.checked import checked
from engine.intake.records.origins import csv
from engine.intake.records.raw import Texts
from engine.intake.records.source import RecordSource
from tests.intake.records.reading import INSTANT, source

COLUMNS = {
    "Sak": {"name": "call", "type": "text", "required": True},
    "Tid": INSTANT,
    "Dag": {"name": "day", "type": "date", "format": "d/m/yyyy"},
    "Vente": {"name": "wait_s", "type": "integer", "digits": 5},
    "Pris": {"name": "price", "type": "decimal", "decimals": 2},
    "Svar": {"name": "answered", "type": "boolean", "is_true": ["Ja"], "is_false": ["Nei"]},
    "Navn": {"name": "who", "type": "text", "personal": True},
}
PLAIN = {
    "Sak": ["007", "A-1", "æøå", "x y"],
    "Tid": ["2023-01-31 08:00:00", "2023-03-26 03:00:00", "2024-02-29 23:59:59", ""],
    "Dag": ["1/3/2023", "29/2/2024", ""],
    "Vente": ["0", "60", "-12", "99999", ""],
    "Pris": ["4,5", "-0,05", "0", "999999999,99", "", "12,30"],
    "Svar": ["Ja", "Nei", ""],
    "Navn": ["Ola", ""],
}
ODD = {
    "Sak": ["", " 007", "a  b", "a\u00a0b", "?", "0\u0338", "b\u2003", "\u1680", 'a"b', "–"],
    "Tid": ["2023-02-30 08:00:00", "2023-03-26 02:30:00", "2023-10-29 02:30:00", "2023-1-1 08:00:00", "2023-01-01 24:00:00",
            "0000-00-00 00:00:00", "2023-01-01T08:00:00", "2023-01-01 08:00:0٣", " 2023-01-01 08:00:00", "1899-12-31 00:00:00"],
    "Dag": ["30/2/2023", "01/03/2023", "1/13/2023", "1.3.2023", "0/1/2023"],
    "Vente": ["007", "100000", "1,5", "5,0", "-", "-0", "+1", "1 000", "999", "1e3", "٣", "9223372036854775808", " 7 ", "--1"],
    "Pris": ["4.5", "4,555", "4,50000", ",5", "5,", "00,5", "4,5,5", "−4,5", "4,5 %", "1 000,50", "9999999999", "0,0", "5,-"],
    "Svar": ["ja", "Ja ", "?", "J"],
    "Navn": ["?", "x" * 50],
}  # fmt: skip


HEAD = ";".join(COLUMNS)
ROW = "007;2023-01-31 08:00:00;1/3/2023;60;4,50;Ja;Ola"


def declared(**keys: object) -> RecordSource:
    return source(COLUMNS, missing=["", "?", "999"], **keys)


def outcome(content: bytes, of: RecordSource, small: int) -> pa.Table | list[str]:
    """The table, or the problems, as the reader of large or of small files finds them."""
    findings = Findings("f.csv")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv, "_SMALL", small)
        try:
            return checked(csv.read(content, of, findings), of, findings)
        except DeliveryRefused as refused:
            return [problem.line() for problem in refused.problems]


def same(content: bytes, of: RecordSource) -> pa.Table | list[str]:
    large, small = outcome(content, of, 0), outcome(content, of, 2**40)
    assert large == small, content
    return large


def _quoted(cell: str) -> str:
    return '"{}"'.format(cell.replace('"', '""'))


@st.composite
def files(draw: st.DrawFn) -> str:
    """Mostly sound rows; now and then an odd cell, a row of another length, a blank one, quotes in or around the cells."""
    odd, quotes = draw(st.booleans()), draw(st.sampled_from(["none", "some", "all"]))

    def cell(heading: str) -> str:
        known = PLAIN[heading] + (ODD[heading] if odd and draw(st.integers(0, 5)) == 0 else [])
        text = draw(st.sampled_from(known))
        if quotes == "all" or (quotes == "some" and draw(st.booleans())):
            return _quoted(text)
        return text

    def row() -> str:
        match draw(st.integers(0, 40)):
            case 0 if odd:
                return draw(st.sampled_from(["", " ", ";;;;;;", "1;2", "a;b;c;d;e;f;g;h", '"";""', '" "', "; ;;;;;", '"x']))
            case 1 if odd:
                return ";".join([draw(st.sampled_from(['"a;b"', '"a\nb"', '"a""b"', 'a"b', '"a"b', '""'])), *[""] * 6])
            case _:
                return ";".join(map(cell, COLUMNS))

    end = draw(st.sampled_from(["\n", "\r\n"]))
    rows = [";".join(COLUMNS), *(row() for _ in range(draw(st.integers(0, 12))))]
    return end.join(rows) + (end if draw(st.booleans()) else "")


@settings(max_examples=150, deadline=None)
@given(
    text=files(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    twice=st.sampled_from(["refuse", "second"]),
)
@example(text="Sak;Tid;Dag;Vente;Pris;Svar;Navn;\n1;;;;;;;\n", encoding="utf-8", twice="refuse")
@example(text="Sak;Tid;Dag;Vente;Pris;Svar;Navn;\n1;;;;;;;x\n", encoding="utf-8", twice="refuse")
@example(text="Sak;Tid;Dag;Vente;Pris;Svar;Sak\n1;;;;;;2\n", encoding="utf-8", twice="refuse")
@example(text="Sak;Tid\r1;2\r", encoding="utf-8", twice="refuse")
@example(text="Sakk;Tidd\n1;2\n", encoding="utf-8", twice="refuse")
@example(text="Sak,Tid\n1,2\n", encoding="utf-8", twice="refuse")
@example(text="over\nSak;Tid\n1;2\n", encoding="utf-8", twice="refuse")
@example(text="", encoding="utf-8", twice="refuse")
@example(text="Sak;Tid;Dag;Vente;Pris;Svar;Navn\n1\x00;;;;;;\n", encoding="utf-8", twice="refuse")
@example(text="Sak;Tid;Dag;Vente;Pris;Svar;Navn\nmÃ¥l;;;;;;\n", encoding="utf-8", twice="refuse")
@example(text="Sak;Tid;Dag;Vente;Pris;Svar;Navn\n\ufffd;;;;;;\n", encoding="utf-8", twice="refuse")
@example(text="\n\nSak;Tid;Dag;Vente;Pris;Svar;Navn\nA\u030a;;;;;;\n", encoding="utf-8", twice="refuse")
def test_columns_hold_what_rows_hold(text: str, encoding: str, twice: str) -> None:
    """Accepted tables are equal to the last digit and null, refusals to the last line and word."""
    written = encoding.removesuffix("-sig")
    columns = {**COLUMNS, "Tid": {**INSTANT, "twice": twice}}
    same(text.encode(encoding, errors="replace"), source(columns, missing=["", "?", "999"], encoding=written))


def test_every_odd_cell_is_read_in_columns_as_one_by_one() -> None:
    """Each alone in its file, and each beside a plain one."""
    plain = [cells[0] for cells in PLAIN.values()]
    for position, heading in enumerate(COLUMNS):
        for cell in ODD[heading] + PLAIN[heading]:
            row = ";".join([*plain[:position], _quoted(cell), *plain[position + 1 :]])
            for rows in ([row], [row, ROW]):
                same("\n".join([HEAD, *rows]).encode(), declared())


_DECIMALS = [{"type": "decimal", "decimals": decimals, "digits": digits} for decimals, digits in ((2, 6), (3, 15), (12, 15))]


@settings(max_examples=300, deadline=None)
@given(
    cells=st.lists(st.text("0123456789,.-− %", max_size=22), max_size=20),
    decimal=st.sampled_from(["comma", "point", "either"]),
    thousands=st.sampled_from(["space", "none"]),
    column=st.sampled_from([{"type": "integer", "digits": 9}, {"type": "integer", "digits": 15}, *_DECIMALS]),
)
def test_numbers_are_read_in_columns_as_one_by_one(
    cells: list[str], decimal: str, thousands: str, column: dict[str, object]
) -> None:
    """Whatever is written: the same number to the last digit, or the same refusal."""
    number = {"decimal": decimal, "thousands": thousands}
    same("\n".join(["n", *cells]).encode(), source({"n": {**column, "number": number}}, missing=["-"]))


FORMATS = [
    "yyyy-mm-dd HH:MM:SS",
    "dd.mm.yyyy HH:MM",
    "yyyymmddHHMMSS",
    "d/m/yyyy H:MM",
    "m/d/yyyy h:MM AP",
    "yyyy-mm-dd HH:MM:SS.fff",
]


@settings(max_examples=200, deadline=None)
@given(
    written=st.sampled_from(FORMATS),
    moments=st.lists(st.datetimes(), max_size=10),
    cut=st.integers(0, 30),
    zone=st.sampled_from(["Europe/Oslo", "America/New_York", "UTC"]),
)
def test_instants_are_read_in_columns_as_one_by_one(written: str, moments: list[object], cut: int, zone: str) -> None:
    """In any notation and zone, also where the clocks are changed."""
    signs = {"yyyy": "{0:%Y}", "mm": "{0:%m}", "dd": "{0:%d}", "HH": "{0:%H}", "MM": "{0:%M}", "SS": "{0:%S}", "fff": "{0:%f}",
             "d": "{0.day}", "m": "{0.month}", "H": "{0.hour}", "h": "{0.hour}", "AP": "AM"}  # fmt: skip
    pattern = "".join(signs.get(part, part) for part in _parts(written))
    texts = [
        "2023-10-29 02:30:00",
        *(pattern.format(moment) for moment in moments),
        pattern.format(*moments[:1])[:cut] if moments else "",
    ]
    column = {"name": "at", "type": "instant", "format": written, "zone": zone}
    same("\n".join(["t", *texts]).encode(), source({"t": column}))


def _parts(written: str) -> Iterator[str]:
    from engine.intake.records.formats import _SPLIT

    yield from _SPLIT.findall(written)


def row_of(call: str) -> str:
    return ROW.replace("007", call)


@pytest.mark.parametrize(
    "content",
    [
        f"{HEAD}\n{ROW}\n",
        f"\ufeff{HEAD}\r\n{ROW}\r\n\r\n",
        "\n".join([HEAD, ";".join(map(_quoted, ROW.split(";")))]),
        "\n".join([HEAD, row_of('"a;""b""\n"')]),
        f"{HEAD}\n;;;;;;\n\n{ROW}\n{ROW};too;many\n",
        "\n".join([HEAD.replace("Sak", '"Sak"'), row_of("Bjørn")]),
    ],
)
def test_what_is_soundly_written_is_read_in_columns(content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the other tests would compare the careful reader with itself, and large files would take minutes."""
    monkeypatch.setattr(csv, "_SMALL", 0)
    raw = csv.read(content.encode(), declared(), Findings("f.csv"))
    assert all(isinstance(column(), Texts) for column in raw.columns.values())


@pytest.mark.parametrize(
    "content",
    [
        f"{HEAD}\n{row_of('a%b').replace('%', chr(34))}\n",
        f"{HEAD}\n{row_of('%a%b').replace('%', chr(34))}\n",
        f"{HEAD}\n{row_of(' %a%').replace('%', chr(34))}\n",
        f'{HEAD}\n"{ROW}\n',
        f"{HEAD}\r{ROW}\r",
        f"{HEAD}\n{row_of('x' * 2_000_000)}\n",
        f"over\n{HEAD}\n{ROW}\n",
        f"{HEAD}\n",
    ],
)
def test_what_could_be_read_in_two_ways_is_left_to_the_careful_reader(content: str) -> None:
    """It alone decides what a lone quotation mark, an old line end, an endless row or another heading means."""
    findings = Findings("f.csv")
    assert csv._divided(content.encode(), declared(), findings) is None
    assert findings.count == 0


def test_problems_far_down_are_named_by_their_line() -> None:
    """Quoted line ends, blank rows and rows of another length are counted as lines, and shift nobody's place."""
    rows = [ROW] * 3_000
    rows[10] = row_of('"a\nb\nc"')
    rows[20] = ""
    rows[30] = "1;2"
    rows[2_000] = ROW.replace("60", "mange")
    content = "\n".join([HEAD, *rows]).encode()
    assert same(content, declared()) == [
        "f.csv:34 [D007] the row has 2 fields, and the headings promise 7",
        "f.csv:2004 «Vente» [D020] 'mange' is not a number",
    ]
