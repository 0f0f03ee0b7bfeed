"""When a rule is judged at all: `when` holds and `except` does not, by figures that are there."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from engine.checks.words import sentence
from engine.evaluate import evaluate, newest
from engine.facts import Observation, Outcome, Verdict
from engine.language import Language
from engine.rulebook.book import Rulebook
from tests.checks.building import in_force, judge, metric, observation, organisation, rule

OWNER = organisation(metric(), metric(id="calls", decimals=1), metric(id="yearly", grain="year"))
AS_OF = date(2023, 3, 5)
FIGURES = (observation("2023-01", 5), observation("2023-02", 7))


def verdicts(*others: Observation, **keys: Any) -> dict[str, Verdict]:
    each = rule("target", **{"targets": [{"at_most": 5}], **keys})
    return {str(verdict.period): verdict for verdict in judge(OWNER, each, [*FIGURES, *others], AS_OF)}


def said(*others: Observation, **keys: Any) -> list[str]:
    told = verdicts(*others, **keys).values()
    return [f"{each.outcome}/{each.cause}" if each.cause else str(each.outcome) for each in told]


def calls(period: str, value: Any = None, **keys: Any) -> Observation:
    return observation(period, value, metric="calls", **keys)


def test_a_rule_is_judged_where_when_holds() -> None:
    """Elsewhere it does not apply, which is neither met nor missed."""
    assert said(calls("2023-01", 99), calls("2023-02", 100), when="calls >= 100") == ["not_applicable/condition", "missed"]


def test_a_rule_is_not_judged_where_except_holds() -> None:
    """The exception is asked after `when`."""
    figures = calls("2023-01", 99), calls("2023-02", 100)
    assert said(*figures, **{"except": "calls >= 100"}) == ["met", "not_applicable/condition"]
    told = verdicts(*figures, when="calls < 0", **{"except": "calls >= 100"})
    assert told["2023-02"].details == {"condition": "when"}


def test_what_does_not_apply_is_not_shown() -> None:
    """The figure may be held back for being about too few people."""
    told = verdicts(when="month != 1")["2023-01"]
    assert (told.value, told.raw_value, told.target, told.details) == (None, None, None, {"condition": "when"})


def test_a_period_that_the_rule_skips_counts_as_its_newest() -> None:
    """`check` shows that February does not apply, instead of January as if it were the newest."""
    told = newest(verdicts(when="month != 2").values())
    assert [str(verdict.period) for verdict in told] == ["2023-02"]


def test_a_missing_figure_decides_nothing() -> None:
    """Not even where the rest of the condition would: absence is no_data, with the cause and name of what is missing."""
    told = verdicts(calls("2023-01"), when="month == 1 or calls > 0")
    assert [(each.outcome, str(each.cause), dict(each.details)) for each in told.values()] == [
        (Outcome.NO_DATA, "reported_null", {"missing": "calls", "condition": "when"}),
        (Outcome.NO_DATA, "not_due", {"missing": "calls", "condition": "when"}),
    ]


def test_an_absence_may_have_a_meaning() -> None:
    """What the text says of a missing figure is taken at its word."""
    assert said(calls("2023-01", 3), when="calls == null") == ["not_applicable/condition", "missed"]
    assert said(calls("2023-01", 3), when="(calls ?? 0) > 0") == ["met", "not_applicable/condition"]


def test_a_failure_is_an_error_of_its_period_only() -> None:
    """A division by zero in January says nothing of February."""
    told = verdicts(calls("2023-01", 0), calls("2023-02", 1), when="1 / calls > 0")
    assert [str(each.outcome) for each in told.values()] == ["error", "missed"]
    assert told["2023-01"].details == {"error": "division_by_zero", "condition": "when"}


def test_a_figure_beyond_the_exact_range_is_an_error() -> None:
    """Never a rounded or wrapped number."""
    assert said(calls("2023-01", "1e15"), calls("2023-02", "1e14"), when="calls > 0") == ["error", "missed"]


def test_a_coarser_figure_is_read_for_the_period_around() -> None:
    """One figure for the year holds in each of its months."""
    assert said(observation("2023", 1, metric="yearly"), when="yearly == 1") == ["met", "missed"]


def test_the_verdict_rests_on_what_the_condition_read() -> None:
    """A corrected figure beside is another basis, even for a check that takes back what it read."""
    for check, keys in {"target": {"targets": [{"at_most": 5}]}, "freshness": {}}.items():
        each = rule(check, when="calls > 10", **keys)
        before, after = (judge(OWNER, each, [calls("2023-01", value)], date(2023, 2, 5)) for value in (20, 30))
        revisions = {verdict.data_revision for verdict in (*before, *after)}
        assert len(revisions) == 2, check


def test_provisional_is_what_rests_on_a_provisional_condition() -> None:
    """Whether the rule applies may still change."""
    told = verdicts(calls("2023-01", 1, status="preliminary"), calls("2023-02", 1), when="calls > 5")
    assert [each.provisional for each in told.values()] == [True, False]


def test_every_answer_is_a_sentence() -> None:
    """With the condition in its own words."""
    each = rule("target", targets=[{"at_most": 5}], when="calls > 1", **{"except": "month == 2"})
    figures = [*FIGURES, calls("2023-02", 2)]
    told = judge(OWNER, each, figures, date(2023, 3, 5))
    assert [sentence(verdict, OWNER, each, Language.EN) for verdict in told] == [
        "rule, January 2023: not judged yet, because calls, which decides whether the rule applies, is missing.",
        "rule, February 2023: not judged, because the rule does not apply when month == 2.",
    ]
    held = judge(OWNER, each, [*FIGURES, calls("2023-01", 0)], date(2023, 2, 5))
    words = sentence(held[0], OWNER, each, Language.EN)
    assert words == "rule, January 2023: not judged, because the rule applies only when calls > 1."


@given(some.decimals(-50, 50, places=1), some.decimals(-50, 50, places=1), some.sampled_from(["<", "<=", ">", ">=", "=="]))
def test_a_comparison_and_its_margin_agree(one: Decimal, other: Decimal, sign: str) -> None:
    """Met exactly when the margin is on the good side, from whichever side the figure is written."""
    owner = organisation(metric(decimals=1), metric(id="calls", decimals=1))
    figures = [observation("2023-01", one), calls("2023-01", other)]
    turned = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "=="}[sign]
    for condition in (f"figure {sign} calls", f"calls {turned} figure"):
        (told,) = judge(owner, rule("expression", condition=condition), figures, date(2023, 2, 5))
        assert told.margin is not None
        good = told.margin > 0 if sign in {"<", ">"} else told.margin >= 0
        assert told.outcome is (Outcome.MET if good else Outcome.MISSED)
        assert told.target == other


def test_a_condition_that_got_lost_is_an_error() -> None:
    """Never a rule that is judged as if it had none."""
    each = rule("target", targets=[{"at_most": 5}], when="calls > 1")
    lost = replace(in_force(each, OWNER), conditions={})
    book = Rulebook(organisations={OWNER.id: OWNER}, rules=(lost,))
    assert {verdict.outcome for verdict in evaluate(book, FIGURES, AS_OF)} == {Outcome.ERROR}
