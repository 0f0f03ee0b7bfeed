"""What every format keeps, whatever it looks like."""

import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal

import pytest

from engine.charts.figure import ChartFigure
from engine.report.document import Document
from engine.report.formats import RENDERERS, Format
from tests.report.formats.samples import CHART, DOCUMENT, FINAL

_TWICE = """
import hashlib
from engine.report.formats import RENDERERS
from tests.report.formats.samples import DOCUMENT
for kind, renderer in RENDERERS.items():
    print(kind, hashlib.sha256(renderer.render(DOCUMENT)).hexdigest())
"""


@pytest.mark.parametrize("kind", Format)
def test_every_format_is_registered_and_named_like_its_file(kind: Format) -> None:
    assert RENDERERS[kind].suffix == f".{kind}"
    assert RENDERERS[kind].render.__module__ == f"engine.report.formats.{kind}"


def test_the_same_report_is_the_same_bytes_wherever_and_whenever_it_is_made() -> None:
    """Neither the time zone nor the order of hashes nor the machine's language is in the file."""

    def made(zone: str, seed: str, language: str) -> str:
        surroundings = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LANG": language, "LC_ALL": language}
        return subprocess.run(
            [sys.executable, "-c", _TWICE], env=surroundings, check=True, capture_output=True, text=True
        ).stdout

    first = made("Europe/Oslo", "1", "C")
    assert first.count("\n") == len(Format)
    assert made("Pacific/Kiritimati", "2", "C.UTF-8") == first


@pytest.mark.parametrize("kind", Format)
def test_a_draft_and_a_final_edition_differ(kind: Format) -> None:
    assert RENDERERS[kind].render(DOCUMENT) != RENDERERS[kind].render(FINAL)


@pytest.mark.parametrize("kind", Format)
def test_a_report_without_anything_in_it_is_still_a_file(kind: Format) -> None:
    empty = Document(meta=replace(FINAL.meta, rules=(), author=""), blocks=())
    assert RENDERERS[kind].render(empty)


def test_a_chart_without_words_for_it_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="no alternative text"):
        replace(CHART, alternative=" ")


@pytest.mark.parametrize("kind", Format)
def test_a_chart_without_a_single_figure_is_drawn_empty(kind: Format) -> None:
    nothing = replace(
        CHART.panels[0].series[0], points=tuple(replace(p, value=None, text="") for p in CHART.panels[0].series[0].points)
    )
    empty = replace(CHART, panels=(replace(CHART.panels[0], series=(nothing,), targets=()),))
    assert isinstance(empty, ChartFigure)
    assert RENDERERS[kind].render(replace(DOCUMENT, blocks=(empty,)))


@pytest.mark.parametrize("kind", Format)
def test_figures_of_any_size_are_drawn(kind: Format) -> None:
    """A negative, a tiny and an enormous figure are figures too."""
    points = CHART.panels[0].series[0].points
    values = (Decimal(-668), Decimal("0.0001"), Decimal("9E+15"))
    odd = replace(
        CHART.panels[0].series[0], points=tuple(replace(p, value=v, text=str(v)) for p, v in zip(points, values, strict=True))
    )
    assert RENDERERS[kind].render(
        replace(DOCUMENT, blocks=(replace(CHART, panels=(replace(CHART.panels[0], series=(odd,)),)),))
    )
