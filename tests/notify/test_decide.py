"""Who hears of what in a round: the table in fixtures/notify/decide.yaml, and what a key promises."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.avvik.entries import EntryKind
from engine.notify.decide import is_sent
from engine.reasons import TOLD
from engine.rulebook.routes import BUILT_IN, Digest, Route
from engine.rulebook.yaml import read_yaml
from tests.notify.world import World, exemption, person, rule

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parents[2] / "fixtures" / "notify" / "decide.yaml").data


def world(case: Mapping[str, Any]) -> World:
    return World(
        people=[person(name, given or {}) for name, given in case["people"].items()],
        routes=tuple(map(Route.model_validate, case["routes"])) if "routes" in case else BUILT_IN,
        exemptions=[*map(exemption, case.get("exemptions", []))],
    )


def act(found: World, day: Mapping[str, Any]) -> None:
    if "severity" in day:
        found.rules["svartid"] = rule("svartid", severity=day["severity"])
    found.figures(day["day"], day.get("figures", {}))
    if "comment" in day:
        found.write(day["comment"], EntryKind.COMMENT, {}, {"text": "sett på"})
    if "assign" in day:
        found.write(day["assign"]["avvik"], EntryKind.ASSIGNED, {"state": "under_behandling"}, {"to": day["assign"]["to"]})
    if "action" in day:
        given = day["action"]
        facts = {"state": "tiltak", "action": "1", "due": given["due"], "criterion": {"periods": 2}}
        found.write(given["avvik"], EntryKind.ACTION, facts, {"text": "kurs", "responsible": given["responsible"]})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_who_hears_of_what(case: Mapping[str, Any]) -> None:
    found = world(case)
    for day in case["days"]:
        act(found, day)
        decision = found.decide(day["day"])
        told = {
            bundle.recipient.id: [
                f"{item.reason} {item.matter.name if item.matter.kind == 'avvik' else item.matter.about}"
                + ("" if item.matter.level == 1 else " (leader)")
                for item in bundle.items
            ]
            for bundle in decision.bundles
        }
        assert told == day["told"], day["day"]
        assert [matter.name for matter in decision.unheard] == day.get("unheard", [])


def test_the_table_gives_every_reason() -> None:
    given = {told.split()[0] for case in CASES for day in case["days"] for tolds in day["told"].values() for told in tolds}
    assert {reason.value for reason in TOLD} - given == {"corrected"}


def test_the_key_is_the_same_for_the_same_and_another_for_everything_else() -> None:
    """Two rounds that decide the same write one notice; the next period, another person or channel are another notice."""

    def keys(figures: str, *names: str) -> list[str]:
        found = World(people=[person(name, {"duties": ["drift"]}) for name in names])
        found.figures("2023-02-25", {"svartid/drift": figures})
        return [bundle.key for bundle in found.decide("2023-02-25").bundles]

    assert keys("3", "ola") == keys("3", "ola")
    assert len({*keys("3", "ola", "kari"), *keys("33", "ola"), *keys("3", "per")}) == 4


@pytest.mark.parametrize(
    ("since", "today", "sent"),
    [
        (date(2023, 2, 27), date(2023, 2, 27), True),
        (date(2023, 2, 28), date(2023, 3, 5), False),
        (date(2023, 2, 28), date(2023, 3, 6), True),
        (date(2023, 2, 28), date(2023, 3, 8), True),
        (date(2022, 12, 31), date(2023, 1, 1), False),
        (date(2022, 12, 31), date(2023, 1, 2), True),
    ],
)
def test_a_digest_day_counts_from_when_it_became_news(since: date, today: date, *, sent: bool) -> None:
    assert is_sent(Digest.MONDAY, since, today) is sent
    assert is_sent(Digest.AT_ONCE, since, today)


def test_a_storm_is_one_notice() -> None:
    """However much has happened, nobody gets more than one from a round."""
    found = World(people=[person("ola", {"duties": ["drift", "hr"]})])
    for month in range(1, 13):
        signs = "".join("35."[(month * place) % 3] for place in range(month))
        found.figures("2024-03-01", {f"{rule}/{unit}": signs for rule in ("svartid", "fravaer") for unit in ("drift", "vakt")})
    assert len(found.decide("2024-03-01").bundles) == 1
