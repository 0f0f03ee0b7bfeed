"""`layout: crosstab`: labels down, periods across. Each labelled row is the figures of one metric, unit and dimension."""

from collections.abc import Mapping, Sequence
from functools import partial

from engine.catalogue import Organisation
from engine.errors import Place
from engine.intake.cells import BAD, Bad, CellProblem, number_reader, text_of, unknown
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
    label = _label_field(delivered)
    organisation = _organisation(delivered)
    if label is None or organisation is BAD:
        return
    columns = _period_columns(delivered, label)
    seen: dict[str, Record] = {}
    for record in delivered.table.records:
        found = _labelled(delivered, label, record, seen)
        if found is not BAD and found.metric is not None:
            _collect_row(delivered, organisation, label, record, found, columns)
    for text, row in delivered.profile.rows.items():
        if text not in seen and row.metric is not None and not row.optional:
            message = mark("the row {label} is missing")
            delivered.findings.add(delivered.table.heading_row, Code.MISSING_LABEL, message, label=shown(text))


def _label_field(delivered: Delivered) -> Field | None:
    table, wanted = delivered.table, delivered.profile.label
    fields = table.fields if wanted == "" else [field for field in table.fields if field.heading == wanted]
    if not fields:
        message = mark("the heading {heading} is missing")
        delivered.findings.add(table.heading_row, Code.MISSING_HEADING, message, heading=shown(wanted))
    return next(iter(fields), None)


def _organisation(delivered: Delivered) -> Organisation | Bad:
    file = Place(delivered.findings.file)
    return delivered.attempt(lambda: file, organisation_of, "", delivered.declaration.organisation, delivered.organisations)


def _period_columns(delivered: Delivered, label: Field) -> Sequence[tuple[Field, Period]]:
    """Every column is a period but the labels and those that the profile ignores by name."""
    table, profile, period = delivered.table, delivered.profile, delivered.declaration.period
    fields = [field for field in table.fields if field is not label and field.heading not in profile.ignore_columns]
    for field in fields:
        if not field.heading:
            delivered.findings.add(table.heading_place(field), Code.NO_HEADING, mark("the column has content and no heading"))
    named = [field for field in fields if field.heading]
    if not named:
        delivered.findings.add(table.heading_row, Code.MISSING_HEADING, mark("no heading names a period"))
    if profile.headings is None or period is None:
        raise TypeError("a crosstab's profile has headings, and its declaration a period")
    return resolve(delivered, named, profile.headings, period)


def _labelled(delivered: Delivered, label: Field, record: Record, seen: dict[str, Record]) -> Row | Bad:
    """What the profile says of the row with this label; a label that it does not have, or has once and stands twice, is BAD."""
    place = partial(delivered.table.place, record.line, label)
    text = delivered.attempt(place, text_of, record.cells[label.position])
    found = BAD if text is BAD else delivered.attempt(place, _row, text, delivered.profile.rows)
    if found is BAD or text is BAD or found.metric is None:
        return found
    if text in seen:
        message = mark("the row {label} stands twice; first in row {line}")
        delivered.findings.add(place(), Code.LABEL_TWICE, message, label=shown(text), line=seen[text].line)
        return BAD
    seen[text] = record
    return found


def _row(text: str, rows: Mapping[str, Row]) -> Row:
    if text in rows:
        return rows[text]
    if not text:
        raise CellProblem(Code.UNKNOWN_LABEL, mark("the row has content and no label"))
    message = mark("the profile has no row {name}")
    suggesting = mark("the profile has no row {name} (did you mean {suggestion}?)")
    raise unknown(Code.UNKNOWN_LABEL, message, suggesting, text, rows)


def _collect_row(
    delivered: Delivered,
    organisation: Organisation,
    label: Field,
    record: Record,
    row: Row,
    columns: Sequence[tuple[Field, Period]],
) -> None:
    table, profile = delivered.table, delivered.profile
    here = partial(table.place, record.line, label)
    metric = delivered.attempt(here, metric_of, row.metric or "", organisation)
    unit = delivered.attempt(here, unit_of, row.unit or profile.unit or organisation.id, organisation)
    dimension = BAD if metric is BAD else delivered.attempt(here, dimension_of, row.dimension, metric)
    if metric is BAD:
        return
    read = number_reader(profile.shape(row), metric.unit_of_measure)
    for field, column in columns:
        parsed = delivered.attempt(partial(table.place, record.line, field), read, record.cells[field.position])
        period = delivered.attempt(partial(table.heading_place, field), in_grain, column, metric.grain)
        if parsed is BAD:
            continue
        numbers, where = Numbers(parsed.value, parsed.numerator, parsed.denominator), At(table, record.line, {}, field)
        sound = delivered.collection.keeps_promises(metric, numbers, delivered.status, where)
        if sound and unit is not BAD and dimension is not BAD and period is not BAD:
            delivered.collection.add(Key(organisation, metric, unit, dimension, period), numbers, delivered.status, "", where)
