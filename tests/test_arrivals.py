"""A calendar's deliveries are judged like figures: not due is silent, late is an avvik, delivered clears it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from engine import rounds
from engine.avvik.states import Condition
from engine.checks import KINDS
from engine.expected import State, deliveries
from engine.facts import Cause, Declaration, Delivery, Figure, Outcome, Series
from engine.periods import Period
from engine.rulebook.loader import Rulebook, load
from engine.store import Store

_METRICS = """
- {id: m, title: M, unit_of_measure: count, decimals: 0, better: lower, grain: month, due_days: 0}
- {id: n, title: N, unit_of_measure: count, decimals: 0, better: lower, grain: month, due_days: 0}
- {id: y, title: Y, unit_of_measure: count, decimals: 0, better: lower, grain: year, due_days: 0}
"""
_SOURCES = """
- {id: s, title: Tall, format: csv, layout: long, columns: {M: {metric: m}, Y: {metric: y}}}
- {id: t, format: csv, layout: long, columns: {M: {metric: m}}}
"""
_RULE = """
- {id: r, title: R, metric: m, unit: o, check: target, targets: [{at_most: 5, decided_by: o}], missing: {after_due: missed},
   severity: low, owner: o}
"""
_CALENDAR = """
deliveries:
  - {id: levering, source: s, due: 10th working day after month end, grace: 2 working days, owner: eier, valid_from: 2023-03}
"""


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    return _book(tmp_path, _CALENDAR)


def _book(tmp_path: Path, calendar: str) -> Rulebook:
    home = tmp_path / "rules" / "o"
    home.mkdir(parents=True, exist_ok=True)
    for name, text in (("metrics", _METRICS), ("sources", _SOURCES), ("r", _RULE), ("calendar", calendar)):
        (home / f"{name}.yaml").write_text(text)
    found = load(tmp_path / "rules", {name: kind.rule for name, kind in KINDS.items()})
    assert not found.errors
    return found


def run(store: Store, book: Rulebook, day: str) -> rounds.Round:
    at = datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)
    return rounds.run(store, book, as_of=at.date(), at=at)


def deliver(store: Store, day: str, period: str, value: str | None = "4", source: str = "s", metric: str = "m") -> None:
    number = None if value is None else Decimal(value)
    figure = Figure(series=Series("o", metric, "o"), period=Period.parse(period), value=number)
    at = datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)
    declaration = Declaration(source=source, organisation="o", period=figure.period)
    store.receive(Delivery(declaration=declaration, file_name="f", content=f"{day}{value}".encode(), received_at=at), [figure])


def test_the_life_of_a_late_delivery(store: Store, book: Rulebook) -> None:
    """Due on 19 April 2023, grace until the 21st: silent then, an avvik of the owner's on the next day, cleared by the file."""
    assert run(store, book, "2023-04-21").opened == ()
    (opened,) = run(store, book, "2023-04-22").opened
    avvik = store.one_avvik(opened)
    assert (avvik.subject.rule, [str(each) for each in avvik.periods], avvik.owner) == ("levering", ["2023-03"], "eier")
    assert run(store, book, "2023-05-05").opened == ()
    deliver(store, "2023-05-08", "2023-03")
    run(store, book, "2023-05-08")
    late = [each for each in store.verdicts() if each.rule == "levering"]
    assert [(str(each.period), each.outcome, str(each.value)) for each in late] == [
        ("2023-03", Outcome.MISSED, "38"),
        ("2023-04", Outcome.NO_DATA, "None"),
    ]
    deliver(store, "2023-05-10", "2023-04")
    run(store, book, "2023-05-16")
    assert store.one_avvik(opened).condition is Condition.NORMALISERT
    assert store.verify_log() == ()


def test_what_says_nothing_is_no_delivery(store: Store, book: Rulebook) -> None:
    """A blank, a figure of another grain, the same metric from another source."""
    deliver(store, "2023-04-01", "2023-03", None)
    deliver(store, "2023-04-02", "2023", metric="y")
    deliver(store, "2023-04-03", "2023-03", source="t")
    assert len(run(store, book, "2023-04-22").opened) == 1


def test_a_source_that_never_came_is_late_from_its_first_period_on(store: Store, book: Rulebook) -> None:
    """One avvik of so many periods, after however long without a round."""
    (opened,) = run(store, book, "2024-06-30").opened
    periods = [str(each) for each in store.one_avvik(opened).periods]
    assert (periods[0], periods[-1], len(periods)) == ("2023-03", "2024-05", 15)


def test_without_a_first_period_the_first_delivery_is_the_first(store: Store, tmp_path: Path) -> None:
    book = _book(tmp_path, _CALENDAR.replace(", valid_from: 2023-03", ""))
    assert run(store, book, "2024-06-30").opened == ()
    deliver(store, "2024-03-05", "2024-02")
    run(store, book, "2024-06-30")
    (late,) = [each for each in store.avvik() if each.subject.rule == "levering"]
    assert [str(each) for each in late.periods] == ["2024-03", "2024-04", "2024-05"]


def test_the_calendar_decides_instead_of_due_days(store: Store, book: Rulebook) -> None:
    """For the metrics that the source brings, from its first period on; other metrics and earlier periods keep theirs."""
    metrics = book.organisations["o"].metrics
    assert metrics["m"].last_day(Period.parse("2023-03")) == date(2023, 4, 21)
    assert metrics["m"].last_day(Period.parse("2023-02")) == date(2023, 2, 28)
    assert metrics["n"].last_day(Period.parse("2023-03")) == date(2023, 3, 31)
    deliver(store, "2023-03-01", "2023-02")
    run(store, book, "2023-04-21")
    before = {str(each.period): each.cause for each in store.verdicts() if each.rule == "r"}
    run(store, book, "2023-04-22")
    after = {str(each.period): (each.outcome, each.cause) for each in store.verdicts() if each.rule == "r"}
    assert before["2023-03"] is Cause.NOT_DUE
    assert after["2023-03"] == (Outcome.MISSED, Cause.LATE)


def test_a_metric_of_two_sources_waits_for_the_later(tmp_path: Path) -> None:
    more = _CALENDAR + "  - {id: andre, source: t, due: last working day of the month after, owner: eier}\n"
    assert _book(tmp_path, more).organisations["o"].metrics["m"].last_day(Period.parse("2023-03")) == date(2023, 4, 28)


def test_the_calendar_is_in_no_version_of_the_rules_that_it_dates(tmp_path: Path, book: Rulebook) -> None:
    """Moving a due date judges nothing anew but the delivery itself."""
    versions = {each.rule.id: each.version for each in book.rules}
    moved = {each.rule.id: each.version for each in _book(tmp_path, _CALENDAR.replace("10th", "9th")).rules}
    assert moved["r"] == versions["r"]
    assert moved["levering"] != versions["levering"]


def test_what_is_expected_is_listed_from_the_longest_waited_for(store: Store, book: Rulebook) -> None:
    """Late, past its due date, and each source's next."""
    deliver(store, "2023-05-08", "2023-04")
    found = deliveries(book, store.arrivals(), date(2023, 6, 16))
    states = [(str(each.period), each.state, each.due, each.last_day) for each in found]
    assert states == [
        ("2023-03", State.LATE, date(2023, 4, 19), date(2023, 4, 21)),
        ("2023-05", State.GRACE, date(2023, 6, 14), date(2023, 6, 16)),
        ("2023-06", State.WAITED_FOR, date(2023, 7, 14), date(2023, 7, 18)),
    ]
    assert deliveries(book, store.arrivals(), date(2023, 6, 16), "another") == []


def test_ten_years_ahead_list_no_more_than_two(store: Store, book: Rulebook) -> None:
    assert len(deliveries(book, (), date(2033, 6, 16))) <= 26
