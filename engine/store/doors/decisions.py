"""The ledger of what people decide about the guard itself."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from engine.avvik.chain import Head
from engine.decisions.decision import (
    EXEMPTION_KINDS,
    STORM_KINDS,
    WINDOW_KINDS,
    Decision,
    DecisionDraft,
    DecisionKind,
)
from engine.decisions.exemption import exemptions
from engine.decisions.maintenance import windows
from engine.decisions.storm import Storm, storms
from engine.errors import Problem
from engine.exemptions import Exemption
from engine.maintenance import Window
from engine.store import ledger
from engine.store.doors.door import Door


class Ledger(Door):
    def decide(self, make: Callable[[Sequence[Decision]], DecisionDraft], at: datetime) -> Decision:
        """Append the decision that `make` draws up from those that are there; nobody else decides in between."""
        with self._database.writing():
            (written,) = ledger.write(self._database.alias, [make(ledger.decisions(self._database.alias))], at)
            return written

    def decisions(self, kinds: Collection[DecisionKind] | None = None) -> tuple[Decision, ...]:
        """Every decision of the ledger, or those of these kinds, in the order in which they were made."""
        with self._database.reading() as db:
            return ledger.decisions(db, kinds)

    def decisions_page(self, organisations: Collection[str], before: int | None, most: int) -> tuple[Decision, ...]:
        """The last decisions of these organisations, or the last before the one of that number; the last first."""
        with self._database.reading() as db:
            return ledger.page(db, organisations, before, most)

    def exemptions(self) -> tuple[Exemption, ...]:
        """Every exemption that was ever registered, as it is now."""
        return exemptions(self.decisions(EXEMPTION_KINDS))

    def windows(self) -> tuple[Window, ...]:
        """Every maintenance window that was ever announced, as it is now."""
        return windows(self.decisions(WINDOW_KINDS))

    def storms(self) -> tuple[Storm, ...]:
        """Every round that was ever held, with what became of it."""
        return storms(self.decisions(STORM_KINDS))

    def forget_in_ledger(self, names: Collection[str], who: str, reason: str, at: datetime) -> int:
        """Delete for good a person's names from the ledger; the reasons stay. From how many decisions. `names`: folded."""
        with self._database.writing():
            count = ledger.forget(self._database.alias, names, who, reason, at)
        if count:
            self._database.scrub()
        return count

    def ledger_head(self) -> Head:
        """How long the ledger of decisions is and how it ends; printed, it is the anchor for `verify_ledger`."""
        with self._database.reading() as db:
            return ledger.head(db)

    def verify_ledger(self, anchor: str | None = None) -> tuple[Problem, ...]:
        """What is wrong with the ledger of decisions; empty when it is whole. `anchor`: a head printed earlier."""
        wanted = None if anchor is None else Head.parse(anchor)
        with self._database.reading() as db:
            return ledger.findings(db, wanted)
