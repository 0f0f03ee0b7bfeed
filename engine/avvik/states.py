"""The states of an avvik and the moves between them, as one table.

    ny → under_behandling → tiltak → effektvurdering → lukket
    any open state → avvist; lukket and avvist → gjenåpnet, which goes on like under_behandling

The names of the states stay Norwegian in every language because they have no honest English.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where people are with the avvik."""

    NY = "ny"
    UNDER_BEHANDLING = "under_behandling"
    TILTAK = "tiltak"
    EFFEKTVURDERING = "effektvurdering"
    LUKKET = "lukket"
    AVVIST = "avvist"
    GJENAPNET = "gjenåpnet"

    @property
    def is_open(self) -> bool:
        return self not in (State.LUKKET, State.AVVIST)


class Condition(StrEnum):
    """How the figures stand, which is the machine's to say and changes no state but that of a closed avvik that relapses."""

    AKTIV = "aktiv"
    NORMALISERT = "normalisert"
    KORRIGERT = "korrigert"
    """Corrections took every missed period away. It waits for a person."""


class Move(StrEnum):
    """What can be done to an avvik. The last two are the machine's."""

    COMMENT = "comment"
    ATTACH = "attach"
    ASSIGN = "assign"
    CAUSE = "cause"
    ACT = "act"
    DONE = "done"
    VERIFY = "verify"
    FAIL = "fail"
    CLOSE = "close"
    REJECT = "reject"
    REOPEN = "reopen"
    ERASE = "erase"
    OPEN = "open"
    RELAPSE = "relapse"


class Actor(StrEnum):
    PERSON = "person"
    ANOTHER_PERSON = "another_person"
    """Someone who is not the responsible of any of the avvik's actions."""
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: from these states the move leads to that one, or leaves the state as it is."""

    move: Move
    sources: tuple[State, ...]
    target: State | None
    actor: Actor
    nb: str
    en: str


_NEW = (State.NY,)
_TAKEN = (State.UNDER_BEHANDLING, State.GJENAPNET)
_ACTING = (State.TILTAK,)
_JUDGING = (State.EFFEKTVURDERING,)
_OPEN = _NEW + _TAKEN + _ACTING + _JUDGING
_ENDED = (State.LUKKET, State.AVVIST)

MOVES: tuple[Transition, ...] = (
    Transition(Move.COMMENT, _OPEN + _ENDED, None, Actor.PERSON, "Kommenter", "Comment"),
    Transition(Move.ATTACH, _OPEN + _ENDED, None, Actor.PERSON, "Legg ved fil", "Attach a file"),
    Transition(Move.ASSIGN, _NEW, State.UNDER_BEHANDLING, Actor.PERSON, "Tildel", "Assign"),
    Transition(Move.ASSIGN, _TAKEN + _ACTING + _JUDGING, None, Actor.PERSON, "Tildel", "Assign"),
    Transition(Move.CAUSE, _NEW, State.UNDER_BEHANDLING, Actor.PERSON, "Sett årsak", "Set the cause"),
    Transition(Move.CAUSE, _TAKEN + _ACTING + _JUDGING, None, Actor.PERSON, "Sett årsak", "Set the cause"),
    Transition(Move.ACT, _TAKEN + _ACTING + _JUDGING, State.TILTAK, Actor.PERSON, "Legg til tiltak", "Add an action"),
    # With other actions still to be done the avvik stays in tiltak: the effect is judged of all of them together.
    Transition(Move.DONE, _ACTING, State.EFFEKTVURDERING, Actor.PERSON, "Meld tiltak utført", "Report an action done"),
    Transition(Move.VERIFY, _JUDGING, None, Actor.ANOTHER_PERSON, "Bekreft effekt", "Verify the effect"),
    Transition(Move.FAIL, _JUDGING, State.TILTAK, Actor.ANOTHER_PERSON, "Effekten uteble", "The effect did not come"),
    Transition(Move.CLOSE, _JUDGING, State.LUKKET, Actor.PERSON, "Lukk", "Close"),
    Transition(Move.REJECT, _OPEN, State.AVVIST, Actor.PERSON, "Avvis", "Reject"),
    Transition(Move.REOPEN, _ENDED, State.GJENAPNET, Actor.PERSON, "Gjenåpne", "Reopen"),
    Transition(Move.ERASE, _OPEN + _ENDED, None, Actor.PERSON, "Slett ord", "Erase words"),
    Transition(Move.OPEN, (), State.NY, Actor.MACHINE, "Åpnet", "Opened"),
    Transition(Move.RELAPSE, (State.LUKKET,), State.GJENAPNET, Actor.MACHINE, "Tilbakefall", "Relapse"),
)


def transition(move: Move, state: State) -> Transition | None:
    """The row that lets the move be made in that state, or None."""
    return next((row for row in MOVES if row.move is move and state in row.sources), None)


def moves_from(state: State) -> Iterator[Transition]:
    """What people may do in that state, in the table's order."""
    return (row for row in MOVES if state in row.sources and row.actor is not Actor.MACHINE)
