"""What every rule has: forms that are told apart before they are read, and a version that follows the content."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from engine.catalogue import Metric, Organisation, Unit
from engine.facts import Comparator
from engine.periods import Period
from engine.rulebook.schema import OfMetric, OutOf, Rule, Target

RULE: dict[str, Any] = {
    "id": "r1",
    "title": "Mål",
    "metric": "m",
    "check": "target",
    "unit": "eksempel",
    "missing": {"after_due": "no_data"},
    "severity": "high",
    "owner": "kvalitet",
}
METRIC = Metric.model_validate(
    {"id": "m", "title": "M", "unit_of_measure": "%", "decimals": 0, "better": "higher", "grain": "month", "due_days": 20}
)


def rule(**keys: Any) -> Rule:
    return Rule.model_validate(RULE | keys)


def wrong(**keys: Any) -> list[tuple[str | int, ...]]:
    with pytest.raises(ValidationError) as caught:
        rule(**keys)
    return [error["loc"] for error in caught.value.errors()]


def test_a_limit_is_a_number_or_a_figure() -> None:
    """Both are read as what they are, and the comparator is known."""
    assert Target.model_validate({"at_most": 70}).limit == Decimal(70)
    beside = Target.model_validate({"at_least": {"metric": "budget"}})
    assert (beside.limit, beside.comparator) == (OfMetric(metric="budget"), Comparator.AT_LEAST)


def test_a_wrong_limit_is_one_mistake() -> None:
    """`7,5` is no number; that it is no figure either is not worth saying."""
    with pytest.raises(ValidationError) as caught:
        Target.model_validate({"at_most": "7,5"})
    assert caught.value.error_count() == 1


def test_breach_after_is_a_count_or_k_of_m() -> None:
    """Nothing else, and never true for 1."""
    assert rule(breach_after=2).breach_after == 2
    assert rule(breach_after={"missed": 2, "of": 3}).breach_after == OutOf(missed=2, of=3)
    assert len(wrong(breach_after=True)) == len(wrong(breach_after="2")) == len(wrong(breach_after=61)) == 1


def test_units_are_one_some_or_all() -> None:
    """And the organisation says which all are, in its order."""
    units = {name: Unit(id=name, title=name) for name in ("eksempel", "hr", "drift")}
    organisation = Organisation(id="eksempel", units=units, metrics={})
    assert rule().units_of(organisation) == ("eksempel",)
    assert rule(unit=None, units=["drift", "hr"]).units_of(organisation) == ("drift", "hr")
    assert rule(unit=None, units="all").units_of(organisation) == ("eksempel", "hr", "drift")
    assert len(wrong(unit=None, units="drift")) == len(wrong(units=["drift"])) == len(wrong(unit=None)) == 1


def test_a_title_is_one_line() -> None:
    """It becomes a mail's subject and a table's cell."""
    for title in ("", " ", "a\nb", "a\r\nb", "x" * 301, " x", "x\n"):
        assert wrong(title=title) == [("title",)]
    assert rule(title="x" * 300).title == "x" * 300
    assert rule(title="Å").title == "Å"


def test_the_version_follows_what_was_decided() -> None:
    """Another limit, validity or definition is another version; the same content is the same, however it was put together."""
    metrics = {"m": METRIC}
    same = rule().version(metrics)
    assert same == Rule.model_validate(dict(reversed(list(RULE.items())))).version(metrics)
    assert same != rule(severity="low").version(metrics)
    assert same != rule().version({"m": METRIC.model_copy(update={"decimals": 1})})


def test_a_period_is_written_out_as_its_text() -> None:
    """A version does not change with how periods are kept in memory."""
    dumped = Target.model_validate({"at_most": Decimal("5.0"), "valid_from": "2022-Q3"}).model_dump(
        mode="json", exclude_defaults=True
    )
    assert dumped == {"valid_from": "2022-Q3", "at_most": "5.0"}
    assert Target.model_validate({"at_most": 5, "valid_from": 2022}).valid_from == Period.parse("2022")
