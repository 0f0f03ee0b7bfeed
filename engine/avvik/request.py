"""What a person asks for, held against the table of moves and against what may be written; every objection is told at once."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from engine.avvik.avvik import Avvik
from engine.avvik.entries import MACHINE, Draft, EntryKind
from engine.avvik.states import Actor, Move, Transition, moves_from, transition
from engine.errors import MoveRefused, Place, Problem
from engine.language import mark
from engine.names import shown

LONGEST_NAME, LONGEST_TEXT = 100, 10_000
_RESERVED = (MACHINE, "målvakt")
_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters write into terminals, marks of direction make a text read as another, surrogates cannot be stored."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """A move that a person wants to make."""

    avvik: Avvik
    move: Move
    by: str
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def row(self) -> Transition | None:
        """The table's row for the move in the avvik's state; None when it cannot be made there."""
        return transition(self.move, self.avvik.state)

    def refuse(self, code: str, message: str, **details: object) -> None:
        self.problems.append(Problem(Place(self.avvik.id), code, message, details))

    def person(self, name: str) -> str:
        """A name as it is kept: white space collapsed, at most 100 printable characters in Latin letters, not the machine's."""
        kept = " ".join(unicodedata.normalize("NFC", name).split())
        if not any(map(str.isalnum, kept)):
            self.refuse("M002", mark("the name of a person or role is needed"))
        elif len(kept) > LONGEST_NAME or not _is_plain(kept):
            message = mark("{name} cannot be a name: at most {most} printable characters, letters from the Latin alphabet")
            self.refuse("M002", message, name=shown(kept), most=LONGEST_NAME)
        elif any(is_same_person(kept, reserved) for reserved in _RESERVED):
            self.refuse("M003", mark("{name} is the machine's own name, and no person's"), name=shown(kept))
        return kept

    def text(self, text: str, *, needed: bool = True) -> str:
        """A text as it is kept: lines end in \\n, no white space around; at most 10 000 characters, all of them showable."""
        kept = text.replace("\r\n", "\n").replace("\r", "\n").strip()
        if needed and not any(unicodedata.category(letter)[0] in "LNPS" for letter in kept):
            self.refuse("M004", mark("words are needed here, and there are none"))
        if len(kept) > LONGEST_TEXT:
            message = mark("the text has {length} characters, and at most {most} are allowed")
            self.refuse("M005", message, length=len(kept), most=LONGEST_TEXT)
        if _UNSHOWABLE.search(kept):
            self.refuse("M005", mark("the text has control characters or marks of direction; write it without them"))
        return kept

    def drafts(
        self, kind: EntryKind, facts: Mapping[str, Any], words: Mapping[str, str], *, stay: bool = False
    ) -> tuple[Draft, ...]:
        """The entry that makes the move, or MoveRefused with all that stands against it. `stay`: not yet to another state."""
        who = self.person(self.by)
        self._allowed(who)
        if self.problems:
            raise MoveRefused(mark("{avvik} was not changed"), self.problems, avvik=self.avvik.id)
        target = self.row.target if self.row and not stay else None
        moved = {"state": target.value} if target else {}
        said = {name: text for name, text in words.items() if text}
        return (Draft(kind=kind, who=who, facts={**facts, **moved}, words=said),)

    def _allowed(self, who: str) -> None:
        if self.row is None:
            self.problems.insert(0, _impossible(self.avvik, self.move))
        elif self.row.actor is Actor.ANOTHER_PERSON and is_responsible(self.avvik, who):
            message = mark("{who} is responsible for an action here: the effect is judged by somebody else")
            self.refuse("M006", message, who=shown(who))


def is_responsible(avvik: Avvik, who: str) -> bool:
    """True when the person is the responsible of any of the avvik's actions, those of earlier attempts too."""
    return any(is_same_person(action.responsible, who) for action in avvik.actions)


def is_same_person(one: str, other: str) -> bool:
    """Kari@X.no and kari@x.no are one person: nobody verifies the own effect by writing the name otherwise."""
    return folded(one) == folded(other)


def folded(name: str) -> str:
    """The form in which two names of one person are equal."""
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).split())


def _is_plain(name: str) -> bool:
    # Letters of other alphabets look like Latin ones, so that a Cyrillic «а» would make a second «kari».
    return name.isprintable() and all("LATIN" in unicodedata.name(letter, "") for letter in name if letter.isalpha())


def _impossible(avvik: Avvik, move: Move) -> Problem:
    allowed = ", ".join(dict.fromkeys(row.move.value for row in moves_from(avvik.state)))
    state = avvik.state.value.replace("_", " ")
    message = mark("'{move}' is not possible while {avvik} is {state}; possible now: {allowed}")
    details = {"move": move.value, "avvik": avvik.id, "state": state, "allowed": allowed}
    return Problem(Place(avvik.id), "M001", message, details)
