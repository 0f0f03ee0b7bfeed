"""A record source in records.yaml: where the records lie, and the contract of their columns.

- id: calls
  title: Telefonsamtaler
  files: ["calls/*.csv"]
  format: csv
  delimiter: ";"
  missing: ["", "?"]
  partition: started
  columns:
    Samtale: {name: call, type: text, required: true}
    Startet: {name: started, type: instant, format: yyyy-mm-dd HH:MM:SS, zone: Europe/Oslo, required: true}
    Ventetid: {name: wait_s, type: integer, unit: s}
    Agent: {name: agent, type: text, personal: true}      # dropped at the door: there is no keep: true
"""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from pathlib import PurePosixPath
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from engine.expression import BOOLEAN, INSTANT, TEXT, Kind, Type, number
from engine.facts import digest
from engine.intake.records.durations import Duration
from engine.intake.records.formats import Format, NotAFormat
from engine.intake.text import collapse, collapsed_items, collapsed_keys
from engine.language import mark
from engine.names import shown
from engine.numbers import Shape
from engine.schema import NAME_PATTERN, Id, Line, Many, Name, Strict, refused

Texts = Annotated[tuple[str, ...], BeforeValidator(collapsed_items)]
Heading = Annotated[str, AfterValidator(collapse)]

_NAME = re.compile(NAME_PATTERN)
_SAFE = re.compile(r"https://[^/]|http://(?:127\.0\.0\.1|localhost)(?::[^/@]*)?(?:[/?]|$)")
"""Encrypted on the way, or not leaving this machine; an address that merely begins with its name does leave it."""


class ColumnType(StrEnum):
    TEXT = "text"
    CATEGORY = "category"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    INSTANT = "instant"
    DATE = "date"
    DURATION = "duration"


TIMES = frozenset({ColumnType.INSTANT, ColumnType.DATE})
_KEYS: Mapping[str, frozenset[ColumnType]] = {
    "format": TIMES | {ColumnType.DURATION},
    "day_in": frozenset({ColumnType.INSTANT}),
    "zone": frozenset({ColumnType.INSTANT}),
    "twice": frozenset({ColumnType.INSTANT}),
    "decimals": frozenset({ColumnType.DECIMAL}),
    "digits": frozenset({ColumnType.DECIMAL, ColumnType.INTEGER}),
    "unit": frozenset({ColumnType.DECIMAL, ColumnType.INTEGER}),
    "number": frozenset({ColumnType.DECIMAL, ColumnType.INTEGER}),
    "words": frozenset({ColumnType.CATEGORY}),
    "map": frozenset({ColumnType.CATEGORY}),
    "is_true": frozenset({ColumnType.BOOLEAN}),
    "is_false": frozenset({ColumnType.BOOLEAN}),
}
"""Keys that only some types have."""


class Column(Strict):
    """What a source promises of one column."""

    name: Name | None = None
    """What expressions call it; the heading itself where that is a name already."""
    type: ColumnType = Field(strict=False)
    format: str | None = None
    """How an instant or a date is written: yyyy-mm-dd HH:MM:SS, d/m/yyyy H:MM, yyyy-mm-ddTHH:MM:SSzzz. A duration: H:MM:SS."""
    zone: str | None = None
    """Whose clock wrote an instant that has no offset of its own: Europe/Oslo, UTC."""
    day_in: Heading | None = None
    """The heading of the column with the day, where day and time stand in two: they are read as one, with a space between."""
    twice: Literal["refuse", "first", "second"] = "refuse"
    """An hour in October comes twice: which of the two a local time in it means."""
    decimals: int | None = Field(default=None, ge=0, le=12)
    digits: int = Field(default=9, ge=1, le=15)
    """Digits before the decimal mark; a longer number is refused."""
    unit: str = ""
    number: Shape | None = None
    words: Texts = ()
    map: Annotated[Mapping[str, str], BeforeValidator(collapsed_keys)] = {}
    """Delivered text → value of a category."""
    is_true: Texts = ()
    is_false: Texts = ()
    missing: Texts | None = None
    required: bool = False
    """True where a record without it is a mistake."""
    personal: bool = False
    keep: bool = False
    """A personal column is dropped before anything is stored, unless it is kept by this word."""
    optional: bool = False
    """True where files may lack the column; it is missing in their records."""
    ignore: bool = False

    @model_validator(mode="after")
    def _keys_go_together(self) -> Self:
        for problem in _column_problems(self):
            raise problem
        return self

    @property
    def dropped(self) -> bool:
        return self.ignore or (self.personal and not self.keep)

    @cached_property
    def written(self) -> Format:
        """How its dates and times are written."""
        return Format(self.format or "")

    @cached_property
    def lasting(self) -> Duration:
        """How its durations are written."""
        return Duration(self.format or "")

    @property
    def clock(self) -> ZoneInfo | None:
        return ZoneInfo(self.zone) if self.zone else None

    @property
    def is_small(self) -> bool:
        """True for whole numbers that 32 bits hold."""
        return self.type is ColumnType.INTEGER and self.digits <= 9

    @property
    def expression_type(self) -> Type | None:
        """What the column is in an expression; None for a date, which measures read and expressions do not."""
        match self.type:
            case ColumnType.TEXT | ColumnType.CATEGORY:
                return TEXT
            case ColumnType.INTEGER:
                # Every number of the stored 32 bits is inside the type, so that no row has to be checked for it.
                small = Type(Kind.NUMBER, 0, 2**31, self.unit)
                return small if self.is_small else number(digits=self.digits, decimals=0, unit=self.unit)
            case ColumnType.DECIMAL:
                return number(digits=self.digits, decimals=self.decimals or 0, unit=self.unit)
            case ColumnType.BOOLEAN:
                return BOOLEAN
            case ColumnType.DURATION:
                return Type(Kind.NUMBER, 0, 2**31, "s")
            case ColumnType.INSTANT:
                return INSTANT
            case ColumnType.DATE:
                return None


def _column_problems(column: Column) -> Iterator[PydanticCustomError]:
    for key, types in _KEYS.items():
        if key in column.model_fields_set and column.type not in types:
            yield refused("contract", mark("a column of this type has no key '{key}'"), key=key)
    if column.type is ColumnType.DECIMAL and column.decimals is None:
        yield refused("contract", mark("a decimal column says how many decimals it has: decimals: 2"))
    if column.type is ColumnType.CATEGORY and not (column.words or column.map):
        yield refused("contract", mark("a category lists its words: words: [red, green], or map: {{Rød: red}}"))
    if column.type is ColumnType.BOOLEAN and not (column.is_true and column.is_false):
        yield refused("contract", mark("a boolean column says its words: is_true: [Ja] and is_false: [Nei]"))
    if set(column.is_true) & set(column.is_false):
        yield refused("contract", mark("a word cannot mean both true and false"))
    if column.type is ColumnType.DURATION:
        try:
            Duration(column.format or "")
        except NotAFormat as error:
            yield refused("format", str(error))
    if column.type in TIMES:
        yield from _time_problems(column)


def _time_problems(column: Column) -> Iterator[PydanticCustomError]:
    try:
        written = Format(column.format or "")
    except NotAFormat as error:
        yield refused("format", str(error))
        return
    if column.type is ColumnType.DATE and written.has_time:
        yield refused("contract", mark("a date has no hours: it is type: instant, or its format ends with the day"))
    if column.type is ColumnType.INSTANT:
        if not written.has_time:
            yield refused("contract", mark("an instant has hours and minutes in its format: yyyy-mm-dd HH:MM"))
        if (column.zone is None) is not written.has_offset:
            yield refused("contract", mark("an instant has either an offset in its format (zzz) or a zone: Europe/Oslo"))
        if column.zone is not None and column.zone not in available_timezones():
            yield refused("contract", mark("the zone {zone} is unknown: Europe/Oslo, UTC"), zone=shown(column.zone))


class RecordSource(Strict):
    """Records of one kind: where they lie, how they are written, what each column is."""

    id: Id
    title: Line = "-"
    files: Many[Annotated[str, Field(min_length=1, max_length=200)]] = ()
    """Globs below the folder of records: calls/2023-*.csv, calls/**/*.parquet."""
    format: Literal["csv", "xlsx", "parquet"] | None = None
    encoding: Literal["utf-8", "cp1252", "utf-16"] = "utf-8"
    delimiter: Literal[";", ",", "\t", "|"] = ";"
    comments: bool = False
    sheet: str | None = None
    header_row: int = Field(default=1, ge=1, le=1000)
    sql: str | None = None
    """sqlite:///file or postgresql://…; {NAME} in it is replaced by a secret of that name."""
    query: str | None = None
    http: str | None = None
    """An address that answers with JSON; {NAME} in it is replaced by a secret of that name."""
    items: str = ""
    """Where the list of records lies in the JSON: data.calls."""
    next: str = ""
    """Where the address of the next page lies in the JSON: links.next. The header Link is followed without being declared."""
    number: Shape = Shape()
    missing: Texts = ("",)
    """Texts that stand for nothing known."""
    partition: Name | None = None
    """The instant or date whose month divides the records, so that a correction touches just its part."""
    key: Many[Name] = ()
    """Columns that together name a record: the same key twice, in one file or in two, is a mistake."""
    latest: Name | None = None
    """The instant, date or number by which the latest of the records with one key is found; the others do not count."""
    columns: Annotated[Mapping[str, Column], BeforeValidator(collapsed_keys)]

    @model_validator(mode="after")
    def _keys_go_together(self) -> Self:
        for problem in (*_origin_problems(self), *_name_problems(self)):
            raise problem
        return self

    @cached_property
    def kept(self) -> Mapping[str, tuple[str, Column]]:
        """name → (heading, column), of the columns that are stored."""
        return {column.name or heading: (heading, column) for heading, column in self.columns.items() if not column.dropped}

    @cached_property
    def types(self) -> Mapping[str, Type]:
        """What expressions may read, and what it is there."""
        found = {name: column.expression_type for name, (_, column) in self.kept.items()}
        return {name: type_ for name, type_ in found.items() if type_ is not None}

    @cached_property
    def filled(self) -> frozenset[str]:
        """The columns that no record lacks: a file with a blank one is refused."""
        return frozenset(name for name, (_, column) in self.kept.items() if column.required)

    def names(self, *types: ColumnType) -> list[str]:
        return [name for name, (_, column) in self.kept.items() if column.type in types]

    @cached_property
    def contract(self) -> str:
        """What the stored form depends on; a change makes everything be read anew."""
        return digest([_STORED_FORM, self.model_dump(mode="json", exclude={"title", "files", "sql", "query", "http"})])


_STORED_FORM = 2
"""Changes with the layout of the stored parts."""


def _origin_problems(source: RecordSource) -> Iterator[PydanticCustomError]:
    given = [bool(source.files), source.sql is not None, source.http is not None]
    if sum(given) != 1:
        yield refused("contract", mark("records come from one of files, sql and http"))
    if bool(source.files) is not (source.format is not None):
        yield refused("contract", mark("files have a format: csv, xlsx or parquet"))
    if (source.sql is None) is not (source.query is None):
        yield refused("contract", mark("sql has an address and a query"))
    if source.sql is not None and source.sql.startswith("sqlite:///"):
        path = PurePosixPath(source.sql.removeprefix("sqlite:///"))
        if path.is_absolute() or ".." in path.parts:
            yield refused("contract", mark("sql: a file is named from the folder of records: no / in front and no .. inside"))
    if source.sql is not None and not source.sql.startswith(("sqlite:///", "postgresql://")):
        yield refused("contract", mark("sql: is sqlite:///folder/file or postgresql://user:{{PASSWORD}}@host/name"))
    if source.http is not None and not _SAFE.match(source.http):
        yield refused("contract", mark("http: is an address that begins with https://"))
    if source.http is None and (source.items or source.next):
        yield refused("contract", mark("items and next belong to http"))
    for glob in source.files:
        path = PurePosixPath(glob)
        if not path.name:
            yield refused("contract", mark("files: are patterns of file names: calls/*.csv"))
        if any("**" in part and part != "**" for part in path.parts):
            yield refused("contract", mark("files: ** stands alone between two /: calls/**/*.csv"))
        if path.is_absolute() or ".." in path.parts:
            yield refused("contract", mark("files: are named from the folder of records: no / in front and no .. inside"))


def _name_problems(source: RecordSource) -> Iterator[PydanticCustomError]:
    names = [column.name or heading for heading, column in source.columns.items() if not column.dropped]
    for name in names:
        if not _NAME.fullmatch(name):
            yield refused(
                "contract", mark("the column {name} needs a name: of a-z, 0-9 and single _, for expressions"), name=shown(name)
            )
    if len(names) != len(set(names)):
        yield refused("contract", mark("two columns have the same name"))
    if not names:
        yield refused("contract", mark("no column is kept"))
    for column in source.columns.values():
        if column.day_in is not None and column.day_in not in source.columns:
            yield refused(
                "contract", mark("day_in: names a heading of the contract, and {name} is none"), name=shown(column.day_in)
            )
    times = {column.name or heading for heading, column in source.columns.items() if column.type in TIMES}
    if source.partition is not None and source.partition not in times:
        yield refused("contract", mark("partition: names an instant or a date among the columns"))
    if source.latest is not None and not source.key:
        yield refused("contract", mark("latest: chooses among records with the same key, and there is no key:"))
    orders = {ColumnType.INSTANT, ColumnType.DATE, ColumnType.INTEGER}
    if source.latest is not None and (source.latest not in names or source.kept[source.latest][1].type not in orders):
        yield refused("contract", mark("latest: names an instant, a date or a whole number among the columns"))
    for name in (*source.key, *([source.latest] if source.latest else [])):
        if name in names and not source.kept[name][1].required:
            yield refused("contract", mark("{name} tells records apart: the column has required: true"), name=name)
    for name in source.key:
        if name not in names:
            yield refused("contract", mark("key: names columns that are kept, and {name} is none"), name=shown(name))
