"""Episodes: which missed periods are one and the same breach."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.avvik.episodes import Policy, episodes
from engine.facts import Outcome
from engine.rulebook.schema import OutOf, Rule
from tests.avvik.cases import cases
from tests.avvik.log import FIRST, in_force, timeline


def outcomes(signs: str) -> dict[Any, Outcome]:
    return {verdict.period: verdict.outcome for verdict in timeline(signs)}


@pytest.mark.parametrize("case", cases("episodes"))
def test_episodes_of_a_timeline(case: Mapping[str, Any]) -> None:
    """Every case in fixtures/avvik/episodes.yaml gives just these episodes."""
    keys = {key: case[key] for key in ("clear_after", "recurrence") if key in case}
    after = case.get("breach_after", 1)
    keys["breach_after"] = OutOf(**after) if isinstance(after, dict) else after
    found = episodes(outcomes(case["signs"]), Policy.of_rule(in_force(**keys).rule))
    month = {FIRST.shift(i): i + 1 for i in range(12)}
    told = [
        {
            "missed": [month[period] for period in each.missed],
            **({"cleared": month[each.cleared_at]} if each.cleared_at else {}),
            **({"relapses": [month[period] for period in each.relapses]} if each.relapses else {}),
        }
        for each in found
    ]
    assert told == case["episodes"]


policies = st.builds(
    lambda missed, more, clear, recurrence: Policy(missed=missed, of=missed + more, clear_after=clear, recurrence=recurrence),
    st.integers(1, 3),
    st.integers(0, 2),
    st.integers(1, 3),
    st.integers(0, 3),
)
signs = st.text("3.w?n", max_size=14)


@settings(max_examples=300)
@given(signs, policies)
def test_what_is_not_judged_changes_no_episode(run: str, policy: Policy) -> None:
    """Taking away what has no judgement leaves every episode's missed periods as they were: absence never clears or splits."""
    judged = {period: outcome for period, outcome in outcomes(run).items() if outcome is not Outcome.NO_DATA}
    assert episodes(outcomes(run), policy) == episodes(judged, policy)


@settings(max_examples=300)
@given(signs, policies)
def test_episodes_share_no_period_and_stand_in_order(run: str, policy: Policy) -> None:
    """A missed period is in at most one episode, each is missed, and only the last episode can last."""
    found = episodes(outcomes(run), policy)
    periods = [period for each in found for period in each.missed]
    assert periods == sorted(set(periods))
    assert all(outcomes(run)[period] is Outcome.MISSED for period in periods)
    assert all(each.cleared_at for each in found[:-1])
    assert all(each.cleared_at is None or each.cleared_at > each.last for each in found)


@settings(max_examples=200)
@given(signs)
def test_without_patience_every_missed_period_is_in_an_episode(run: str) -> None:
    """breach_after 1 raises each missed period: nothing is forgotten."""
    missed = [period for period, outcome in outcomes(run).items() if outcome is Outcome.MISSED]
    assert [period for each in episodes(outcomes(run), Policy()) for period in each.missed] == missed


def test_a_rule_says_the_policy() -> None:
    """`breach_after: 2` is two of two; the k-of-m form is taken as it is."""
    rule: Rule = in_force(breach_after=2, clear_after=3, recurrence=5).rule
    assert Policy.of_rule(rule) == Policy(missed=2, of=2, clear_after=3, recurrence=5)
