"""Tables as report.yaml describes them: rows and columns expanded, each cell the figure where they meet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from engine.catalogue import Member, Metric, Unit
from engine.facts import Cause
from engine.language import Language, mark, translate
from engine.numbers import quotient
from engine.periods import Period
from engine.report import periods
from engine.report.cells import Align, Cell, CellMark, Column, HeaderCell, Row, Table
from engine.report.figures import MISSING, Figures
from engine.report.material import Material
from engine.report.schema import Column as ColumnOf
from engine.report.schema import Leaf, Style, TableOf, said
from engine.report.schema import Row as RowOf
from engine.report.style import number_text, signed
from engine.report.texts import Texts


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of the table, after `members: all` and `units: all`."""

    row: RowOf
    label: str
    member: str | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class _Place:
    """One column, after `periods:`: its heading, and how far back it looks or in which period it stands."""

    leaf: Leaf
    heading: str
    group: str
    period: Period | None
    """None: each row finds its own, because their metrics may have different grains."""


def table(spec: TableOf, material: Material, figures: Figures, texts: Texts, name: str) -> Table:
    """The finished table; `name` is its id where the spec has none."""
    return _Making(spec, material, figures, texts).made(spec.id or name)


class _Making:
    def __init__(self, spec: TableOf, material: Material, figures: Figures, texts: Texts) -> None:
        self.spec = spec
        self.texts = texts
        self.material = material
        self.figures = figures
        self.language = material.language
        self.footnotes: list[str] = []

    def made(self, name: str) -> Table:
        lines, places = list(self._lines()), list(self._places())
        rows = [self._row(line, places) for line in lines]
        labels = [] if self.spec.without_label else [Column(name=self._fill(self._corner()), align=Align.LEFT)]
        notes = [self._fill(said(each.text, each.text_en, self.language)) for each in self.spec.notes if self._holds(each)]
        return Table(
            id=name,
            caption=self._fill(said(self.spec.caption, self.spec.caption_en, self.language)),
            header=self._header(places),
            columns=(*labels, *(_column(place) for place in places)),
            rows=tuple(rows),
            heading_columns=len(labels),
            unit_note=self._fill(said(self.spec.unit_note, self.spec.unit_note_en, self.language)),
            footnotes=(*self.footnotes, *notes),
        )

    def _holds(self, note: object) -> bool:
        first, last = getattr(note, "valid_from", None), getattr(note, "valid_to", None)
        when = self.material.period
        return (first is None or first.start <= when.start) and (last is None or when.end <= last.end)

    def _corner(self) -> str:
        return said(self.spec.corner, self.spec.corner_en, self.language)

    def _fill(self, text: str, period: Period | None = None) -> str:
        return periods.fill(text, period or self.material.period, self.language)

    # Rows

    def _lines(self) -> Iterator[_Line]:
        for row in self.spec.rows:
            metric = self._metric(row)
            if row.members:
                for member in metric.members:
                    yield _Line(row, _title(member, self.language), member.id, row.unit)
            elif row.units:
                for unit in self.material.organisation.units.values():
                    if unit.exists_in(self.material.period):
                        yield _Line(row, _title(unit, self.language), row.member, unit.id)
            else:
                yield _Line(row, self._label(row, metric), row.member, row.unit)

    def _metric(self, row: RowOf) -> Metric:
        leaves = (leaf for column in self.spec.columns for leaf in (column, *column.columns))
        named = row.metric or self.spec.metric or next(leaf.metric for leaf in leaves if leaf.metric)
        return self.figures.metric(named)

    def _label(self, row: RowOf, metric: Metric) -> str:
        given = said(row.label, row.label_en, self.language)
        if given:
            return self._fill(given)
        if row.unit and not row.member:
            return _title(self.material.organisation.units[row.unit], self.language)
        member = metric.by_member.get(row.member or "")
        return _title(member or metric, self.language)

    # Columns

    def _places(self) -> Iterator[_Place]:
        for column in self.spec.columns:
            for period in self._windows(column):
                group = self._fill(said(column.heading, column.heading_en, self.language), period or self._own(column))
                if not column.columns:
                    yield _Place(column, group, "", period)
                for leaf in column.columns:
                    inner = _inherit(leaf, column)
                    heading = self._fill(said(leaf.heading, leaf.heading_en, self.language), period or self._own(inner))
                    yield _Place(inner, heading, group, period)

    def _own(self, leaf: Leaf) -> Period:
        """What a heading's {year} means: the report's period, moved as far back as the column looks."""
        return _moved(leaf, self.material.period)

    def _windows(self, column: ColumnOf) -> Iterator[Period | None]:
        if column.periods is None:
            yield None
            return
        metric = self.figures.metric(column.metric) if column.metric else self._metric(self.spec.rows[0])
        last = _moved(column, self.material.at(metric.grain))
        first = last.shift(1 - column.periods.last) if column.periods.last else _first_of_year(last)
        for period in first.until(last):
            if not column.periods.delivered_only or self._is_delivered(column, period):
                yield period

    def _is_delivered(self, column: ColumnOf, period: Period) -> bool:
        named = {column.metric or row.metric or self.spec.metric for row in self.spec.rows}
        return any(self.figures.has(name, period) for name in named if name)

    def _header(self, places: Sequence[_Place]) -> tuple[tuple[HeaderCell, ...], ...]:
        corner = [] if self.spec.without_label else [self._fill(self._corner())]
        if not any(place.group for place in places):
            return ((*map(_head, corner), *(_head(place.heading) for place in places)),)
        top, below = [HeaderCell(text=text, rows=2) for text in corner], []
        for at, place in enumerate(places):
            if not place.group:
                top.append(HeaderCell(text=place.heading, rows=2))
                continue
            below.append(_head(place.heading))
            if at and places[at - 1].group == place.group:
                top[-1] = replace(top[-1], columns=top[-1].columns + 1)
            else:
                top.append(_head(place.group))
        return tuple(top), tuple(below)

    # Cells

    def _row(self, line: _Line, places: Sequence[_Place]) -> Row:
        label = [] if self.spec.without_label else [Cell(text=line.label)]
        cells = (*label, *(self._cell(line, place) for place in places))
        return Row(cells=cells, is_total=line.row.total, level=line.row.level)

    def _cell(self, line: _Line, place: _Place) -> Cell:
        leaf = place.leaf
        metric = leaf.metric or line.row.metric or self.spec.metric or ""
        if leaf.show == "comment":
            return Cell(text=self._comment(metric, _first(leaf.member, line.member, self.spec.member) or ""))
        unit = leaf.unit or line.unit or self.spec.unit or self.material.organisation.id
        member = _first(leaf.member, line.member, self.spec.member) or ""
        period = place.period or _moved(leaf, self.material.at(self.figures.metric(metric).grain))
        style = leaf.number.over(line.row.number.over(self.spec.number))
        match leaf.show:
            case "change":
                return self._change(metric, unit, member, period)
            case "share_of_year":
                return self._detail(metric, unit, member, period, "share_of_year")
            case "target":
                return self._target(metric, unit, member, period)
            case _:
                found = self.figures.cell(metric, unit, member, period, style)
                return self._held_against_print(found, line.row.printed, unit, period, style)

    def _held_against_print(self, cell: Cell, printed: str | None, unit: str, period: Period, style: Style) -> Cell:
        """Ours where the source's own number is not the sum of its parts, with a footnote that says what was printed."""
        if printed is None or cell.value is None:
            return cell
        other = self.figures.cell(printed, unit, "", period, style)
        if other.value is None or other.value == cell.value:
            return cell
        text = translate(mark("The source prints {printed}; the parts add up to {sum}."), self.language)
        self.footnotes.append(text.format(printed=other.text, sum=cell.text))
        return replace(cell, marks=(*cell.marks, CellMark.DIFFERS), footnotes=(len(self.footnotes),))

    def _change(self, metric: str, unit: str, member: str, period: Period) -> Cell:
        """In percent since the same period of the year before."""
        definition, before = self.figures.metric(metric), period.same_last_year()
        periods_ = [each for each in (before, period) if each is not None]
        if len(periods_) < 2 or any(self.figures.is_withheld(metric, unit, member, each) for each in periods_):
            return _none()
        was, now = (self.figures.known(metric, unit, member, each).number(definition) for each in periods_)
        if isinstance(was, Cause) or isinstance(now, Cause) or was == 0:
            return _none()
        change = quotient(now - was, abs(was), 100)
        return Cell(text=signed(change, 1, "%", self.language), value=change, decimals=1, unit="%")

    def _detail(self, metric: str, unit: str, member: str, period: Period, detail: str) -> Cell:
        """A figure that a rule's verdict tells beside its own, in percent."""
        found = next((each for each in self.figures.verdicts(metric, unit, member, period) if detail in each.details), None)
        if found is None or self.figures.is_withheld(metric, unit, member, period):
            return _none()
        value = Decimal(found.details[detail])
        return Cell(text=number_text(value, 1, "%", Style(), self.language), value=value, decimals=1, unit="%")

    def _target(self, metric: str, unit: str, member: str, period: Period) -> Cell:
        found = next((each for each in self.figures.verdicts(metric, unit, member, period) if each.target is not None), None)
        return Cell(text=self.figures.demand(found)) if found else _none()

    def _comment(self, metric: str, member: str) -> str:
        """The owner's words about the row: about its member where there are any, else about the metric."""
        told = (self.texts.told(f"{metric}.{member}") if member else None) or self.texts.told(metric)
        if told is None:
            return ""
        return " ".join(filter(None, (*told.text.split(), f"({told.age.rstrip('.')})" if told.age else "")))


def _inherit(leaf: Leaf, column: ColumnOf) -> Leaf:
    """What the heading decides holds for the columns under it, where they say nothing themselves."""
    return leaf.model_copy(
        update={
            "metric": leaf.metric or column.metric,
            "member": _first(leaf.member, column.member),
            "unit": leaf.unit or column.unit,
            "period": leaf.period or column.period,
            "last_year": leaf.last_year or column.last_year,
            "number": leaf.number.over(column.number),
        }
    )


def _moved(leaf: Leaf, period: Period) -> Period:
    if leaf.last_year:
        return period.same_last_year() or period.shift(-1)
    return period.shift(leaf.period)


def _first_of_year(last: Period) -> Period:
    return next(iter(last.year.parts(last.grain)))


def _first(*names: str | None) -> str | None:
    return next((name for name in names if name is not None), None)


def _title(titled: Member | Metric | Unit, language: Language) -> str:
    return said(titled.title, titled.title_en, language)


def _head(text: str) -> HeaderCell:
    return HeaderCell(text=text)


def _column(place: _Place) -> Column:
    align = Align.LEFT if place.leaf.show == "comment" else Align.RIGHT
    return Column(name=" ".join(filter(None, (place.group, place.heading))), align=align)


def _none() -> Cell:
    return Cell(text=MISSING, marks=(CellMark.MISSING,))
