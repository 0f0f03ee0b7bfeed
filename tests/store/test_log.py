"""The log is numbered without holes, chained and only appended to; two writers never overwrite each other."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from engine.avvik.entries import MACHINE, Addition, Draft, EntryKind, Subject
from engine.avvik.states import Condition, State
from engine.errors import MoveRefused, UsageError
from engine.store import Store, Written
from tests.store.samples import NOON, SUBJECT, comment, opening

LATER = NOON + timedelta(hours=1)
OTHER = Subject(organisation="helse-nord-ikt", rule="first-line", unit="helse-nord-ikt", dimension="x")
_APRIL = {"period": "2023-04", "outcome": "missed", "rule_version": "r1", "data_revision": "d2", "reason": "continued"}
CONTINUED = Draft(kind=EntryKind.PERIOD_MISSED, who=MACHINE, facts=_APRIL)


def apply(store: Store, *decisions: object) -> Written:
    with store.round() as work:
        return work.apply(decisions, NOON)  # type: ignore[arg-type]


@pytest.fixture
def opened(store: Store) -> Store:
    """A store with one avvik."""
    apply(store, opening())
    return store


def test_new_avvik_get_the_next_numbers_in_the_order_of_the_decisions(store: Store) -> None:
    assert apply(store, opening(), opening(OTHER)) == Written(opened=("A-000001", "A-000002"), changed=())
    assert apply(store, opening(SUBJECT, "2024-01")).opened == ("A-000003",)
    assert [(each.id, each.subject) for each in store.avvik()] == [
        ("A-000001", SUBJECT),
        ("A-000002", OTHER),
        ("A-000003", SUBJECT),
    ]


def test_an_avvik_comes_back_with_its_entries_as_they_were_written(opened: Store) -> None:
    avvik = opened.append("A-000001", [comment("spør Kari, «5,2 %» \N{PILE OF POO}")], LATER)
    assert avvik == opened.one_avvik("A-000001") == opened.avvik()[0]
    assert (avvik.state, avvik.condition, avvik.owner) == (State.NY, Condition.AKTIV, "hr")
    said = avvik.entries[-1]
    assert (said.seq, said.avvik, said.at, said.kind, said.who) == (2, "A-000001", LATER, EntryKind.COMMENT, "kari@hemit.no")
    assert (said.words, said.facts, said.erased) == ({"text": "spør Kari, «5,2 %» \N{PILE OF POO}"}, {}, False)


def test_entries_are_numbered_over_the_whole_log(store: Store) -> None:
    apply(store, opening(), opening(OTHER))
    written = apply(store, Addition(avvik="A-000001", drafts=[CONTINUED]), Addition(avvik="A-000002", drafts=[CONTINUED]))
    assert written == Written(opened=(), changed=("A-000001", "A-000002"))
    store.append("A-000001", [comment("a"), comment("b")], LATER)
    assert [entry.seq for each in store.avvik() for entry in each.entries] == [1, 3, 5, 6, 2, 4]
    assert (store.log_head().count, store.verify_log()) == (6, ())


def test_each_organisation_sees_its_own_avvik(store: Store) -> None:
    apply(store, opening(), opening(OTHER))
    assert [each.id for each in store.avvik("hemit")] == ["A-000001"]
    assert store.avvik("other") == ()


@pytest.mark.parametrize(
    "name", ["A-000002", "A-1", "1", "", "A-000001; DROP TABLE", "A-９９９９９９", "A-999999999999999999999"]
)
def test_an_avvik_that_is_not_there_is_refused(opened: Store, name: str) -> None:
    with pytest.raises(UsageError, match="there is no avvik"):
        opened.one_avvik(name)
    with pytest.raises(UsageError, match="there is no avvik"):
        opened.append(name, [comment("x")], NOON)


def test_an_id_may_be_typed_in_lower_case(opened: Store) -> None:
    assert opened.one_avvik(" a-000001 ").id == "A-000001"


def test_who_looked_before_somebody_else_wrote_is_refused(opened: Store, open_for_test: Callable[[], Store]) -> None:
    seen = opened.one_avvik("A-000001").entries[-1].seq
    open_for_test().append("A-000001", [comment("først")], NOON, expected_last_seq=seen)
    with pytest.raises(MoveRefused, match=r"A-000001 in the meantime \(entry 2\)"):
        opened.append("A-000001", [comment("overser den første")], NOON, expected_last_seq=seen)
    assert [entry.words.get("text") for entry in opened.one_avvik("A-000001").entries] == [None, "først"]


def test_writing_on_another_avvik_is_in_nobodys_way(opened: Store) -> None:
    seen = opened.one_avvik("A-000001").entries[-1].seq
    apply(opened, opening(OTHER))
    opened.append("A-000001", [comment("x")], NOON, expected_last_seq=seen)


def test_a_round_that_decides_nothing_leaves_the_log_alone(opened: Store) -> None:
    before = opened.log_head()
    assert apply(opened) == Written(opened=(), changed=())
    assert opened.log_head() == before


def test_an_erasure_takes_name_and_words_and_leaves_the_rest(opened: Store) -> None:
    opened.append("A-000001", [comment("Ola var syk"), comment("blir stående")], NOON)
    avvik = opened.erase("A-000001", [2], "petra", "helseopplysning", LATER)
    _, erased, kept, by = avvik.entries
    assert (erased.who, erased.words, erased.erased, erased.kind) == ("", {}, True, EntryKind.COMMENT)
    assert (kept.words, kept.erased) == ({"text": "blir stående"}, False)
    assert (by.kind, by.who, by.facts["entries"], by.words) == (EntryKind.ERASED, "petra", [2], {"reason": "helseopplysning"})
    assert opened.verify_log() == ()


def test_an_erasure_can_itself_be_erased(opened: Store) -> None:
    opened.append("A-000001", [comment("Ola var syk")], NOON)
    opened.erase("A-000001", [2], "petra", "Ola ba om det", NOON)
    avvik = opened.erase("A-000001", [3], "kari", "navnet igjen", NOON)
    assert [entry.erased for entry in avvik.entries] == [False, True, True, False]
    assert opened.verify_log() == ()


@pytest.mark.parametrize("seqs", [[], [1], [2, 1], [99], [3]], ids=["none", "machine", "also machine", "unknown", "another's"])
def test_what_holds_no_persons_words_cannot_be_erased(opened: Store, seqs: list[int]) -> None:
    opened.append("A-000001", [comment("x")], NOON)
    apply(opened, opening(OTHER))
    with pytest.raises(MoveRefused):
        opened.erase("A-000001", seqs, "petra", "grunn", NOON)
    assert opened.log_head().count == 3


def test_words_are_not_erased_twice(opened: Store) -> None:
    opened.append("A-000001", [comment("x")], NOON)
    opened.erase("A-000001", [2], "petra", "grunn", NOON)
    with pytest.raises(MoveRefused):
        opened.erase("A-000001", [2], "petra", "grunn", NOON)
