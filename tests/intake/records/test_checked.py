"""Every cell is exactly what the contract says, or the file is refused with each problem named by row and column."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.intake.records.source import RecordSource
from tests.intake.records.reading import INSTANT, records, refusals, source, table

COLUMNS = {
    "Sak": {"name": "call", "type": "text", "required": True},
    "Vente": {"name": "wait_s", "type": "integer"},
    "Pris": {"name": "price", "type": "decimal", "decimals": 2, "digits": 6},
    "Svar": {"name": "answered", "type": "boolean", "is_true": ["Ja"], "is_false": ["Nei"]},
    "Lys": {"name": "light", "type": "category", "map": {"Rød": "red", "Grønn": "green"}},
    "Navn": {"name": "who", "type": "text", "personal": True},
}
HEADINGS = "Sak;Vente;Pris;Svar;Lys;Navn\n"


def calls(**keys: object) -> RecordSource:
    return source(COLUMNS, missing=["", "?"], **keys)


def test_ids_keep_their_zeros_and_persons_are_dropped_at_the_door(tmp_path: Path) -> None:
    """What is personal is not even stored; what is an id is text."""
    found = table(tmp_path, calls(), a=f"{HEADINGS}007;60;4,50;Ja;Rød;Ola\n008;?;;Nei;;Kari\n")
    assert records(found) == [
        {"call": "007", "wait_s": 60, "price": Decimal("4.50"), "answered": True, "light": "red"},
        {"call": "008", "wait_s": None, "price": None, "answered": False, "light": None},
    ]


def test_a_personal_column_is_kept_by_its_word_alone(tmp_path: Path) -> None:
    """keep: true is the only way in."""
    columns = {**COLUMNS, "Navn": {**COLUMNS["Navn"], "keep": True}}
    assert records(table(tmp_path, source(columns), a=f"{HEADINGS}1;1;1;Ja;Rød;Ola\n"))[0]["who"] == "Ola"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("1;1;1;Ja;Rød;x;14;15", "a.csv:2 [D007] the row has 8 fields, and the headings promise 6"),
        ("1;1,5;1;Ja;Rød;x", "a.csv:2 «Vente» [D082] '1,5' has more decimals than the 0 of the contract"),
        ("1;1;1,234;Ja;Rød;x", "a.csv:2 «Pris» [D082] '1,234' has more decimals than the 2 of the contract"),
        ("1;1;4.6;Ja;Rød;x", "a.csv:2 «Pris» [D020] '4.6' has a decimal point, but the profile declares a comma"),
        ("1;1;1234567;Ja;Rød;x", "a.csv:2 «Pris» [D040] '1234567' has more than the 6 digits of the contract"),
        ("1;1;1;Kanskje;Rød;x", "a.csv:2 «Svar» [D081] 'Kanskje' is none of the declared words"),
        ("1;1;1;Ja;Grøn;x", "a.csv:2 «Lys» [D081] 'Grøn' is none of the declared words (did you mean 'Grønn'?)"),
        (";1;1;Ja;Rød;x", "a.csv:2 «Sak» [D025] the cell is blank, and the contract requires it"),
        ("1;NaN;1;Ja;Rød;x", "a.csv:2 «Vente» [D020] 'NaN' is not a number"),
    ],
)
def test_one_wrong_cell_refuses_the_file_and_is_named(tmp_path: Path, row: str, problem: str) -> None:
    """Nothing is skipped and nothing is guessed."""
    found = refusals(tmp_path, calls(), a=f"{HEADINGS}{row}\n")
    assert [line[: len(problem)] for line in found] == [problem]


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    """Who mends a folder mends it once."""
    found = refusals(tmp_path, calls(), a=f"{HEADINGS}1;x;1;Ja;Rød;x\n1;1;y;Ja;Rød;x\n", b="Sak;Vente\n1;2\n")
    assert [line.partition(" [")[0] for line in found] == ["a.csv:2 «Vente»", "a.csv:3 «Pris»", *["b.csv:1"] * 4]


def test_a_heading_that_nobody_declared_is_a_problem_with_a_suggestion(tmp_path: Path) -> None:
    """A renamed column is not silently lost."""
    found = refusals(tmp_path, calls(), a="Sak;Ventet;Pris;Svar;Lys;Navn\n1;1;1;Ja;Rød;x\n")
    assert "did you mean 'Vente'?" in found[0] + found[1]


def test_a_record_that_stands_twice_is_a_problem_where_the_contract_has_a_key(tmp_path: Path) -> None:
    """A row pasted twice would count twice."""
    found = refusals(tmp_path, calls(key=["call"]), a=f"{HEADINGS}1;1;1;Ja;Rød;x\n1;2;1;Ja;Rød;x\n")
    assert found == ["a.csv:3 «Sak» [D083] the record '1' stands twice; first at a.csv:2 «Sak»"]


def test_the_hour_that_comes_twice_has_to_be_said_and_the_one_that_never_was_is_refused(tmp_path: Path) -> None:
    """A local time in October names two instants, one in March names none."""
    found = refusals(
        tmp_path, source({"Tid": INSTANT}), a="Tid\n2023-10-29 02:30:00\n2023-03-26 02:30:00\n2023-02-30 08:00:00\n"
    )
    assert [line.partition("] ")[2].split(":")[0] for line in found] == ["'2023-10-29 02", "'2023-03-26 02", "'2023-02-30 08"]
    assert "came twice" in found[0]
    assert "never was" in found[1]
    assert "not written as declared" in found[2]


@pytest.mark.parametrize(("twice", "utc"), [("first", 0), ("second", 1)])
def test_which_of_two_hours_is_meant_is_declared(tmp_path: Path, twice: str, utc: int) -> None:
    """The first is summer time."""
    found = records(table(tmp_path, source({"Tid": {**INSTANT, "twice": twice}}), a="Tid\n2023-10-29 02:30:00\n"))
    assert found[0]["at"].hour == utc


@pytest.mark.parametrize(
    ("written", "text", "instant"),
    [
        ("d/m/yyyy H:MM", "1/3/2023 8:05", "2023-03-01T07:05:00+00:00"),
        ("yyyy-mm-ddTHH:MM:SSzzz", "2023-07-01T00:30:00+02:00", "2023-06-30T22:30:00+00:00"),
        ("yyyy-mm-ddTHH:MM:SS.fffzzz", "2023-01-01T00:00:00.25Z", "2023-01-01T00:00:00.250000+00:00"),
        ("m/d/yyyy h:MM AP", "12/31/2016 12:05 AM", "2016-12-30T23:05:00+00:00"),
    ],
)
def test_instants_are_read_as_declared(tmp_path: Path, written: str, text: str, instant: str) -> None:
    """The format says which number is the day, and the zone whose clock it was."""
    column = {"name": "at", "type": "instant", "format": written} | ({} if "zzz" in written else {"zone": "Europe/Oslo"})
    assert records(table(tmp_path, source({"Tid": column}), a=f"Tid\n{text}\n"))[0]["at"].isoformat() == instant


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(st.one_of(st.none(), st.integers(-(10**9) + 1, 10**9 - 1)), min_size=1, max_size=30))
def test_the_quick_reader_reads_what_the_careful_one_reads(tmp_path: Path, values: list[int | None]) -> None:
    """A large file is divided by Arrow, a small one by hand: the records are the same."""
    from engine.intake.records.origins import csv

    lines = "\n".join("?" if value is None else str(value) for value in values)
    declared = source({"Vente": {"name": "wait_s", "type": "integer"}}, missing=["?"])
    both = []
    for small in (0, 10**9):
        csv._SMALL = small
        folder = tmp_path / str(small)
        folder.mkdir(exist_ok=True)
        both.append([row["wait_s"] for row in records(table(folder, declared, a=f"Vente\n{lines}\n"))])
    csv._SMALL = 200_000
    assert both == [values, values]


def test_a_required_column_is_filled_whatever_stands_for_nothing_known(tmp_path: Path) -> None:
    """Measures rely on it: what reads only required columns is never undecided."""
    column = {"name": "wait_s", "type": "integer", "required": True, "number": {"dash": "missing"}}
    found = refusals(tmp_path, source({"Vente": column}), a="Vente\n1\n-\n")
    assert found == ["a.csv:3 «Vente» [D025] the cell is blank, and the contract requires it"]
