"""Every figure that a report can show, as one cell: its text, where it comes from, and what a reader should know of it."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

from engine.catalogue import Metric
from engine.checks.compare import tolerance_of
from engine.current import current
from engine.evaluate import precedence
from engine.facts import Cause, Observation, Outcome, Series, Verdict
from engine.known import Known
from engine.numbers import round_half_up
from engine.panel import OrganisationPanel
from engine.periods import Period
from engine.report.cells import Cell, CellMark, Provenance
from engine.report.material import Material
from engine.report.schema import Style
from engine.report.style import NBSP, number_text
from engine.report.withheld import withheld
from engine.rulebook.schema import Rule
from engine.words import limit

WITHHELD = "·"
MISSING = "–"
_CONTROL = "control_total"
_WORST = (Outcome.MISSED, Outcome.WARNING, Outcome.MET)


class Figures:
    """The current figures of one organisation for one report. It remembers what it has looked up."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._current = current(material.observations, precedence([material.organisation]))
        self._panel = OrganisationPanel(material.organisation, self._current, material.as_of)
        self._withheld: dict[tuple[str, Period], frozenset[tuple[str, str]]] = {}

    def metric(self, name: str) -> Metric:
        return self._material.organisation.metrics[name]

    def known(self, metric: str, unit: str, member: str, period: Period) -> Known:
        return self._panel.known(metric, unit, member, period)

    def has(self, metric: str, period: Period) -> bool:
        """True when any figure or words of the metric were delivered for the period."""
        return (metric, period) in self._came

    def is_withheld(self, metric: str, unit: str, member: str, period: Period) -> bool:
        if self._material.is_for_fewer_eyes(metric):
            return True
        key = metric, period
        if key not in self._withheld:
            definition, smallest = self.metric(metric), self._material.smallest_group
            organisation = self._material.organisation

            def known(unit: str, member: str) -> Known:
                return self.known(metric, unit, member, period)

            self._withheld[key] = withheld(definition, organisation, period, known, smallest)
        return (unit, member) in self._withheld[key]

    def cell(self, metric: str, unit: str, member: str, period: Period, style: Style) -> Cell:
        """The figure as a table shows it. A withheld one has neither text nor value."""
        definition = self.metric(metric)
        if self.is_withheld(metric, unit, member, period):
            return Cell(text=WITHHELD, marks=(CellMark.SUPPRESSED,))
        known = self.known(metric, unit, member, period)
        number = known.number(definition)
        provenance = self.provenance(Series(self._material.organisation.id, metric, unit, member), period, known)
        if number is Cause.STATEMENT:
            return Cell(text=known.words, marks=(CellMark.WORDS,), provenance=provenance)
        if isinstance(number, Cause):
            expected = style.missing is None
            return Cell(text=MISSING if expected else style.missing or "", marks=(CellMark.MISSING,) if expected else ())
        return Cell(
            text=self._text(definition, known, style),
            value=round_half_up(number, definition.decimals),
            decimals=definition.decimals,
            unit=definition.unit_of_measure,
            marks=tuple(self._marks(definition, unit, member, period, known)),
            outcome=self.outcome(metric, unit, member, period),
            provenance=provenance,
        )

    def _text(self, metric: Metric, known: Known, style: Style) -> str:
        language = self._material.language
        if style.fraction and known.numerator is not None and known.denominator is not None:
            bare = Style(grouped=style.grouped, suffix="")
            parts = [number_text(each, 0, "", bare, language) for each in (known.numerator, known.denominator)]
            return "/".join(parts)
        number = known.number(metric)
        return (
            "" if isinstance(number, Cause) else number_text(number, metric.decimals, metric.unit_of_measure, style, language)
        )

    def text(self, metric: str, unit: str, member: str, period: Period) -> str:
        """The figure with its unit, for a sentence: `65 %`, `1 321`."""
        return self.cell(metric, unit, member, period, Style()).text

    def _marks(self, metric: Metric, unit: str, member: str, period: Period, known: Known) -> Sequence[CellMark]:
        marks = []
        if known.provisional:
            marks.append(CellMark.PROVISIONAL)
        if self._was_corrected(Series(self._material.organisation.id, metric.id, unit, member), period):
            marks.append(CellMark.CORRECTED)
        if any(each.valid_from == period for each in metric.series_breaks):
            marks.append(CellMark.SERIES_BREAK)
        return marks

    def _was_corrected(self, series: Series, period: Period) -> bool:
        """True when deliveries have said different numbers of it, whichever holds now."""
        told = {each.figure.value for each in self._arrived.get((series, period), ()) if each.figure.value is not None}
        return len(told) > 1

    def provenance(self, series: Series, period: Period, known: Known) -> Provenance:
        """The delivery that brought the figure that holds; of a sum of others only that it is one."""
        for observation in self._arrived.get((series, period), ()):
            if observation.revision == known.revision:
                return Provenance(
                    source=observation.source,
                    file=self._material.files.get(observation.delivery, ""),
                    place=observation.figure.place,
                    delivery=observation.delivery,
                    received=observation.received_at.date(),
                )
        return Provenance(source="sum")

    def outcome(self, metric: str, unit: str, member: str, period: Period) -> Outcome | None:
        """How the rules on exactly this figure judged it, the worst of them; None where no target concerns it."""
        found = {verdict.outcome for verdict in self._judged.get((metric, unit, member, period), ())}
        return next((outcome for outcome in _WORST if outcome in found), None)

    def verdicts(self, metric: str, unit: str, member: str, period: Period) -> Sequence[Verdict]:
        """What rules say of exactly this figure, sums and controls apart."""
        return self._judged.get((metric, unit, member, period), ())

    def demand(self, verdict: Verdict) -> str:
        """`≥ 70 %`; empty without a target."""
        if verdict.target is None or verdict.comparator is None:
            return ""
        metric = self.metric(self._rules[verdict.rule].metric)
        language = self._material.language

        def shown(end: Decimal) -> str:
            return number_text(end, _decimals(end), metric.unit_of_measure, Style(), language)

        return limit(verdict.comparator, verdict.target, tolerance_of(verdict), shown, language)

    def all(self) -> Sequence[tuple[Series, Period, Known]]:
        """Every current figure up to the report's period, ordered by metric as declared, unit, member and period."""
        metrics, units = list(self._material.organisation.metrics), list(self._material.organisation.units)
        rows = [
            (series, period, known)
            for series, by_period in self._current.items()
            if series.metric in self._material.organisation.metrics and series.unit in units
            for period, known in by_period.items()
            if period.end <= self._material.period.end
        ]
        rank = {name: at for at, name in enumerate(metrics)}
        places = {name: at for at, name in enumerate(units)}
        return sorted(rows, key=lambda row: (rank[row[0].metric], places[row[0].unit], row[0].dimension, row[1].start))

    @cached_property
    def _came(self) -> frozenset[tuple[str, Period]]:
        return frozenset(
            (series.metric, period)
            for series, by_period in self._current.items()
            for period, known in by_period.items()
            if known.cause is None and (known.words or known.value is not None or known.numerator is not None)
        )

    @cached_property
    def _arrived(self) -> dict[tuple[Series, Period], list[Observation]]:
        arrived: defaultdict[tuple[Series, Period], list[Observation]] = defaultdict(list)
        for observation in self._material.observations:
            arrived[observation.figure.series, observation.figure.period].append(observation)
        return dict(arrived)

    @cached_property
    def _rules(self) -> dict[str, Rule]:
        return {each.rule.id: each.rule for each in self._material.rules}

    @cached_property
    def _judged(self) -> dict[tuple[str, str, str, Period], list[Verdict]]:
        judged: defaultdict[tuple[str, str, str, Period], list[Verdict]] = defaultdict(list)
        for verdict in self._material.verdicts:
            rule = self._rules.get(verdict.rule)
            if rule and rule.check != _CONTROL:
                judged[rule.metric, verdict.unit, verdict.dimension, verdict.period].append(verdict)
        return dict(judged)


def _decimals(value: Decimal) -> int:
    """As many as the number has: a limit is told as it was stated."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def joined(*parts: str) -> str:
    """Parts of a name with a dot between, empty ones left out."""
    return f"{NBSP}· ".join(filter(None, parts))
