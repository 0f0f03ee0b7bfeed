"""How charts look where they are shown: on the paper of a report, or in a page whose reader may prefer the dark."""

from dataclasses import dataclass

HATCH = "#fedcba"
"""A colour that nothing else has: in its place the hatching is put in, which Vega-Lite has no word for."""
SHADES = ("#c3d7e0", "#7ba4b8", "#336f8a", "#e3e3df", "#a9a9a4", "#6b6b66")
DASHES: tuple[list[int], ...] = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [12, 3])


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Colours in the words of SVG, sizes in points of the screen."""

    font: str
    size: int
    width: int
    height: int
    paper: str
    ink: str
    muted: str
    grid: str
    ground: str
    """Behind the shaded periods."""
    line: str
    missed: str
    bar: str
    style: str = ""
    """Style sheet that says what the colours' names mean; it goes into the picture."""


PAPER = Look(
    font="Liberation Sans",  # vl-convert carries it and the report has it for PDF: texts are as wide there as measured here
    size=11,
    width=560,
    height=190,
    paper="white",
    ink="#1b1b1b",
    muted="#595959",
    grid="#dededb",
    ground="#ececea",
    line="#0b4f6c",
    missed="#8a1c00",
    bar="#c3d7e0",
)
