"""Limits and levels of single targets."""

from decimal import Decimal
from typing import Any

import pytest

from engine.rulebook.lint.targets import target_findings
from tests.rulebook.lint.making import known, metric, rule, told

SHARE = metric(unit_of_measure="%", decimals=1, better="higher", minimum=0, maximum=100)


def said(target: dict[str, Any], measured: Any = SHARE, **keys: Any) -> list[tuple[str, str]]:
    one = rule(targets=[target], **keys)
    names = known(measured, metric("other", unit_of_measure="%"), metric("money", unit_of_measure="NOK"))
    return told(target_findings(one, one.targets, one.warn_margin, names))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("target", "keys"),
    [
        ({"at_least": 70}, {"warn_margin": 30}),
        ({"at_least": 70, "tolerance": 1}, {"warn_margin": 31}),
        ({"at_least": 0}, {}),
        ({"at_least": 100}, {}),
        ({"equals": 100}, {"warn_margin": 5}),
        ({"equals": 50, "tolerance": 2}, {"warn_margin": 2}),
        ({"between": [40, 60]}, {"warn_margin": 10}),
        ({"between": [50, 50]}, {}),
        ({"at_least": {"metric": "other"}}, {}),
        ({"at_least": 70, "warn_margin": 5}, {"warn_margin": 50}),
    ],
)
def test_levels_that_agree_are_silent(target: dict[str, Any], keys: dict[str, Any]) -> None:
    """Up to the very edge of what the figure can be; a target's own warn_margin is the one that counts."""
    assert said(target, **keys) == []


@pytest.mark.parametrize(
    ("target", "keys", "path"),
    [
        ({"at_least": 70}, {"warn_margin": 31}, "targets/0/at_least"),
        ({"equals": 50, "tolerance": 2}, {"warn_margin": 3}, "targets/0/equals"),
        ({"between": [40, 60], "warn_margin": 11}, {}, "targets/0/between"),
        ({"between": [60, 40]}, {}, "targets/0/between"),
        ({"above": 100}, {}, "targets/0/above"),
        ({"at_least": 101}, {}, "targets/0/at_least"),
        ({"between": [-1, 50]}, {}, "targets/0/between"),
        ({"below": 70}, {}, "targets/0/below"),
        ({"at_most": {"metric": "other"}}, {}, "targets/0/at_most"),
        ({"at_least": {"metric": "money"}}, {}, "targets/0/at_least/metric"),
    ],
)
def test_levels_that_do_not_agree_are_told_once(target: dict[str, Any], keys: dict[str, Any], path: str) -> None:
    """No figure is simply met, no figure can be there, the wrong way round, or measured in something else."""
    assert [found for found, _ in said(target, **keys)] == [path]


def test_without_bounds_a_margin_always_has_room() -> None:
    """Nobody knows how good the figure can be."""
    assert said({"at_least": 5}, metric(better="higher"), warn_margin=10**6) == []


@pytest.mark.parametrize("better", ["higher", "lower", "neither"])
def test_only_a_metric_with_a_direction_can_be_contradicted(better: str) -> None:
    """Equal and between point nowhere."""
    measured = metric(better=better)
    assert said({"equals": 5}, measured) == said({"between": [4, 5]}, measured) == []
    assert bool(said({"at_most": 5}, measured)) == (better == "higher")
    assert bool(said({"above": 5}, measured)) == (better == "lower")


def test_a_limit_finer_than_the_figure_is_doubted_unless_compared_exactly() -> None:
    """99.985 against a figure rounded to 99.98 or 99.99; trailing zeros are no precision."""
    fine = {"at_least": Decimal("99.985")}
    assert [path for path, _ in said(fine)] == ["targets/0/at_least"]
    assert said({"at_least": Decimal("70.500")}) == []
    assert said(fine, compare="exact") == []


def test_a_target_is_stated_or_decided() -> None:
    """By itself or by its rule; a source has the document's own words."""
    quoted = {"document": "D", "chapter": "1", "quote": "70 %"}
    bare = {"document": "D", "chapter": "1"}
    assert said({"at_least": 70, "source": quoted}, decided_by=None) == []
    assert said({"at_least": 70}, decided_by=None, source=quoted) == []
    assert said({"at_least": 70, "decided_by": "o", "source": bare}, decided_by=None) == []
    assert [path for path, _ in said({"at_least": 70}, decided_by=None)] == ["targets/0"]
    assert [path for path, _ in said({"at_least": 70, "source": bare}, decided_by=None)] == ["targets/0/source"]
