"""A person's answer to a held round, the same from the command and from the page: the round it starts, and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from engine import rounds
from engine.alarms import log_round
from engine.decisions.storm import Fate, Storm, Verb, ruled
from engine.errors import UsageError
from engine.language import mark
from engine.logs import Event, tell
from engine.rounds import Round
from engine.store import Store
from engine.telling import Telling

TOLD: Final = {
    Fate.RELEASED: mark("{id} is released: what was held is in the log"),
    Fate.REJECTED: mark("{id} is rejected: the verdicts stand, and no avvik is raised on these figures and rules"),
    Fate.OVER: mark(
        "{id} is over: figures, rules or avvik have changed since it was held, and what there is now was judged anew"
    ),
}
"""What has become of the held round, to whoever answered it."""


@dataclass(frozen=True, slots=True)
class Answered:
    storm: Storm
    """As it is now."""
    round: Round
    """What the answer started."""


def answer(store: Store, telling: Telling, name: str, verb: Verb, *, by: str, reason: str, at: datetime) -> Answered:
    """Answer a held round, in a round of its organisation judged as of that organisation's last one; one transaction.

    DecisionRefused with all that stands against the answer, also where somebody else was faster; UsageError where no rule of
    the organisation is in force, so that nothing could be judged and it is held still.
    """
    storm, ruling = ruled(store.storms(), name, verb, by=by, reason=reason)
    last = store.last_round(storm.organisation)
    as_of = last.as_of if last else storm.as_of
    tell_of = telling.of(storm.organisation)
    done = rounds.run(store, tell_of.book, as_of=as_of, at=at, ruling=ruling, tell=tell_of)
    log_round(done)
    now = next(each for each in store.storms() if each.id == storm.id)
    if now.fate is Fate.HELD:
        message = mark("{id} is held still: not one rule of {organisation} is in force, so nothing could be judged")
        raise UsageError(message, id=storm.id, organisation=storm.organisation)
    tell(Event.DECIDED, organisation=now.organisation, kind=f"storm_{now.fate.value}", about=now.id)
    return Answered(now, done)
