"""What an organisation wants in its report: rules/<organisation>/report.yaml, in the order in which it is read.

- id: virksomhetsrapport
  title: Virksomhetsrapport
  grain: month
  chapters:
    - id: brukerstotte
      title: Brukerstøtte
      parts:
        - table:
            caption: Henvendelser til brukerstøtte
            columns: [{heading: "{Month}", periods: {last: 7}}]
            rows: [{metric: inquiries, label: Totalt antall henvendelser}]
        - chart: {kind: line, metric: first_line_resolution, periods: {last: 13}}
        - sentences: [hnikt-first-line]
        - words: brukerstotte
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from engine.charts.figure import ChartKind
from engine.language import Language, mark
from engine.periods import Grain
from engine.schema import Id, Line, Many, PeriodOf, Strict


class Titled(Strict):
    """Something with a name in bokmål, and in English where that is given."""

    title: Line
    title_en: str = ""

    def told(self, language: Language) -> str:
        return self.title_en or self.title if language is Language.EN else self.title


class Style(Strict):
    """How the figures of a table, a row or a column are written. A column decides before a row, a row before the table."""

    grouped: bool | None = None
    """False: 10705 instead of 10 705."""
    decimals: Annotated[int, Field(ge=0, le=9)] | None = None
    negative: Literal["minus", "parentheses"] | None = None
    zero: str | None = None
    """What stands for 0: - or nothing."""
    missing: str | None = None
    """What stands where there is no figure and none is expected; without it – and a line that says so."""
    suffix: str | None = None
    """Behind the number, with its space: " sek"."""
    fraction: bool | None = None
    """True: 79/91, what the ratio was made of, instead of the ratio."""

    def over(self, wider: "Style") -> "Style":
        """This style, and the wider one where it says nothing."""
        return wider.model_copy(update=self.model_dump(exclude_none=True))


class Window(Strict):
    """Several periods, ending with the report's own."""

    last: Annotated[int, Field(ge=1, le=120)] | None = None
    of: Literal["year"] | None = None
    """From the first period of the year."""
    delivered_only: bool = False
    """Leave out periods for which no row has a figure: snapshots that came every second month."""

    @model_validator(mode="after")
    def _one_way(self) -> "Window":
        if (self.last is None) == (self.of is None):
            raise PydanticCustomError("window", mark("periods has either last or of"))
        return self


class Shown(Strict):
    """What a row or a column decides of its cells: the row says what, the column when, or the other way round."""

    metric: Id | None = None
    member: str | None = None
    unit: Id | None = None
    number: Style = Style()


class Row(Shown):
    label: str = ""
    """Without it the member's or the metric's title. {year}, {month}, {last_day} … stand for the report's period."""
    label_en: str = ""
    members: Literal["all"] | None = None
    """A row for each member of the metric."""
    units: Literal["all"] | None = None
    """A row for each unit."""
    printed: Id | None = None
    """The metric of the number that the source printed: where it differs from ours, the cell says so."""
    total: bool = False
    level: int = Field(default=0, ge=0, le=2)


class Leaf(Shown):
    heading: str = ""
    """{Month}, {mon}, {year}, {next_day} … stand for the column's period."""
    heading_en: str = ""
    period: int = Field(default=0, ge=-120, le=0)
    """How many periods before the report's own."""
    last_year: bool = False
    """The same period of the year before."""
    show: Literal["figure", "change", "share_of_year", "target", "comment"] = "figure"
    """change: against the same period of the year before, in percent. comment: the owner's words about the row's metric."""


class Column(Leaf):
    periods: Window | None = None
    """A column for each of these periods."""
    columns: Many[Leaf] = ()
    """The columns that stand under this heading."""


class Footnote(Strict):
    """A line below a table, in reports for these periods."""

    text: str
    text_en: str = ""
    valid_from: PeriodOf | None = None
    valid_to: PeriodOf | None = None


class TableOf(Shown):
    """A table. `metric`, `member`, `unit` hold for every cell that says nothing else."""

    id: Id | None = None
    caption: str
    caption_en: str = ""
    corner: str = ""
    """The heading of the first column."""
    corner_en: str = ""
    unit_note: str = ""
    unit_note_en: str = ""
    without_label: bool = False
    """No first column of labels: a table of one row whose headings say everything."""
    rows: Many[Row] = Field(min_length=1)
    columns: Many[Column] = Field(min_length=1)
    notes: Many[Footnote] = ()


class ChartOf(Strict):
    """A chart of one metric: its members or units as lines, or as small multiples beside each other."""

    id: Id | None = None
    title: str = ""
    title_en: str = ""
    kind: ChartKind = Field(default=ChartKind.LINE, strict=False)
    metric: Id
    members: Literal["all"] | Many[str] = ()
    units: Literal["all"] | Many[Id] = ()
    split: bool = False
    """Small multiples: a picture for each member or unit."""
    periods: Window = Window(last=13)


class Part(Strict):
    """One thing in a chapter: exactly one of these keys."""

    table: TableOf | None = None
    chart: ChartOf | None = None
    sentences: Literal["all"] | Many[Id] | None = None
    """What these rules say of the period, a sentence each; all: every rule on a metric of the chapter."""
    words: Id | None = None
    """A text that people write under this name, see `malvakt report comment`."""
    carried: bool = False
    """With `words`: last month's text stands until somebody changes it, with its age."""
    comments: Many[Id] = ()
    """The owners' comments on these metrics."""
    projects: Literal["lights", "risks"] | None = None

    @model_validator(mode="after")
    def _one(self) -> "Part":
        given = [name for name in type(self).model_fields if name != "carried" and getattr(self, name) not in (None, ())]
        if len(given) != 1:
            raise PydanticCustomError(
                "part", mark("a part has exactly one of table, chart, sentences, words, comments, projects")
            )
        return self


class Chapter(Titled):
    id: Id
    level: int = Field(default=1, ge=1, le=3)
    parts: Many[Part] = ()


class Projects(Strict):
    """Where the projects' monthly reports lie: a source of records.yaml, and what its columns are called there."""

    over: Id
    project: Id = "project"
    at: Id = "reported"
    light: Id = "light"
    progress: Id | None = None
    risks: Id | None = None
    """A second source, with one row per risk."""
    risk: Id = "risk"
    level: Id = "level"
    measure: Id = "measure"
    red: str = "red"
    """What a red light and a red risk are called in the columns."""


class Report(Titled):
    """One report: which periods it covers, and its chapters."""

    id: Id
    grain: Grain = Field(strict=False)
    first_page: bool = True
    projects: Projects | None = None
    chapters: Many[Chapter] = Field(min_length=1)

    @property
    def metrics(self) -> tuple[str, ...]:
        """Every metric that the report shows, in its order."""
        return tuple(dict.fromkeys(name for chapter in self.chapters for name in metrics_of(chapter)))


def metrics_of(chapter: Chapter) -> tuple[str, ...]:
    """The metrics that the chapter's tables, charts and comments name."""
    named: list[str | None] = []
    for part in chapter.parts:
        named += part.comments
        if part.chart:
            named.append(part.chart.metric)
        if part.table:
            named.append(part.table.metric)
            named += [row.metric for row in part.table.rows]
            named += [leaf.metric for column in part.table.columns for leaf in (column, *column.columns)]
    return tuple(dict.fromkeys(name for name in named if name))


def said(text: str, english: str, language: Language) -> str:
    return english or text if language is Language.EN else text
