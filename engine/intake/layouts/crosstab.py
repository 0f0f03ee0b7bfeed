"""`layout: crosstab`: labels down, periods across. Each labelled row is the figures of one metric, unit and dimension."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from engine.catalogue import Metric, Organisation
from engine.errors import Place
from engine.intake.cells import BAD, Bad, CellProblem, ReadNumber, UnknownName, number_reader, text_of
from engine.intake.collection import Key
from engine.intake.contract import Numbers
from engine.intake.findings import Code
from engine.intake.layouts.delivered import At, Delivered
from engine.intake.layouts.period_headings import resolve
from engine.intake.lookup import dimension_of, metric_of, organisation_of, unit_of
from engine.intake.profile import Row
from engine.intake.table import Field, Record
from engine.intake.timing import in_grain
from engine.language import mark
from engine.names import shown
from engine.periods import Period


def collect(delivered: Delivered) -> None:
    """Every figure of the table goes to the collection, everything wrong to the findings."""
    file = Place(delivered.findings.file)
    declared = delivered.declaration.organisation
    organisation = delivered.attempt(lambda: file, organisation_of, "", declared, delivered.organisations)
    label = _label_field(delivered)
    if label is None or organisation is BAD:
        return
    rows = _Rows(delivered, organisation, label, _period_columns(delivered, label))
    for record in delivered.table.records:
        rows.collect(record)
    rows.tell_missing()


def _label_field(delivered: Delivered) -> Field | None:
    table, wanted = delivered.table, delivered.profile.label
    fields = table.fields if wanted == "" else [each for each in table.fields if each.heading == wanted]
    if not fields:
        message = mark("the heading {heading} is missing")
        delivered.findings.add(table.heading_row, Code.MISSING_HEADING, message, heading=shown(wanted))
    return next(iter(fields), None)


def _period_columns(delivered: Delivered, label: Field) -> Sequence[tuple[Field, Period]]:
    """Every column is a period but the labels and those that the profile ignores by name."""
    table, ignored = delivered.table, delivered.profile.ignore_columns
    others = [each for each in table.fields if each is not label and each.heading not in ignored]
    for each in others:
        if not each.heading:
            delivered.findings.add(table.heading_place(each), Code.NO_HEADING, mark("the column has content and no heading"))
    named = [each for each in others if each.heading]
    if not named:
        delivered.findings.add(table.heading_row, Code.MISSING_HEADING, mark("no heading names a period"))
    return resolve(delivered, named)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The labelled rows of the table, and which of the profile's have been seen."""

    delivered: Delivered
    organisation: Organisation
    label: Field
    columns: Sequence[tuple[Field, Period]]
    seen: dict[str, int] = field(default_factory=dict)
    """Label → the line where it first stood."""

    def collect(self, record: Record) -> None:
        """A figure for each period of a row that the profile reads. Every cell is read, so that all problems are found."""
        row = self._labelled(record)
        if row is BAD or row.metric is None:
            return
        place, profile = partial(self.delivered.table.place, record.line, self.label), self.delivered.profile
        metric = self.delivered.attempt(place, metric_of, row.metric, self.organisation)
        unit = self.delivered.attempt(place, unit_of, row.unit or profile.unit or self.organisation.id, self.organisation)
        if metric is BAD:
            return
        dimension = self.delivered.attempt(place, dimension_of, row.dimension, metric)
        read = number_reader(profile.shape(row), metric.unit_of_measure)
        for own, column in self.columns:
            period = self._period(own, column, metric)
            numbers = self._numbers(record, own, read, metric)
            if unit is not BAD and dimension is not BAD and period is not BAD and numbers is not BAD:
                key, where = Key(self.organisation, metric, unit, dimension, period), self._at(record, own)
                self.delivered.collection.add(key, numbers, self.delivered.status, "", where)

    def tell_missing(self) -> None:
        for text, row in self.delivered.profile.rows.items():
            if text not in self.seen and row.metric is not None and not row.optional:
                place = self.delivered.table.heading_row
                self.delivered.findings.add(place, Code.MISSING_LABEL, mark("the row {label} is missing"), label=shown(text))

    def _labelled(self, record: Record) -> Row | Bad:
        """What the profile says of the row; BAD for a label that it does not have, or that has stood before."""
        place = partial(self.delivered.table.place, record.line, self.label)
        text = self.delivered.attempt(place, text_of, record.cells[self.label.position])
        row = BAD if text is BAD else self.delivered.attempt(place, _row, text, self.delivered.profile.rows)
        if text is BAD or row is BAD or row.ignore:
            return row
        if text in self.seen:
            message = mark("the row {label} stands twice; first in row {line}")
            self.delivered.findings.add(place(), Code.LABEL_TWICE, message, label=shown(text), line=self.seen[text])
            return BAD
        self.seen[text] = record.line
        return row

    def _period(self, own: Field, column: Period, metric: Metric) -> Period | Bad:
        return self.delivered.attempt(partial(self.delivered.table.heading_place, own), in_grain, column, metric.grain)

    def _numbers(self, record: Record, own: Field, read: ReadNumber, metric: Metric) -> Numbers | Bad:
        where = self._at(record, own)
        parsed = self.delivered.attempt(partial(self.delivered.table.place, record.line, own), read, record.cells[own.position])
        if parsed is BAD:
            return BAD
        numbers = Numbers(parsed.value, parsed.numerator, parsed.denominator)
        sound = self.delivered.collection.keeps_promises(metric, numbers, self.delivered.status, where)
        return numbers if sound else BAD

    def _at(self, record: Record, own: Field) -> At:
        return At(self.delivered.table, record.line, {}, own)


def _row(text: str, rows: Mapping[str, Row]) -> Row:
    if text in rows:
        return rows[text]
    if not text:
        raise CellProblem(Code.UNKNOWN_LABEL, mark("the row has content and no label"))
    message = mark("the profile has no row {name}")
    suggesting = mark("the profile has no row {name} (did you mean {suggestion}?)")
    raise UnknownName(Code.UNKNOWN_LABEL, message, suggesting, text, rows)
