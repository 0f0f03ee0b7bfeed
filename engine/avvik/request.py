"""What a person asks for, held against the table of moves and against what may be written; every objection is told at once."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from engine.avvik.avvik import Avvik
from engine.avvik.entries import MACHINE, Draft, EntryKind
from engine.avvik.states import Actor, Move, State, Transition, moves_from, transition
from engine.errors import MoveRefused, Place, Problem
from engine.language import mark

LONGEST_NAME, LONGEST_TEXT = 100, 10_000
_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters write into terminals and logs, direction marks make a text read as another, surrogates cannot be stored."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """A move that a person wants to make."""

    avvik: Avvik
    move: Move
    by: str
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def row(self) -> Transition | None:
        """The table's row for the move in the avvik's state."""
        return transition(self.move, self.avvik.state)

    def refuse(self, code: str, message: str, **details: object) -> None:
        self.problems.append(Problem(Place(self.avvik.id), code, message, details))

    def person(self, name: str, what: str = "name") -> str:
        """A name as it is kept: white space collapsed, at most 100 printable characters in Latin letters, not the machine's."""
        kept = " ".join(unicodedata.normalize("NFC", name).split())
        if not kept:
            self.refuse("M002", mark("a {what} is needed: the name of a person or role"), what=what)
        elif len(kept) > LONGEST_NAME or not _is_plain(kept):
            message = mark("'{name}' cannot be a {what}: at most {most} printable characters, letters from the Latin alphabet")
            self.refuse("M002", message, name=_shown(kept), what=what, most=LONGEST_NAME)
        elif is_same_person(kept, MACHINE) or is_same_person(kept, "målvakt"):
            self.refuse("M003", mark("'{name}' is the machine's own name, and no person's"), name=_shown(kept))
        return kept

    def text(self, text: str, what: str = "text", *, needed: bool = True) -> str:
        """A text as it is kept: lines end in \\n, no white space around; at most 10 000 characters, all of them showable."""
        kept = text.replace("\r\n", "\n").replace("\r", "\n").strip()
        if needed and not kept:
            self.refuse("M004", mark("a {what} is needed, and it is empty"), what=what)
        if len(kept) > LONGEST_TEXT:
            self.refuse(
                "M005",
                mark("the {what} has {length} characters; {most} are allowed"),
                what=what,
                length=len(kept),
                most=LONGEST_TEXT,
            )
        if _UNSHOWABLE.search(kept):
            self.refuse(
                "M005", mark("the {what} has control characters or marks of direction; write it without them"), what=what
            )
        return kept

    def draft(
        self, kind: EntryKind, facts: Mapping[str, Any], words: Mapping[str, str], *, stay: bool = False
    ) -> tuple[Draft, ...]:
        """The entry that makes the move, or MoveRefused with all that stands against it. `stay`: the state does not change yet."""
        who = self.person(self.by)
        self._allowed(who)
        if self.problems:
            raise MoveRefused(mark("{avvik} was not changed"), self.problems, avvik=self.avvik.id)
        target = self.row.target if self.row and not stay else None
        moved = {"state": target.value} if target else {}
        return (
            Draft(kind=kind, who=who, facts={**facts, **moved}, words={name: text for name, text in words.items() if text}),
        )

    def _allowed(self, who: str) -> None:
        if self.row is None:
            self.problems.insert(0, _impossible(self.avvik, self.move))
        elif self.row.actor is Actor.ANOTHER_PERSON and is_responsible(self.avvik, who):
            self.refuse(
                "M006", mark("{who} is responsible for an action here: the effect is judged by somebody else"), who=_shown(who)
            )


def is_responsible(avvik: Avvik, who: str) -> bool:
    """True when the person is or was the responsible of any of the avvik's actions."""
    return any(is_same_person(action.responsible, who) for action in avvik.actions)


def is_same_person(one: str, other: str) -> bool:
    """Kari@X.no and kari@x.no are one person: nobody verifies the own effect by writing the name otherwise."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).split())


def _is_plain(name: str) -> bool:
    # Letters of other alphabets look like Latin ones, so that «kаri» could pass for «kari».
    return name.isprintable() and all("LATIN" in unicodedata.name(letter, "") for letter in name if letter.isalpha())


def _impossible(avvik: Avvik, move: Move) -> Problem:
    allowed = ", ".join(dict.fromkeys(row.move.value for row in moves_from(avvik.state)))
    message = mark("'{move}' is not possible while {avvik} is {state}; possible now: {allowed}")
    details = {"move": move.value, "avvik": avvik.id, "state": _spoken(avvik.state), "allowed": allowed}
    return Problem(Place(avvik.id), "M001", message, details)


def _spoken(state: State) -> str:
    return state.value.replace("_", " ")


def _shown(text: str) -> str:
    """Short enough for a message, and without what would act on a terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:40])
