"""Source profiles: how the files of one source map to figures (rules/<organisation>/sources.yaml; see docs/sources.md).

- id: hnikt-brukerstotte
  files: ["brukerstotte-{period}.csv"]
  format: csv
  encoding: cp1252
  layout: long
  number: {suffix: ["%"]}
  columns:
    Måned:   {role: period}
    Besvart: {metric: answered_within_1_min}
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from engine.intake import file_names
from engine.intake.text import collapse, collapsed_items, collapsed_keys
from engine.language import mark
from engine.numbers import DecimalMark, Shape
from engine.schema import Id, Line, Many, Strict


class Role(StrEnum):
    """What a column says about the figure in its row."""

    ORGANISATION = "organisation"
    UNIT = "unit"
    METRIC = "metric"
    DIMENSION = "dimension"
    PERIOD = "period"
    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    N = "n"
    STATUS = "status"
    WORDS = "words"
    IGNORE = "ignore"


NUMBERS = frozenset({Role.VALUE, Role.NUMERATOR, Role.DENOMINATOR, Role.N})
_OF_ONE_FIGURE = NUMBERS | {Role.WORDS}
_NAMES = frozenset({Role.ORGANISATION, Role.UNIT, Role.METRIC, Role.DIMENSION, Role.PERIOD, Role.STATUS})

Headings = Literal["month_name", "first_of_month", "year"]
_Texts = Annotated[tuple[str, ...], BeforeValidator(collapsed_items)]
_Map = Annotated[Mapping[str, str], BeforeValidator(collapsed_keys)]


def _contradiction(message: str) -> PydanticCustomError:
    return PydanticCustomError("profile", message)


class Column(Strict):
    """A column of a long table: a role, or the figures of one metric."""

    role: Role | None = Field(default=None, strict=False)
    metric: Id | None = None
    unit: Id | None = None
    dimension: str | None = None
    period_offset: int = Field(default=0, ge=-120, le=120)
    """Periods of the metric's grain between the delivery's period and the column's: -1 is the one before."""
    map: _Map | None = None
    """Delivered text → id. With a map, any other text is a problem."""
    ignore_rows: _Texts = ()
    """Texts that mark a row as no record: a total, a footnote."""
    number: Shape | None = None
    optional: bool = False

    @model_validator(mode="after")
    def _keys_go_together(self) -> Self:
        if (self.role is None) == (self.metric is None):
            raise _contradiction(mark("a column has either a role or a metric"))
        if self.role and (self.unit or self.dimension is not None or self.period_offset):
            raise _contradiction(mark("unit, dimension and period_offset belong to a column with a metric"))
        if self.map is not None and self.role not in _NAMES:
            raise _contradiction(
                mark("a map belongs to a column of names: organisation, unit, metric, dimension, period or status")
            )
        if self.number is not None and self.role and self.role not in NUMBERS:
            raise _contradiction(mark("number belongs to a column of numbers"))
        return self


class Row(Strict):
    """A row of a crosstab: the figures of one metric, unit and dimension, or nothing to read."""

    metric: Id | None = None
    unit: Id | None = None
    dimension: str = ""
    number: Shape | None = None
    ignore: bool = False
    optional: bool = False

    @model_validator(mode="after")
    def _metric_or_ignored(self) -> Self:
        if (self.metric is None) is not self.ignore:
            raise _contradiction(mark("a row has either a metric or ignore: true"))
        return self


class Profile(Strict):
    """One source: its files, their format and encoding, how numbers are written, and what each column or row is."""

    id: Id
    title: Line | None = None
    organisation: Id | None = None
    """Whose figures they are: the organisation in whose folder the profile stands, unless it says otherwise."""
    files: Many[Annotated[str, Field(min_length=1, max_length=200)]] = ()
    """Globs on the file's name; {period} is where a period stands in it."""
    format: Literal["csv", "xlsx", "parquet"]
    encoding: Literal["utf-8", "cp1252", "utf-16"] = "utf-8"
    delimiter: Literal[";", ",", "\t", "|"] = ";"
    comments: bool = False
    """True where lines above the headings may begin with #; `# decimal: point` among them is the file's decimal mark."""
    sheet: str | None = None
    """The sheet of a workbook that has several."""
    header_row: int = Field(default=1, ge=1, le=1000)
    """The row of the headings, counted from 1. What stands above it is never read."""
    unit: Id | None = None
    """The unit of every figure whose column or row names none; else the organisation's root unit."""
    number: Shape = Shape()

    layout: Literal["long", "crosstab"]
    columns: Annotated[Mapping[str, Column], BeforeValidator(collapsed_keys)] = {}
    """Long: what each heading's column is."""
    label: Annotated[str, AfterValidator(collapse)] = ""
    """Crosstab: the heading of the column of labels; empty for the first column."""
    headings: Headings | None = None
    """Crosstab: how the headings of the other columns name their periods."""
    ignore_columns: _Texts = ()
    rows: Annotated[Mapping[str, Row], BeforeValidator(collapsed_keys)] = {}
    """Crosstab: what each label's row is."""

    @model_validator(mode="after")
    def _keys_go_together(self) -> Self:
        for problem in (*_layout_problems(self), *_number_problems(self)):
            raise problem
        return self

    @property
    def needs_period(self) -> bool:
        """True when the figures' periods follow from the delivery's."""
        return self.layout == "crosstab" or self.column(Role.PERIOD) is None

    def column(self, role: Role) -> str | None:
        """The heading of the column with this role."""
        return next((heading for heading, column in self.columns.items() if column.role is role), None)

    def shape(self, part: Column | Row) -> Shape:
        """How numbers are written in this column or row."""
        return self.number.with_keys_of(part.number)

    def with_decimal(self, decimal: DecimalMark) -> "Profile | None":
        """The same profile for files with this decimal mark; None where the mark would then have two meanings."""
        keys = {name: getattr(self, name) for name in self.model_fields_set}
        try:
            return Profile.model_validate({**keys, "number": self.number.with_keys_of(Shape(decimal=decimal))})
        except ValidationError:
            return None

    def matches(self, file_name: str) -> bool:
        return any(file_names.match(glob, file_name) for glob in self.files)

    def period_in(self, file_name: str) -> str | None:
        """What stands where a matching glob has {period}; None when none has."""
        found = filter(None, (file_names.match(glob, file_name) for glob in self.files))
        return next((match["period"] for match in found if "period" in match.re.groupindex), None)


def _layout_problems(profile: Profile) -> Iterator[PydanticCustomError]:
    if any(glob.count(file_names.PERIOD) > 1 or "/" in glob for glob in profile.files):
        yield _contradiction(mark("a glob is for the name of a file, without folders, and has {period} at most once"))
    if profile.layout == "crosstab":
        if profile.columns or not profile.rows or profile.headings is None:
            yield _contradiction(mark("a crosstab has headings and rows, and no columns"))
        return
    if profile.rows or profile.headings or profile.label or profile.ignore_columns or not profile.columns:
        yield _contradiction(mark("a long table has columns, and none of label, headings, rows and ignore_columns"))
    yield from _column_problems([column for column in profile.columns.values() if column.role is not Role.IGNORE])


def _column_problems(columns: list[Column]) -> Iterator[PydanticCustomError]:
    roles = [column.role for column in columns if column.role]
    figures = [column for column in columns if column.metric]
    if len(roles) != len(set(roles)):
        yield _contradiction(mark("two columns have the same role"))
    if figures and (Role.METRIC in roles or Role.VALUE in roles):
        yield _contradiction(mark("columns have their metric in the profile or in a column with role: metric, not both"))
    if not figures and not (Role.METRIC in roles and _OF_ONE_FIGURE.intersection(roles)):
        yield _contradiction(mark("no column has figures: metric: ID, or the roles metric and value"))
    if len(figures) > 1 and _OF_ONE_FIGURE.intersection(roles):
        yield _contradiction(mark("numerator, denominator, n and words belong to one figure, and several columns have figures"))
    for role, given in ((Role.UNIT, "unit"), (Role.DIMENSION, "dimension"), (Role.PERIOD, "period_offset")):
        if role in roles and any(getattr(column, given) not in (None, 0) for column in figures):
            yield _contradiction(mark("unit, dimension and period come from a column or from the profile, not both"))


def _number_problems(profile: Profile) -> Iterator[PydanticCustomError]:
    parts: tuple[Column | Row, ...] = (*profile.columns.values(), *profile.rows.values())
    for part in parts:
        try:
            profile.shape(part)
        except ValidationError:
            yield _contradiction(mark("a column's number keys do not go with the profile's: the same mark has two meanings"))
            return
    values = [column for column in profile.columns.values() if column.metric or column.role is Role.VALUE]
    if any(profile.shape(column).fraction for column in values) and profile.column(Role.NUMERATOR):
        yield _contradiction(mark("a fraction brings its numerator and denominator, so no column of their own may have them"))


TIDY = Profile(
    id="tidy",
    title="Tidy figures",
    files=("*tidy*.csv",),
    format="csv",
    layout="long",
    comments=True,
    number=Shape(parentheses=True),
    columns={role.value: Column(role=role) for role in Role if role not in (Role.WORDS, Role.IGNORE)},
)
"""Anybody's figures: organisation;unit;metric;dimension;period;value;numerator;denominator;n;status in UTF-8."""
