"""The hash chain: whole when nobody touched it, and seven attacks that it must name."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.avvik.chain import GENESIS, Head, Linked, append, link_of, seal_of, verify
from engine.avvik.entries import MACHINE, Entry, EntryKind, Subject
from engine.errors import UsageError
from engine.language import Language
from tests.avvik.log import SUBJECT

AT = datetime(2023, 5, 1, 8, 0, 0, 123456, UTC)


def entry(seq: int, *, kind: EntryKind = EntryKind.COMMENT, who: str = "kari", text: str = "") -> Entry:
    words = {"text": text or f"ord {seq}"} if who != MACHINE else {}
    at = AT + timedelta(minutes=seq)
    return Entry(seq=seq, avvik="A-000001", at=at, kind=kind, who=who, facts={"n": str(seq)}, words=words)


def salt(seq: int) -> bytes:
    return bytes([seq % 256]) * 16


def chain(length: int = 9) -> tuple[list[Linked], Head]:
    rows: list[Linked] = []
    head = Head()
    for seq in range(1, length + 1):
        row = append(head, entry(seq), salt(seq))
        rows.append(row)
        head = Head(seq, row.link)
    return rows, head


def rehash(row: Linked, previous: str | None = None) -> Linked:
    """What an attacker who knows the recipe makes of a row after changing it."""
    before = row.previous if previous is None else previous
    seal = row.seal if row.salt is None else seal_of(row.salt, row.entry.who, row.entry.words)
    return replace(row, previous=before, seal=seal, link=link_of(before, row.entry, seal))


def rewrite(rows: list[Linked]) -> list[Linked]:
    """The whole chain computed anew."""
    made: list[Linked] = []
    for row in rows:
        made.append(rehash(row, made[-1].link if made else GENESIS))
    return made


def found(rows: list[Linked], head: Head, anchor: Head | None = None) -> list[str]:
    problems = verify(rows, head, anchor)
    return [problem.line(Language.EN) for problem in problems]


def test_an_untouched_log_is_whole() -> None:
    """No finding, with and without an anchor taken anywhere on the way."""
    rows, head = chain()
    assert found(rows, head) == []
    assert all(found(rows, head, Head(row.entry.seq, row.link)) == [] for row in rows)
    assert found([], Head()) == []
    assert found(rows, head, Head()) == []


def _changed_fact(row: Linked) -> Linked:
    return replace(row, entry=replace(row.entry, facts={"n": "0"}))


def _changed_word(row: Linked) -> Linked:
    return replace(row, entry=replace(row.entry, words={"text": "noe annet"}))


def _changed_name(row: Linked) -> Linked:
    return replace(row, entry=replace(row.entry, who="per"))


def _changed_time(row: Linked) -> Linked:
    return replace(row, entry=replace(row.entry, at=row.entry.at + timedelta(microseconds=1)))


def _changed_kind(row: Linked) -> Linked:
    return replace(row, entry=replace(row.entry, kind=EntryKind.CLOSED))


def _changed_avvik(row: Linked) -> Linked:
    return replace(row, entry=replace(row.entry, avvik="A-000002"))


FLIPS = [_changed_fact, _changed_word, _changed_name, _changed_time, _changed_kind, _changed_avvik]


@pytest.mark.parametrize("flip", FLIPS)
@pytest.mark.parametrize("place", [0, 4, 8])
def test_attack_1_anything_changed_in_an_entry(flip: Callable[[Linked], Linked], place: int) -> None:
    """A fact, a word, a name, a time, a kind, an avvik: just that entry is named."""
    rows, head = chain()
    rows[place] = flip(rows[place])
    [line] = found(rows, head)
    assert line.startswith((f"log:{place + 1} [L001]", f"log:{place + 1} [L003]"))


@pytest.mark.parametrize("place", [0, 4])
def test_attack_2_an_entry_taken_out(place: int) -> None:
    """The hole is named."""
    rows, head = chain()
    del rows[place]
    assert found(rows, head) == [f"log:{place + 2} [L005] entry {place + 1} is missing before entry {place + 2}"]


def test_attack_2_several_entries_taken_out() -> None:
    """From the first to the last that is gone."""
    rows, head = chain()
    del rows[3:6]
    assert found(rows, head) == ["log:7 [L005] entries 4 to 6 are missing before entry 7"]


def test_attack_2_an_entry_taken_out_and_the_rest_renumbered() -> None:
    """Numbers without a hole do not hide it: the entries stood elsewhere, and the tail is short."""
    rows, head = chain()
    del rows[4]
    rows = [replace(row, entry=replace(row.entry, seq=seq)) for seq, row in enumerate(rows, start=1)]
    lines = found(rows, head)
    assert any(line.startswith(("log:5 [L003]", "log:5 [L007]")) for line in lines)
    assert lines[-1] == "log [L005] the log ends with entry 8, but it had 9: its tail was cut"


def test_attack_3_two_entries_swapped() -> None:
    """Both are named with the place at which they stood."""
    rows, head = chain()
    rows[3], rows[4] = (
        replace(rows[4], entry=replace(rows[4].entry, seq=4)),
        replace(rows[3], entry=replace(rows[3].entry, seq=5)),
    )
    lines = found(rows, head)
    assert "log:4 [L004] entry 4 of A-000001 stood at place 5: the log was reordered" in lines
    assert "log:5 [L004] entry 5 of A-000001 stood at place 4: the log was reordered" in lines


def test_attack_3_rows_handed_over_out_of_order() -> None:
    """An entry after one with a higher number is named."""
    rows, head = chain()
    rows[3], rows[4] = rows[4], rows[3]
    assert any("[L004]" in line for line in found(rows, head))


@pytest.mark.parametrize("left", [8, 5, 0])
def test_attack_4_the_tail_cut_off(left: int) -> None:
    """The head still tells how long the log was."""
    rows, head = chain()
    assert found(rows[:left], head) == [f"log [L005] the log ends with entry {left}, but it had 9: its tail was cut"]


def test_attack_4_tail_and_head_cut() -> None:
    """Nothing inside shows it; the anchor does."""
    rows, head = chain()
    cut = rows[:5]
    assert found(cut, Head(5, cut[-1].link)) == []
    assert found(cut, Head(5, cut[-1].link), head) == ["log [L008] entry 9, which the anchor names, is not in the log"]


@pytest.mark.parametrize("flip", FLIPS)
def test_attack_5_an_entry_changed_and_its_link_computed_anew(flip: Callable[[Linked], Linked]) -> None:
    """The next entry was written after another one, so the changed one is named."""
    rows, head = chain()
    rows[4] = rehash(flip(rows[4]))
    assert found(rows, head) == [
        "log:6 [L007] entry 5 was changed and its link computed anew: entry 6 was written after another one"
    ]


@pytest.mark.parametrize("flip", FLIPS)
def test_attack_6_the_last_entry_changed_and_its_link_computed_anew(flip: Callable[[Linked], Linked]) -> None:
    """No entry follows it, but the head does; and where the head was changed too, the anchor."""
    rows, head = chain()
    rows[-1] = rehash(flip(rows[-1]))
    assert found(rows, head) == ["log [L007] the last entry, 9, is not the one the log's head tells of"]
    [line] = found(rows, Head(9, rows[-1].link), head)
    assert line.startswith("log [L008] up to entry 9 the log is not the one")


def test_attack_6_an_entry_near_the_head_and_all_after_it_computed_anew() -> None:
    """From there on the chain holds together; head and anchor show it."""
    rows, head = chain()
    rows[7] = rehash(_changed_word(rows[7]))
    rows[8] = rehash(rows[8], rows[7].link)
    assert found(rows, head) == ["log [L007] the last entry, 9, is not the one the log's head tells of"]


def test_attack_7_an_entry_inserted() -> None:
    """An entry pushed in with the later ones renumbered: those stood elsewhere, and one is too many."""
    rows, head = chain()
    pushed_in = append(Head(4, rows[3].link), entry(5, text="aldri skrevet"), salt(99))
    later = [replace(row, entry=replace(row.entry, seq=row.entry.seq + 1)) for row in rows[4:]]
    lines = found([*rows[:4], pushed_in, *later], head)
    assert "log:6 [L004] entry 6 of A-000001 stood at place 5: the log was reordered" in lines
    assert "log:6 [L006] entry 6 of A-000001 was written after entry 4: inserted or reordered before it" in lines
    assert lines[-1] == "log [L006] the log ends with entry 10, but only 9 were written: what follows was inserted"


def test_attack_7_an_entry_inserted_and_all_computed_anew() -> None:
    """The perfect forgery, head and all: only what was printed before can show it, and does."""
    rows, head = chain()
    forged = rewrite([*rows[:4], append(Head(4, rows[3].link), entry(5, text="aldri skrevet"), salt(99))])
    more = rewrite([*forged, *(replace(row, entry=replace(row.entry, seq=row.entry.seq + 1)) for row in rows[4:])])
    new_head = Head(10, more[-1].link)
    assert found(more, new_head) == []
    assert len(found(more, new_head, head)) == 1
    assert found(more, new_head, Head(4, rows[3].link)) == []


@settings(max_examples=150)
@given(st.data())
def test_no_random_attack_goes_unseen(data: st.DataObject) -> None:
    """Change, delete, swap, cut, insert, rehash, in any combination: head and anchor together find it."""
    rows, head = chain(6)
    forged = list(rows)
    for _ in range(data.draw(st.integers(1, 3))):
        if not forged:
            break
        place = data.draw(st.integers(0, len(forged) - 1))
        attack = data.draw(st.sampled_from(["flip", "rehash", "delete", "swap", "insert", "rewrite"]))
        if attack == "flip":
            forged[place] = data.draw(st.sampled_from(FLIPS))(forged[place])
        elif attack == "rehash":
            forged[place] = rehash(_changed_word(forged[place]))
        elif attack == "delete":
            del forged[place]
        elif attack == "swap":
            other = data.draw(st.integers(0, len(forged) - 1))
            forged[place], forged[other] = forged[other], forged[place]
        elif attack == "insert":
            forged.insert(place, rehash(_changed_fact(forged[place])))
        else:
            forged = rewrite([_changed_fact(row) if i == place else row for i, row in enumerate(forged)])
    head_too: bool = data.draw(st.booleans())
    stored = Head(forged[-1].entry.seq, forged[-1].link) if forged and head_too else head
    assert (not found(forged, stored, head)) == (forged == rows)


def erased(row: Linked) -> Linked:
    return replace(row, salt=None, entry=replace(row.entry, who="", words={}, erased=True))


def erasure(head: Head, *seqs: int) -> Linked:
    told = replace(entry(head.count + 1, kind=EntryKind.ERASED, who="hr"), facts={"entries": list(seqs)})
    return append(head, told, salt(77))


def test_a_lawful_erasure_keeps_the_chain() -> None:
    """Name, words and salt are gone, and every link still holds, against an older anchor too."""
    rows, head = chain()
    rows[4] = erased(rows[4])
    rows.append(erasure(head, 5))
    assert found(rows, Head(10, rows[-1].link), head) == []


def test_words_that_are_gone_without_an_erasure_are_named() -> None:
    """Taking words away is a change like any other, unless the log says who decided it."""
    rows, head = chain()
    rows[4] = erased(rows[4])
    assert found(rows, head) == ["log:5 [L002] the words of entry 5 of A-000001 are gone, and no erasure tells why"]


def test_nothing_can_be_put_in_the_place_of_erased_words() -> None:
    """Beside a seal without salt there may be neither words nor a name, and no person's deed becomes the machine's."""
    rows, head = chain()
    rows[4] = erased(rows[4])
    rows.append(erasure(head, 5))
    head = Head(10, rows[-1].link)
    for forged in ({"who": "per"}, {"words": {"text": "løgn"}}, {"who": MACHINE}):
        rows[4] = replace(rows[4], entry=replace(rows[4].entry, **forged))
        assert any(line.startswith("log:5 [L001]") for line in found(rows, head))


def test_a_tampered_erasure_does_not_stop_the_verification() -> None:
    """Whatever stands in the facts, the answer is a finding."""
    rows, head = chain()
    rows.append(erasure(head, 5))
    for nonsense in ({}, {"entries": "alle"}, {"entries": [None, "5"]}):
        rows[-1] = replace(rows[-1], entry=replace(rows[-1].entry, facts=nonsense))
        assert any("[L003]" in line for line in found(rows, Head(10, rows[-1].link)))


def test_links_that_run_in_a_circle_do_not_stop_the_verification() -> None:
    """Forged links can point anywhere, at themselves too."""
    rows, head = chain(3)
    rows[1] = replace(rows[1], previous=rows[2].link)
    rows[0] = replace(rows[0], previous=rows[0].link)
    assert found(rows, head)


def test_the_subject_of_an_avvik_is_under_the_chain() -> None:
    """An avvik that is moved to another rule or unit beside the log is named."""
    opening = replace(entry(1, kind=EntryKind.OPENED, who=MACHINE), facts={"subject": {**_subject(SUBJECT)}})
    row = append(Head(), opening, salt(1))
    head = Head(1, row.link)
    assert verify([row], head, subjects={"A-000001": SUBJECT}) == ()
    [problem] = verify([row], head, subjects={"A-000001": replace(SUBJECT, unit="drift")})
    assert problem.code == "L009"


def _subject(subject: Subject) -> dict[str, str]:
    return {"organisation": subject.organisation, "rule": subject.rule, "unit": subject.unit, "dimension": subject.dimension}


def test_the_time_zone_in_which_a_time_is_handed_over_does_not_matter() -> None:
    """PostgreSQL and SQLite give the same instant in different clothes."""
    one = entry(1)
    other = replace(one, at=one.at.astimezone(timezone(timedelta(hours=2))))
    assert link_of(GENESIS, one, "s") == link_of(GENESIS, other, "s")
    with pytest.raises(ValueError, match="zone"):
        link_of(GENESIS, replace(one, at=one.at.replace(tzinfo=None)), "s")


def test_the_order_of_keys_in_facts_and_words_does_not_matter() -> None:
    """A database may hand JSON back in another order."""
    assert seal_of(b"s", "kari", {"a": "1", "b": "2"}) == seal_of(b"s", "kari", {"b": "2", "a": "1"})
    assert seal_of(b"s", "kari", {"a": "1"}) != seal_of(b"t", "kari", {"a": "1"})


def test_the_recipe_stands_still() -> None:
    """A log that was written by an earlier release must verify for ever: this link may never change."""
    row = append(Head(), entry(1, text="Ærlig"), bytes(16))
    assert row.link == "50abb13a727bb40e3d81056d98af28dd72ac6b3c91a64d7f4df72926ee8c7a9d"


def test_an_anchor_reads_as_it_is_printed() -> None:
    """Round trip; what is none is refused with what one looks like."""
    _, head = chain()
    assert Head.parse(f" {head} ") == head
    for wrong in ("", "9", "9:abc", f"x:{head.link}", "٩:" + "0" * 64, "9:" + "0" * 65):
        with pytest.raises(UsageError, match="is not an anchor"):
            Head.parse(wrong)


def test_an_entry_cannot_be_appended_out_of_turn() -> None:
    """A number that is not the next would make a hole in the log."""
    with pytest.raises(ValueError, match="cannot follow"):
        append(Head(3, GENESIS), entry(5), salt(5))
