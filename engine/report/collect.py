"""From what is known to a finished report: the first page, the chapters as report.yaml has them, and what is doubtful in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import localcontext

from engine.evaluate import EXACT
from engine.facts import Outcome, Verdict, digest
from engine.language import mark, translate
from engine.report import periods, portfolio
from engine.report.basis import Basis
from engine.report.changes import Changes
from engine.report.document import (
    Block,
    Callout,
    CalloutKind,
    Document,
    FigureLine,
    Heading,
    Meta,
    Note,
    PageBreak,
    Paragraph,
    RuleVersion,
    VerdictLine,
)
from engine.report.figures import Figures
from engine.report.first_page import PREFIX, FirstPage
from engine.report.lines import Lines
from engine.report.material import Material
from engine.report.pictures import chart
from engine.report.schema import Chapter, Part, metrics_of, said
from engine.report.tables import table
from engine.report.texts import Flag, Texts, Told


@dataclass(frozen=True, slots=True)
class Collected:
    """The report, and what must be mended or accepted before it is final."""

    document: Document
    flags: tuple[Flag, ...]
    content: str
    """Names what the report says, its edition, its date and its list of changes apart: two with the same say the same."""


def collect(material: Material) -> Collected:
    """The same material gives the same report."""
    with localcontext(EXACT):
        return _Collecting(material).collected()


class _Collecting:
    def __init__(self, material: Material) -> None:
        self.material = material
        self.language = material.language
        self.figures = Figures(material)
        self.lines = Lines(material, self.figures)
        self.texts = Texts(self.lines)

    def collected(self) -> Collected:
        figures, verdicts = tuple(self.lines.figure_lines()), tuple(self.lines.verdict_lines())
        chapters = [block for chapter in self.material.report.chapters for block in self._chapter(chapter)]
        first = tuple(self._first_page(figures, verdicts))
        # The chapters are made first: only then is it known what is doubtful in their words.
        blocks = (*self._flagged(), *first, *([PageBreak()] if first else []), *chapters)
        document = Document(meta=self._meta(), blocks=blocks, figures=figures, verdicts=verdicts)
        return Collected(document, self.texts.flags, digest([repr(chapters), self.material.language]))

    def _say(self, message: str, **details: object) -> str:
        return translate(message, self.language).format(**details)

    def _meta(self) -> Meta:
        material = self.material
        root = material.organisation.units[material.organisation.id]
        return Meta(
            title=f"{material.report.told(self.language)} {periods.told(material.period, self.language)}",
            organisation=said(root.title, root.title_en, self.language),
            organisation_id=material.organisation.id,
            period=str(material.period),
            period_words=periods.told(material.period, self.language),
            language=self.language,
            edition=material.edition,
            is_draft=material.is_draft,
            as_of=material.as_of,
            author=material.author,
            log_head=material.log_head,
            rules=tuple(
                RuleVersion(
                    id=each.rule.id, title=said(each.rule.title, each.rule.title_en, self.language), version=each.version
                )
                for each in material.rules
            ),
        )

    def _flagged(self) -> Iterator[Block]:
        if not self.texts.flags:
            return
        lines = [f"«{flag.quote}» – {flag.text(self.language)}" for flag in self.texts.flags]
        if self.material.is_draft:
            title = self._say(mark("To be mended or accepted before the report is final"))
        else:
            title = self._say(
                mark("Accepted by {author}: {reason}"), author=self.material.author, reason=self.material.accepted
            )
        yield Callout(kind=CalloutKind.FLAG, title=title, lines=tuple(lines))

    # The first page

    def _first_page(self, figures: tuple[FigureLine, ...], verdicts: tuple[VerdictLine, ...]) -> Iterator[Block]:
        changes = Changes(self.lines, Basis.of_lines(figures, verdicts))
        if self.material.earlier and self.material.earlier.period == self.material.period:
            yield from changes.blocks()
            yield PageBreak()
        if not self.material.report.first_page:
            return
        yield from FirstPage(self.lines).blocks()
        if not self.material.earlier or self.material.earlier.period != self.material.period:
            yield from changes.blocks()
        if self.material.portfolio:
            short = tuple(portfolio.in_short(self.material.portfolio, self.material))
            if short:
                yield Heading(level=2, text=self._say(mark("Projects")), id=f"{PREFIX}-projects")
                yield from short

    # Chapters

    def _chapter(self, chapter: Chapter) -> Iterator[Block]:
        yield Heading(level=chapter.level, text=chapter.told(self.language), id=chapter.id)
        yield from self._not_delivered(chapter)
        for at, part in enumerate(chapter.parts, start=1):
            yield from self._part(part, chapter, f"{chapter.id}-{at}")

    def _not_delivered(self, chapter: Chapter) -> Iterator[Block]:
        """Nothing of the chapter came: a box. Something did not: a line that names it."""
        wanted = metrics_of(chapter)
        came = [name for name in wanted if self.figures.has(name, self.material.at(self.figures.metric(name).grain))]
        period = periods.told(self.material.period, self.language)
        if wanted and not came:
            line = self._say(mark("No figure was delivered for {period} to this chapter."), period=period)
            yield Callout(kind=CalloutKind.MISSING, title=self._say(mark("Not delivered")), lines=(line,))
        elif len(came) < len(wanted):
            lacking = [self.figures.metric(name) for name in wanted if name not in came]
            names = ", ".join(dict.fromkeys(said(each.title, each.title_en, self.language) for each in lacking))
            yield Note(text=self._say(mark("Not delivered for {period}: {names}."), period=period, names=names))

    def _part(self, part: Part, chapter: Chapter, name: str) -> Iterator[Block]:
        if part.table:
            yield table(part.table, self.material, self.figures, self.texts, name)
        elif part.chart:
            yield chart(part.chart, self.material, self.figures, name)
        elif part.sentences:
            yield from map(self.lines.paragraph, self._spoken(part, chapter))
        elif part.words:
            yield from self._words(part.words, carried=part.carried)
        elif part.comments:
            yield from self._comments(part.comments)
        elif part.projects == "lights":
            yield from portfolio.lights(self.material, name)
        elif part.projects == "risks":
            yield from portfolio.risks(self.material, name)

    def _spoken(self, part: Part, chapter: Chapter) -> Iterator[Verdict]:
        """The verdicts that the part asks for; of `all`, sums that agree are not worth a line each."""
        metrics = metrics_of(chapter)
        for verdict in self.lines.own():
            rule = self.lines.rules[verdict.rule].rule
            if part.sentences == "all":
                is_quiet = rule.check == "control_total" and verdict.outcome is not Outcome.MISSED
                if rule.metric in metrics and not is_quiet:
                    yield verdict
            elif rule.id in (part.sentences or ()):
                yield verdict

    def _words(self, name: str, *, carried: bool) -> Iterator[Block]:
        told = self.texts.told(name, carried=carried)
        if told is not None:
            yield from _paragraphs(told)
        elif self.material.is_draft:
            message = mark("Nobody has written this text yet: malvakt report comment {name} --period {period}")
            yield Note(text=self._say(message, name=name, period=self.material.period))

    def _comments(self, metrics: tuple[str, ...]) -> Iterator[Block]:
        for name in metrics:
            told = self.texts.told(name)
            if told is not None:
                metric = self.figures.metric(name)
                yield Paragraph.of(said(metric.title, metric.title_en, self.language), strong=True)
                yield from _paragraphs(told)


def _paragraphs(told: Told) -> Iterator[Block]:
    for text in told.text.replace("\r\n", "\n").split("\n\n"):
        if text.strip():
            yield Paragraph.of(" ".join(text.split()))
    if told.age:
        yield Note(text=told.age)
