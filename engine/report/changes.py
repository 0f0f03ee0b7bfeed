"""What has been corrected since an earlier edition, or since it was first judged: figure and verdict before and after."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from engine.facts import Verdict
from engine.language import mark, translate
from engine.numbers import round_half_up
from engine.periods import Period
from engine.report import periods
from engine.report.basis import Basis, Difference, Stated, differences
from engine.report.document import Block, Heading, Paragraph
from engine.report.figures import MISSING, joined
from engine.report.first_page import PREFIX, plain_table
from engine.report.lines import Lines
from engine.report.schema import Style, said
from engine.report.style import number_text
from engine.words import OUTCOMES


class Changes:
    """The part of the report that tells of corrections. `now` is what the report itself rests on."""

    def __init__(self, lines: Lines, now: Basis) -> None:
        self.lines = lines
        self.material = lines.material
        self.language = lines.material.language
        self.now = now

    def blocks(self) -> Iterator[Block]:
        earlier = self.material.earlier
        if earlier and earlier.period == self.material.period:
            text = self._say(mark("Changes since edition {edition}"), edition=earlier.edition)
            yield Heading(level=1, text=text, id=f"{PREFIX}-changes")
            as_of = periods.day(earlier.as_of, self.language)
            message = mark("Edition {edition} had the figures as of {as_of}. What it says otherwise than this one:")
            yield Paragraph.of(self._say(message, edition=earlier.edition, as_of=as_of))
        else:
            yield Heading(level=2, text=self._say(mark("Corrected figures")), id=f"{PREFIX}-corrected")
        yield from self._tables(earlier.basis) if earlier else self._corrections()

    def _say(self, message: str, **details: object) -> str:
        return translate(message, self.language).format(**details)

    def _headings(self) -> Sequence[str]:
        return [self._say(word) for word in (mark("What"), mark("Period"), mark("Before"), mark("After"))]

    def _nothing(self) -> Block:
        return Paragraph.of(self._say(mark("Nothing was corrected.")))

    def _tables(self, before: Basis) -> Iterator[Block]:
        figures = [self._figure(each) for each in differences(before.figures, self.now.figures)]
        verdicts = [self._verdict(each) for each in differences(before.verdicts, self.now.verdicts)]
        if not figures and not verdicts:
            yield self._nothing()
        if figures:
            yield plain_table(
                f"{PREFIX}-corrected-figures", self._say(mark("Figures before and after")), self._headings(), figures
            )
        if verdicts:
            yield plain_table(
                f"{PREFIX}-corrected-verdicts", self._say(mark("Verdicts before and after")), self._headings(), verdicts
            )

    def _figure(self, each: Difference) -> Sequence[str]:
        _, unit, member, period = each.key
        title = (each.after or each.before or Stated(title="", unit="", value=None)).title
        metric = self.material.organisation.metrics.get(each.key[0])
        told = metric.by_member.get(member) if metric else None
        name = joined(title, said(told.title, told.title_en, self.language) if told else member, self._unit(unit))
        return name, self._period(period), self._stated(each.before), self._stated(each.after)

    def _verdict(self, each: Difference) -> Sequence[str]:
        rule, unit, member, period = each.key
        title = (each.after or each.before or Stated(title="", unit="", value=None)).title
        name = joined(title, self._member(rule, member), self._unit(unit))
        measure = self._measure(rule)
        return name, self._period(period), self._stated(each.before, measure), self._stated(each.after, measure)

    def _corrections(self) -> Iterator[Block]:
        """Without an earlier edition: every verdict up to this period that a correction replaced."""
        last = self.material.period.end
        pairs = [
            (before, after)
            for before, after in self.material.corrections
            if after.rule in self.lines.rules and after.period.end <= last and not self.lines.is_withheld(after)
        ]
        if not pairs:
            yield self._nothing()
            return
        rows = [
            (self.lines.subject(after), self._period(str(after.period)), *map(self._judged, (before, after)))
            for before, after in pairs
        ]
        yield plain_table(f"{PREFIX}-corrected-verdicts", self._say(mark("Verdicts before and after")), self._headings(), rows)

    def _judged(self, verdict: Verdict) -> str:
        stated = Stated(title="", unit="", value=verdict.value, outcome=verdict.outcome)
        return self._stated(stated, self._measure(verdict.rule))

    def _stated(self, stated: Stated | None, measure: str = "") -> str:
        if stated is None:
            return MISSING
        number = "" if stated.value is None else self._number(stated.value, measure or stated.unit)
        sign, word = OUTCOMES[stated.outcome] if stated.outcome else ("", "")
        judged = f"{sign} {translate(word, self.language)}" if word else ""
        return " ".join(filter(None, (number, judged, stated.words if stated.value is None else ""))) or MISSING

    def _number(self, value: Decimal, measure: str) -> str:
        exponent = value.as_tuple().exponent
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
        return number_text(round_half_up(value, decimals), decimals, measure, Style(), self.language)

    def _measure(self, rule: str) -> str:
        found = self.lines.rules.get(rule)
        if found is None or found.rule.check == "freshness":
            return ""
        return self.lines.figures.metric(found.rule.metric).unit_of_measure

    def _member(self, rule: str, member: str) -> str:
        found = self.lines.rules.get(rule)
        told = self.lines.figures.metric(found.rule.metric).by_member.get(member) if found else None
        return said(told.title, told.title_en, self.language) if told else member

    def _unit(self, unit: str) -> str:
        found = self.material.organisation.units.get(unit)
        if unit == self.material.organisation.id or found is None:
            return "" if found else unit
        return said(found.title, found.title_en, self.language)

    def _period(self, text: str) -> str:
        return periods.told(Period.parse(text), self.language)
