"""The first page answers the board: what was missed, for how long, what is done about it, and does it work; what is missing."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from engine.avvik.avvik import Avvik
from engine.avvik.effect import measure
from engine.avvik.states import State
from engine.facts import Cause, Outcome, Verdict
from engine.history import streak
from engine.language import mark, translate
from engine.report import periods
from engine.report.document import Align, Block, Cell, Column, HeaderCell, Heading, Listing, Paragraph, Row, Table
from engine.report.figures import MISSING
from engine.report.lines import Lines
from engine.report.schema import Style
from engine.report.style import number_text
from engine.rulebook.schema import Severity

_JUDGED = {Outcome.MET: "met", Outcome.WARNING: "met", Outcome.MISSED: "missed"}
_WANTING = frozenset({Cause.LATE, Cause.REPORTED_NULL, Cause.ZERO_DENOMINATOR, Cause.TOO_FEW, Cause.INVALID, Cause.STATEMENT})

CAUSES: dict[Cause, str] = {
    Cause.LATE: mark("late"),
    Cause.REPORTED_NULL: mark("reported without a figure"),
    Cause.ZERO_DENOMINATOR: mark("denominator is zero"),
    Cause.TOO_FEW: mark("too few"),
    Cause.INVALID: mark("declared invalid"),
    Cause.STATEMENT: mark("words only"),
}

STATES: dict[State, str] = {
    State.NY: mark("new, nobody has looked yet"),
    State.UNDER_BEHANDLING: mark("being looked into"),
    State.TILTAK: mark("actions under way"),
    State.EFFEKTVURDERING: mark("actions done, effect being judged"),
    State.LUKKET: mark("closed"),
    State.AVVIST: mark("rejected"),
    State.GJENAPNET: mark("reopened"),
}


class FirstPage:
    """Its blocks, from the verdicts on the report's period and the avvik about them."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.material = lines.material
        self.language = lines.material.language
        self.own = lines.own()

    def blocks(self) -> Iterator[Block]:
        yield Heading(level=1, text=self._say(mark("In short")), id="in-short")
        yield Paragraph.of(self._counts())
        yield from self._missed()
        yield from self._improved()
        yield from self._wanting()
        yield from self._sums()

    def _say(self, message: str, **details: object) -> str:
        return translate(message, self.language).format(**details)

    def _counts(self) -> str:
        counted = {side: sum(_JUDGED.get(each.outcome) == side for each in self._targets()) for side in ("met", "missed")}
        wanting = sum(each.outcome is Outcome.NO_DATA and each.cause in _WANTING for each in self._targets())
        message = mark("{period}: {met} targets met, {missed} missed, {wanting} without a figure.")
        return self._say(message, period=periods.told(self.material.period, self.language), wanting=wanting, **counted)

    def _targets(self) -> Sequence[Verdict]:
        return [each for each in self.own if self.lines.rules[each.rule].rule.check != "control_total"]

    # Missed

    def _missed(self) -> Iterator[Block]:
        missed = sorted((each for each in self._targets() if each.outcome is Outcome.MISSED), key=self._weight)
        yield Heading(level=2, text=self._say(mark("Missed")), id="missed")
        if not missed:
            yield Paragraph.of(self._say(mark("No target was missed.")))
            return
        words = (
            *(mark("Target"), mark("Figure"), mark("Demand"), mark("For how long")),
            *(mark("Avvik"), mark("What is being done"), mark("Does it work?")),
        )
        headings = [self._say(word) for word in words]
        yield _table(
            "missed-targets", self._say(mark("Targets missed")), headings, [self._row(each) for each in missed], (1, 2)
        )

    def _weight(self, verdict: Verdict) -> int:
        """The gravest first; equals stay in the rules' order."""
        return -list(Severity).index(self.lines.rules[verdict.rule].rule.severity)

    def _row(self, verdict: Verdict) -> Row:
        avvik = self._avvik(verdict)
        cells = (
            Cell(text=self.lines.subject(verdict)),
            self._figure(verdict),
            Cell(text=self.lines.figures.demand(verdict)),
            Cell(text=self._duration(verdict)),
            Cell(text=f"{avvik.id}: {self._say(STATES[avvik.state])}" if avvik else MISSING),
            Cell(text=self._done(avvik) if avvik else MISSING),
            Cell(text=self._effect(avvik) if avvik else MISSING),
        )
        return Row(cells=cells)

    def _figure(self, verdict: Verdict) -> Cell:
        metric = self.lines.metric(verdict)
        if verdict.value is None:
            return Cell(text=MISSING, outcome=verdict.outcome)
        unit = "" if self.lines.rules[verdict.rule].rule.check == "freshness" else metric.unit_of_measure
        text = number_text(verdict.value, metric.decimals, unit, Style(), self.language)
        return Cell(text=text, value=verdict.value, decimals=metric.decimals, unit=unit, outcome=verdict.outcome)

    def _duration(self, verdict: Verdict) -> str:
        line = [each for each in self.material.verdicts if each.key[:4] == verdict.key[:4] and each.period <= verdict.period]
        length = streak(line)
        if length == 1:
            return self._say(mark("first period"))
        since = periods.told(verdict.period.shift(1 - length), self.language)
        return self._say(mark("{length} periods, since {since}"), length=length, since=since)

    def _avvik(self, verdict: Verdict) -> Avvik | None:
        """The one that tells of this period; of several the newest."""
        found = [
            each
            for each in self.material.avvik
            if (each.subject.rule, each.subject.unit, each.subject.dimension) == (verdict.rule, verdict.unit, verdict.dimension)
            and verdict.period in each.told
        ]
        return max(found, key=lambda each: each.number, default=None)

    def _done(self, avvik: Avvik) -> str:
        """The actions in people's own words, with when they are due; who does them is not the board's to read."""
        told = []
        for action in avvik.current_actions:
            text = action.text or self._say(mark("(erased)"))
            late = action.done is None and action.due < self.material.as_of
            message = (
                mark("{text} (done)")
                if action.done
                else mark("{text} (overdue since {due})")
                if late
                else mark("{text} (due {due})")
            )
            told.append(self._say(message, text=text, due=periods.day(action.due, self.language)))
        return "; ".join(told) or self._say(mark("nothing decided yet"))

    def _effect(self, avvik: Avvik) -> str:
        if avvik.verification:
            return self._say(mark("yes, confirmed"))
        timeline = [each for each in self.material.verdicts if each.period <= self.material.at(each.period.grain)]
        subject = avvik.subject
        own = [e for e in timeline if (e.rule, e.unit, e.dimension) == (subject.rule, subject.unit, subject.dimension)]
        done = [measure(action, own) for action in avvik.current_actions if action.done]
        if not done:
            return self._say(mark("not measured yet"))
        least = min(done, key=lambda each: len(each.met) - each.needed)
        return self._say(mark("met {met} of {needed} periods"), met=len(least.met), needed=least.needed)

    # Improved

    def _improved(self) -> Iterator[Block]:
        better = [each for each in self._targets() if _JUDGED.get(each.outcome) == "met" and self._was_missed(each)]
        yield Heading(level=2, text=self._say(mark("Better")), id="better")
        if better:
            yield Listing(items=tuple(self.lines.paragraph(each) for each in better))
        else:
            yield Paragraph.of(self._say(mark("No target that was missed before is met now.")))

    def _was_missed(self, verdict: Verdict) -> bool:
        """True when the last judgement before this period was a miss."""
        line = [
            each
            for each in self.material.verdicts
            if each.key[:4] == verdict.key[:4] and each.period < verdict.period and each.outcome in _JUDGED
        ]
        last = max(line, key=lambda each: each.period.ordinal, default=None)
        return last is not None and last.outcome is Outcome.MISSED

    # Missing

    def _wanting(self) -> Iterator[Block]:
        wanting = [each for each in self.own if each.outcome is Outcome.NO_DATA and each.cause in _WANTING]
        yield Heading(level=2, text=self._say(mark("Missing")), id="missing")
        if not wanting:
            yield Paragraph.of(self._say(mark("Every figure that was due has come.")))
            return
        ordered = sorted(wanting, key=lambda each: list(CAUSES).index(each.cause) if each.cause in CAUSES else 0)
        for cause, rows in groupby(ordered, key=lambda each: each.cause):
            names = ", ".join(dict.fromkeys(self.lines.subject(each) for each in rows))
            label = self._say(CAUSES[cause]) if cause in CAUSES else ""
            yield Paragraph.of(self._say(mark("{cause}: {names}."), cause=label[:1].upper() + label[1:], names=names))

    def _sums(self) -> Iterator[Block]:
        """Figures that do not agree with their parts: an error of a source, not a missed target."""
        wrong = [each for each in self.own if each.outcome is Outcome.MISSED and each not in self._targets()]
        if wrong:
            yield Heading(level=2, text=self._say(mark("Sums that do not agree")), id="sums")
            yield Listing(items=tuple(Paragraph.of(self.lines.sentence(each)) for each in wrong))


def _table(name: str, caption: str, headings: Sequence[str], rows: Sequence[Row], right: Sequence[int] = ()) -> Table:
    columns = tuple(Column(name=text, align=Align.RIGHT if at in right else Align.LEFT) for at, text in enumerate(headings))
    return Table(
        id=name, caption=caption, header=(tuple(HeaderCell(text=text) for text in headings),), columns=columns, rows=tuple(rows)
    )


def plain_table(name: str, caption: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A table of texts."""
    return _table(name, caption, headings, [Row(cells=tuple(Cell(text=text) for text in row)) for row in rows])
