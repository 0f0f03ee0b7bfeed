"""From rules, figures and a day to verdicts: which rows there are, in which order, on which basis."""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal, localcontext
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.evaluate import evaluate, newest
from engine.facts import Cause, Mark, Observation, Outcome, Verdict
from engine.periods import Grain, Period
from engine.rulebook.book import Rulebook
from tests.checks.building import ROOT, in_force, judge, metric, observation, organisation, rule, rulebook
from tests.checks.cases import examples

APRIL = date(2023, 4, 30)
TARGETS: list[dict[str, Any]] = [{"at_most": 5}]


def rows(verdicts: Sequence[Verdict]) -> list[str]:
    """Which judgements there are, short."""
    return [" ".join(filter(None, (each.unit, each.dimension, str(each.period)))) for each in verdicts]


def monthly(first: str, *values: int, **keys: Any) -> list[Observation]:
    """One figure a month from the first on."""
    start = Period.parse(first)
    return [observation(str(start.shift(month)), value, **keys) for month, value in enumerate(values)]


def test_every_period_from_the_first_figure_to_the_last_ended_one_has_a_row() -> None:
    """Holes are rows; before the first figure nothing is missing; a period that ends today has not ended."""
    figures = [observation("2022-12", 1), observation("2023-02", 1)]
    verdicts = judge(organisation(metric()), rule("target", targets=TARGETS), figures, APRIL)
    assert rows(verdicts) == [f"{ROOT} 2022-12", f"{ROOT} 2023-01", f"{ROOT} 2023-02", f"{ROOT} 2023-03"]
    assert [each.cause for each in verdicts] == [None, Cause.LATE, None, Cause.LATE]


def test_the_last_figure_counts_even_before_its_period_has_ended() -> None:
    """A figure delivered for December in April makes the months between rows that are not due."""
    verdicts = judge(organisation(metric()), rule("target", targets=TARGETS), [observation("2023-06", 1)], APRIL)
    assert rows(verdicts) == [f"{ROOT} 2023-06"]


def test_a_unit_has_rows_for_the_periods_in_which_it_exists() -> None:
    """A department that was closed is not late for ever."""
    units = [{"id": "a", "valid_to": "2023-02"}, {"id": "b", "valid_from": "2023-03"}, {"id": "c", "valid_from": "2023-04"}]
    figures = monthly("2023-01", 1, 1, 1, unit="a") + monthly("2023-01", 1, 1, unit="b")
    verdicts = judge(
        organisation(metric(), units=units), rule("target", targets=TARGETS, units=["a", "b", "c"]), figures, APRIL
    )
    assert rows(verdicts) == ["a 2023-01", "a 2023-02", "b 2023-03"]


def test_order_is_organisation_rule_unit_member_period() -> None:
    """As in the book and as in the rule, so that a list reads as its file does."""
    members = [{"id": "x", "title": "X"}, {"id": "a", "title": "A"}]
    one = organisation(metric(dimension="d", members=members), units=["u"])
    other = one.model_copy(update={"id": "another", "units": {**one.units, "another": one.units[ROOT]}})
    late = rule("target", id="late", targets=TARGETS, units=[ROOT], dimensions="all")
    early = rule("target", id="early", targets=TARGETS, units="all", dimensions=["a", "x"])
    book = Rulebook(
        organisations={ROOT: one, "another": other},
        rules=(in_force(late, one), in_force(early, one), in_force(early, other)),
    )
    verdicts = evaluate(book, [], APRIL)
    said = [f"{each.organisation} {each.rule} {each.unit} {each.dimension}" for each in verdicts]
    assert said[:2] == ["another early root a", "another early root x"]
    assert said[-6:] == [
        "root late root x", "root late root a", "root early root a", "root early root x", "root early u a", "root early u x",
    ]  # fmt: skip
    assert {each.organisation for each in evaluate(book, [], APRIL, organisation="another")} == {"another"}


def test_asked_for_one_period_only_that_one_is_answered() -> None:
    """Of the right grain, not before the series began; also one that has not ended, and also when nothing ever came."""
    owner, each, figures = organisation(metric()), rule("target", targets=TARGETS), monthly("2023-02", 1, 9)
    answers = {
        text: [f"{verdict.outcome}" for verdict in judge(owner, each, figures, APRIL, period=Period.parse(text))]
        for text in ("2023-01", "2023-02", "2023-03", "2023-04", "2023", "2023-W05")
    }
    assert answers == {
        "2023-01": [], "2023-02": ["met"], "2023-03": ["missed"], "2023-04": ["no_data"], "2023": [], "2023-W05": [],
    }  # fmt: skip
    assert rows(judge(owner, each, [], APRIL, period=Period.parse("2022-07"))) == [f"{ROOT} 2022-07"]


def test_one_broken_judgement_harms_no_other() -> None:
    """A rule that fails is an error in its own rows, with the kind of failure, and the rest is judged."""
    members = [{"id": "signed", "title": "S", "sign": "cost"}, {"id": "unsigned", "title": "U"}]
    budget = metric(id="budget", dimension="d", members=members)
    owner = organisation(metric(better="neither", dimension="d", members=members), budget)
    broken = rule("budget", budget="budget", basis="period", dimensions="all")
    figures = [
        observation("2023-03", 1, metric=name, dimension=line)
        for name in ("figure", "budget")
        for line in ("signed", "unsigned")
    ]
    failed, sound = sorted(judge(owner, broken, figures, APRIL), key=lambda verdict: verdict.outcome)
    assert (failed.outcome, dict(failed.details), failed.dimension) == (Outcome.ERROR, {"error": "ValueError"}, "unsigned")
    assert (sound.outcome, sound.dimension) == (Outcome.MET, "signed")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "sNaN", "1e999999"])
def test_what_is_no_number_is_an_error_and_never_met(value: str) -> None:
    """Intake refuses them; if one comes through, only its own row suffers."""
    members = [{"id": "bad", "title": "B"}, {"id": "good", "title": "G"}]
    figures = [observation("2023-03", value, dimension="bad"), observation("2023-03", 1, dimension="good")]
    for compare in ("as_published", "exact"):
        each = rule("target", targets=[{"at_least": 1}], dimensions="all", compare=compare)
        bad, good = judge(organisation(metric(dimension="d", members=members)), each, figures, APRIL)
        assert (bad.outcome, good.outcome) == (Outcome.ERROR, Outcome.MET)


def test_a_unit_above_is_marked_by_the_nearest_judged_one() -> None:
    """Over a unit that the rule does not judge, the next one up carries the mark, and only when it met itself."""
    units = ["mid", {"id": "low", "parent": "mid"}, "bad", {"id": "worse", "parent": "bad"}]
    figures = [observation("2023-03", 1), observation("2023-03", 9, unit="low"), observation("2023-03", 9, unit="worse")]
    figures.append(observation("2023-03", 9, unit="bad"))
    each = rule("target", targets=TARGETS, units=[ROOT, "low", "bad", "worse"])
    verdicts = {verdict.unit: verdict for verdict in judge(organisation(metric(), units=units), each, figures, APRIL)}
    assert (verdicts[ROOT].marks, verdicts[ROOT].details["children_missed"]) == ((Mark.CHILD_MISSED,), "low,bad")
    assert [verdicts[unit].marks for unit in ("low", "bad", "worse")] == [(), (), ()]


def test_newest_keeps_the_last_period_that_something_came_for() -> None:
    """February's figure stands for itself as February's; March, which is late, does not hide it. Never delivered: the row."""
    owner = organisation(metric(), units=["silent"])
    each = rule("target", targets=TARGETS, units="all")
    verdicts = judge(owner, each, [*monthly("2023-01", 1, 9)], APRIL)
    assert rows(newest(verdicts)) == [f"{ROOT} 2023-02", "silent 2023-03"]
    assert rows(newest(reversed(verdicts))) == ["silent 2023-03", f"{ROOT} 2023-02"]
    words = [*monthly("2023-01", 1), observation("2023-02", words="ukjent"), observation("2023-03")]
    assert rows(newest(judge(organisation(metric()), rule("target", targets=TARGETS), words, APRIL))) == [f"{ROOT} 2023-03"]


def bases(verdicts: Sequence[Verdict]) -> dict[str, str]:
    return {str(each.period): each.data_revision for each in verdicts}


def test_a_correction_is_a_new_basis_for_every_window_that_contains_it_and_for_no_other() -> None:
    """A trend looks one period back: February's correction concerns February and March."""
    owner, each, figures = organisation(metric()), rule("trend", wanted="no_rise"), monthly("2022-12", 4, 3, 2, 1)
    corrected = [*figures, observation("2023-02", 9, delivery="correction", received="2023-04-01T00:00:00+00:00")]
    before, after = bases(judge(owner, each, figures, APRIL)), bases(judge(owner, each, corrected, APRIL))
    assert {period for period in before if before[period] != after[period]} == {"2023-02", "2023-03"}


def test_a_repeated_delivery_is_no_new_basis() -> None:
    """The same figures once more: every verdict as it was, with the same basis."""
    owner, each, figures = organisation(metric()), rule("record", no_new="high"), monthly("2022-12", 4, 3, 2, 5)
    again = [
        observation(str(old.figure.period), old.figure.value, delivery="again", received="2023-04-20T00:00:00+00:00")
        for old in figures
    ]
    assert judge(owner, each, figures, APRIL) == judge(owner, each, figures + again, APRIL)


@pytest.mark.parametrize("check", ["target", "freshness"])
def test_the_day_on_which_a_figure_becomes_late_is_a_new_basis(check: str) -> None:
    """Else the verdict `late` would pass for the `not_due` that is stored already; by the rule's own due date too."""
    keys: dict[str, Any] = {"due_days": 5} if check == "freshness" else {"targets": TARGETS}
    owner = organisation(metric(due_days=5 if check == "target" else 300))
    due = date(2023, 4, 5)
    (before,), (after,) = (judge(owner, rule(check, **keys), [], day) for day in (due, due + timedelta(days=1)))
    assert (before.cause, after.cause) == (Cause.NOT_DUE, Cause.LATE)
    assert before.data_revision != after.data_revision


def test_the_metrics_own_due_day_is_no_basis_of_a_rule_with_another() -> None:
    """A figure that is late by the rule's 5 days is not judged anew on the day it is late by the metric's 20."""
    owner, each = organisation(metric(due_days=20)), rule("freshness", due_days=5)
    (before,), (after,) = (judge(owner, each, [], date(2023, 4, day)) for day in (10, 25))
    assert before == after


def test_no_observation_is_needed_and_no_rule() -> None:
    """Zero figures and zero rules give what they give: rows without figures, and no rows."""
    owner = organisation(metric())
    (verdict,) = judge(owner, rule("target", targets=TARGETS), [], APRIL)
    assert (verdict.cause, verdict.marks) == (Cause.LATE, (Mark.NEVER_DELIVERED,))
    assert evaluate(rulebook(owner), monthly("2023-01", 1), APRIL) == ()


@settings(max_examples=30)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_figures_never_matters(random: Random) -> None:
    """Any order of the same observations, corrections among them, gives the same verdicts."""
    owner = organisation(metric(unit_total="sum"), units=["a", "b"])
    figures = [
        observation(
            f"2023-0{month}", random.randint(0, 9), unit=unit, delivery=f"{day}", received=f"2023-04-{day:02d}T00:00:00+00:00"
        )
        for month in (1, 2, 3)
        for unit in ("a", "b")
        for day in random.sample(range(1, 9), random.randint(1, 3))
    ]
    shuffled = random.sample(figures, len(figures))
    for each in (rule("record", no_new="high", minimum_history=1, units="all"), rule("trend", wanted="fall", units="all")):
        assert judge(owner, each, figures, APRIL) == judge(owner, each, shuffled, APRIL)


@settings(max_examples=50)
@given(
    change=st.integers(-30, 30),
    grain=st.sampled_from([Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.TERTIAL]),
    levels=st.tuples(st.integers(0, 20), st.integers(0, 20)),
    value=st.integers(0, 20),
)
def test_a_target_that_changes_at_new_year_is_the_right_one_on_each_side(
    change: int, grain: Grain, levels: tuple[int, int], value: int
) -> None:
    """By the period that the figure is about: the last of the old year by the old target, the first of the new by the new."""
    first = Period.containing(date(2023 + change, 1, 4), grain)
    first = next(
        each for each in (first.shift(-1), first) if each.year == Period.containing(date(2023 + change, 7, 1), Grain.YEAR)
    )
    last = first.shift(-1)
    targets = [{"valid_to": str(last), "at_most": levels[0]}, {"valid_from": str(first), "at_most": levels[1]}]
    figures = [observation(str(last), value), observation(str(first), value)]
    verdicts = judge(
        organisation(metric(grain=grain.value)), rule("target", targets=targets), figures, first.end + timedelta(days=1)
    )
    assert [verdict.target for verdict in verdicts] == [Decimal(levels[0]), Decimal(levels[1])]
    assert [verdict.outcome is Outcome.MET for verdict in verdicts] == [value <= levels[0], value <= levels[1]]


def fingerprint() -> str:
    """Every verdict of every case, in order: what must not depend on the machine."""
    return "\n".join(repr(verdict) for example in examples() for verdict in example.verdicts())


def test_the_callers_decimal_context_rounds_nothing() -> None:
    """A thread that works with three digits gets the same verdicts as one that works with 28."""
    expected = fingerprint()
    with localcontext() as context:
        context.prec = 3
        assert fingerprint() == expected


def test_figures_of_thirty_digits_are_added_and_compared_exactly() -> None:
    """The largest number that intake lets in, and one more."""
    large = Decimal(999999999999999999999999999999)
    members = [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]
    owner = organisation(metric(dimension="d", members=members, dimension_total="sum"))
    figures = [observation("2023-03", large, dimension="a"), observation("2023-03", 1, dimension="b")]
    (verdict,) = judge(owner, rule("target", targets=[{"at_most": large}]), figures, APRIL)
    assert (verdict.outcome, verdict.margin) == (Outcome.MISSED, Decimal(-1))


@pytest.mark.parametrize(
    "surroundings",
    [
        {"TZ": "Pacific/Kiritimati", "LANG": "nb_NO.UTF-8", "PYTHONHASHSEED": "1"},
        {"TZ": "America/New_York", "LANG": "C", "PYTHONHASHSEED": "2023"},
    ],
)
def test_verdicts_are_the_same_in_any_time_zone_language_and_hash_seed(surroundings: dict[str, str]) -> None:
    """In another process elsewhere: the same verdicts in the same order, to the last character."""
    script = "import sys; from tests.test_evaluate import fingerprint; sys.stdout.buffer.write(fingerprint().encode())"
    run = subprocess.run([sys.executable, "-c", script], env=os.environ | surroundings, capture_output=True, check=True)
    assert run.stdout.decode() == fingerprint()
