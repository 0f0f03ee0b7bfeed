"""A chart says the same in grey, in words and in shapes."""

from dataclasses import replace

import pytest

from engine.charts import png, svg
from engine.charts.layers import specification
from engine.language import Language
from tests.report.formats.samples import BARS, CHART, SMALL, TWO


def texts(drawn: str) -> list[str]:
    return [part.split("</text>")[0].rsplit(">", 1)[-1] for part in drawn.split("<text")[1:]]


def test_labels_carry_the_signs_of_their_marks() -> None:
    assert "65 %*†" in texts(svg(CHART, Language.NB))


def test_a_missed_period_has_a_ground_and_a_shape_of_its_own() -> None:
    layers = specification(CHART)["layer"]
    ground = layers[0]
    assert ground["mark"]["type"] == "rect"
    drawn = specification(CHART).get("datasets", {})
    rows = [row for layer in layers for row in layer["data"].get("values", drawn.get(layer["data"].get("name"), []))]
    shapes = {row["shape"] for row in rows if row.get("missed")}
    assert shapes == {"triangle-down"}


def test_a_provisional_bar_is_hatched() -> None:
    assert 'fill="url(#hatch)"' in svg(BARS, Language.NB)
    assert "url(#hatch)" not in svg(replace(BARS, panels=(replace(BARS.panels[0], series=()),)), Language.NB)


def test_lines_of_several_series_carry_their_names_and_dashes() -> None:
    drawn = svg(TWO, Language.NB)
    assert {"Helse Nord IKT", "Tromsø"} <= set(texts(drawn))
    assert "stroke-dasharray" in drawn


def test_small_multiples_have_one_scale() -> None:
    specified = specification(SMALL)
    domains = {
        str(layer["encoding"]["y"]["scale"]["domain"])
        for panel in specified["concat"]
        for layer in panel["layer"]
        if "scale" in layer["encoding"].get("y", {})
    }
    assert len(domains) == 1
    assert {"Tromsø", "Bodø", "Narvik", "Hammerfest"} <= set(texts(svg(SMALL, Language.NB)))


def test_the_axis_speaks_the_readers_language() -> None:
    wide = replace(
        BARS,
        panels=(
            replace(
                BARS.panels[0],
                series=(
                    replace(
                        BARS.panels[0].series[0],
                        points=tuple(
                            replace(point, value=None if point.value is None else point.value * 100)
                            for point in BARS.panels[0].series[0].points
                        ),
                    ),
                ),
                targets=(),
            ),
        ),
    )
    assert "2\u00a0000" in texts(svg(wide, Language.NB))
    assert "2,000" in texts(svg(wide, Language.EN))


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "]]>", "&amp;"])
def test_a_title_is_never_markup(hostile: str) -> None:
    drawn = svg(replace(SMALL, panels=tuple(replace(panel, title=hostile) for panel in SMALL.panels)), Language.NB)
    assert "<script" not in drawn
    assert hostile.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in drawn or hostile not in drawn


def test_a_picture_is_a_png() -> None:
    assert png(CHART, Language.NB).startswith(b"\x89PNG")
