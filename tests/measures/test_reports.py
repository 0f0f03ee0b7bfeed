"""The seeded records fold to the two reports' own figures, through the rules folder beside them, from files to verdict."""

import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from engine.checks import KINDS as CHECKS
from engine.evaluate import evaluate
from engine.facts import Outcome
from engine.intake.records.shelf import gather
from engine.intake.records.table import RecordTable
from engine.measures import Engine, Row, delivered, measure, plan
from engine.numbers import round_half_up
from engine.periods import Period
from engine.rulebook.loader import Rulebook, load

HOME = Path(__file__).parents[2] / "fixtures" / "records"
sys.path.insert(0, str(HOME))
import generate  # noqa: E402 - a script beside the fixtures that it makes

Tables = dict[str, dict[str, RecordTable]]
YEARS = ("2014", "2015")
MONTHS = ("2022-09", "2023-03")


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load(HOME / "rules", {name: kind.rule for name, kind in CHECKS.items()})


@pytest.fixture(scope="module")
def tables(book: Rulebook, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    folder = tmp_path_factory.mktemp("records")
    generate.generate(folder)
    return {
        organisation: {
            name: gather(source, folder=folder, cache=folder / "cache" / organisation) for name, source in sources.items()
        }
        for organisation, sources in book.records.items()
    }


def fold(book: Rulebook, tables: Tables, organisation: str, metric: str, engine: Engine = Engine.DUCKDB) -> tuple[Row, ...]:
    known = book.organisations[organisation]
    first, last = map(Period.parse, YEARS if organisation == "hemit" else MONTHS)
    return measure(known.metrics[metric], known, tables[organisation], first, last, engine=engine)


def published(book: Rulebook, tables: Tables, organisation: str, metric: str) -> list[str | None]:
    decimals = book.organisations[organisation].metrics[metric].decimals
    found = [row for row in fold(book, tables, organisation, metric) if not row.dimension]
    return [None if row.value is None else str(round_half_up(row.value, decimals)) for row in found]


def test_the_rules_beside_the_records_have_no_problem(book: Rulebook) -> None:
    """They are the example that people copy."""
    assert [problem.line() for problem in book.problems] == []


@pytest.mark.parametrize(
    ("metric", "figures"),
    [
        ("answered_within_1_min", "66 76 75 78 75 77 80"),
        ("telephone_share", "59 55 64 54 52 55 55"),
        ("inquiries", "10705 9041 9547 7149 11463 8835 10054"),
        ("first_line_resolution", "77 75 69 67 69 65 65"),
        ("errors_registered", "585 676 741 555 754 674 865"),
    ],
)
def test_helse_nord_ikts_months(book: Rulebook, tables: Tables, metric: str, figures: str) -> None:
    """The monthly report's own numbers, 2022-09 to 2023-03."""
    assert published(book, tables, "helse-nord-ikt", metric) == figures.split()


def test_the_ledger_adds_up_to_the_result(book: Rulebook, tables: Tables) -> None:
    """1 321 thousand NOK in March, to the øre."""
    assert published(book, tables, "helse-nord-ikt", "booked")[-1] == "1321000"


@pytest.mark.parametrize(
    ("metric", "figures"),
    [
        ("waiting_time_mean", ["55", "49"]),
        ("change_failure", ["0.80", "0.62"]),
        ("backlog", ["610", "536"]),
        ("turnover", ["0.0", "3.5"]),
        ("sick_leave_total", ["4.6", "4.8"]),
        ("availability_level_1", ["99.98", "99.98"]),
        ("solved_in_time", [None, "95"]),
    ],
)
def test_hemits_years(book: Rulebook, tables: Tables, metric: str, figures: list[str | None]) -> None:
    """The yearly report's own numbers; «over 90 %» is a number when it is measured."""
    assert published(book, tables, "hemit", metric) == figures


def test_short_and_long_add_up_to_the_whole(book: Rulebook, tables: Tables) -> None:
    """No spell is in neither class, because the day at the limit is said to be short."""
    short, long, total = (fold(book, tables, "hemit", f"sick_leave_{each}")[1] for each in ("short", "long", "total"))
    assert Decimal(short.numerator or 0) + Decimal(long.numerator or 0) == total.numerator


def test_thirty_calls_at_exactly_the_limit_are_what_the_file_says(book: Rulebook, tables: Tables) -> None:
    """`limit: below` moves exactly those thirty calls of every month."""
    known = book.organisations["helse-nord-ikt"]
    metric = known.metrics["answered_within_1_min"]
    strict = metric.model_copy(update={"measure": {**(metric.measure or {}), "limit": "below"}})
    first, last = map(Period.parse, MONTHS)
    lenient = fold(book, tables, "helse-nord-ikt", metric.id)
    below = measure(strict, known, tables["helse-nord-ikt"], first, last)
    moved = {Decimal(a.numerator or 0) - Decimal(b.numerator or 0) for a, b in zip(lenient, below, strict=True)}
    assert moved == {Decimal(generate.AT_THE_LIMIT)}


def test_a_rule_judges_what_was_measured(book: Rulebook, tables: Tables) -> None:
    """September's 66 % misses 70, the other months meet it: the same verdicts as of the delivered figures."""
    known = book.organisations["helse-nord-ikt"]
    metric = known.metrics["answered_within_1_min"]
    now = datetime(2023, 4, 14, tzinfo=UTC)
    rows = fold(book, tables, known.id, metric.id)
    delivery, observations = delivered(rows, metric, known, now)
    assert delivered(rows, metric, known, now)[0].id == delivery.id
    verdicts = evaluate(book.of(known.id), observations, now.date())
    outcomes = [each.outcome for each in sorted(verdicts, key=lambda each: each.period) if each.value is not None]
    assert outcomes == [Outcome.MISSED, *[Outcome.MET] * 6]


def test_the_plan_is_told(book: Rulebook, tables: Tables) -> None:
    """--explain shows the declaration, what is read and what the engine does."""
    known = book.organisations["helse-nord-ikt"]
    first, last = map(Period.parse, ("2023-03", "2023-03"))
    metric = known.metrics["telephone_share"]
    told = {each: plan(metric, known, tables[known.id], first, last, engine=each) for each in (Engine.DUCKDB, Engine.POLARS)}
    assert "GROUP BY" in told[Engine.DUCKDB]
    assert "2023-03.parquet" in told[Engine.DUCKDB]
    assert "2023-02.parquet" not in told[Engine.DUCKDB]
    assert "AGGREGATE" in told[Engine.POLARS]


def _everything(book: Rulebook, tables: Tables, engine: Engine) -> dict[str, tuple[Row, ...]]:
    return {
        f"{known.id} {metric}": fold(book, tables, known.id, metric, engine)
        for known in book.organisations.values()
        for metric in known.metrics
    }


@pytest.mark.parametrize("engine", [Engine.POLARS, Engine.PANDAS, pytest.param(Engine.SPARK, marks=pytest.mark.spark)])
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_every_engine_gives_equal_figures(book: Rulebook, tables: Tables, engine: Engine) -> None:
    """Every measure of both organisations: value, numerator, denominator and counts, to the last digit."""
    assert _everything(book, tables, engine) == _everything(book, tables, Engine.DUCKDB)
