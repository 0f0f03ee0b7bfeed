"""What a person asks for, held against the table of moves and against what may be written; every objection is told at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from engine.avvik import said
from engine.avvik.avvik import Avvik
from engine.avvik.entries import Draft, EntryKind
from engine.avvik.said import is_same_person
from engine.avvik.states import Actor, Move, Transition, moves_from, transition
from engine.errors import MoveRefused, Place, Problem
from engine.language import mark
from engine.names import shown


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
        """A name as it is kept; what stands against it is among the problems."""
        kept, problems = said.person(name, Place(self.avvik.id))
        self.problems.extend(problems)
        return kept

    def text(self, text: str, *, needed: bool = True) -> str:
        """A text as it is kept; what stands against it is among the problems."""
        kept, problems = said.words(text, Place(self.avvik.id), needed=needed)
        self.problems.extend(problems)
        return kept

    def drafts(
        self, kind: EntryKind, facts: Mapping[str, Any], words: Mapping[str, Any], *, stay: bool = False
    ) -> tuple[Draft, ...]:
        """The entry that makes the move, or MoveRefused with all that stands against it. `stay`: not yet to another state."""
        who = self.person(self.by)
        self._allowed(who)
        if self.problems:
            raise MoveRefused(mark("{avvik} was not changed"), self.problems, avvik=self.avvik.id)
        target = self.row.target if self.row and not stay else None
        moved = {"state": target.value} if target else {}
        kept = {name: said for name, said in words.items() if said}
        return (Draft(kind=kind, who=who, facts={**facts, **moved}, words=kept),)

    def _allowed(self, who: str) -> None:
        if self.row is None:
            self.problems.insert(0, _impossible(self.avvik, self.move))
        elif self.row.actor is Actor.ANOTHER_PERSON and is_responsible(self.avvik, who):
            message = mark("{who} is responsible for an action here: the effect is judged by somebody else")
            self.refuse("M006", message, who=shown(who))


def is_responsible(avvik: Avvik, who: str) -> bool:
    """True when the person is the responsible of any of the avvik's actions, those of earlier attempts too."""
    return any(is_same_person(action.responsible, who) for action in avvik.actions)


def _impossible(avvik: Avvik, move: Move) -> Problem:
    allowed = ", ".join(dict.fromkeys(row.move.value for row in moves_from(avvik.state)))
    state = avvik.state.value.replace("_", " ")
    message = mark("'{move}' is not possible while {avvik} is {state}; possible now: {allowed}")
    details = {"move": move.value, "avvik": avvik.id, "state": state, "allowed": allowed}
    return Problem(Place(avvik.id), "M001", message, details)
