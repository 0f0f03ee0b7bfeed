"""Did it help? The measurement of an action's effect criterion."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from engine.avvik.effect import measure
from engine.avvik.work import Action
from engine.periods import Period
from tests.avvik.cases import cases
from tests.avvik.log import FIRST, timeline


@pytest.mark.parametrize("case", cases("effect"))
def test_effect_of_an_action(case: Mapping[str, Any]) -> None:
    """Every case in fixtures/avvik/effect.yaml is measured so, whatever the order of the verdicts."""
    found = measure(_action(case["done"], case["needed"]), reversed(timeline(case["signs"])))
    assert [period.ordinal - FIRST.ordinal + 1 for period in found.met] == case["met"]
    assert found.is_reached == (len(case["met"]) == case["needed"])


def test_verdicts_of_another_grain_are_not_measured() -> None:
    """After a metric went from months to quarters its new verdicts say nothing about an action measured in months."""
    assert measure(_action(1, 1), timeline(".", first=Period.parse("2023-Q4"))).met == ()


def _action(done: int | None, needed: int) -> Action:
    month = None if done is None else FIRST.shift(done - 1)
    return Action(id="1", text="", responsible="per", due=date(2023, 4, 30), effect_periods=needed, done=month)
