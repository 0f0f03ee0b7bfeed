"""What every format says in the same words, and how a table that is wider than a page is cut."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from engine.report.cells import Cell, Column, HeaderCell, Row, Table
from engine.report.formats.words import pieces


def table(widths: list[int]) -> Table:
    """A row of numbers of so many digits under headings for two columns each, with the row's name in front."""
    pairs = [HeaderCell(text=f"G{at}", columns=min(2, len(widths) - at)) for at in range(0, len(widths), 2)]
    names = tuple(HeaderCell(text=f"K{at}") for at in range(len(widths)))
    cells = tuple(Cell(text="9" * width, value=Decimal(at)) for at, width in enumerate(widths))
    return Table(
        id="t",
        caption="Tall",
        header=((HeaderCell(text="", rows=2), *pairs), names),
        columns=(Column(name=""), *(Column(name=name.text) for name in names)),
        rows=(Row(cells=(Cell(text="Sum"), *cells)),),
    )


def test_a_table_that_fits_is_left_as_it_is() -> None:
    narrow = table([5] * 12)
    assert pieces(narrow) == (narrow,)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=60))
def test_each_figure_stands_in_one_piece_under_its_own_heading(widths: list[int]) -> None:
    whole = table(widths)
    found = pieces(whole)
    cells = [cell for piece in found for cell in piece.rows[0].cells[1:]]
    assert cells == list(whole.rows[0].cells[1:])
    for piece in found:
        assert piece.rows[0].cells[0].text == "Sum"
        assert sum(cell.columns for cell in piece.header[0]) == len(piece.columns)
        for name, column in zip(piece.header[1], piece.columns[1:], strict=True):
            assert name.text == column.name
        assert all(place >= 0 for places in piece.header_places for place in places)
    assert len({piece.id for piece in found}) == len(found)
