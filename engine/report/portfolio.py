"""The projects on paper: lights with arrows since the report before, and the risks in the red zone with what is planned."""

from collections.abc import Iterator, Sequence

from engine.language import Language, mark, translate
from engine.report import periods
from engine.report.document import Block, Callout, CalloutKind, Paragraph
from engine.report.figures import MISSING
from engine.report.first_page import plain_table
from engine.report.material import Material
from engine.report.projects import Portfolio, Risk, Status, red_risks, statuses
from engine.report.schema import Style
from engine.report.style import number_text

LIGHTS: dict[str, tuple[str, str]] = {
    "green": ("●", mark("green")),
    "yellow": ("▲", mark("yellow")),
    "red": ("■", mark("red")),
}
"""A shape for each colour, so that print in grey can tell them apart. Other lights are shown by their name."""

_MOVES = {
    1: ("↑", mark("better")),
    0: ("→", mark("unchanged")),
    -1: ("↓", mark("worse")),
    None: ("", mark("no earlier report")),
}


def lights(material: Material, name: str) -> Iterator[Block]:
    """A row for each project that reported."""
    found = statuses(material.portfolio, material.period) if material.portfolio else ()
    if not found:
        yield _nothing(material)
        return
    with_progress = any(each.now.progress is not None for each in found)
    words = [mark("Project"), mark("Light"), mark("Since last report"), *([mark("Progress")] if with_progress else [])]
    rows = [_row(each, material.language, with_progress=with_progress) for each in found]
    caption = translate(mark("Status of the projects"), material.language)
    yield plain_table(name, caption, [translate(word, material.language) for word in words], rows)


def risks(material: Material, name: str) -> Iterator[Block]:
    """The risks in the red zone. A project may have some and a green light all the same."""
    portfolio = material.portfolio
    if portfolio is None or not statuses(portfolio, material.period):
        yield _nothing(material)
        return
    found = red_risks(portfolio, material.period)
    if not found:
        yield Paragraph.of(translate(mark("No project reports a risk in the red zone."), material.language))
        return
    words = (mark("Project"), mark("Risk"), mark("Measure"))
    caption = translate(mark("Risks in the red zone"), material.language)
    yield plain_table(name, caption, [translate(word, material.language) for word in words], [_risk(each) for each in found])


def in_short(portfolio: Portfolio, material: Material) -> Iterator[Block]:
    """For the first page: how many projects at which light, how many better and worse, how many red risks."""
    found = statuses(portfolio, material.period)
    if not found:
        return
    language = material.language
    order = list(portfolio.lights) or sorted({each.now.light for each in found})
    counted = [(light, sum(each.now.light == light for each in found)) for light in order]
    told = ", ".join(f"{count} {light_words(light, language)}" for light, count in counted if count)
    better, worse = (sum(each.moved == way for each in found) for way in (1, -1))
    message = mark(
        "{count} projects: {lights}. Since last report {better} are better and {worse} worse; {risks} risks are red."
    )
    red = len(red_risks(portfolio, material.period))
    text = translate(message, language)
    yield Paragraph.of(text.format(count=len(found), lights=told, better=better, worse=worse, risks=red))


def light_words(light: str, language: Language) -> str:
    sign, word = LIGHTS.get(light, ("", light))
    return f"{sign} {translate(word, language)}".strip()


def _row(status: Status, language: Language, *, with_progress: bool) -> Sequence[str]:
    sign, word = _MOVES[status.moved]
    progress = status.now.progress
    shown = MISSING if progress is None else number_text(progress, 0, "%", Style(), language)
    cells = [status.now.project, light_words(status.now.light, language), f"{sign} {translate(word, language)}".strip()]
    return [*cells, shown] if with_progress else cells


def _risk(risk: Risk) -> Sequence[str]:
    return risk.project, risk.text, risk.measure or MISSING


def _nothing(material: Material) -> Callout:
    text = translate(mark("No project has reported for {period}."), material.language)
    return Callout(
        kind=CalloutKind.MISSING,
        title=translate(mark("Not delivered"), material.language),
        lines=(text.format(period=periods.told(material.period, material.language)),),
    )
