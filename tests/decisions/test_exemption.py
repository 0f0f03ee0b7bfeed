"""An exemption has a rule, a reason, somebody else's word and an end; it silences, and changes no verdict."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine import rounds
from engine.decisions.exemption import end, exemptions, register
from engine.errors import DecisionRefused
from engine.rulebook.loader import Rulebook
from engine.store import Store
from tests.decisions.organisations import deliver, everywhere, write
from tests.store.samples import NOON, TODAY

RIGHT: dict[str, Any] = {
    "rule": "hemit-sick-leave",
    "unit": "u01",
    "reason": "ombygging av avdelingen",
    "approver": "ola@hemit.no",
    "by": "kari@hemit.no",
    "since": TODAY,
    "until": TODAY + timedelta(days=30),
    "today": TODAY,
}


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    return write(tmp_path / "rules")


def add(store: Store, book: Rulebook, **said: Any) -> None:
    store.decide(lambda made: register(book, exemptions(made), **{**RIGHT, **said}), NOON)


def test_it_holds_from_its_first_day_to_its_last_for_its_rule_and_unit(store: Store, book: Rulebook) -> None:
    add(store, book)
    (one,) = store.exemptions()
    assert (one.id, one.organisation, one.approver, one.registered_by) == ("U-0001", "hemit", "ola@hemit.no", "kari@hemit.no")
    last = RIGHT["until"]
    days = (TODAY - timedelta(days=1), TODAY, last, last + timedelta(days=1))
    assert [one.covers("hemit", "hemit-sick-leave", "u01", day) for day in days] == [False, True, True, False]
    assert not one.covers("hemit", "hemit-sick-leave", "u02", TODAY)


def test_without_a_unit_it_is_for_all_that_the_rule_judges(store: Store, book: Rulebook) -> None:
    add(store, book, unit="")
    assert store.exemptions()[0].covers("hemit", "hemit-sick-leave", "u07", TODAY)


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({"rule": "hemit-sick-leeve"}, ["B001"]),
        ({"unit": "u99"}, ["B001"]),
        ({"approver": "Kari@Hemit.no"}, ["B003"]),
        ({"until": TODAY - timedelta(days=1), "since": TODAY - timedelta(days=9)}, ["B004"]),
        ({"until": TODAY, "since": TODAY + timedelta(days=1)}, ["B004"]),
        ({"until": TODAY + timedelta(days=365)}, ["B005"]),
        ({"reason": "  "}, ["M004"]),
        ({"by": "malvakt"}, ["M003"]),
        ({"by": "", "reason": "x\x1b[2J", "approver": "оla", "unit": "u99"}, ["M002", "M002", "M005", "B001"]),
    ],
)
def test_everything_that_stands_against_it_is_told_at_once(
    store: Store, book: Rulebook, said: dict[str, Any], codes: list[str]
) -> None:
    with pytest.raises(DecisionRefused) as refused:
        add(store, book, **said)
    assert [problem.code for problem in refused.value.problems] == codes
    assert store.decisions() == ()


def test_a_misspelt_rule_is_answered_with_the_one_that_was_meant(store: Store, book: Rulebook) -> None:
    with pytest.raises(DecisionRefused) as refused:
        add(store, book, rule="hemit-sick-leeve")
    assert "did you mean 'hemit-sick-leave'" in refused.value.problems[0].text()


def test_guard_yaml_says_how_long_and_whether_one_person_may(store: Store, tmp_path: Path) -> None:
    book = write(tmp_path / "rules", guard="exemptions: {longest_days: 31, two_people: false}\n")
    add(store, book, approver="kari@hemit.no")
    with pytest.raises(DecisionRefused) as refused:
        add(store, book, until=TODAY + timedelta(days=31))
    assert [problem.code for problem in refused.value.problems] == ["B005"]


def test_ended_it_no_longer_holds_and_is_not_ended_twice(store: Store, book: Rulebook) -> None:
    add(store, book)
    later = TODAY + timedelta(days=3)

    def ended(today: date) -> None:
        store.decide(lambda made: end(exemptions(made), "u-0001", by="per", reason="ferdig", today=today), NOON)

    ended(later)
    (one,) = store.exemptions()
    assert [one.holds_on(day) for day in (later - timedelta(days=1), later)] == [True, False]
    with pytest.raises(DecisionRefused):
        ended(later)
    assert one.is_over_on(later)


def test_it_changes_no_verdict_and_no_avvik(store: Store, book: Rulebook) -> None:
    deliver(store, "2023-03", everywhere("9.0"))
    rounds.run(store, book, as_of=TODAY, at=NOON)
    before = (store.verdicts(), store.avvik())
    add(store, book)
    again = rounds.run(store, book, as_of=TODAY, at=NOON)
    assert ((store.verdicts(), store.avvik()), again.new, again.changed) == (before, {}, ())


def test_a_rule_that_is_gone_leaves_its_exemptions_readable(store: Store, book: Rulebook) -> None:
    add(store, book)
    empty = replace(book, rules=())
    rounds.run(store, empty, as_of=TODAY, at=NOON)
    assert store.exemptions()[0].rule == "hemit-sick-leave"
