"""What somebody may do with an avvik now, and doing it: rights, the table of moves and the log, in that order."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from engine.avvik import life
from engine.avvik.attachment import Attachment
from engine.avvik.avvik import Avvik
from engine.avvik.life import Drafts
from engine.avvik.repeated import is_repeated
from engine.avvik.request import is_responsible
from engine.avvik.states import Actor, Move, moves_from
from engine.errors import Overtaken
from engine.language import mark
from engine.rights import Action, Thing
from engine.workplace.place import Workplace
from engine.workplace.review.rows import names_of

WANTS: Final[Mapping[Move, Action]] = {
    Move.COMMENT: Action.COMMENT,
    Move.ATTACH: Action.COMMENT,
    Move.ASSIGN: Action.ASSIGN,
    Move.CAUSE: Action.WORK,
    Move.ACT: Action.WORK,
    Move.DONE: Action.WORK,
    Move.VERIFY: Action.VERIFY,
    Move.FAIL: Action.VERIFY,
    Move.CLOSE: Action.DECIDE,
    Move.REJECT: Action.DECIDE,
    Move.REOPEN: Action.DECIDE,
}
"""What the policy must allow for each move that is made in the workplace; erasing is the operator's."""

Make = Callable[[Avvik], Drafts]
"""A move with all that its form says: from the avvik as it stands to the entries to add, or MoveRefused."""


class Done(StrEnum):
    WRITTEN = "written"
    REPEATED = "repeated"
    """It was there already, word for word: a second click."""


def moves(place: Workplace, avvik: Avvik) -> tuple[Move, ...]:
    """What this person can do with it as it stands, in the order of the table."""
    found = []
    for row in moves_from(avvik.state):
        if row.move not in WANTS or not may(place, avvik, row.move):
            continue
        if row.actor is Actor.ANOTHER_PERSON and is_own_work(place, avvik):
            continue
        if row.move is Move.CLOSE and avvik.verification is None:
            continue
        found.append(row.move)
    return tuple(found)


def may(place: Workplace, avvik: Avvik, move: Move) -> bool:
    subject = avvik.subject
    return place.may(WANTS[move], Thing.AVVIK, subject.organisation, subject.unit)


def is_own_work(place: Workplace, avvik: Avvik) -> bool:
    """Whether the person, by any of their names, is responsible for an action here: then the effect is another's to judge."""
    names = {*names_of(place.person, avvik.subject.organisation), place.person.name}
    return any(is_responsible(avvik, name) for name in names)


def make(place: Workplace, avvik: Avvik, seen: int, move: Make, at: datetime) -> Done:
    """Write the move if the avvik still ends with the entry that the person saw.

    Overtaken when somebody else has written since, MoveRefused for what stands against it. The same move again, as a
    double click sends it, is written once.
    """
    return _once(place, avvik, seen, move, lambda drafts: place.store.append(avvik.id, drafts, at, seen))


def attach(place: Workplace, avvik: Avvik, seen: int, file: Attachment, at: datetime) -> Done:
    def move(avvik: Avvik) -> Drafts:
        return life.attach(avvik, place.person.email, file)

    return _once(place, avvik, seen, move, lambda drafts: place.store.attach(avvik.id, drafts[0], file.data, at, seen))


def _once(place: Workplace, avvik: Avvik, seen: int, move: Make, write: Callable[[Drafts], object]) -> Done:
    try:
        _still_ends_with(avvik, seen)
        write(move(avvik))
    except Overtaken:
        if is_repeated(place.store.one_avvik(avvik.id), seen, move):
            return Done.REPEATED
        raise
    return Done.WRITTEN


def _still_ends_with(avvik: Avvik, seen: int) -> None:
    if avvik.entries[-1].seq != seen:
        raise Overtaken(mark("somebody else has written on {avvik} since you opened it"), avvik=avvik.id)
