"""Every edition of a verdict is kept; which one stands, and what it replaced, is on record."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from engine.avvik.entries import Subject
from engine.facts import Cause, Comparator, Mark, Outcome, Verdict
from engine.periods import Period
from engine.store import Change, Store
from engine.store.models import Round, Standing
from engine.store.models import Verdict as Row
from tests.store.samples import NOON, SUBJECT, TODAY, verdict

FIRST, CORRECTED = verdict(value="5.2"), verdict(value="4.9", outcome=Outcome.MET)


def judge(store: Store, *verdicts: Verdict) -> Sequence[Change]:
    with store.round() as work:
        return work.judge(verdicts, as_of=TODAY, at=NOON)


def test_a_verdict_comes_back_as_it_was_reached(store: Store) -> None:
    whole = Verdict(
        rule="sick-leave",
        organisation="hemit",
        unit="it-service",
        dimension="long",
        period=Period.parse("2023-Q1"),
        outcome=Outcome.WARNING,
        cause=Cause.TOO_FEW,
        value=Decimal("4.60"),
        raw_value=Decimal("4.5999999999999999999"),
        numerator=Decimal(70),
        denominator=Decimal(81),
        target=(Decimal("4.0"), Decimal("5.0")),
        comparator=Comparator.BETWEEN,
        margin=Decimal("-0.20"),
        provisional=True,
        rule_version="r",
        data_revision="d",
        words="nesten\0",
        details={"index": "104", "children_missed": "it-service,drift"},
        marks=(Mark.ON_THE_LIMIT, Mark.CHILD_MISSED),
    )
    judge(store, whole)
    (kept,) = store.verdicts()
    assert replace(kept, words="") == replace(whole, words="")
    assert (str(kept.value), kept.words) == ("4.60", "nesten\N{REPLACEMENT CHARACTER}")


@pytest.mark.parametrize("target", [None, Decimal("5.0"), (Decimal(1), Decimal("2.50"))])
def test_every_shape_of_target_comes_back(store: Store, target: object) -> None:
    judge(store, verdict(target=target))
    assert repr(store.verdicts()[0].target) == repr(target)


def test_judging_the_same_again_changes_nothing(store: Store) -> None:
    assert judge(store, FIRST) == (Change(None, FIRST),)
    assert judge(store, FIRST) == ()
    assert (_count(store, Row), _count(store, Standing), _count(store, Round)) == (1, 1, 2)


def test_a_correction_stands_in_the_place_of_the_first_and_both_are_kept(store: Store) -> None:
    judge(store, FIRST)
    assert judge(store, CORRECTED) == (Change(FIRST, CORRECTED),)
    assert store.verdicts() == (CORRECTED,)
    assert store.history() == (FIRST, CORRECTED)
    assert store.corrections() == ((FIRST, CORRECTED),)


def test_an_edition_can_stand_again_without_being_written_twice(store: Store) -> None:
    """A rule is changed and taken back."""
    for each in (FIRST, CORRECTED, FIRST, CORRECTED):
        judge(store, each)
    assert store.verdicts() == (CORRECTED,)
    assert store.history() == (FIRST, CORRECTED, FIRST, CORRECTED)
    assert _count(store, Row) == 2


def test_the_same_basis_with_another_conclusion_is_another_edition(store: Store) -> None:
    """What a broken check said must not hide what the mended one says of the same rule and figures."""
    broken = verdict(value=None, outcome=Outcome.ERROR, data_revision="d")
    mended = verdict(data_revision="d")
    judge(store, broken)
    assert judge(store, mended) == (Change(broken, mended),)
    assert store.verdicts() == (mended,)


def test_other_periods_units_and_rules_are_other_verdicts(store: Store) -> None:
    others = (FIRST, verdict("2023-02"), verdict(unit="drift"), verdict(rule="other"), verdict(dimension="x"))
    assert len(judge(store, *others)) == len(store.verdicts()) == len(others)


def test_what_is_not_judged_any_more_still_stands(store: Store) -> None:
    judge(store, FIRST)
    judge(store, verdict("2023-04"))
    assert len(store.verdicts()) == 2


def test_verdicts_are_ordered_and_can_be_asked_for_by_organisation_and_subject(store: Store) -> None:
    later, earlier, other = verdict("2023-03"), verdict("2023-02"), verdict(organisation="helse-nord-ikt")
    judge(store, later, other, earlier)
    assert store.verdicts() == (other, earlier, later)
    assert store.verdicts("hemit") == store.timeline(SUBJECT) == (earlier, later)
    assert store.timeline(Subject(organisation="hemit", rule="sick-leave", unit="drift", dimension="")) == ()


@pytest.mark.parametrize(
    ("before", "after", "is_one"),
    [
        (verdict(), verdict(value="5.3"), True),
        (verdict(), verdict(value="5.2", outcome=Outcome.MET, rule_version="r2"), True),
        (verdict(), verdict(value="5.20", data_revision="other"), False),
        (verdict(value=None, outcome=Outcome.NO_DATA, cause=Cause.REPORTED_NULL), verdict(), True),
        (verdict(value=None, outcome=Outcome.NO_DATA, cause=Cause.NOT_DUE), verdict(), False),
        (verdict(value=None, outcome=Outcome.NO_DATA, cause=Cause.LATE), verdict(), False),
        (verdict(value=None, outcome=Outcome.NOT_APPLICABLE, cause=Cause.INFORMATIONAL), verdict(), False),
        (verdict(outcome=Outcome.NO_DATA, cause=Cause.NO_PREVIOUS), verdict(data_revision="e"), False),
        (verdict(outcome=Outcome.NO_DATA, cause=Cause.NO_PREVIOUS), verdict(value="5.3"), True),
    ],
    ids=["value", "outcome", "repeated", "null", "not due", "late", "no target", "month before late", "and corrected"],
)
def test_a_correction_is_what_says_something_else_than_was_said(
    store: Store, before: Verdict, after: Verdict, is_one: bool
) -> None:
    judge(store, before)
    judge(store, after)
    assert bool(store.corrections()) is is_one
    assert bool(store.corrections("hemit")) is is_one
    assert store.corrections("other") == ()


def test_a_round_is_on_record_with_what_it_was_as_of(store: Store) -> None:
    with store.round() as work:
        work.judge([FIRST, verdict("2023-02")], as_of=TODAY, at=NOON + timedelta(hours=1))
    (record,) = Round.objects.using(store._database.alias).values_list("number", "at", "as_of", "judged")
    assert record == (1, NOON + timedelta(hours=1), TODAY, 2)


def _count(store: Store, model: type[Row] | type[Standing] | type[Round]) -> int:
    return model.objects.using(store._database.alias).count()
