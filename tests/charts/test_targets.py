"""The target is drawn as it held in each period."""

from dataclasses import replace
from decimal import Decimal

from engine.charts.targets import steps
from engine.facts import Cause, Comparator, Outcome, TargetValue, Verdict
from tests.store.samples import verdict


def judged(*targets: TargetValue | Cause | None) -> list[tuple[str, Verdict]]:
    found = []
    for month, target in enumerate(targets, start=1):
        period = f"2023-{month:02d}"
        made = replace(verdict(period, "5", Outcome.MET), target=None, comparator=None)
        if isinstance(target, Cause):
            made = replace(made, cause=target)
        elif target is not None:
            made = replace(made, target=target, comparator=Comparator.AT_MOST)
        found.append((period, made))
    return found


def told(*targets: TargetValue | Cause | None) -> list[tuple[str, str, Decimal]]:
    return [(step.first, step.last, step.limit) for step in steps(judged(*targets), lambda each: str(each.target))]


def test_a_new_target_begins_a_new_step() -> None:
    assert told(Decimal(5), Decimal(5), Decimal(3)) == [("2023-01", "2023-02", 5), ("2023-03", "2023-03", 3)]


def test_a_period_without_a_target_ends_the_step() -> None:
    assert told(Decimal(5), Cause.NO_TARGET, Decimal(5)) == [("2023-01", "2023-01", 5), ("2023-03", "2023-03", 5)]


def test_a_missing_figure_does_not_end_it() -> None:
    assert told(Decimal(5), None, Decimal(5)) == [("2023-01", "2023-03", 5)]


def test_a_range_has_two_lines_of_the_same_words() -> None:
    found = list(steps(judged((Decimal(2), Decimal(4))), lambda _: "2–4"))
    assert [(step.limit, step.comparator, step.text) for step in found] == [
        (2, Comparator.AT_LEAST, "2–4"),
        (4, Comparator.AT_MOST, "2–4"),
    ]
