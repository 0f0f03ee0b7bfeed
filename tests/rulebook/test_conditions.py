"""What conditions may name, and what is said of those that name something else."""

from typing import Any

from engine.periods import Grain
from engine.rulebook.conditions import Conditions
from tests.rulebook.conftest import Rules
from tests.rulebook.lint.making import known, metric, rule, sentence

MEMBERS = [{"id": "x", "title": "X"}, {"id": "y", "title": "Y"}]
NAMES = known(
    metric("m", dimension="type", members=MEMBERS),
    metric("calls", decimals=2),
    metric("share", unit_of_measure="%"),
    metric("other", dimension="type", members=[{"id": "x", "title": "X"}]),
    metric("sick-leave"),
    metric("month"),
    metric("yearly", grain="year"),
)


def said(when: str, names: Any = NAMES, **keys: Any) -> list[tuple[int | None, str]]:
    findings = Conditions(names).findings(rule(when=when, **keys))
    return [(each.offset, sentence(each)) for each in findings]


def test_a_metric_is_named_by_its_id() -> None:
    """For the same unit and member, in the period or the longer one around it."""
    assert said("calls > 1.5 and yearly > 2 and other > 1 and m > 0", dimensions=["x"]) == []


def test_a_member_that_the_other_metric_lacks_is_found_at_load() -> None:
    """Otherwise the rule would wait for ever for a figure that cannot come."""
    told = said("calls > 1 and other > 1", dimensions=["x", "y"])
    assert told == [(14, "other has no member 'y'")]


def test_a_metric_with_a_minus_in_its_id_is_not_a_subtraction() -> None:
    """sick-leave is not sick minus leave, and nobody has to guess that from «nothing called 'sick'»."""
    told = said("calls > 1 and sick-leave > 2")
    assert told == [(14, "'sick-leave' cannot be named here, where - is minus: give the metric an id with _ instead")]


def test_the_period_comes_before_a_metric_of_its_name() -> None:
    """A metric that somebody adds later cannot change what a rule says."""
    condition = Conditions(NAMES).of(rule(when="month != 7"))["when"]
    assert condition.periods == (Grain.MONTH,)
    assert condition.metrics == {}


def test_a_period_has_the_numbers_of_those_it_lies_in() -> None:
    """A month has no week, and a year no month."""
    assert said("quarter == 1 and tertial == 1 and year == 2023") == []
    assert said("week == 1") == [(0, "there is nothing called 'week' here")]


def test_metrics_stand_in_the_order_of_the_text() -> None:
    """The first missing figure is named, as a reader meets it."""
    condition = Conditions(NAMES).of(rule(when="share > 1 or calls > 1 and share < 9"))["when"]
    assert list(condition.metrics.items()) == [("share", 0), ("calls", 13)]
    assert condition.needed == {"share", "calls"}


def test_an_absence_with_a_meaning_is_not_needed() -> None:
    """(x ?? 0) and x == null say themselves what a missing x means."""
    condition = Conditions(NAMES).of(rule(when="(share ?? 0) < 1 or calls == null"))["when"]
    assert condition.needed == frozenset()


def test_exact_figures_have_the_decimals_that_the_language_has() -> None:
    """compare: exact reads 12 decimals, so that a product of two would not be exact, and is refused."""
    assert said("calls * calls > 1") == []
    ((offset, told),) = said("calls * calls > 1", compare="exact")
    assert (offset, told[:34]) == (6, "the product would have 24 decimals")


def test_a_rule_without_conditions_keeps_its_version() -> None:
    """Those that were judged before conditions existed are not judged anew for that."""
    metrics = NAMES.organisation.metrics
    assert "when" not in rule().model_dump(mode="json")
    assert "unless" not in rule().model_dump(mode="json")
    assert rule(when="calls > 1").version(metrics) != rule().version(metrics)


def test_the_version_knows_what_the_condition_reads() -> None:
    """Another definition of a metric beside is another rule."""
    before = rule(when="calls > 1").version(NAMES.organisation.metrics)
    after = {**NAMES.organisation.metrics, "calls": metric("calls", decimals=3)}
    assert rule(when="calls > 1").version(after) != before


def test_a_mistake_in_the_defaults_is_told_where_it_stands(rules: Rules) -> None:
    """The place is in the defaults, inside the text, however many items get it."""
    item = (
        "title: T, metric: first_line, unit: eksempel, check: statement, missing: {after_due: no_data}, severity: low, owner: k"
    )
    rules.put("b.yaml", f"defaults:\n  when: first_lin > 1\nrules:\n- {{id: a, {item}}}\n- {{id: b, {item}}}\n")
    assert rules.lines() == [
        "rules/eksempel/b.yaml:2:9 [X07] there is nothing called 'first_lin' here (did you mean 'first_line'?)"
    ]


def test_two_conditional_rules_do_not_contradict_each_other(rules: Rules) -> None:
    """At least 70, and at most 60 in July, are two rules that can both be kept."""
    item = (
        "{title: T, metric: first_line, unit: eksempel, check: target, missing: {after_due: no_data}, severity: low, owner: k, "
    )
    low = "id: a, when: month == 7, targets: [{at_least: 50, decided_by: k}]}"
    high = "id: b, except: month == 7, targets: [{at_least: 90, decided_by: k}]}"
    rules.put("b.yaml", f"- {item}{low}\n- {item}{high}\n")
    assert rules.lines() == []
