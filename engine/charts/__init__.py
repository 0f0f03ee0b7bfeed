"""Charts as SVG or PNG, drawn by Vega-Lite without a browser: the same figure gives the same bytes on every machine.

Whoever prints in grey or sees no colours reads the same: a missed period has a shape of its own, shaded periods a ground, a
provisional figure is hollow or hatched, the target is a broken line over just the periods in which it held, and the lines of
several series differ in their dashes and carry their names.
"""

from functools import cache, lru_cache
from typing import Any
from xml.sax.saxutils import escape

from engine.charts.figure import ChartFigure
from engine.charts.look import HATCH, PAPER, Look
from engine.language import Language

_PPI = 192


@lru_cache(maxsize=256)  # a report is made again and again, and each picture takes a tenth of a second and more
def svg(figure: ChartFigure, language: Language, look: Look = PAPER) -> str:
    """The chart as one SVG element with its title and the alternative text in it."""
    import vl_convert

    from engine.charts.layers import specification

    drawn = vl_convert.vegalite_to_svg(specification(figure, look), format_locale=_numbers(language))
    opening, rest = drawn.split(">", 1)
    if f'"{HATCH}"' in rest:
        rest = _pattern(look) + rest.replace(f'"{HATCH}"', '"url(#hatch)"')
    style = f"<style>{look.style}</style>" if look.style else ""
    told = f"<title>{escape(figure.title)}</title><desc>{escape(figure.alternative)}</desc>"
    return f'{opening} role="img">{told}{style}{rest}'


def png(figure: ChartFigure, language: Language) -> bytes:
    """The chart as a picture of 192 points an inch, for formats that know no SVG."""
    import vl_convert

    return vl_convert.svg_to_png(svg(figure, language), scale=_PPI / 96, ppi=_PPI)


def _pattern(look: Look) -> str:
    return (
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="6" height="6" fill="{look.paper}"/><rect width="2.5" height="6" fill="{look.bar}"/></pattern></defs>'
    )


@cache
def _numbers(language: Language) -> dict[str, Any]:
    """How the axes write numbers: 1 234,5 in bokmål, 1,234.5 in English."""
    if language is Language.EN:
        return {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]}
    return {"decimal": ",", "thousands": "\u00a0", "grouping": [3], "currency": ["", ""]}
