"""Another system's counts point to the choices that it makes."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from engine.aml.calibrate import CHOICES, DEPENDS, rank, with_parameters
from engine.worktime.kinds import BreachType
from engine.worktime.profiles import Profiles
from tests.worktime.engine_side import SHIPPED

DAY, REST = BreachType.DAY_TOTAL, BreachType.WEEKLY_REST


def test_the_choice_that_gives_the_counts_comes_first() -> None:
    """Among equals the shipped choice, and then the one with the fewest changes."""

    def count(kind: BreachType, tried: Profiles) -> int:
        windows = tried.profiles[0].windows
        return {"sliding": 9, "start": 7, "fixed": 7}[windows.day] if kind is DAY else 3

    fits = rank({DAY: 7, REST: 3}, SHIPPED, count)
    assert (fits[0].distance, dict(fits[0].changes), dict(fits[0].counts)) == (0, {"windows.day": "start"}, {DAY: 7, REST: 3})
    assert rank({DAY: 9}, SHIPPED, count)[0].changes == {}


def test_a_type_is_counted_once_for_each_combination_that_it_depends_on() -> None:
    asked: list[BreachType] = []

    def count(kind: BreachType, _: Profiles) -> int:
        asked.append(kind)
        return 0

    rank({DAY: 1, REST: 1}, SHIPPED, count)
    assert (asked.count(DAY), asked.count(REST)) == (9, 2)


def test_a_parameter_is_set_in_every_profile_and_nothing_else_changes() -> None:
    changed = with_parameters(SHIPPED, {"oncall.factor": Fraction(0), "sundays.max_consecutive": 3})
    for before, after in zip(SHIPPED.profiles, changed.profiles, strict=True):
        assert (after.oncall.factor, after.sundays.max_consecutive) == (0, 3)
        assert after.total == before.total


def test_every_choice_is_a_key_of_a_profile_with_its_shipped_value_first() -> None:
    shipped: Mapping[str, Any] = {
        name: getattr(getattr(SHIPPED.profiles[0], name.partition(".")[0]), name.partition(".")[2]) for name in CHOICES
    }
    assert shipped == {name: values[0] for name, values in CHOICES.items()}
    assert {name for names in DEPENDS.values() for name in names} == set(CHOICES)
