"""What a round reads before it has the lock. Nothing on record is changed, only added to: with the lock only the rest is read.

People wait for whoever has the lock, and reading ten thousand avvik takes longer than anybody should.
"""

from engine.avvik.avvik import Avvik
from engine.facts import Observation
from engine.store import audit, figures, log


class Ahead:
    """The figures and the avvik as they were last looked at. For one round in one thread."""

    def __init__(self) -> None:
        self._observations: tuple[Observation, ...] = ()
        self._last_figure = 0
        self._avvik: dict[str, Avvik] = {}
        self._last_entry = 0

    def observations(self, db: str) -> tuple[Observation, ...]:
        """Every revision of every figure; the same tuple as long as none has come."""
        last = figures.newest(db)
        if last != self._last_figure:
            self._observations += figures.observations(db, after=self._last_figure, upto=last)
            self._last_figure = last
        return self._observations

    def avvik(self, db: str, organisation: str | None = None) -> tuple[Avvik, ...]:
        """Every avvik, the oldest first."""
        last = audit.head(db).count
        # Those that were there keep their place, and new ones have higher numbers: the order is the numbers' own.
        self._avvik |= {each.id: each for each in log.written_after(db, self._last_entry)}
        self._last_entry = last
        return tuple(each for each in self._avvik.values() if organisation in (None, each.subject.organisation))
