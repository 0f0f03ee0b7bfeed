"""A chart as a picture with an address of its own, so that the page does not wait for it; light, dark and on paper."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from django.http import Http404, HttpResponse

from engine.charts.figure import ChartFigure
from engine.charts.kept import drawn
from engine.charts.look import Look
from engine.language import Language
from engine.web.ours import ours

_SHEET = Path(__file__).parent / "static" / "malvakt" / "malvakt.css"
_COLOURS = ("sheet", "ink", "soft", "line", "missed", "missed-tint", "accent", "tint")
_ROOT = re.compile(r":root \{(.*?)\}", re.DOTALL)
_VALUE = re.compile(r"--([a-z-]+):\s*([^;]+);")


def picture(figure: ChartFigure | None, language: Language) -> HttpResponse:
    """The chart as it is kept, else drawn now; Http404 without a figure."""
    if figure is None:
        raise Http404
    look = page_look()
    response = HttpResponse(drawn(figure, language, look, ours().cache / "charts"), content_type="image/svg+xml")
    # Opened by itself it is a document: it may have its colours, by their hash, and nothing else.
    seal = base64.b64encode(hashlib.sha256(look.style.encode()).digest()).decode()
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'sha256-{seal}'; frame-ancestors 'none'; sandbox"
    )
    return response


@cache
def page_look() -> Look:
    """The page's own colours under their own names, as the one style sheet has them for light, dark and paper."""
    return Look(
        font="Liberation Sans, Arial, Helvetica, sans-serif",
        size=12,
        width=640,
        height=210,
        paper="var(--sheet)",
        ink="var(--ink)",
        muted="var(--soft)",
        grid="var(--line)",
        ground="var(--missed-tint)",
        line="var(--accent)",
        missed="var(--missed)",
        bar="var(--tint)",
        style=_style(_SHEET.read_text(encoding="utf-8")),
    )


def _style(sheet: str) -> str:
    light, dark, paper = (_colours(block) for block in _ROOT.findall(sheet))
    return f"{light}@media (prefers-color-scheme: dark){{{dark}}}@media print{{{paper}}}"


def _colours(block: str) -> str:
    said = dict(_VALUE.findall(block))
    return ":root{" + "".join(f"--{name}:{said[name]};" for name in _COLOURS if name in said) + "}"
