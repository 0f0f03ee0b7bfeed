"""CSV as it is really sent: encodings, quotes, captions and Excel's habits; what it cannot mean is refused."""

import pytest

from engine.errors import DeliveryRefused
from engine.intake import TIDY, Profile, choose
from engine.intake.findings import Findings
from engine.intake.formats import csv
from tests.intake.catalogue import figures, profiles, values

HEADER = "organisation;unit;metric;dimension;period;value;numerator;denominator;n;status\n"
ROW = "helse-nord-ikt;drift;errors_registered;;2023-03;1 234;;;;final\n"
USERS = "Måned;Enhet;Besvart innen 1 minutt;Antall\n2023-03;Brukerstøtte;80 %;10\n"


def refused(content: bytes, of: Profile) -> list[str]:
    with pytest.raises(DeliveryRefused) as raised:
        figures(content, of, name="f.csv", organisation=None if of.id == "tidy" else "helse-nord-ikt")
    return [problem.line() for problem in raised.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_is_read_with_and_without_its_mark(encoding: str) -> None:
    assert len(figures(USERS.encode(encoding), profiles()["brukerstotte-utf-8"])) == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read_by_its_mark(encoding: str) -> None:
    content = "Måned;Besvart innen 1 minutt\n2023-03;80 %\n"
    marked = content if encoding == "utf-16" else f"\ufeff{content}"
    assert len(figures(marked.encode(encoding), profiles()["brukerstotte-utf-16"])) == 1


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_machine(ends: str) -> None:
    (found,) = figures(USERS.replace("\n", ends).encode("cp1252"), profiles()["brukerstotte"])
    assert found.place == "line 2 «Besvart innen 1 minutt»"


def test_a_quoted_field_may_hold_delimiters_quotes_and_line_breaks_and_lines_are_still_counted() -> None:
    content = 'Mål;Utsagn\n"sick_leave_total";"godt; og ""høyt""\nover måltallet"\nerrors_registered;\n'
    first, second = figures(content.encode(), profiles()["utsagn"], period="2023-03")
    assert (first.words, second.place) == ('godt; og "høyt" over måltallet', "line 4 «Utsagn»")


def test_what_stands_above_the_headings_is_never_read() -> None:
    of = Profile.model_validate({**profiles()["utsagn"].model_dump(exclude_unset=True), "header_row": 3})
    content = "Virksomhetsrapport;oktober;2022;;;\n\nMål;Utsagn\nsick_leave_total;høyt\n"
    (found,) = figures(content.encode(), of, period="2023-03")
    assert (str(found.period), found.place) == ("2023-03", "line 4 «Utsagn»")


@pytest.mark.parametrize(
    "line", ["# decimal: point\n", "#decimal=Point\n", '"# decimal: point";;;;;;;;;\n', "# fra X\n# decimal: point\r\n"]
)
def test_a_tidy_file_declares_its_decimal_mark(line: str) -> None:
    """Also after Excel has quoted the line and filled it up."""
    (found,) = figures((line + HEADER + ROW.replace("1 234", "1 234.0")).encode(), TIDY, organisation=None)
    assert str(found.value) == "1234"


def test_lines_are_counted_with_the_comments_above() -> None:
    (found,) = figures(f"# a\n# b\n{HEADER}{ROW}".encode(), TIDY, organisation=None)
    assert found.place == "line 4 «value»"


def test_the_decimal_mark_of_the_call_holds_where_the_file_names_none() -> None:
    point = choose([], "x", "tidy", decimal="point")
    content = HEADER + ROW.replace("1 234", "1 234.0")
    assert values(figures(content.encode(), point, organisation=None))[0][-1] == 1234
    assert "[D009]" in refused(f"# decimal: comma\n{content}".encode(), point)[0]
    assert values(figures(f"# decimal: point\n{content}".encode(), point, organisation=None))[0][-1] == 1234


def test_every_row_of_another_length_is_told() -> None:
    """A row that is skipped has turned a balanced budget into billions."""
    content = HEADER + ROW + ROW.strip() + ";;;uventet\n" + "helse-nord-ikt;drift\n"
    assert refused(content.encode(), TIDY) == [
        "f.csv:3 [D007] the row has 13 fields, and the headings promise 10",
        "f.csv:4 [D007] the row has 2 fields, and the headings promise 10",
    ]


def test_reading_goes_on_behind_a_row_with_broken_quotes() -> None:
    content = HEADER + 'helse-nord-ikt;"dr"ift;errors_registered;;2023-02;1;;;;\n' + ROW.replace("1 234", "mange")
    assert [line[:22] for line in refused(content.encode(), TIDY)] == ["f.csv:2 [D006] there i", "f.csv:3 «value» [D020]"]


def test_a_file_of_one_endless_line_is_refused() -> None:
    assert "f.csv:1 [D006] a quotation mark is opened here and never closed" in refused(b'"' + b"x" * 900_000, TIDY)
    assert "[D010]" in refused(b"x" * 100_000, TIDY)[0]


def test_an_endless_comment_costs_no_time() -> None:
    assert refused(b"#" + b";" * 3_000_000 + b"x", TIDY) == ["f.csv [D002] there is no row 1 with headings"]


def test_a_file_larger_than_a_delivery_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv, "MAX_BYTES", 1024**2)
    assert refused(b"x" * (1024**2 + 1), TIDY) == ["f.csv [D001] the file is larger than 1 MB"]


def test_a_line_of_nothing_but_delimiters_is_refused() -> None:
    assert refused(b"# a\n" + b";" * 2_000_000, TIDY) == ["f.csv:2 [D001] the line is longer than 1000000 characters"]


def test_more_rows_than_a_delivery_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv, "MAX_ROWS", 10)
    assert refused((HEADER + ROW * 11).encode(), TIDY) == ["f.csv [D001] the file has more than 10 rows"]


def test_texts_that_pandas_would_take_for_missing_are_texts() -> None:
    """A unit called NA is a unit, not a hole."""
    grid = csv.read(b"Enhet;B\nNA;None\nnull;nan\n", profiles()["brukerstotte-utf-8"], Findings("f.csv"))
    assert [record.cells for record in grid.records] == [["NA", "None"], ["null", "nan"]]
