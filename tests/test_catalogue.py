"""Units in time, and the classes that metrics split a range into."""

from typing import Any

import pytest
from pydantic import ValidationError

from engine.catalogue import Covers, Metric, Organisation, Unit
from engine.periods import Period


def unit(id: str, parent: str | None = None, **keys: Any) -> Unit:  # noqa: A002
    return Unit.model_validate({"id": id, "title": id, "parent": parent, **keys})


@pytest.mark.parametrize(
    ("period", "exists"),
    [("2022-12", False), ("2023-01", True), ("2024-06", True), ("2024-07", False), ("2022", False), ("2024", True)],
)
def test_a_unit_exists_in_every_period_that_its_life_touches(period: str, exists: bool) -> None:
    """A unit that was closed in June has a figure for the year."""
    assert unit("u", valid_from="2023", valid_to="2024-06").exists_in(Period.parse(period)) is exists


def test_children_are_those_that_exist_then() -> None:
    """A sum over children in March does not ask for a unit that came in April."""
    units = [unit("o"), unit("a", "o"), unit("b", "o", valid_from="2023-04"), unit("c", "a")]
    organisation = Organisation(id="o", metrics={}, units={each.id: each for each in units})
    assert [child.id for child in organisation.children("o", Period.parse("2023-03"))] == ["a"]
    assert [child.id for child in organisation.children("o", Period.parse("2023-04"))] == ["a", "b"]
    assert organisation.title == "o"


@pytest.mark.parametrize(
    "bounds", [{}, {"above": 1, "at_least": 1}, {"below": 1, "at_most": 1}, {"above": 1, "below": 2, "at_most": 2}]
)
def test_a_class_has_one_bound_on_a_side(bounds: dict[str, int]) -> None:
    """Two lower bounds would make the class a matter of opinion."""
    with pytest.raises(ValidationError):
        Covers.model_validate({"quantity": "days", **bounds})


@pytest.mark.parametrize(("unit_of_measure", "factor"), [("%", 100), ("‰", 1000), ("count", 1), ("1000 NOK", 1)])
def test_a_share_is_counted_in_its_own_unit(unit_of_measure: str, factor: int) -> None:
    """70 of 81 is 86.4 of a metric in %."""
    keys = {"id": "m", "title": "M", "decimals": 1, "better": "higher", "grain": "year", "due_days": 0}
    assert Metric.model_validate({**keys, "unit_of_measure": unit_of_measure}).ratio_factor == factor
