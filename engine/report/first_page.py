"""The first page answers the board: what was missed, for how long, what is done about it, and does it work; what is missing."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from engine.avvik.avvik import Avvik
from engine.avvik.effect import measure
from engine.avvik.states import State
from engine.facts import Cause, Outcome, Verdict
from engine.history import streak
from engine.language import mark, translate
from engine.report import periods
from engine.report.cells import Align, Cell, Column, HeaderCell, Row, Table
from engine.report.document import Block, Heading, Listing, Paragraph
from engine.report.figures import MISSING
from engine.report.lines import Lines
from engine.report.schema import Style
from engine.report.style import number_text
from engine.rulebook.schema import Severity

PREFIX = "first-page"
"""How the ids of what every report has begin; no chapter's may."""

_JUDGED = {Outcome.MET: "met", Outcome.WARNING: "met", Outcome.MISSED: "missed"}
CAUSES: dict[Cause, str] = {
    Cause.NOT_DUE: mark("not due yet"),
    Cause.LATE: mark("late"),
    Cause.REPORTED_NULL: mark("reported without a figure"),
    Cause.ZERO_DENOMINATOR: mark("denominator is zero"),
    Cause.TOO_FEW: mark("too few"),
    Cause.INVALID: mark("declared invalid"),
    Cause.STATEMENT: mark("words only"),
}
"""Why a figure is missing that somebody can do something about; a history that is too short is not among them."""

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
        yield Heading(level=1, text=self._say(mark("In short")), id=PREFIX)
        yield Paragraph.of(self._counts())
        yield from self._missed()
        yield from self._improved()
        yield from self._wanting()
        yield from self._sums()

    def _say(self, message: str, **details: object) -> str:
        return translate(message, self.language).format(**details)

    def _counts(self) -> str:
        missed = {each.key[:4] for each in self._missed_targets}
        met = sum(_JUDGED.get(each.outcome) == "met" and each.key[:4] not in missed for each in self._targets())
        wanting = sum(each.outcome is Outcome.NO_DATA and each.cause in CAUSES for each in self._targets())
        message = mark("{period}: {met} targets met, {missed} missed, {wanting} without a figure.")
        return self._say(
            message,
            period=periods.fill("{Period}", self.material.period, self.language),
            met=met,
            missed=len(missed),
            wanting=wanting,
        )

    def _targets(self) -> Sequence[Verdict]:
        return [each for each in self.own if self.lines.rules[each.rule].rule.check != "control_total"]

    # Missed

    def _missed(self) -> Iterator[Block]:
        missed = self._missed_targets
        yield Heading(level=2, text=self._say(mark("Missed")), id=f"{PREFIX}-missed")
        if not missed:
            yield Paragraph.of(self._say(mark("No target was missed.")))
            return
        words = (
            *(mark("Target"), mark("Figure"), mark("Demand"), mark("For how long")),
            *(mark("Avvik"), mark("What is being done"), mark("Does it work?")),
        )
        headings = [self._say(word) for word in words]
        yield _table(
            f"{PREFIX}-missed-targets",
            self._say(mark("Targets missed")),
            headings,
            [self._row(each) for each in missed],
            (1, 2),
        )

    @cached_property
    def _missed_targets(self) -> Sequence[Verdict]:
        """Each missed once, the gravest first: in the report's period, or in the newest of the months inside it."""
        found = {each.key[:4]: each for each in self._targets() if each.outcome is Outcome.MISSED}
        inside = (each for own in self._targets() for each in self.lines.series(own) if self._is_inside(each))
        newest: dict[tuple[str, ...], Verdict] = {}
        for each in inside:
            if each.outcome is Outcome.MISSED and each.key[:4] not in found:
                known = newest.get(each.key[:4], each)
                newest[each.key[:4]] = each if each.period >= known.period else known
        return sorted((*found.values(), *newest.values()), key=self._weight)

    def _is_inside(self, verdict: Verdict) -> bool:
        own, period = self.material.period, verdict.period
        return period.grain is not own.grain and own.start <= period.start and period.end <= own.end

    def _subject(self, verdict: Verdict) -> str:
        """With the month, where it is not the last one of the report's period."""
        subject = self.lines.subject(verdict)
        if verdict.period == self.lines.period_of(verdict):
            return subject
        return f"{subject} ({periods.told(verdict.period, self.language)})"

    def _weight(self, verdict: Verdict) -> int:
        """The gravest first; equals stay in the rules' order."""
        return -list(Severity).index(self.lines.rules[verdict.rule].rule.severity)

    def _row(self, verdict: Verdict) -> Row:
        avvik = self._avvik(verdict)
        cells = (
            Cell(text=self._subject(verdict)),
            self._figure(verdict),
            Cell(text=self.lines.figures.demand(verdict)),
            Cell(text=self._duration(verdict)),
            Cell(text=f"{avvik.id}: {self._say(STATES[avvik.state])}" if avvik else MISSING),
            Cell(text=self._done(avvik) if avvik else MISSING),
            Cell(text=self._effect(avvik, verdict) if avvik else MISSING),
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
        length = streak(each for each in self.lines.series(verdict) if each.period <= verdict.period)
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

    def _effect(self, avvik: Avvik, verdict: Verdict) -> str:
        if avvik.verification:
            return self._say(mark("yes, confirmed"))
        own = [each for each in self.lines.series(verdict) if each.period <= verdict.period]
        done = [measure(action, own) for action in avvik.current_actions if action.done]
        if not done:
            return self._say(mark("not measured yet"))
        least = min(done, key=lambda each: len(each.met) - each.needed)
        return self._say(mark("met {met} of {needed} periods"), met=len(least.met), needed=least.needed)

    # Improved

    def _improved(self) -> Iterator[Block]:
        missed = {each.key[:4] for each in self._missed_targets}
        met = [each for each in self._targets() if _JUDGED.get(each.outcome) == "met" and each.key[:4] not in missed]
        better = [each for each in met if self._was_missed(each)]
        yield Heading(level=2, text=self._say(mark("Better")), id=f"{PREFIX}-better")
        if better:
            yield Listing(items=tuple(self.lines.paragraph(each) for each in better))
        else:
            yield Paragraph.of(self._say(mark("No target that was missed before is met now.")))

    def _was_missed(self, verdict: Verdict) -> bool:
        """True when the last judgement before this period was a miss."""
        line = [each for each in self.lines.series(verdict) if each.period < verdict.period and each.outcome in _JUDGED]
        last = max(line, key=lambda each: each.period.ordinal, default=None)
        return last is not None and last.outcome is Outcome.MISSED

    # Missing

    def _wanting(self) -> Iterator[Block]:
        wanting = [each for each in self.own if each.outcome is Outcome.NO_DATA and each.cause in CAUSES]
        yield Heading(level=2, text=self._say(mark("Missing")), id=f"{PREFIX}-missing")
        if not wanting:
            yield Paragraph.of(self._say(mark("Every figure that was due has come.")))
            return
        for cause, word in CAUSES.items():
            names = dict.fromkeys(self.lines.subject(each) for each in wanting if each.cause is cause)
            if names:
                label = self._say(word)
                yield Paragraph.of(f"{label[:1].upper()}{label[1:]}: {', '.join(names)}.")

    def _sums(self) -> Iterator[Block]:
        """Figures that do not agree with their parts: an error of a source, not a missed target."""
        wrong = [each for each in self.own if each.outcome is Outcome.MISSED and each not in self._targets()]
        if wrong:
            yield Heading(level=2, text=self._say(mark("Sums that do not agree")), id=f"{PREFIX}-sums")
            yield Listing(items=tuple(Paragraph.of(self.lines.sentence(each)) for each in wrong))


def _table(name: str, caption: str, headings: Sequence[str], rows: Sequence[Row], right: Sequence[int] = ()) -> Table:
    columns = tuple(Column(name=text, align=Align.RIGHT if at in right else Align.LEFT) for at, text in enumerate(headings))
    return Table(
        id=name, caption=caption, header=(tuple(HeaderCell(text=text) for text in headings),), columns=columns, rows=tuple(rows)
    )


def plain_table(name: str, caption: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A table of texts."""
    return _table(name, caption, headings, [Row(cells=tuple(Cell(text=text) for text in row)) for row in rows])
