"""`malvakt measure`: fold raw records into a metric's figures; show them, explain the plan, or keep them for the rules."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.options import DatabaseOption, Desk, JsonOption, LanguageOption, OrganisationOption, RulesOption, instant, now

if TYPE_CHECKING:
    from engine.catalogue import Metric, Organisation
    from engine.intake.records.table import RecordTable
    from engine.language import Language
    from engine.maintenance import Window
    from engine.measures import Row
    from engine.periods import Period


def measure(
    metric: Annotated[str, typer.Argument(metavar="METRIC", help="Indikatorens id · the metric's id.")],
    first: Annotated[str, typer.Option("--from", metavar="P", help="Første periode · the first period.")],
    last: Annotated[str, typer.Option("--to", metavar="P", help="Siste periode · the last period.")],
    by: Annotated[
        list[str] | None,
        typer.Option("--by", metavar="unit|dimension", help="Hva som skilles ut · what is told apart [begge · both]."),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option("--engine", metavar="duckdb|pandas|polars|spark", help="Hvor det regnes · where (MALVAKT_ENGINE)."),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Vis planen, regn ikke · show the plan only.")] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Ta vare på tallene, så reglene dømmer dem · keep the figures for the rules.")
    ] = False,
    records: Annotated[
        Path | None, typer.Option("--records", metavar="DIR", help="Mappen med rådata · the records (MALVAKT_RECORDS).")
    ] = None,
    drawn_at: Annotated[
        datetime | None,
        typer.Option("--drawn-at", parser=instant, metavar="T", help="Når rådataene ble tatt ut · when drawn [nå]."),
    ] = None,
    organisation: OrganisationOption = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Regn ut tall fra rådata · Fold raw records into figures"""
    from engine.cli.output import EXIT_USAGE, say, show_json, show_problems
    from engine.exchange import row_json
    from engine.measures import Engine, delivered, figures, plan
    from engine.measures import measure as fold
    from engine.rulebook.findings import Code, is_warning
    from engine.rulebook.loader import expressions

    desk = Desk.set_up(rules, database, language, records=records, engine=engine)
    # Nothing is judged here: an organisation that only measures, and has no rule yet, has done nothing wrong.
    problems = [problem for problem in desk.rulebook.problems if problem.code != Code.NO_RULES]
    show_problems(problems)
    owner, found = _metric(desk, metric, organisation)
    tables = _tables(desk, owner, found)
    asked = (found, owner, tables, *_periods(first, last, found))
    told_apart, where, cache = _told_apart(by), Engine(desk.settings.engine), expressions(desk.settings.cache)
    if explain:
        say(plan(*asked, by=told_apart, engine=where, cache=cache))
        return
    rows = fold(*asked, by=told_apart, engine=where, known_until=drawn_at or now(), cache=cache, windows=_windows(desk, found))
    if keep:
        delivery, _ = delivered(rows, found, owner, drawn_at or now())
        desk.store.receive(delivery, figures(rows, owner))
    if json:
        show_json([row_json(row) for row in rows])
    else:
        _show(rows, found, desk)
    if not all(map(is_warning, problems)):
        raise typer.Exit(EXIT_USAGE)


def _metric(desk: Desk, name: str, organisation: str | None) -> "tuple[Organisation, Metric]":
    """The one metric of that id that has a measure, over the organisations or in the one that is named."""
    from engine.cli.verdicts import known_organisation, unknown
    from engine.errors import UsageError
    from engine.language import mark
    from engine.names import shown

    chosen = known_organisation(desk.rulebook, organisation)
    owners = [each for each in desk.rulebook.organisations.values() if chosen in (None, each.id)]
    found = [(each, each.metrics[name]) for each in owners if name in each.metrics and each.metrics[name].measure]
    if len(found) > 1:
        message = mark("several organisations measure {name}: {owners}; say which with --organisation")
        raise UsageError(message, name=shown(name), owners=", ".join(each.id for each, _ in found))
    if not found:
        measured = [metric.id for each in owners for metric in each.metrics.values() if metric.measure]
        message = mark("{name} is no metric with a measure")
        raise unknown(message, mark("{name} is no metric with a measure (did you mean {suggestion}?)"), name, measured)
    return found[0]


def _tables(desk: Desk, owner: "Organisation", metric: "Metric") -> "dict[str, RecordTable]":
    """The records that the measure reads, gathered into the cache where they are new."""
    from engine.intake.records.shelf import gather
    from engine.measures import declared
    from engine.settings import secrets

    sources = desk.rulebook.records.get(owner.id, {})
    settings = desk.settings
    return {
        name: gather(sources[name], folder=settings.records, cache=settings.cache / "records", secrets=secrets())
        for name in declared(metric).tables
        if name in sources
    }


def _periods(first: str, last: str, metric: "Metric") -> "tuple[Period, Period]":
    from engine.errors import UsageError
    from engine.language import mark

    from_, to = _period(first, metric), _period(last, metric)
    if to < from_:
        raise UsageError(mark("--from {first} is later than --to {last}"), first=str(from_), last=str(to))
    return from_, to


def _windows(desk: Desk, metric: "Metric") -> "Sequence[Window]":
    """The registered windows, where the measure asks for them: only then is there a database to be asked."""
    return desk.store_as_it_is.windows() if (metric.measure or {}).get("planned") == "registered" else ()


def _period(text: str, metric: "Metric") -> "Period":
    from engine.cli.verdicts import known_period
    from engine.errors import UsageError
    from engine.language import mark

    period = known_period(text)
    if period is None or period.grain is not metric.grain:
        message = mark("{period} is not the kind of period that {metric} is measured in: {grain}")
        raise UsageError(message, period=text, metric=metric.id, grain=metric.grain.word)
    return period


def _told_apart(by: list[str] | None) -> Sequence[str]:
    from engine.cli.verdicts import unknown
    from engine.language import mark
    from engine.measures.fold import BY

    for name in by or ():
        if name not in BY:
            message = mark("figures are told apart by unit or dimension, not by {name}")
            raise unknown(message, mark("unknown --by {name} (did you mean {suggestion}?)"), name, BY)
    return by or BY


def _show(rows: "Sequence[Row]", metric: "Metric", desk: Desk) -> None:
    from engine.cli.output import show_table
    from engine.language import Language, mark, translate
    from engine.measures import declared
    from engine.numbers import norwegian, plain, round_half_up

    words = (
        mark("Period"),
        mark("Unit"),
        mark("Dimension"),
        mark("Figure"),
        mark("Numerator"),
        mark("Denominator"),
        mark("Records"),
    )
    minimum_n = declared(metric).minimum_n
    written = norwegian if desk.language is Language.NB else plain
    table = []
    for row in rows:
        value = None if row.value is None else round_half_up(row.value, metric.decimals)
        numbers = ["" if each is None else written(each) for each in (value, row.numerator, row.denominator, row.n)]
        table.append([str(row.period), row.unit, row.dimension, *numbers, ", ".join(_remarks(row, minimum_n, desk.language))])
    show_table([*(translate(word, desk.language) for word in words), ""], table, right=(3, 4, 5, 6))


def _remarks(row: "Row", minimum_n: int | None, language: "Language") -> "Iterator[str]":
    """Why a figure is not there, or not all there: a blank alone would look like a month in which nothing happened."""
    from engine.language import mark, translate

    if minimum_n is not None and row.n < minimum_n:
        yield translate(mark("too few"), language)
    if row.incomplete:
        yield translate(mark("incomplete"), language)
    if row.unknown:
        yield translate(mark("could not be decided: {count}"), language).format(count=row.unknown)
    if row.failed:
        yield translate(mark("the expression failed: {count}"), language).format(count=row.failed)
