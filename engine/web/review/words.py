"""What queues, orders and the like are called, each with the sentence that says what it is for."""

from collections.abc import Mapping

from engine.avvik.avvik import Avvik
from engine.avvik.queues import Queue
from engine.avvik.states import Move, transition
from engine.language import Language, mark
from engine.store.review.queue import Order

QUEUES: Mapping[Queue, tuple[str, str]] = {
    Queue.NEW: (mark("New"), mark("The breach lasts, and nobody has taken it on.")),
    Queue.WORSE: (mark("Worse"), mark("Farther from the target, back again or more severe since somebody last wrote.")),
    Queue.UNSEEN: (
        mark("Cleared, not handled"),
        mark("The figures are back to normal or corrected, and nobody has taken it on."),
    ),
    Queue.OVERDUE: (mark("Overdue"), mark("An action's deadline has passed.")),
    Queue.EFFECT: (mark("Waiting for effect"), mark("All actions are done; the effect is to be judged.")),
    Queue.MINE: (mark("Mine"), mark("You own it, or are responsible for something that is still to be done.")),
}

ORDERS: Mapping[Order, str] = {
    Order.SEVERITY: mark("Most severe first"),
    Order.NEWEST: mark("Newest first"),
    Order.OLDEST: mark("Oldest first"),
    Order.CHANGED: mark("Last changed first"),
    Order.DUE: mark("By deadline"),
}

EMPTY: Mapping[Queue, str] = {
    Queue.NEW: mark("Nothing new. Somebody has taken on every avvik."),
    Queue.WORSE: mark("Nothing has got worse since somebody last wrote."),
    Queue.UNSEEN: mark("Nothing has cleared without somebody taking it on."),
    Queue.OVERDUE: mark("No deadline has passed."),
    Queue.EFFECT: mark("No effect waits to be judged."),
    Queue.MINE: mark("Nothing is yours to do."),
}


def move_words(move: Move, avvik: Avvik, language: Language) -> str:
    """The button's word, from the table of moves."""
    row = transition(move, avvik.state)
    if row is None:
        return ""
    return row.nb if language is Language.NB else row.en
