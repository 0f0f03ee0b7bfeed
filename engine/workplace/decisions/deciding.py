"""Writing a decision once: what a double click sends again is found, and not decided a second time."""

from collections.abc import Callable, Sequence
from datetime import datetime

from engine.decisions.decision import Decision, DecisionDraft, is_again
from engine.errors import DecisionRefused
from engine.logs import Event, tell
from engine.workplace.place import Workplace

Make = Callable[[Sequence[Decision]], DecisionDraft]
"""From the ledger as it stands to the decision, or DecisionRefused."""


class _Repeated(Exception):
    """Leaves the transaction of a decision that is there already."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.about)
        self.decision = decision


def decide(place: Workplace, make: Make, seen: int, at: datetime) -> Decision:
    """Put it into the ledger, and into the program's own log that there is one.

    `seen`: how long the ledger was when the person opened the form. Raises DecisionRefused for what stands against it now.
    """

    def once(decisions: Sequence[Decision]) -> DecisionDraft:
        repeated = _repeated(make, decisions[:seen], decisions[seen:])
        if repeated is not None:
            raise _Repeated(repeated)
        return make(decisions)

    try:
        written = place.store.decide(once, at)
    except _Repeated as repeated:
        return repeated.decision
    tell(Event.DECIDED, organisation=written.organisation, kind=written.kind.value, about=written.about)
    return written


def _repeated(make: Make, known: Sequence[Decision], since: Sequence[Decision]) -> Decision | None:
    """The decision since then that this one is again."""
    if not since:
        return None
    try:
        draft = make(known)
    except DecisionRefused:
        return None  # it was never possible: told from the ledger as it is
    return next((each for each in since if is_again(draft, each)), None)
