"""Tables for whatever terminal there is."""

import pytest

from engine.cli.output import show_table

HEADINGS = ("Utfall", "Mål", "Periode", "Tall")
ROW = ("✗ ikke nådd", "Prosjekter og investeringer mot årsbudsjettet, aktiverbare utgifter [bold]", "2023-03", "−1 321")


def _shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], columns: str) -> list[str]:
    monkeypatch.setenv("COLUMNS", columns)
    show_table(HEADINGS, [ROW], right=(3,))
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def test_a_wide_terminal_gets_a_table(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Headings above, a row a line; what looks like markup is text."""
    headings, _, row = _shown(monkeypatch, capsys, "150")
    assert headings.split() == list(HEADINGS)
    assert "[bold]" in row


def test_a_narrow_terminal_gets_lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A table squeezed into 80 columns is no table: the row says in words what each cell is."""
    lines = _shown(monkeypatch, capsys, "80")
    assert lines[-1] == "    periode 2023-03, tall −1 321"
    assert not any("─" in line for line in lines)


@pytest.mark.parametrize("columns", ["", "abc", "0"])
def test_a_strange_width_is_no_width(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], columns: str) -> None:
    """COLUMNS is the user's to set, also wrongly."""
    assert len(_shown(monkeypatch, capsys, columns)) == 3
