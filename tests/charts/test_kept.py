"""A chart is drawn once, and never wrong because of what lies on the disk."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from engine import charts
from engine.charts import kept
from engine.charts.figure import ChartFigure
from engine.charts.kept import drawn
from engine.charts.look import PAPER, Look
from engine.language import Language
from tests.charts.figures import simple


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of what was drawn, in order."""
    made: list[str] = []

    def counted(figure: ChartFigure, language: Language, look: Look) -> str:
        made.append(figure.title)
        return charts.svg(figure, language, look)

    monkeypatch.setattr(kept, "svg", counted)
    return made


def test_the_same_chart_is_drawn_once_by_eight_threads_and_others_apart(tmp_path: Path, drawings: list[str]) -> None:
    titles = ["A", "B", "C"] * 8
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda title: drawn(simple(title), Language.NB, PAPER, tmp_path), titles))
    assert sorted(drawings) == ["A", "B", "C"]
    for title, picture in zip(titles, made, strict=True):
        assert picture == charts.svg(simple(title), Language.NB).encode()


def test_another_figure_language_or_look_is_another_chart(tmp_path: Path, drawings: list[str]) -> None:
    drawn(simple(), Language.NB, PAPER, tmp_path)
    drawn(simple(value="4.7"), Language.NB, PAPER, tmp_path)
    drawn(simple(), Language.EN, PAPER, tmp_path)
    drawn(simple(), Language.NB, replace(PAPER, ink="#000000"), tmp_path)
    assert len(drawings) == len(list(tmp_path.iterdir())) == 4


@pytest.mark.parametrize("damage", [b"", b"<svg", b"<svg>somebody else's</svg>" + b" " * 80])
def test_what_is_cut_off_or_changed_is_drawn_again(tmp_path: Path, drawings: list[str], damage: bytes) -> None:
    whole = drawn(simple(), Language.NB, PAPER, tmp_path)
    (entry,) = tmp_path.iterdir()
    entry.write_bytes(damage)
    assert drawn(simple(), Language.NB, PAPER, tmp_path) == whole
    assert len(drawings) == 2
    assert drawn(simple(), Language.NB, PAPER, tmp_path) == whole
    assert len(drawings) == 2


def test_a_folder_that_cannot_be_written_to_costs_time_and_not_the_chart(tmp_path: Path) -> None:
    (tmp_path / "charts").write_text("a file is in the way")
    assert drawn(simple(), Language.NB, PAPER, tmp_path / "charts").startswith(b"<svg")


def test_the_folder_does_not_grow_for_ever_and_the_oldest_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 5)
    for number in range(5):
        old = tmp_path / f"{number}.svg"
        old.write_text("")
        os.utime(old, (number, number))
    drawn(simple(), Language.NB, PAPER, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} >= {"1.svg", "4.svg"}
    assert not (tmp_path / "0.svg").exists()
    assert len(list(tmp_path.iterdir())) == 5


def test_whatever_a_rule_is_called_the_file_is_named_by_its_content(tmp_path: Path) -> None:
    drawn(simple("../../etc/passwd\x00"), Language.NB, PAPER, tmp_path / "charts")
    (entry,) = (tmp_path / "charts").iterdir()
    assert entry.stem.isalnum()
