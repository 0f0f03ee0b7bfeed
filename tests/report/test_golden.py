"""Every table whose text is in the two printed reports comes out of the deliveries cell for cell, in its own layout.

What must come out is in fixtures/golden/, typed from the printed pages.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from engine.report.cells import Table
from engine.report.collect import collect
from engine.report.document import Document
from tests.deliveries import FIXTURES, read_yaml
from tests.report.samples import material, table

GOLDEN = sorted((FIXTURES / "golden").glob("*.yaml"))


def _golden() -> Iterator[Any]:
    for file in GOLDEN:
        listed = read_yaml(file)
        for each in listed["tables"]:
            yield pytest.param(listed["organisation"], str(listed["period"]), each, id=f"{listed['organisation']}-{each['id']}")


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _printed(golden: dict[str, Any]) -> list[list[str]]:
    """The printed table as it should have been: header rows, then the rows; what differs put right."""
    right = {str(each["printed"]): str(each["ours"]) for each in golden.get("differs", ())}
    lines = [*([golden["groups"]] if "groups" in golden else []), golden["heading"], *golden["rows"].strip().splitlines()]
    return [[right.get(cell, cell) for cell in _cells(line)] for line in lines]


def _ours(found: Table) -> list[list[str]]:
    header = [[cell.text for cell in row] for row in found.header]
    if len(header) == 2:
        header[1].insert(0, "")  # the first column's heading reaches down from the row above
    return [*header, *([cell.text for cell in row.cells] for row in found.rows)]


def _bare(rows: list[list[str]]) -> list[list[str]]:
    """Without white space, because the printed text breaks words over lines; one kind of minus."""
    return [["".join(cell.split()).replace("−", "-") for cell in row] for row in rows]


@pytest.fixture(scope="module")
def documents() -> dict[tuple[str, str], Document]:
    asked = {(listed["organisation"], str(listed["period"])) for listed in map(read_yaml, GOLDEN)}
    return {key: collect(material(*key)).document for key in asked}


@pytest.mark.parametrize(("organisation", "period", "golden"), [*_golden()])
def test_a_printed_table_comes_out_cell_for_cell(
    documents: dict[tuple[str, str], Document], organisation: str, period: str, golden: dict[str, Any]
) -> None:
    found = table(documents[organisation, period], golden["id"])
    assert found.caption == golden["caption"]
    assert _bare(_ours(found)) == _bare(_printed(golden))


def test_a_printed_sum_that_is_wrong_is_put_right_and_told(documents: dict[tuple[str, str], Document]) -> None:
    """141 stands where the source printed 144, and the footnote says so."""
    found = table(documents["helse-nord-ikt", "2023-03"], "docmap-1")
    assert found.footnotes == ("Kilden oppgir 144; delene summerer til 141.",)
    (marked,) = (cell for row in found.rows for cell in row.cells if cell.footnotes)
    assert (marked.text, marked.signs) == ("141", "‡")


def test_a_caption_with_the_wrong_year_is_told(documents: dict[tuple[str, str], Document]) -> None:
    found = table(documents["helse-nord-ikt", "2023-03"], "resultat-1")
    assert any("Mars 2022" in note and "mars 2023" in note for note in found.footnotes)
