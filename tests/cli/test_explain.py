"""`malvakt rules explain` as a person and a script call it."""

import json
from pathlib import Path

import pytest

from engine.cli.explain import SIGNS
from engine.expression.explaining import State
from tests.cli.test_commands import Shop

CONDITIONAL = """
- id: acme-conditional
  title: Turnover
  metric: turnover
  unit: acme
  check: target
  targets: [{valid_from: 2026-01, below: 7.5, decided_by: hr}]
  when: answered > 70 and month != 7
  missing: {after_due: no_data}
  severity: medium
  owner: hr
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.chdir(tmp_path)
    shop = Shop(tmp_path)
    shop.write("rules/acme/vilkar.yaml", CONDITIONAL)
    rows = ("acme;acme;answered;;2026-01;65;;;;final", "acme;acme;turnover;;2026-01;8,5;;;;final")
    assert shop.call("ingest", str(shop.figures(*rows)), "--source", "tidy")[0] == 0
    return shop


def test_every_state_of_a_part_has_its_sign() -> None:
    """A new state does not end in a KeyError on somebody's screen."""
    assert set(SIGNS) == set(State)


def test_the_parts_stand_under_what_they_are_parts_of(shop: Shop) -> None:
    """What was not looked at is marked so, instead of having a value that nobody computed."""
    code, text = shop.call("rules", "explain", "acme-conditional", "--period", "2026-01", "--language", "en")
    assert code == 0
    assert "not judged, because the rule applies only when answered > 70 and month != 7." in text
    assert "The condition does not hold: Besvart innen 1 minutt (65 %) is at most 70 %." in text
    tree = [
        "  ✗ answered > 70 and month != 7",
        "    ✗ answered > 70",
        "      = answered = 65",
        "    · month != 7",
        "      · month",
    ]
    assert "\n".join(tree) in text


def test_scripts_get_json(shop: Shop) -> None:
    """The verdict as `check --json` gives it, with its conditions."""
    code, text = shop.call("rules", "explain", "acme-conditional", "--unit", "acme", "--period", "2026-01", "--json")
    found = json.loads(text)
    assert code == 0
    assert (found["rule"], found["cause"], found["conditions"][0]["key"]) == ("acme-conditional", "condition", "when")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("acme-conditonal", "--period", "2026-01"), "did you mean 'acme-conditional'?"),
        (("acme-conditional", "--period", "2026"), "one verdict per month"),
        (("acme-conditional", "--period", "January"), "is not a period"),
        (("acme-conditional", "--period", "2026-01", "--unit", "acne"), "does not judge the unit"),
        (("acme-conditional", "--period", "2026-01", "--dimension", "x"), "does not judge the member 'x'"),
        (("acme-conditional", "--period", "2020-01"), "has no verdict in 2020-01"),
    ],
)
def test_what_cannot_be_explained_is_told_in_words(shop: Shop, arguments: tuple[str, ...], said: str) -> None:
    """A wrong name, grain or period is exit code 2 with what to do about it."""
    code, text = shop.call("rules", "explain", *arguments, "--language", "en")
    assert code == 2
    assert said in text
