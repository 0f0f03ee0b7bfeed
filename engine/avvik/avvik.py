"""An avvik: what it is about and its entries. Everything else is derived from the entries by folding them in order.

What is derived rests on the entries' facts, which no erasure touches. Only names and texts come from the words, and they are
empty when those were erased; an avvik whose assignment was erased is the rule's owner's again, because somebody must have it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from engine.avvik.entries import Draft, Entry, EntryKind, Subject
from engine.avvik.states import Condition, State
from engine.avvik.told import Told
from engine.avvik.work import Action, RootCause, Verification, actions_of, begins_attempt, cause_of, verification_of
from engine.periods import Grain, Period
from engine.rulebook.schema import Severity

_MISSES = (EntryKind.OPENED, EntryKind.PERIOD_MISSED, EntryKind.RELAPSED)


@dataclass(frozen=True, kw_only=True)
class Avvik:
    """One avvik. `entries` in the order of the log, the opening first; there is at least that one."""

    id: str
    subject: Subject
    entries: tuple[Entry, ...]

    @cached_property
    def state(self) -> State:
        """The last move."""
        return State(self._last("state"))

    @cached_property
    def condition(self) -> Condition:
        return Condition(self._last("condition"))

    @cached_property
    def severity(self) -> Severity:
        return Severity(self._last("severity"))

    @property
    def opened_at(self) -> datetime:
        return self.entries[0].at

    @property
    def number(self) -> int:
        """Orders avvik by age: the place of the opening in the log."""
        return self.entries[0].seq

    @property
    def earlier(self) -> str:
        """The earlier avvik on the same subject that the opening names, or ""."""
        return str(self.entries[0].facts.get("earlier", ""))

    @property
    def owner_role(self) -> str:
        """The role that owned the rule when the avvik was opened."""
        return str(self.entries[0].facts["owner"])

    @cached_property
    def owner(self) -> str:
        """The person or role that has it now."""
        return next((entry.words.get("to", "") for entry in self._newest_first(EntryKind.ASSIGNED)), "") or self.owner_role

    @cached_property
    def seen(self) -> bool:
        """True when a person has written anything."""
        return any(not entry.by_machine for entry in self.entries)

    @cached_property
    def told(self) -> dict[Period, Told]:
        """The periods now missed, in order, with what was last told of each."""
        told: dict[Period, Told] = {}
        for entry in self.entries:
            _tell(told, entry)
        return dict(sorted(told.items()))

    @property
    def periods(self) -> tuple[Period, ...]:
        return tuple(self.told)

    @property
    def first_period(self) -> Period | None:
        """None when corrections left no missed period."""
        return next(iter(self.told), None)

    @property
    def last_period(self) -> Period | None:
        return next(reversed(self.told), None)

    @cached_property
    def ever_told(self) -> frozenset[Period]:
        """Every period that was ever on it, the withdrawn ones too: what comes back belongs here again."""
        return frozenset(Period.parse(entry.facts["period"]) for entry in self.entries if entry.kind in _MISSES)

    @property
    def joined_into(self) -> str:
        """The older avvik that has taken its periods over, or "" when there is none or periods came back since."""
        return "" if self.periods else next((entry.facts["into"] for entry in self._newest_first(EntryKind.JOINED)), "")

    @cached_property
    def cause(self) -> RootCause | None:
        """Why it happened, as people last found it."""
        return cause_of(self.entries)

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """Every action, in the order it was added, those of earlier attempts too."""
        return actions_of(self.entries)

    @property
    def current_actions(self) -> tuple[Action, ...]:
        """The actions of the present attempt: its effect is measured of these."""
        present = 1 + sum(map(begins_attempt, self.entries))
        return tuple(action for action in self.actions if action.attempt == present)

    @cached_property
    def verification(self) -> Verification | None:
        """The confirmed effect, as long as nothing has happened since that speaks against it."""
        return verification_of(self.entries)

    @property
    def verified_by(self) -> str | None:
        """Who confirmed the effect; "" when that name was erased, None when it is not confirmed."""
        return self.verification.by if self.verification else None

    def after(self, drafts: Iterable[Draft], at: datetime | None = None) -> "Avvik":
        """The avvik as it will be once these drafts are written: for a second move in the same breath, and for previews."""
        last = self.entries[-1]
        added = (
            Entry(seq=last.seq + i, avvik=self.id, at=at or last.at, kind=d.kind, who=d.who, facts=d.facts, words=d.words)
            for i, d in enumerate(drafts, start=1)
        )
        return replace(self, entries=(*self.entries, *added))

    @property
    def grain(self) -> Grain:
        return Period.parse(self.entries[0].facts["period"]).grain

    def _last(self, fact: str) -> Any:
        return next(entry.facts[fact] for entry in reversed(self.entries) if fact in entry.facts)

    def _newest_first(self, kind: EntryKind) -> Iterator[Entry]:
        return (entry for entry in reversed(self.entries) if entry.kind is kind)


def _tell(told: dict[Period, Told], entry: Entry) -> None:
    match entry.kind:
        case EntryKind.OPENED | EntryKind.PERIOD_MISSED | EntryKind.RELAPSED:
            now = Told.read(entry.facts)
            told[now.period] = now
        case EntryKind.PERIOD_CORRECTED:
            now = Told.read(entry.facts["after"])
            told.pop(now.period, None)
            if now.is_missed:
                told[now.period] = now
        case EntryKind.PERIOD_WITHDRAWN:
            told.pop(Period.parse(entry.facts["period"]), None)
        case EntryKind.JOINED:
            for period in entry.facts["periods"]:
                told.pop(Period.parse(period), None)
