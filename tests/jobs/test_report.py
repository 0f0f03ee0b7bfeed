"""A draft is made by itself when the last figures of its period have come, once for each thing that it says."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from engine.facts import Declaration, Delivery, Figure, Series
from engine.jobs import KINDS
from engine.jobs.job import Job, jobs_of
from engine.periods import Period
from engine.settings import Settings
from engine.station import Station
from tests.faults.watch import ORGANISATION, folder_of_rules

_REPORT = """
- id: maned
  title: Måned
  grain: month
  chapters:
    - {id: tall, title: Tall, parts: [{table: {caption: T, rows: [{metric: m}, {metric: k}], columns: [{heading: "{Month}"}]}}]}
"""
_SECOND = "- {id: k, title: K, unit_of_measure: count, decimals: 0, better: lower, grain: month, due_days: 400}\n"
APRIL = datetime(2026, 4, 15, 12, tzinfo=UTC)


@pytest.fixture
def place(sqlite_url: str, tmp_path: Path) -> Station:
    rules = folder_of_rules(tmp_path)
    home = rules / ORGANISATION
    (home / "report.yaml").write_text(_REPORT)
    (home / "metrics.yaml").write_text((home / "metrics.yaml").read_text() + _SECOND)
    return Station(Settings(database_url=sqlite_url, rules=rules, cache=tmp_path / "cache", records=tmp_path / "records"))


def deliver(place: Station, metric: str, period: str, value: int) -> None:
    when = Period.parse(period)
    figure = Figure(series=Series(ORGANISATION, metric, ORGANISATION), period=when, value=Decimal(value))
    declaration = Declaration(source="s", organisation=ORGANISATION, period=when)
    content = f"{metric} {period} {value}".encode()
    place.store.receive(Delivery(declaration=declaration, file_name="f.csv", content=content, received_at=APRIL), [figure])


def job(place: Station) -> Job:
    return next(each for each in jobs_of(place.rulebook, place.settings) if each.kind == "report")


def run(place: Station) -> tuple[int, int]:
    did = KINDS["report"].run(job(place), place, APRIL)
    return did["complete"], did["drafted"]


def test_it_waits_for_what_came_last_month_and_is_made_once_then(place: Station) -> None:
    for metric in "mk":
        deliver(place, metric, "2026-02", 3)
    deliver(place, "m", "2026-03", 4)
    assert run(place) == (0, 0)
    deliver(place, "k", "2026-03", 4)
    assert run(place) == (1, 1)
    assert run(place) == (1, 0)
    (made,) = place.store.drafts(ORGANISATION)
    assert (made.report, str(made.period), made.at, made.flags) == ("maned", "2026-03", APRIL, 0)


def test_a_corrected_figure_makes_it_anew(place: Station) -> None:
    for metric in "mk":
        deliver(place, metric, "2026-03", 3)
    assert run(place) == (1, 1)
    deliver(place, "m", "2026-03", 5)
    assert run(place) == (1, 1)
    assert len(place.store.drafts()) == 2


def test_nothing_came_so_nothing_is_made(place: Station) -> None:
    deliver(place, "m", "2026-02", 3)
    assert run(place) == (0, 0)


def test_a_delivery_makes_it_due_and_only_where_there_is_a_report(place: Station) -> None:
    deliver(place, "m", "2026-03", 3)
    slot = KINDS["report"].newest(job(place), place, APRIL)
    assert slot is not None
    assert slot.key == "2026-04-15 000000001"
    (place.settings.rules / ORGANISATION / "report.yaml").unlink()
    without = Station(place.settings)
    assert KINDS["report"].newest(job(without), without, APRIL) is None
