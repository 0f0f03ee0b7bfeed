"""The avvik that a person may see, and what the person may do with each."""

from typing import Final

from engine.avvik.avvik import Avvik
from engine.avvik.request import is_responsible
from engine.avvik.states import Actor, Move, moves_from
from engine.rights import Action, Thing
from engine.workplace.place import Workplace

WANTS: Final = {
    Move.COMMENT: Action.COMMENT,
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
"""What the policy must allow for each move; erasing is the operator's."""


def all_of(place: Workplace, organisation: str) -> tuple[Avvik, ...]:
    """The oldest first. Empty for who may see none."""
    if organisation not in place.reach(Action.SEE, Thing.AVVIK).units:
        return ()
    return tuple(each for each in place.store.avvik(organisation) if sees(place, each))


def sees(place: Workplace, avvik: Avvik) -> bool:
    about = avvik.subject
    if not place.may(Action.SEE, Thing.AVVIK, about.organisation, about.unit):
        return False
    rule = place.book.by_id.get(about.rule)
    if rule is None:
        # Nobody knows any more whether the rule's figure was about persons.
        return place.may(Action.SEE, Thing.PERSONAL_FIGURE, about.organisation, about.unit)
    return place.sees_figure(rule, about.unit)


def may(place: Workplace, avvik: Avvik, move: Move) -> bool:
    about = avvik.subject
    return move in WANTS and place.may(WANTS[move], Thing.AVVIK, about.organisation, about.unit)


def is_own_work(place: Workplace, avvik: Avvik) -> bool:
    """Whether the person, by address or by name, is responsible for an action here: then the effect is another's to judge."""
    return any(is_responsible(avvik, name) for name in (place.person.email, place.person.name))


def moves(place: Workplace, avvik: Avvik) -> tuple[Move, ...]:
    """What this person can do with it as it stands, in the order of the table."""
    rows = [row for row in moves_from(avvik.state) if may(place, avvik, row.move)]
    mine = is_own_work(place, avvik)
    return tuple(dict.fromkeys(row.move for row in rows if not (mine and row.actor is Actor.ANOTHER_PERSON)))
