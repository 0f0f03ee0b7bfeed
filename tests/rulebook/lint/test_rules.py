"""A rule's names first, and what depends on them only when they are right."""

from typing import Any

from engine.rulebook.conditions import Conditions
from engine.rulebook.lint.rules import RuleLint
from tests.rulebook.lint.making import known, metric, rule, told, unit

MEMBERS = [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]
KNOWN = known(metric(), metric("d", dimension="type", members=MEMBERS), units=(unit("u"),))


def said(names: Any = KNOWN, **keys: Any) -> list[tuple[str, str]]:
    return told(RuleLint(names, Conditions(names))(rule(**keys)))


def test_one_mistake_is_one_line() -> None:
    """An unknown metric says nothing about limits; a lost file says it once, whatever else it held."""
    assert said(metric="x", targets=[{"between": [9, 1]}]) == [("metric", "unknown metric 'x'")]
    lost = known(lost=True)
    assert said(lost, metric="x", unit="y", targets=[{"at_least": {"metric": "z"}}]) == [
        ("unit", "'y' is not there, because units.yaml did not load")
    ]


def test_other_metrics_are_found_where_they_stand() -> None:
    """The kind says which it reads; the key under which one stands is looked for."""
    assert [path for path, _ in said(targets=[{"at_least": {"metric": "x"}}])] == ["targets/0/at_least/metric"]
    assert [path for path, _ in said(check="budget", budget="x", basis="year")] == ["budget"]
    parts = {"parts": {"metric": "d", "dimensions": "all"}, "terms": [{"metric": "m"}, {"metric": "x"}], "tolerance": 0}
    assert [path for path, _ in said(check="control_total", **parts)] == ["terms/1/metric"]


def test_names_in_lists_are_pointed_at_one_by_one() -> None:
    """Every wrong one, at its place."""
    assert [path for path, _ in said(units=["u", "x", "y"])] == ["units/1", "units/2"]
    assert [path for path, _ in said(metric="d", dimensions=["", "a", "x"])] == ["dimensions/2"]
    assert said(metric="d", dimensions="all") == []
    assert [path for path, _ in said(dimensions="all")] == ["dimensions"]


def test_k_of_m_needs_m_to_be_enough() -> None:
    """Three of two can never be."""
    assert [path for path, _ in said(breach_after={"missed": 3, "of": 2})] == ["breach_after"]
    assert said(breach_after={"missed": 3, "of": 3}) == []


def test_a_rules_own_source_has_words_too() -> None:
    """For the kinds without targets, whose wanted direction is stated somewhere as well."""
    trend = {"check": "trend", "wanted": "rise", "source": {"document": "D", "chapter": "1"}}
    assert [path for path, _ in said(**trend, decided_by=None)] == ["source"]
    assert said(**trend) == []
