"""An avvik is its entries: what happened, by whom, when, in what words. Its state is derived, never stored.

The machine opens an avvik, adds periods to it, raises its severity and marks it normalisert or korrigert. It never closes one,
never overwrites a word and never gives it to somebody else.
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
    NORMALISED = "normalised"
    RELAPSED = "relapsed"
    SEVERITY_RAISED = "severity_raised"
    COMMENT = "comment"
    ASSIGNED = "assigned"
    CAUSE = "cause"
    ACTION = "action"
    ACTION_DONE = "action_done"
    VERIFIED = "verified"
    CLOSED = "closed"
    REJECTED = "rejected"
    REOPENED = "reopened"


class Reason(StrEnum):
    """Why the machine wrote an entry; what people are told later carries the same word."""

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
    words: Mapping[str, Any] = field(default_factory=dict)
    """JSON: the entry's content. Numbers are decimal strings, periods are text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the log. `seq` counts over the whole log, from 1, without holes."""

    seq: int
    avvik: str
    at: datetime
    """UTC."""
    kind: EntryKind
    who: str
    words: Mapping[str, Any] = field(default_factory=dict)
    """Empty when the words were lawfully erased."""
    erased: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """The machine's decision to add entries to an avvik that is there."""

    avvik: str
    drafts: Sequence[Draft]
