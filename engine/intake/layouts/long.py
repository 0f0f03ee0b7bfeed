"""`layout: long`: one record per row. Its columns have a role, or hold the figures of one metric."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from engine.catalogue import Metric, Organisation, Unit
from engine.errors import Place
from engine.facts import Status
from engine.intake.cells import (
    BAD,
    Bad,
    ReadNumber,
    ReadText,
    name_reader,
    number_reader,
    period_of,
    status_of,
    text_of,
    words_of,
)
from engine.intake.collection import Key
from engine.intake.contract import Numbers
from engine.intake.layouts.delivered import At, Delivered
from engine.intake.layouts.long_headings import named_fields
from engine.intake.lookup import dimension_of, metric_of, organisation_of, unit_of
from engine.intake.profile import Column, Profile, Role
from engine.intake.table import Field, Record
from engine.intake.timing import in_grain, stated
from engine.numbers import MISSING, Parsed, Shape
from engine.periods import Period

_COUNTS = (Role.NUMERATOR, Role.DENOMINATOR, Role.N)
_PLAIN = Shape(fraction=False, excel_percent=False)
"""A numerator, a denominator or an n is one plain number, whatever its value's column looks like."""
_OWN = (Role.VALUE, Role.NUMERATOR, Role.WORDS, Role.DENOMINATOR, Role.N)

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


def collect(delivered: Delivered) -> None:
    """Every figure of the table goes to the collection, everything wrong to the findings."""
    rows = _Rows.of(delivered)
    for record in delivered.table.records:
        if not rows.ignore(record):
            rows.collect(record)


@dataclass(frozen=True, slots=True)
class _Source:
    """A column whose cells become figures; without a Column, the metric stands in the row."""

    own: Field
    column: Column | None = None


@dataclass(frozen=True, slots=True)
class _Rows:
    """The table's columns, each by what it says of a row."""

    delivered: Delivered
    roles: Mapping[Role, Field]
    absent: frozenset[Role]
    """Roles of columns that should be there and are not: that has been told, and no row repeats it."""
    texts: Mapping[Role, ReadText]
    sources: tuple[_Source, ...]
    marks: tuple[tuple[Field, tuple[str, ...]], ...]
    """The texts that mark a row as no record, by column."""
    readers: dict[tuple[int, str], tuple[tuple[Field | None, ReadNumber], ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, delivered: Delivered) -> "_Rows":
        profile = delivered.profile
        fields = named_fields(delivered.table, profile, delivered.findings)
        here = [(fields[heading], column) for heading, column in profile.columns.items() if heading in fields]
        missing = (column for heading, column in profile.columns.items() if heading not in fields and not column.optional)
        roles = {column.role: own for own, column in here if column.role}
        return cls(
            delivered=delivered,
            roles=roles,
            absent=frozenset(column.role for column in missing if column.role),
            texts={column.role: name_reader(column.map) for _, column in here if column.role},
            sources=tuple(_sources(profile, here, roles)),
            marks=tuple((own, column.ignore_rows) for own, column in here if column.ignore_rows),
        )

    def ignore(self, record: Record) -> bool:
        cells = ((record.cells[own.position], texts) for own, texts in self.marks)
        return any(isinstance(cell, str) and text_of(cell) in texts for cell, texts in cells)

    def collect(self, record: Record) -> None:
        """One figure for each source. Every part is read even when another is bad, so that all problems are found."""
        organisation, status, words = self._organisation(record), self._status(record), self._words(record)
        if organisation is BAD:
            return
        for source in self.sources:
            unit, metric = self._unit(record, source, organisation), self._metric(record, source, organisation)
            if metric is BAD:
                continue
            dimension, period = self._dimension(record, source, metric), self._period(record, source, metric)
            numbers = self._numbers(record, source, metric)
            where = At(self.delivered.table, record.line, self.roles, source.own)
            if numbers is BAD or not self.delivered.collection.keeps_promises(metric, numbers, status, where):
                continue
            if unit is not BAD and dimension is not BAD and period is not BAD and status is not BAD and words is not BAD:
                key = Key(organisation, metric, unit, dimension, period)
                self.delivered.collection.add(key, numbers, status, words, where)

    def _organisation(self, record: Record) -> Organisation | Bad:
        name = self._text(record, Role.ORGANISATION)
        if name is BAD:
            return BAD
        declared, organisations = self.delivered.declaration.organisation, self.delivered.organisations
        return self._cell(record, Role.ORGANISATION, organisation_of, name or "", declared, organisations)

    def _metric(self, record: Record, source: _Source, organisation: Organisation) -> Metric | Bad:
        if source.column and source.column.metric:
            return self._profile(source, metric_of, source.column.metric, organisation)
        name = self._text(record, Role.METRIC)
        return BAD if name is BAD else self._cell(record, Role.METRIC, metric_of, name or "", organisation)

    def _unit(self, record: Record, source: _Source, organisation: Organisation) -> Unit | Bad:
        name = self._text(record, Role.UNIT)
        if name is None:
            of_column = source.column.unit if source.column else None
            return self._profile(source, unit_of, of_column or self.delivered.profile.unit or organisation.id, organisation)
        return BAD if name is BAD else self._cell(record, Role.UNIT, unit_of, name, organisation)

    def _dimension(self, record: Record, source: _Source, metric: Metric) -> str | Bad:
        name = self._text(record, Role.DIMENSION)
        if name is None:
            of_column = source.column.dimension if source.column else None
            return self._profile(source, dimension_of, of_column or "", metric)
        return BAD if name is BAD else self._cell(record, Role.DIMENSION, dimension_of, name, metric)

    def _period(self, record: Record, source: _Source, metric: Metric) -> Period | Bad:
        text = self._text(record, Role.PERIOD)
        if text is None:
            offset = source.column.period_offset if source.column else 0
            return self._profile(source, in_grain, self.delivered.declaration.period, metric.grain, offset)
        period = BAD if text is BAD else self._cell(record, Role.PERIOD, period_of, text)
        return BAD if period is BAD else self._cell(record, Role.PERIOD, stated, period, metric)

    def _status(self, record: Record) -> Status | Bad:
        text = self._text(record, Role.STATUS)
        if not text:
            return self.delivered.status
        return BAD if text is BAD else self._cell(record, Role.STATUS, status_of, text)

    def _words(self, record: Record) -> str | Bad:
        own = self.roles.get(Role.WORDS)
        return self._cell(record, Role.WORDS, words_of, record.cells[own.position]) if own else ""

    def _numbers(self, record: Record, source: _Source, metric: Metric) -> Numbers | Bad:
        value, above, below, n = (self._number(record, own, read) for own, read in self._readers(source, metric))
        if value is BAD or above is BAD or below is BAD or n is BAD:
            return BAD
        if value.denominator is not None:
            # The value's cell held a fraction; the profile then has no columns for its parts.
            return Numbers(None, value.numerator, value.denominator, n.value)
        return Numbers(value.value, above.value, below.value, n.value)

    def _readers(self, source: _Source, metric: Metric) -> tuple[tuple[Field | None, ReadNumber], ...]:
        """The columns of value, numerator, denominator and n, each with what reads its cells."""
        key = (source.own.position, metric.unit_of_measure)
        if key not in self.readers:
            profile = self.delivered.profile
            own = source.own if source.column else self.roles.get(Role.VALUE)
            shape = profile.shape(source.column) if source.column else _shape(profile, Role.VALUE)
            counts = [(self.roles.get(role), number_reader(_shape(profile, role).with_keys_of(_PLAIN), "")) for role in _COUNTS]
            self.readers[key] = ((own, number_reader(shape, metric.unit_of_measure)), *counts)
        return self.readers[key]

    def _number(self, record: Record, own: Field | None, read: ReadNumber) -> Parsed | Bad:
        if own is None:
            return MISSING
        return self.delivered.attempt(lambda: self.delivered.table.place(record.line, own), read, record.cells[own.position])

    def _text(self, record: Record, role: Role) -> str | Bad | None:
        """The row's name for this role; None when the table has no such column."""
        own = self.roles.get(role)
        if own is None:
            return BAD if role in self.absent else None
        return self._cell(record, role, self.texts[role], record.cells[own.position])

    def _cell(
        self, record: Record, role: Role, read: Callable[_Asked, _Answer], *args: _Asked.args, **kwargs: _Asked.kwargs
    ) -> _Answer | Bad:
        """What the row says; a problem is told at its cell."""
        return self.delivered.attempt(lambda: self._place(record, role), read, *args, **kwargs)

    def _profile(
        self, source: _Source, read: Callable[_Asked, _Answer], *args: _Asked.args, **kwargs: _Asked.kwargs
    ) -> _Answer | Bad:
        """What the profile says of a column; a problem is told at its heading, for all rows at once."""
        return self.delivered.attempt(lambda: self.delivered.table.heading_place(source.own), read, *args, **kwargs)

    def _place(self, record: Record, role: Role) -> Place:
        own = self.roles.get(role)
        return self.delivered.table.place(record.line, own) if own else Place(self.delivered.findings.file)


def _sources(profile: Profile, here: list[tuple[Field, Column]], roles: Mapping[Role, Field]) -> Iterator[_Source]:
    if any(column.metric for column in profile.columns.values()):
        yield from (_Source(own, column) for own, column in here if column.metric)
    elif any(role in roles for role in _OWN):
        yield _Source(next(roles[role] for role in _OWN if role in roles))


def _shape(profile: Profile, role: Role) -> Shape:
    column = next((column for column in profile.columns.values() if column.role is role), None)
    return profile.shape(column) if column else profile.number
