"""What the schema of a report cannot see: names that do not exist, placeholders that mean nothing, cells without a metric."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from engine.catalogue import Metric
from engine.intake.records.source import ColumnType
from engine.language import mark
from engine.names import nearest, shown
from engine.report import periods
from engine.report.first_page import PREFIX
from engine.report.schema import ChartOf, Leaf, Part, Projects, Report, Row, Shown, TableOf
from engine.rulebook.book import Rulebook
from engine.rulebook.findings import Code, Finding, KeyPath
from engine.rulebook.lint.known import Known

UNFIT: Final = "R080"
"""The report cannot be made as it is described."""
UNKNOWN_RULE: Final = "R081"

_SENTENCES: Mapping[str, tuple[str, str]] = {
    UNKNOWN_RULE: (mark("unknown rule {name}"), mark("unknown rule {name} (did you mean '{nearest}'?)")),
    UNFIT: (mark("{of} has no column {name}"), mark("{of} has no column {name} (did you mean '{nearest}'?)")),
}
_NO_DIMENSION = mark("{of} has no dimension, so there is nothing to take all of")


class ReportLint:
    """Asked about each report of an organisation."""

    def __init__(self, organisation: str, book: Rulebook) -> None:
        self._known = Known(book.organisations[organisation])
        self._rules = [each.rule.id for each in book.of(organisation).rules]
        self._sources = book.records.get(organisation, {})

    def __call__(self, report: Report) -> Iterator[Finding]:
        yield from _twice(_ids(report))
        if report.projects:
            yield from self._projects(report.projects)
        for at, chapter in enumerate(report.chapters):
            for place, part in enumerate(chapter.parts):
                path: KeyPath = ("chapters", at, "parts", place)
                yield from self._part(path, part)
                yield from _without_source(path, part, report)

    def _part(self, path: KeyPath, part: Part) -> Iterator[Finding]:
        if part.table:
            yield from self._table((*path, "table"), part.table)
        if part.chart:
            yield from self._chart((*path, "chart"), part.chart)
        if part.words and part.words in self._known.organisation.metrics:
            message = mark("{name} is a metric: words about it are its comments; give this text another name")
            yield Finding((*path, "words"), UNFIT, message, {"name": part.words})
        for at, name in enumerate(part.comments):
            yield from self._known.metric((*path, "comments", at), name)
        for at, name in enumerate(part.sentences if isinstance(part.sentences, tuple) else ()):
            if name not in self._rules:
                yield _unknown(UNKNOWN_RULE, (*path, "sentences", at), name, self._rules)

    def _table(self, path: KeyPath, table: TableOf) -> Iterator[Finding]:
        yield from _placeholders((*path, "caption"), table.caption)
        yield from self._shown(path, table, table)
        for at, row in enumerate(table.rows):
            yield from self._row((*path, "rows", at), row, table)
        for at, column in enumerate(table.columns):
            yield from self._column((*path, "columns", at), column, table)
            for inner, leaf in enumerate(column.columns):
                yield from self._column((*path, "columns", at, "columns", inner), leaf, table)
        for at, note in enumerate(table.notes):
            yield from _placeholders((*path, "notes", at, "text"), note.text)

    def _row(self, path: KeyPath, row: Row, table: TableOf) -> Iterator[Finding]:
        yield from self._shown(path, row, table)
        yield from _placeholders((*path, "label"), row.label)
        if row.printed:
            yield from self._known.metric((*path, "printed"), row.printed)
        owners = self._owners(row, table)
        if row.members and owners and not any(metric.members for metric in owners):
            yield Finding((*path, "members"), Code.UNKNOWN_MEMBER, _NO_DIMENSION, {"of": owners[0].id})
        if not (row.metric or table.metric) and not all(has_metric for _, has_metric in _leaves(table)):
            message = mark("this row has cells without a metric: name it in the row, in every column or in the table")
            yield Finding(path, UNFIT, message)

    def _column(self, path: KeyPath, column: Leaf, table: TableOf) -> Iterator[Finding]:
        yield from self._shown(path, column, table)
        yield from _placeholders((*path, "heading"), column.heading)
        if column.period and column.last_year:
            message = mark("a column goes back by period or by last_year, not by both")
            yield Finding((*path, "last_year"), UNFIT, message)

    def _shown(self, path: KeyPath, told: Shown, table: TableOf) -> Iterator[Finding]:
        if told.metric:
            yield from self._known.metric((*path, "metric"), told.metric)
        if told.unit:
            yield from self._known.unit((*path, "unit"), told.unit)
        owners = self._owners(told, table)
        if told.member and owners and not any(told.member in metric.by_member for metric in owners):
            yield from self._known.member((*path, "member"), owners[0], told.member)

    def _owners(self, told: Shown, table: TableOf) -> list[Metric]:
        """The metrics that a member named here can be one of."""
        others = (table, *table.rows, *(leaf for column in table.columns for leaf in (column, *column.columns)))
        named = [told.metric] if told.metric else [each.metric for each in others]
        metrics = self._known.organisation.metrics
        return [metrics[name] for name in dict.fromkeys(named) if name is not None and name in metrics]

    def _chart(self, path: KeyPath, chart: ChartOf) -> Iterator[Finding]:
        yield from self._known.metric((*path, "metric"), chart.metric)
        metric = self._known.organisation.metrics.get(chart.metric)
        if metric and chart.members == "all" and not metric.members:
            yield Finding((*path, "members"), Code.UNKNOWN_MEMBER, _NO_DIMENSION, {"of": metric.id})
        if metric and isinstance(chart.members, tuple):
            for at, name in enumerate(chart.members):
                yield from self._known.member((*path, "members", at), metric, name)
        for at, name in enumerate(chart.units if isinstance(chart.units, tuple) else ()):
            yield from self._known.unit((*path, "units", at), name)

    def _projects(self, projects: Projects) -> Iterator[Finding]:
        wanted: Mapping[str, tuple[str, ...]] = {
            "over": ("project", "at", "light", *(("progress",) if projects.progress else ())),
            "risks": ("project", "at", "risk", "level", "measure"),
        }
        for key, columns in wanted.items():
            name = getattr(projects, key)
            if name is not None and name not in self._sources:
                message = mark("records.yaml has no source {name}")
                yield Finding(("projects", key), UNFIT, message, {"name": shown(name)})
            elif name is not None:
                known = self._sources[name].kept
                missing = (column for column in columns if getattr(projects, column) not in known)
                for column in missing:
                    yield _unknown(UNFIT, ("projects", column), getattr(projects, column), known, of=name)
                if projects.at in known and known[projects.at][1].type is not ColumnType.DATE:
                    message = mark("{name} is the day of the report: a column of type date")
                    yield Finding(("projects", "at"), UNFIT, message, {"name": projects.at})


def _leaves(table: TableOf) -> Iterator[tuple[Leaf, bool]]:
    """The columns that have cells (those under a heading, instead of it), and whether they or their heading have a metric."""
    for column in table.columns:
        for leaf in column.columns or (column,):
            yield leaf, bool(leaf.metric or column.metric)


def _without_source(path: KeyPath, part: Part, report: Report) -> Iterator[Finding]:
    if part.projects and not report.projects:
        yield Finding((*path, "projects"), UNFIT, mark("the report does not say where projects are reported: projects: ..."))
    elif part.projects == "risks" and report.projects and not report.projects.risks:
        yield Finding((*path, "projects"), UNFIT, mark("the report's projects have no source of risks"))


def _placeholders(path: KeyPath, text: str) -> Iterator[Finding]:
    known = ", ".join(periods.PLACEHOLDERS)
    for name in periods.unknown_placeholders(text):
        message = mark("{{{name}}} stands for nothing here; known are {known}")
        yield Finding(path, UNFIT, message, {"name": name, "known": known})


def _unknown(code: str, path: KeyPath, name: str, known: Iterable[str], **details: object) -> Finding:
    """A name that is not among the known ones, with the one that was probably meant."""
    meant = nearest(name, known)
    without, with_suggestion = _SENTENCES[code]
    return Finding(
        path, code, without if meant is None else with_suggestion, {"name": shown(name), "nearest": meant, **details}
    )


def _ids(report: Report) -> Iterator[tuple[KeyPath, str]]:
    """Everything that can be linked to, under the id that it has or is given."""
    for at, chapter in enumerate(report.chapters):
        yield ("chapters", at, "id"), chapter.id
        for place, part in enumerate(chapter.parts):
            for key in ("table", "chart", "projects"):
                found = getattr(part, key)
                if found:
                    own = getattr(found, "id", None)
                    path: KeyPath = ("chapters", at, "parts", place, key)
                    yield (*path, "id") if own else path, own or f"{chapter.id}-{place + 1}"


def _twice(named: Iterable[tuple[KeyPath, str]]) -> Iterator[Finding]:
    seen: set[str] = set()
    for path, name in named:
        if name.startswith(PREFIX):
            message = mark("{name} begins like what every report has: give it another id")
            yield Finding(path, UNFIT, message, {"name": shown(name)})
        if name in seen:
            yield Finding(path, Code.ID_TWICE, mark("{name} stands here for the second time"), {"name": shown(name)})
        seen.add(name)
