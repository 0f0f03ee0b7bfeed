"""What the rules say of the report's period in sentences, and every figure and verdict that the report rests on."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from engine.catalogue import Metric
from engine.checks.words import sentence
from engine.facts import Cause, Mark, Outcome, Verdict
from engine.language import translate
from engine.numbers import round_half_up
from engine.report.document import FigureLine, Paragraph, Run, VerdictLine
from engine.report.figures import Figures, joined
from engine.report.material import Material
from engine.report.schema import said
from engine.rulebook.book import InForce
from engine.words import OUTCOMES


class Lines:
    """Asked for sentences and lines about one report's material."""

    def __init__(self, material: Material, figures: Figures) -> None:
        self.material = material
        self.figures = figures
        self.rules = {each.rule.id: each for each in material.rules}

    def own(self) -> list[Verdict]:
        """The verdicts on the report's own period, in the rules' order; of what is monthly, a year's report tells the last.

        Those about too few people are not among them: met or missed would tell of somebody too.
        """
        known = (each for each in self.material.verdicts if each.rule in self.rules)
        return [each for each in known if each.period == self.period_of(each) and not self.is_withheld(each)]

    def period_of(self, verdict: Verdict) -> object:
        return self.material.at(self.metric(verdict).grain)

    def series(self, verdict: Verdict) -> Sequence[Verdict]:
        """Every verdict of the same rule, unit and member that may be told, those of later periods too."""
        return [each for each in self._series[verdict.key[:4]] if not self.is_withheld(each)]

    @cached_property
    def _series(self) -> Mapping[tuple[str, ...], Sequence[Verdict]]:
        found: defaultdict[tuple[str, ...], list[Verdict]] = defaultdict(list)
        for verdict in self.material.verdicts:
            found[verdict.key[:4]].append(verdict)
        return found

    def metric(self, verdict: Verdict) -> Metric:
        return self.figures.metric(self.rules[verdict.rule].rule.metric)

    def is_withheld(self, verdict: Verdict) -> bool:
        return self.figures.is_withheld(self.metric(verdict).id, verdict.unit, verdict.dimension, verdict.period)

    def subject(self, verdict: Verdict) -> str:
        """The rule's title, with the member and the unit where it is not the whole."""
        found = self.rules[verdict.rule]
        member = self.metric(verdict).by_member.get(verdict.dimension)
        language = self.material.language
        title = said(found.rule.title, found.rule.title_en, language)
        return joined(title, said(member.title, member.title_en, language) if member else "", self.unit(verdict))

    def unit(self, verdict: Verdict) -> str:
        if verdict.unit == verdict.organisation:
            return ""
        unit = self.material.organisation.units[verdict.unit]
        return said(unit.title, unit.title_en, self.material.language)

    def sentence(self, verdict: Verdict) -> str:
        """What the rule says. Of the units below that missed, those that may not be told are left out."""
        found = self.rules[verdict.rule]
        told = sentence(self._told(verdict), self.material.organisation, found.rule, self.material.language)
        unit = self.unit(verdict)
        return f"{unit}: {told}" if unit else told

    def _told(self, verdict: Verdict) -> Verdict:
        if Mark.CHILD_MISSED not in verdict.marks:
            return verdict
        below = (replace(verdict, unit=name) for name in verdict.details["children_missed"].split(","))
        names = [each.unit for each in below if not self.is_withheld(each)]
        kept = tuple(each for each in verdict.marks if names or each is not Mark.CHILD_MISSED)
        return replace(verdict, marks=kept, details={**verdict.details, "children_missed": ",".join(names)})

    def paragraph(self, verdict: Verdict) -> Paragraph:
        sign, word = OUTCOMES[verdict.outcome]
        if verdict.outcome is Outcome.NOT_APPLICABLE:
            return Paragraph.of(self.sentence(verdict))
        label = f"{sign} {translate(word, self.material.language)}: "
        return Paragraph(runs=(Run(text=label, strong=True), Run(text=self.sentence(verdict))))

    def verdict_lines(self) -> Iterator[VerdictLine]:
        """Every verdict up to the report's period. Sentences are made of its own period only."""
        last = self.material.period.end
        for verdict in self.material.verdicts:
            if verdict.rule in self.rules and verdict.period.end <= last and not self.is_withheld(verdict):
                yield self._verdict_line(verdict, self.rules[verdict.rule])

    def _verdict_line(self, verdict: Verdict, found: InForce) -> VerdictLine:
        is_own = verdict.period == self.period_of(verdict)
        return VerdictLine(
            rule=verdict.rule,
            title=said(found.rule.title, found.rule.title_en, self.material.language),
            unit=verdict.unit,
            member=verdict.dimension,
            period=str(verdict.period),
            outcome=verdict.outcome,
            cause=verdict.cause.value if verdict.cause else "",
            value=verdict.value,
            demand=self.figures.demand(verdict),
            margin=verdict.margin,
            sentence=self.sentence(verdict) if is_own else "",
        )

    def figure_lines(self) -> Iterator[FigureLine]:
        for series, period, known in self.figures.all():
            metric = self.figures.metric(series.metric)
            number = known.number(metric)
            hidden = self.figures.is_withheld(series.metric, series.unit, series.dimension, period)
            yield FigureLine(
                metric=metric.id,
                title=said(metric.title, metric.title_en, self.material.language),
                unit=series.unit,
                member=series.dimension,
                period=str(period),
                value=None if hidden or isinstance(number, Cause) else round_half_up(number, metric.decimals),
                decimals=metric.decimals,
                unit_of_measure=metric.unit_of_measure,
                words="" if hidden else known.words,
                provisional=known.provisional,
                provenance=self.figures.provenance(series, period, known),
            )
