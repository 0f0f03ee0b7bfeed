"""The target that holds is that of the data's period."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from engine.periods import Grain, Period
from engine.rulebook.schema import Target
from engine.rulebook.targets import resolve


def target(limit: int, valid_from: str | None = None, valid_to: str | None = None) -> Target:
    return Target.model_validate({"at_least": limit, "valid_from": valid_from, "valid_to": valid_to})


@given(
    year=st.integers(1950, 2150),
    months=st.integers(-30, 30),
    grain=st.sampled_from(Grain),
)
def test_a_target_that_changes_at_new_year_is_right_on_each_side(year: int, months: int, grain: Grain) -> None:
    """December is judged by December's target, whatever January brings; a week across New Year by that of its Monday."""
    targets = [target(70, valid_to=str(year - 1)), target(75, valid_from=str(year))]
    period = Period.containing(Period.parse(f"{year}-01").shift(months).start, grain)
    found = resolve(targets, period)
    assert found is not None
    assert found.limit == Decimal(70 if period.start.year < year else 75)


def test_the_order_in_the_file_decides_nothing() -> None:
    """The newest target may stand first, as people like to write it."""
    targets = [target(75, valid_from="2023"), target(70, valid_to="2022")]
    for each in (targets, targets[::-1]):
        assert [resolve(each, Period.parse(period)).limit for period in ("2022-12", "2023-01")] == [70, 75]  # type: ignore[union-attr]


def test_a_period_that_is_only_partly_inside_has_no_target() -> None:
    """A year is not judged by a target that began in September."""
    assert resolve([target(70, valid_from="2022-09")], Period.parse("2022")) is None
    assert resolve([target(70, valid_from="2022-09")], Period.parse("2022-09")) is not None


def test_outside_every_validity_and_without_targets_there_is_none() -> None:
    """No target is an answer of its own, not an error."""
    assert resolve([], Period.parse("2023")) is None
    assert resolve([target(70, "2023", "2023")], Period.parse("2024")) is None
