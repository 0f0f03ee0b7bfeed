"""The review queues: what somebody should look at in an avvik now, and in whose hands it is. Folded from its entries alone."""

from datetime import date
from enum import StrEnum

from engine.avvik.avvik import Avvik
from engine.avvik.entries import EntryKind, Reason
from engine.avvik.said import folded
from engine.avvik.states import Condition, State
from engine.avvik.work import Action


class Queue(StrEnum):
    """An avvik may be in several. The last two depend on who looks and when; the others are `queues` below."""

    NEW = "new"
    """The breach lasts, and nobody has taken it on."""
    WORSE = "worse"
    """Since a person last wrote, it got farther from the target, came back, or weighs more."""
    UNSEEN = "unseen"
    """The figures cleared it before anybody took it on: somebody has to look at it all the same."""
    EFFECT = "effect"
    """Every action is done; the effect is measured and waits for somebody else's word."""
    OVERDUE = "overdue"
    MINE = "mine"


_WORSE = (EntryKind.RELAPSED, EntryKind.SEVERITY_RAISED)


def queues(avvik: Avvik) -> frozenset[Queue]:
    found = {
        Queue.NEW: avvik.state is State.NY and avvik.condition is Condition.AKTIV,
        Queue.WORSE: avvik.state.is_open and _got_worse(avvik),
        Queue.UNSEEN: avvik.state is State.NY and avvik.condition is not Condition.AKTIV,
        Queue.EFFECT: avvik.state is State.EFFEKTVURDERING,
    }
    return frozenset(queue for queue, holds in found.items() if holds)


def due(avvik: Avvik) -> date | None:
    """The earliest deadline of what is still to be done; None when nothing is, or nobody waits for it any more."""
    return min((action.due for action in still_to_do(avvik)), default=None)


def hands(avvik: Avvik) -> frozenset[str]:
    """Whose it is: the owner, and who is responsible for what is still to be done. Folded names; nobody's once it has ended."""
    if not avvik.state.is_open:
        return frozenset()
    names = {avvik.owner, *(action.responsible for action in still_to_do(avvik))}
    return frozenset(folded(name) for name in names if name)


def still_to_do(avvik: Avvik) -> tuple[Action, ...]:
    return tuple(action for action in avvik.current_actions if action.done is None) if avvik.state.is_open else ()


def _got_worse(avvik: Avvik) -> bool:
    for entry in reversed(avvik.entries):
        if not entry.by_machine:
            return False
        if entry.kind in _WORSE or entry.facts.get("reason") == Reason.WORSE:
            return True
    return False
