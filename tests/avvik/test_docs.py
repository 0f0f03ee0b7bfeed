"""docs/avvik.md names everything that a reader can meet: nothing is added to the avvik's life without a word about it."""

import re
from pathlib import Path

import pytest

from engine.avvik import chain, life
from engine.avvik.entries import EntryKind, Reason
from engine.avvik.states import Condition, Move, State
from engine.avvik.work import CAUSES, CauseCode

DOCS = Path(__file__).parents[2] / "docs" / "avvik.md"
PEOPLES_OWN = {
    EntryKind.COMMENT,
    EntryKind.ATTACHED,
    EntryKind.ASSIGNED,
    EntryKind.CAUSE,
    EntryKind.ACTION,
    EntryKind.ACTION_DONE,
    EntryKind.VERIFIED,
    EntryKind.CLOSED,
    EntryKind.REJECTED,
    EntryKind.REOPENED,
}
"""Entries that say no more than the move they come from."""


@pytest.mark.parametrize(
    "words", [State, Condition, Move, Reason, CauseCode, [kind for kind in EntryKind if kind not in PEOPLES_OWN]]
)
def test_every_word_is_in_the_docs(words: list[str]) -> None:
    """States, conditions, moves, reasons, causes and the machine's entries, each in code quotes."""
    text = DOCS.read_text(encoding="utf-8")
    assert [word for word in words if f"`{word}`" not in text] == []


@pytest.mark.parametrize("module", [life, chain])
def test_every_code_is_in_the_docs(module: object) -> None:
    """A user who reads M007 finds it explained."""
    path = Path(str(getattr(module, "__file__", "")))
    sources = [path, path.with_name("request.py")] if module is life else [path]
    codes = {code for source in sources for code in re.findall(r'"([ML]0[0-9]{2})"', source.read_text(encoding="utf-8"))}
    assert codes
    assert sorted(code for code in codes if f"`{code}`" not in DOCS.read_text(encoding="utf-8")) == []


def test_every_cause_has_its_label_in_both_languages() -> None:
    """The list on the page is the list in the code."""
    assert set(CAUSES) == set(CauseCode)
    assert all(nb and en for nb, en in CAUSES.values())
