"""Every word that the engine can say has a word for people."""

from enum import StrEnum

import pytest

from engine.avvik.entries import EntryKind
from engine.avvik.states import Condition
from engine.cli.avvik_words import CONDITIONS, KINDS, SEVERITIES
from engine.cli.output import STYLES
from engine.facts import Cause, Comparator, Mark, Outcome
from engine.people import Role
from engine.rulebook.schema import Severity
from engine.words import CAUSES, COMPARATORS, MARKS, OUTCOMES, ROLES


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (KINDS, EntryKind),
        (CONDITIONS, Condition),
        (SEVERITIES, Severity),
        (CAUSES, Cause),
        (OUTCOMES, Outcome),
        (STYLES, Outcome),
        (ROLES, Role),
        (MARKS, Mark),
        (COMPARATORS, Comparator),
    ],
)
def test_nothing_is_without_words(words: dict[str, object], said: type[StrEnum]) -> None:
    """A new kind of entry, cause or mark does not end in a KeyError on somebody's screen."""
    assert set(words) == set(said)
