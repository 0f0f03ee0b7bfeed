"""Why a rule says what it says: the verdict's sentence, and the conditions that were asked with the value of each part."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.exchange import explanation_json
from engine.explanation import Explanation, explain
from engine.facts import Observation
from engine.language import Language
from engine.periods import Period
from tests.checks.building import ROOT, in_force, metric, observation, organisation, rule

OWNER = organisation(metric(title="Sick leave"), metric(id="calls", title="Anrop", title_en="Calls", decimals=1), units=["a"])
AS_OF = date(2023, 3, 5)


def explained(*figures: Observation, unit: str = ROOT, period: str = "2023-01", **keys: Any) -> Explanation | None:
    found = in_force(rule("target", **{"targets": [{"at_most": 5}], **keys}), OWNER)
    own = observation("2023-01", 5)
    return explain(found, [own, *figures], AS_OF, unit=unit, dimension="", period=Period.parse(period))


def told(*figures: Observation, **keys: Any) -> Explanation:
    found = explained(*figures, **keys)
    assert found is not None
    return found


def calls(value: Any = None) -> Observation:
    return observation("2023-01", value, metric="calls")


def states(tree: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(tree["text"], tree["state"]), *(pair for part in tree["parts"] for pair in states(part))]


def test_a_key_check_is_explained_by_its_sentence() -> None:
    """Value, comparator and target, and no tree where there is no condition."""
    found = told()
    assert found.sentence(Language.EN) == "rule, January 2023: 5; the target is at most 5. Met, with nothing to spare."
    assert found.conditions == ()


def test_every_part_of_a_condition_has_its_value() -> None:
    """The tree is the text's own, and the sentence names what decided by the metrics' titles."""
    (condition,) = told(calls("2.5"), when="calls * 2 > 5 or month == 1").conditions
    tree = condition.tree.as_json()
    assert states(tree)[1:4] == [("calls * 2 > 5", "false"), ("calls * 2", "value"), ("calls", "value")]
    assert tree["parts"][0]["parts"][0]["value"] == "5.0"
    assert condition.sentence(Language.EN) == "The condition holds: month (1) is equal to 1."
    (condition,) = told(calls("2.5"), when="calls > 5").conditions
    assert condition.sentence(Language.EN) == "The condition does not hold: Calls (2.5) is at most 5."
    assert condition.sentence(Language.NB) == "Vilkåret er ikke oppfylt: Anrop (2,5) er høyst 5."


def test_what_was_not_asked_is_not_explained() -> None:
    """When `when` decides, `except` and the check's own condition were never looked at."""
    keys = {"except": "calls > 100"}
    assert [each.key for each in told(calls(1), when="calls > 0", **keys).conditions] == ["when", "except"]
    assert [each.key for each in told(calls(1), when="calls > 1", **keys).conditions] == ["when"]


def test_the_explanation_agrees_with_the_verdict_about_what_is_missing() -> None:
    """A missing figure decides nothing, although the other part would."""
    found = told(calls(), when="month == 1 or calls > 0")
    assert found.verdict.details["missing"] == "calls"
    assert found.conditions[0].sentence(Language.EN) == "It cannot be decided, because Calls is missing."


def test_a_failure_is_named() -> None:
    """Who divides by zero is told where."""
    found = told(calls(0), when="1 / calls > 0")
    assert found.conditions[0].sentence(Language.EN) == "It cannot be computed: 1 / calls divides by zero."


def test_what_has_no_verdict_has_no_explanation() -> None:
    """Before the series begins there is nothing to explain."""
    assert explained(period="2022-12") is None


def test_scripts_get_the_verdict_with_its_trees() -> None:
    """Numbers as decimal text, sentences in both languages."""
    given = explanation_json(told(calls("2.5"), when="calls > 5"), "Title")
    assert given["cause"] == "condition"
    assert set(given["sentence"]) == {"nb", "en"}
    (condition,) = given["conditions"]
    assert (condition["key"], condition["text"], condition["holds"], condition["missing"]) == ("when", "calls > 5", False, None)
    assert condition["tree"]["parts"][0] == {"text": "calls", "state": "value", "value": "2.5", "error": None, "parts": []}
