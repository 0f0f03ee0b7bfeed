"""The guard is guarded: whatever keeps it from guarding is reason for alarm, and nothing else is."""

from datetime import timedelta
from typing import Any

import pytest

from engine.health import Health, Queue, Watched, troubles
from tests.store.samples import NOON

DAY = timedelta(hours=26)


def watched(**said: Any) -> Watched:
    well: dict[str, Any] = {"organisation": "hemit", "rules": 14, "judged": 14, "rounds_end": NOON, "held": False}
    return Watched(**{**well, **said})


def health(*organisations: Watched, **said: Any) -> Health:
    well: dict[str, Any] = {"at": NOON, "version": "1", "broken_rules": 0, "log_entries": 0, "decisions": 0}
    return Health(organisations=organisations or (watched(),), **{**well, **said})


@pytest.mark.parametrize(
    ("found", "places"),
    [
        (health(), []),
        (health(watched(late=5, refused=3, avvik={"ny": 9})), []),
        (health(watched(judged=0)), ["idle"]),
        (health(watched(judged=1)), []),
        (health(watched(rounds_end=None, judged=0)), ["no_round"]),
        (health(watched(rounds_end=NOON - timedelta(hours=27))), ["no_round"]),
        (health(watched(rounds_end=NOON - timedelta(hours=26))), []),
        (health(watched(held=True)), ["held"]),
        (health(watched(rules=0, judged=0)), ["no_rules"]),
        (health(watched(), watched(organisation="acme", rules=0, judged=0, rounds_end=None)), []),
        (health(broken_rules=2), ["broken_rules"]),
        (health(outbox=Queue(waiting=4, dead=0, oldest=NOON)), []),
        (health(failing=2), ["jobs_fail"]),
        (health(outbox=Queue(waiting=0, dead=1, oldest=None)), ["dead_notices"]),
    ],
)
def test_what_is_reason_for_alarm(found: Health, places: list[str]) -> None:
    assert [problem.place.file for problem in troubles(found, DAY)] == places


def test_none_of_the_rules_ran_is_said_with_their_number() -> None:
    (problem,) = troubles(health(watched(judged=0)), DAY)
    assert "0 of 14 rules ran" in problem.text()
