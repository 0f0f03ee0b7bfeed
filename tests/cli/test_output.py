"""Tables for whatever terminal there is."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.cli.output import show_table

ROOT = Path(__file__).parents[2]
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


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_without_the_letters_gets_them_spelled_out(encoding: str) -> None:
    """What the terminal cannot show is no bug, and JSON stays JSON."""

    def called(*arguments: str) -> bytes:
        command = [sys.executable, "-c", "from engine.cli import main; main()", *arguments]
        environment = {**os.environ, "PYTHONIOENCODING": encoding, "MALVAKT_LANGUAGE": "nb"}
        found = subprocess.run(command, capture_output=True, env=environment, cwd=ROOT, check=False)
        assert found.returncode == 0, found.stderr
        return found.stdout

    assert b"\\u2265 70 %" in called("rules", "show", "hnikt-first-line")
    told = json.loads(called("rules", "show", "hnikt-first-line", "--json"))
    assert "Løsningsgrad" in json.dumps(told, ensure_ascii=False)
