"""Both reports, judged: every verdict that they must give, from the delivered files through the whole stream.

What must come out stands in fixtures/expected/, written down from the reports.
"""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from engine.evaluate import evaluate
from engine.exchange import verdict_json
from engine.facts import Observation, Series
from engine.numbers import round_half_up
from engine.periods import Period
from engine.rulebook.loader import Rulebook
from tests.deliveries import FIXTURES, book, observations, read_yaml

ORGANISATIONS = ("helse-nord-ikt", "hemit")
MALVAKT = Path(sys.executable).parent / "malvakt"

Rows = Mapping[tuple[str, str, str, str], dict[str, Any]]
"""Verdicts as the command line gives them, by rule, unit, dimension and period."""


@cache
def expected(organisation: str) -> Any:
    return read_yaml(FIXTURES / "expected" / f"{organisation}.yaml")


@cache
def delivered() -> tuple[Observation, ...]:
    return tuple(observations(book()))


def judged(organisation: str, *, rules: Rulebook | None = None, figures: Iterable[Observation] | None = None) -> Rows:
    """The organisation's verdicts as of the day on which the last figure of its report had come."""
    as_of = date.fromisoformat(expected(organisation)["as_of"])
    found = evaluate(rules or book(), delivered() if figures is None else figures, as_of, organisation=organisation)
    return by_key(verdict_json(verdict, verdict.rule) for verdict in found)


def by_key(verdicts: Iterable[dict[str, Any]]) -> Rows:
    return {(each["rule"], each["unit"], each["dimension"], each["period"]): each for each in verdicts}


def expected_rows(organisation: str) -> dict[tuple[str, str, str, str], dict[str, Any]]:
    rows = {}
    for rule, listed in expected(organisation)["verdicts"].items():
        for listed_row in listed:
            row = {"unit": organisation, "dimension": "", **listed_row}
            rows[rule, row["unit"], row["dimension"], str(row["period"])] = {**row, "period": str(row["period"])}
    return rows


def as_number(value: Any) -> Any:
    """The number that a text or a number is; anything else as it is."""
    try:
        return Decimal(str(value))
    except ArithmeticError:
        return value


UNSAID = {"cause": None, "marks": [], "provisional": False}
"""What a verdict has unless the expected row says otherwise."""


def differences(organisation: str, verdicts: Rows) -> list[str]:
    """Where the verdicts are not what the report demands, in words."""
    within = Decimal(expected(organisation)["printed_within"])
    found = []
    for key, row in expected_rows(organisation).items():
        verdict = verdicts.get(key)
        if verdict is None:
            found.append(f"{key}: no verdict")
            continue
        for name, value in (UNSAID | row).items():
            told, wanted = _told(name, verdict, value)
            if not (abs(told - wanted) <= within if name == "printed_deviation" else told == wanted):
                found.append(f"{key}: {name} is {told}, not {wanted}")
    return found


def _told(name: str, verdict: dict[str, Any], wanted: Any) -> tuple[Any, Any]:
    """What the verdict says under a name of the expected row, and what it should say; 5.0 is 5."""
    if name == "details":
        return {each: as_number(verdict["details"].get(each)) for each in wanted}, {
            each: as_number(wanted[each]) for each in wanted
        }
    if name.startswith("printed_"):
        return as_number(verdict["details"][name.removeprefix("printed_")]), as_number(wanted)
    return as_number(verdict[name]), as_number(wanted)


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_every_target_gets_the_right_verdict(organisation: str) -> None:
    """Outcome, cause, value, target, margin, marks: as the report demands them, for every rule, unit, member and period."""
    assert differences(organisation, judged(organisation)) == []


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_what_is_not_expected_is_a_hole_or_a_control(organisation: str) -> None:
    """No verdict is made up: beyond the expected ones there are only periods without a figure, and sums that agree."""
    for key in judged(organisation).keys() - expected_rows(organisation).keys():
        verdict = judged_row(organisation, key)
        if "-sums-" in verdict["rule"]:
            assert verdict["outcome"] == "met", key
        else:
            assert verdict["value"] is None and verdict["outcome"] in ("no_data", "not_applicable"), key


@cache
def judged_once(organisation: str) -> Rows:
    return judged(organisation)


def judged_row(organisation: str, key: tuple[str, str, str, str]) -> dict[str, Any]:
    return judged_once(organisation)[key]


def test_the_rules_load_without_an_error() -> None:
    """The one warning is the report's own: sick leave of exactly 16 days is neither long nor short."""
    assert book().errors == ()
    assert ["16" in problem.text() for problem in book().warnings] == [True]


@pytest.mark.parametrize(
    ("rule", "count"), [("hnikt-result-sums-", 20 + 32), ("hnikt-overdraft-sums-", 3), ("hemit-result-sums-", 28 + 36)]
)
def test_the_tables_add_up(rule: str, count: int) -> None:
    """Every printed sum and deviation: of the month, the year to date, the year's budget, and of 2014 and 2015."""
    organisation = "hemit" if rule.startswith("hemit") else "helse-nord-ikt"
    controls = [verdict for key, verdict in judged_once(organisation).items() if key[0].startswith(rule)]
    assert [verdict["outcome"] for verdict in controls] == ["met"] * count


def test_costs_add_up_to_one_more_than_printed_and_only_the_tolerance_lets_it_pass() -> None:
    costs = ("hnikt-result-sums-costs", "helse-nord-ikt", "operating-costs", "2023-03")
    assert (judged_row("helse-nord-ikt", costs)["value"], judged_row("helse-nord-ikt", costs)["target"]) == ("81670", "81669")
    strict = judged("helse-nord-ikt", rules=with_rule("hnikt-result-sums-costs", tolerance=Decimal(0)))
    assert strict[costs]["outcome"] == "missed"


def test_the_service_production_balances_only_within_its_tolerance() -> None:
    [target] = next(each.rule for each in book().rules if each.rule.id == "hemit-service-production").targets
    strict = with_rule("hemit-service-production", targets=(target.model_copy(update={"tolerance": Decimal(0)}),))
    production = ("hemit-service-production", "hemit", "", "2015")
    assert judged("hemit", rules=strict)[production]["outcome"] == "missed"


def with_rule(name: str, **changed: Any) -> Rulebook:
    """The rulebook with other keys in one rule."""
    rules = [
        replace(each, rule=each.rule.model_copy(update=changed)) if each.rule.id == name else each for each in book().rules
    ]
    return replace(book(), rules=tuple(rules))


def test_a_blank_is_zero_only_because_the_profile_says_so() -> None:
    """Without `blank: zero` January's blank cell is no figure: no total to control, and nothing to compare February with."""
    profiles = tuple(
        (owner, each.model_copy(update={"number": each.number.model_copy(update={"blank": "missing"})}))
        if each.id == "hnikt-aml"
        else (owner, each)
        for owner, each in book().profiles
    )
    rules = replace(book(), profiles=profiles)
    verdicts = judged("helse-nord-ikt", rules=rules, figures=tuple(observations(rules)))
    january = verdicts["hnikt-aml-control", "helse-nord-ikt", "", "2023-01"]
    february = verdicts["hnikt-aml-rise", "helse-nord-ikt", "four_week_overtime", "2023-02"]
    assert [january["outcome"], february["outcome"]] == ["no_data", "no_data"]


def test_staffing_grew_as_the_report_says_only_by_heads() -> None:
    """The text's 1,6 % is the growth in employees; the man-years grew by 1,7 %."""
    heads, years = (monthly("headcount"), monthly("man_years"))
    growth = [round_half_up((end - start) / start * 100, 2) for start, end in ((heads[0], heads[-1]), (years[0], years[-1]))]
    assert growth == [Decimal("1.56"), Decimal("1.71")]


def monthly(metric: str) -> list[Decimal]:
    series = Series("hemit", metric, "hemit")
    figures = {each.figure.period: each.figure.value for each in delivered() if each.figure.series == series}
    return [figures[month] or Decimal(0) for month in Period.parse("2015-01").until(Period.parse("2015-12"))]


def run(*arguments: str) -> Any:
    done = subprocess.run([MALVAKT, *arguments, "--json"], capture_output=True, text=True, cwd=FIXTURES.parent, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What `malvakt demo --json` says, from an empty database."""
    return run("demo", "--database", f"sqlite:///{tmp_path_factory.mktemp('demo')}/demo.sqlite3")


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_the_demo_says_the_same(demo: Any, organisation: str) -> None:
    """Delivery by delivery with a round after each, through the command line and the store: the same verdicts."""
    assert differences(organisation, by_key(each for each in demo["verdicts"] if each["organisation"] == organisation)) == []


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_the_demo_raises_the_right_avvik(demo: Any, organisation: str) -> None:
    """One avvik per episode, with every missed period in it, and none besides."""
    raised = defaultdict(list)
    for each in demo["avvik"]:
        if each["organisation"] == organisation:
            raised[each["rule"], each["unit"], each["dimension"]].append(each)
    wanted = {
        (row["rule"], row.get("unit", organisation), row.get("dimension", "")): row for row in expected(organisation)["avvik"]
    }
    assert raised.keys() == wanted.keys()
    for key, row in wanted.items():
        [found] = raised[key]
        assert found["periods"] == [str(period) for period in row["periods"]], key
        assert all(found[name] == row[name] for name in ("condition", "severity") if name in row), key
        assert found["state"] == "ny", key


def test_a_correction_is_judged_anew_and_taken_back_again() -> None:
    """5.2 → 4.9 → 5.2: each figure is judged when it holds, and only the last one is final."""
    march = ("hnikt-sick-leave", "helse-nord-ikt", "", "2023-03")
    corrections = tuple(observations(book(), "corrections"))
    assert len(corrections) == 2
    after = [judged("helse-nord-ikt", figures=(*delivered(), *corrections[:count]))[march] for count in range(3)]
    assert [each["value"] for each in after] == ["5.2", "4.9", "5.2"]
    assert [each["outcome"] for each in after] == ["missed", "met", "missed"]
    assert [each["provisional"] for each in after] == [True, True, False]


def test_a_corrected_avvik_waits_for_a_person_and_is_found_again(tmp_path: Path) -> None:
    """The avvik that a correction takes the ground from is marked, not closed; the way back is found by correction."""
    database = ("--database", f"sqlite:///{tmp_path}/demo.sqlite3")
    [avvik] = [each for each in run("demo", "--with-correction", *database)["avvik"] if each["rule"] == "hnikt-sick-leave"]
    assert (avvik["periods"], avvik["condition"], avvik["state"]) == (["2023-03"], "aktiv", "ny")
    entries = run("avvik", "show", avvik["id"], *database)["entries"]
    assert [entry["kind"] for entry in entries] == ["opened", "period_corrected", "period_missed"]
    assert [entry["facts"]["reason"] for entry in entries] == ["first", "corrected", "found_by_correction"]
    assert [entry["facts"]["condition"] for entry in entries] == ["aktiv", "korrigert", "aktiv"]
