"""Breaches are counted where and when they happened, and whose they were is kept apart from how many."""

from datetime import date, timedelta

from engine.aml.tally import tally
from engine.periods import Period
from engine.worktime.kinds import BreachType, Status
from tests.aml.making import result

MARCH, APRIL = Period.parse("2023-03"), Period.parse("2023-04")


def test_a_breach_counts_in_the_month_and_unit_of_its_day() -> None:
    counted = tally(
        [("P-1", "drift", MARCH), ("P-2", "drift", MARCH)], [result(day=date(2023, 3, 31)), result(day=date(2023, 4, 1))]
    )
    march = counted[MARCH]["drift"]
    assert (len(march.people), len(march.breaching), march.counts[BreachType.DAY_TOTAL]) == (2, 1, 1)
    assert counted[APRIL]["drift"].people == {"P-1"}, "who has a breach was there"


def test_the_second_of_the_same_kind_is_a_repeat() -> None:
    others = [result(day=date(2023, 3, 8), type=BreachType.WEEKLY_REST), result(employee="P-2", day=date(2023, 3, 9))]
    counted = tally([], [result(day=date(2023, 3, 20)), result(), *others])
    assert counted[MARCH]["drift"].repeats == 1


def test_a_breach_that_the_plan_had_already_is_the_plans() -> None:
    actual = result()
    plan = [
        result(status=Status.PLANLAGT, window_start=actual.window_start + timedelta(hours=2)),
        result(employee="P-2", status=Status.PLANLAGT),
    ]
    counted = tally([], [actual, result(day=date(2023, 3, 8))], plan)
    assert counted[MARCH]["drift"].planned == 1


def test_groups_add_up_without_counting_a_person_twice() -> None:
    counted = tally([("P-1", "a", MARCH), ("P-1", "b", MARCH)], [result(unit="a")])
    whole = counted[MARCH]["a"] + counted[MARCH]["b"]
    assert (len(whole.people), whole.counts.total()) == (1, 1)
