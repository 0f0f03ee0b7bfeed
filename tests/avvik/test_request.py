"""What may stand in a name and in a text, and who is the same person."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.avvik import life
from engine.avvik.entries import MACHINE
from engine.avvik.said import LONGEST_NAME, LONGEST_TEXT, is_same_person
from engine.errors import MoveRefused
from engine.language import Language
from tests.avvik.log import opened

_, AVVIK = opened()


def refused(name: str = "kari", text: str = "Hei") -> list[str]:
    try:
        life.comment(AVVIK, name, text)
    except MoveRefused as refusal:
        assert all(len(problem.line(Language.EN)) < 200 for problem in refusal.problems)
        return [problem.code for problem in refusal.problems]
    return []


@pytest.mark.parametrize(
    "name", ["kari", "kari.nordmann@hnikt.no", "HNIKT\\knord", "Áilu Ŋŋ", "ola-2", "x" * 100, "'; DROP TABLE"]
)
def test_names_that_people_and_directories_use_are_taken(name: str) -> None:
    """Ids, addresses, Sámi letters; what is dangerous elsewhere is made harmless there."""
    assert refused(name) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "M002"),
        (" \t\n ", "M002"),
        ("...", "M002"),
        ("x" * (LONGEST_NAME + 1), "M002"),
        ("kari\x1b[31m", "M002"),
        ("kari\u200b", "M002"),
        ("\u202ekari", "M002"),
        ("k\u0430ri", "M002"),
        ("kari\x00", "M002"),
        (MACHINE, "M003"),
        (" MalVakt ", "M003"),
        ("Målvakt", "M003"),
        ("ｍａｌｖａｋｔ", "M003"),
    ],
)
def test_what_is_no_persons_name_is_refused(name: str, code: str) -> None:
    """Empty, endless, invisible, look-alike, and every way to write the machine's name."""
    assert refused(name) == [code]


@pytest.mark.parametrize(
    "text", ["Hei", "Linje 1\r\nLinje 2\tog mer", "😀!", "<script>alert(1)</script>", "=HYPERLINK(1)", "x" * LONGEST_TEXT]
)
def test_texts_are_taken_as_written(text: str) -> None:
    """A text is plain text: markup and formulas are kept, and harmless where they are shown."""
    assert refused(text=text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "M004"),
        (" \n\t ", "M004"),
        ("\u200b\u2060", "M004"),
        ("x" * (LONGEST_TEXT + 1), "M005"),
        ("rød \x1b[31m", "M005"),
        ("\x00null", "M005"),
        ("om \u202evendt", "M005"),
        ("\ud800halv", "M005"),
    ],
)
def test_texts_that_cannot_be_kept_or_shown_are_refused(text: str, code: str) -> None:
    """Blank, endless, or acting on the terminal, the reader or the database."""
    assert refused(text=text) == [code]


def test_a_name_is_kept_tidy_and_a_text_whole() -> None:
    """White space around is dropped and inside a name collapsed; line ends are \\n."""
    [draft] = life.comment(AVVIK, "  Kari   Nordmann ", " Én\r\nTo\n ")
    assert (draft.who, dict(draft.words)) == ("Kari Nordmann", {"text": "Én\nTo"})


@pytest.mark.parametrize("other", ["KARI@x.no", " kari@x.no", "ｋａｒｉ@x.no"])
def test_one_person_under_several_spellings(other: str) -> None:
    """Nobody verifies the own effect by writing the name otherwise."""
    assert is_same_person("kari@x.no", other)
    assert not is_same_person("kari@x.no", "per@x.no")


@settings(max_examples=300)
@given(st.text(max_size=30), st.text(max_size=60))
def test_nothing_that_is_typed_ends_in_a_crash(name: str, text: str) -> None:
    """Any text gives an entry or a refusal with codes, and what is kept can be stored."""
    if not refused(name, text):
        [draft] = life.comment(AVVIK, name, text)
        (draft.who + draft.words["text"]).encode()
