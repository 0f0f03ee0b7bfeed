"""Counts become figures for whole months and large enough groups; the same counts again are no news."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from engine.aml.measured import METRIC, Cell, Measured, figures, fully_covered, tidy
from engine.aml.tally import Group
from engine.catalogue import Member, Metric, Organisation, Unit
from engine.facts import Figure, Observation, Series, Status
from engine.periods import Grain, Period
from engine.worktime.blocks import Known
from engine.worktime.kinds import BreachType

MARCH = Period.parse("2023-03")
AT = datetime(2023, 4, 13, tzinfo=UTC)
BREACHES = Metric(
    id=METRIC,
    title="AML-brudd",
    unit_of_measure="count",
    decimals=0,
    better="lower",
    grain=Grain.MONTH,
    due_days=20,
    dimension="type",
    members=(Member(id="day_total", title="Dag"), Member(id="weekly_rest", title="Fri")),
)
UNITS = (
    Unit(id="hemit", title="Hemit"),
    Unit(id="drift", title="Drift", parent="hemit"),
    Unit(id="adm", title="Adm", parent="hemit"),
)
HEMIT = Organisation(id="hemit", metrics={METRIC: BREACHES}, units={unit.id: unit for unit in UNITS})


def group(name: str, people: int, breaching: int, count: int) -> Group:
    names = [f"{name}{number}" for number in range(people)]
    return Group(set(names), set(names[:breaching]), Counter({BreachType.DAY_TOTAL: count, BreachType.DAILY_REST: count}))


def measured(groups: dict[str, Group], **said: Any) -> Measured:
    content: dict[str, Any] = {"months": (MARCH,), "not_evaluated": frozenset(), "revision": 1}
    return Measured(tally={MARCH: groups}, **content | said)


LARGE = {"drift": group("d", 20, 4, 7), "adm": group("a", 10, 3, 5), "unknown": group("u", 6, 3, 1)}


def test_the_whole_and_its_large_units_are_told_by_type() -> None:
    """A unit that the organisation does not have counts in the whole; a type that the metric does not have is left out."""
    told = figures(measured(LARGE), HEMIT, 5)
    assert {(cell.unit, cell.type): said[0] for cell, said in told.items()} == {
        ("hemit", "day_total"): "13",
        ("hemit", "weekly_rest"): "0",
        ("drift", "day_total"): "7",
        ("drift", "weekly_rest"): "0",
        ("adm", "day_total"): "5",
        ("adm", "weekly_rest"): "0",
    }


def test_small_units_are_in_the_whole_only() -> None:
    small = {"drift": group("d", 20, 4, 7), "adm": group("a", 4, 1, 1)}
    assert {cell.unit for cell in figures(measured(small), HEMIT, 5)} == {"hemit"}


def test_a_count_that_may_still_rise_is_preliminary() -> None:
    told = figures(measured(LARGE, not_evaluated=frozenset({(BreachType.WEEKLY_REST, MARCH)})), HEMIT, 5)
    assert told[Cell("hemit", "weekly_rest", MARCH)] == ("0", Status.PRELIMINARY)
    assert told[Cell("hemit", "day_total", MARCH)] == ("13", Status.FINAL)


def test_only_months_that_are_covered_from_end_to_end_are_counted() -> None:
    spans = [Known(date(2023, 2, 15), date(2023, 3, 20)), Known(date(2023, 3, 21), date(2023, 4, 29))]
    assert fully_covered(spans) == (MARCH,)
    assert fully_covered([]) == ()


def observed(content: bytes, at: datetime) -> list[Observation]:
    rows = [line.split(";") for line in content.decode().splitlines()[2:]]
    return [
        Observation(
            figure=Figure(
                series=Series("hemit", METRIC, row[1], row[3]),
                period=Period.parse(row[4]),
                value=Decimal(row[5]) if row[5] else None,
                status=Status(row[9]),
            ),
            delivery=str(at),
            known_at=at,
            received_at=at,
        )
        for row in rows
    ]


def test_the_same_counts_are_handed_over_once() -> None:
    first = tidy(measured(LARGE), HEMIT, [], 5)
    assert first is not None
    assert tidy(measured(LARGE), HEMIT, observed(first, AT), 5) is None


def test_a_count_that_comes_back_is_another_delivery_and_a_unit_that_shrank_is_taken_back() -> None:
    first = tidy(measured(LARGE), HEMIT, [], 5)
    assert first is not None
    small = {**LARGE, "adm": group("a", 4, 1, 1)}
    second = tidy(measured(small, revision=2), HEMIT, observed(first, AT), 5)
    assert second is not None
    assert "hemit;adm;aml_breaches;day_total;2023-03;;;;;final" in second.decode()
    both = [*observed(first, AT), *observed(second, AT + timedelta(days=1))]
    third = tidy(measured(LARGE, revision=3), HEMIT, both, 5)
    assert third is not None
    assert third != first


def test_an_organisation_without_the_metric_gets_no_figures() -> None:
    assert tidy(measured(LARGE), Organisation(id="hemit", metrics={}, units=HEMIT.units), [], 5) is None


def test_a_unit_whose_parent_is_gone_counts_in_the_whole() -> None:
    """A reorganisation loses nobody's breaches."""
    gone = Unit(id="adm", title="Adm", parent="hemit", valid_to=Period.parse("2023-02"))
    below = Unit(id="drift", title="Drift", parent="adm")
    after = Organisation(id="hemit", metrics=HEMIT.metrics, units={"hemit": UNITS[0], "adm": gone, "drift": below})
    told = figures(measured(LARGE), after, 5)
    assert told[Cell("hemit", "day_total", MARCH)][0] == "13"
    assert told[Cell("drift", "day_total", MARCH)][0] == "7"
