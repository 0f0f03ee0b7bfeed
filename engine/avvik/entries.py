"""An avvik is its entries: what happened, by whom, when, in what words. Its state is derived, never stored.

The machine opens an avvik, adds periods to it, raises its severity and marks it normalisert or korrigert. It never closes one,
never overwrites a word and never gives it to somebody else.

Each entry has two halves. `facts` are structural (periods, figures, states, numbers of actions): hashed as they are and kept
for good, so that the avvik's state can always be derived. `words`, together with `who`, are what a person wrote and who it was:
only their salted hash is in the chain, so that a lawful erasure takes them away and the chain still verifies. Nothing that
names or describes a person may ever go into `facts`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

MACHINE = "malvakt"
"""Who signs the engine's own entries. No person can have this name."""


class EntryKind(StrEnum):
    """What happened. The machine's own kinds come first."""

    OPENED = "opened"
    PERIOD_MISSED = "period_missed"
    PERIOD_CORRECTED = "period_corrected"
    """The verdict on a period was changed by a corrected figure or rule."""
    PERIOD_WITHDRAWN = "period_withdrawn"
    """The verdict stands, but after a correction the period is no breach any more, or belongs to another episode."""
    NORMALISED = "normalised"
    ACTIVE_AGAIN = "active_again"
    """What had normalised the avvik was taken back by a correction."""
    RELAPSED = "relapsed"
    SEVERITY_RAISED = "severity_raised"
    JOINED = "joined"
    """A correction made this avvik part of an older one, which carries on with its periods."""
    COMMENT = "comment"
    ATTACHED = "attached"
    """A file, which the store keeps beside the entry; its name and hash are words."""
    ASSIGNED = "assigned"
    CAUSE = "cause"
    ACTION = "action"
    ACTION_DONE = "action_done"
    VERIFIED = "verified"
    CLOSED = "closed"
    REJECTED = "rejected"
    REOPENED = "reopened"
    ERASED = "erased"
    """The words of earlier entries were lawfully erased; `facts["entries"]` has their numbers."""


class Reason(StrEnum):
    """Why the machine wrote an entry (`facts["reason"]`); what people are told later carries the same word."""

    FIRST = "first"
    WORSE = "worse"
    CONTINUED = "continued"
    CLEARED = "cleared"
    CORRECTED = "corrected"
    FOUND_BY_CORRECTION = "found_by_correction"
    RELAPSE = "relapse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry before the log has given it a number, a time and its place in the chain."""

    kind: EntryKind
    who: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    """JSON without fractions: numbers with decimals are decimal strings, periods and dates are text."""
    words: Mapping[str, Any] = field(default_factory=dict)
    """JSON of strings; an erasing entry also has what it keeps (retold.py). The machine's own entries have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the log. `seq` counts over the whole log, from 1, without holes."""

    seq: int
    avvik: str
    at: datetime
    """UTC."""
    kind: EntryKind
    who: str
    """Empty when it was lawfully erased, alone or with the words."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, Any] = field(default_factory=dict)
    """Empty when they were lawfully erased."""
    erased: bool = False
    keeper: int = 0
    """The later entry that tells these words again after a name was erased; 0 where they stand as they were written."""

    @property
    def by_machine(self) -> bool:
        return self.who == MACHINE


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Subject:
    """What the avvik is about: one rule on one unit and dimension."""

    organisation: str
    rule: str
    unit: str
    dimension: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The machine's decision to open an avvik; the store gives it its number."""

    subject: Subject
    drafts: Sequence[Draft]
    """The first is OPENED; its facts hold the subject too, so that the chain covers it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """The machine's decision to add entries to an avvik that is there."""

    avvik: str
    drafts: Sequence[Draft]
