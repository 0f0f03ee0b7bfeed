"""A name goes, the words stay: told again by the entry that erased, and gone when they are erased themselves."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from engine.avvik.entries import Entry, EntryKind
from engine.avvik.retold import erasing, forgetting, retold

AT = datetime(2026, 3, 1, tzinfo=UTC)
KARI = frozenset({"kari@acme.no"})


def entry(seq: int, kind: EntryKind, who: str, **words: Any) -> Entry:
    return Entry(seq=seq, avvik="A-000001", at=AT, kind=kind, who=who, words=words)


LOG = (
    entry(1, EntryKind.OPENED, "malvakt"),
    entry(2, EntryKind.COMMENT, "Kari@acme.no", text="Vi ser på det"),
    entry(3, EntryKind.ASSIGNED, "ola@acme.no", to="kari@acme.no"),
    entry(4, EntryKind.COMMENT, "ola@acme.no", text="Kari har sluttet"),
)


def erased(log: tuple[Entry, ...], gone: list[int], kept: dict[str, Any], by: str = "ada@acme.no") -> tuple[Entry, ...]:
    """The log as it is stored once the erasing entry is written."""
    bare = tuple(replace(each, who="", words={}, erased=True) if each.seq in gone else each for each in log)
    return (*bare, entry(log[-1].seq + 1, EntryKind.ERASED, by, reason="har sluttet", kept=kept))


def test_the_name_is_gone_as_author_and_as_owner_and_the_words_are_there() -> None:
    stored = erased(LOG, *forgetting(LOG, KARI))
    told = retold(stored)
    assert [(each.who, dict(each.words)) for each in told[1:4]] == [
        ("", {"text": "Vi ser på det"}),
        ("ola@acme.no", {"to": ""}),
        ("ola@acme.no", {"text": "Kari har sluttet"}),
    ]
    assert "kari@acme.no" not in str(stored).casefold()
    assert dict(told[4].words) == {"reason": "har sluttet"}
    assert forgetting(told, KARI) == ([], {})


def test_a_second_person_can_go_after_the_first() -> None:
    first = erased(LOG, *forgetting(LOG, KARI))
    gone, kept = forgetting(retold(first), frozenset({"ola@acme.no"}))
    told = retold(erased(first, gone, kept))
    assert [(each.who, dict(each.words)) for each in told[1:4]] == [
        ("", {"text": "Vi ser på det"}),
        ("", {"to": ""}),
        ("", {"text": "Kari har sluttet"}),
    ]


def test_the_one_who_erased_can_be_erased_too_and_nothing_else_is_lost() -> None:
    first = erased(LOG, *forgetting(LOG, KARI))
    gone, kept = forgetting(retold(first), frozenset({"ada@acme.no"}))
    told = retold(erased(first, gone, kept, by="eva@acme.no"))
    assert told[1].words == {"text": "Vi ser på det"}
    assert (told[4].who, dict(told[4].words)) == ("", {"reason": "har sluttet"})


def test_words_that_were_told_again_can_be_erased_by_their_old_number() -> None:
    first = erased(LOG, *forgetting(LOG, KARI))
    gone, kept = erasing(retold(first), {2})
    stored = erased(first, gone, kept)
    told = retold(stored)
    assert "Vi ser på det" not in str(stored)
    assert (told[1].erased, dict(told[1].words)) == (True, {})
    assert dict(told[2].words) == {"to": ""}


def test_an_ordinary_erasure_keeps_nothing() -> None:
    assert erasing(LOG, {2, 4}) == ([2, 4], {})
