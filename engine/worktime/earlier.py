"""The findings before a change, by the codes that employees have now: what of them stands, and whom it leaves no peace."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

import numpy as np

from engine.worktime.breaches import KINDS
from engine.worktime.clock import Bools, Ints
from engine.worktime.findings import STATUSES, TYPES, Entries, entries
from engine.worktime.kinds import BreachType, Status
from engine.worktime.past import Past

_OF_WEEKS: Final = [TYPES.index(breach) for breach, kind in KINDS.items() if kind.weeks]
_NOT_EVALUATED: Final = STATUSES.index(Status.NOT_EVALUATED)


class Earlier:
    """The entries of checks of everything; instants are minutes UTC."""

    def __init__(self, before: Iterable[Past], employees: Sequence[str]) -> None:
        code = {name: number for number, name in enumerate(employees)}
        self.entries: Entries = np.concatenate([entries(0), *(_by_now(past, code) for past in before)])

    @cached_property
    def stretches(self) -> tuple[Entries, Ints]:
        """What could not be evaluated, by its keys."""
        found = self.entries[self.entries["status"] == _NOT_EVALUATED]
        keys = _key(found)
        order = np.argsort(keys, kind="stable")
        return found[order], keys[order]

    def lengthened(self, unknown: Entries, begins: int, dated_by_start: Bools) -> Entries:
        """Stretches that the calendar's beginning cut off begin where they began before.

        `dated_by_start`: by term, whether a window bears the date of its beginning.
        """
        found, keys = self.stretches
        at = np.searchsorted(keys, _key(unknown)) - 1
        cut = np.flatnonzero((unknown["start"] == begins) & (at >= 0))
        earlier = found[at[cut]]
        same = (earlier["employee"] == unknown["employee"][cut]) & (earlier["type"] == unknown["type"][cut])
        same &= earlier["end"] >= begins
        longer = unknown.copy()
        for name in ("start", "since", "term", "limit"):
            longer[name][cut[same]] = earlier[name][same]
        same &= dated_by_start[earlier["term"]]
        longer["date"][cut[same]] = earlier["date"][same]
        return longer

    def reaching(self, resume: int, episodes: Bools, types: Collection[BreachType]) -> set[int]:
        """Who has a breach of some types up to or over the point, or an episode that may go on.

        `episodes`: by term, whether overlapping windows are one breach.
        """
        found = self.entries
        over = (found["end"] >= resume) & (found["status"] != _NOT_EVALUATED)
        over &= np.isin(found["type"], [TYPES.index(breach) for breach in types]) | episodes[found["term"]]
        return set(found["employee"][over].tolist())

    @cached_property
    def _by_type(self) -> dict[int, Entries]:
        """The breaches of each type, by their start."""
        sure = self.entries[self.entries["status"] != _NOT_EVALUATED]
        ordered = sure[np.argsort(sure["start"], kind="stable")]
        return {kind: ordered[ordered["type"] == kind] for kind in np.unique(ordered["type"]).tolist()}

    def windows(self, breach: BreachType, begins: int, ends: int, codes: Ints) -> Entries:
        """The breaches of a type that some employees had in windows which begin in [begins, ends)."""
        found = self._by_type.get(TYPES.index(breach), entries(0))
        low, high = np.searchsorted(found["start"], [begins, ends]).tolist()
        return found[low:high][np.isin(found["employee"][low:high], codes)]

    def night_unknown(self, begins: int, loaded: int) -> set[int]:
        """Whose night work is unknown into the looked-at weeks: whether that concerns them, nights before decide."""
        found = self.entries
        night = (found["status"] == _NOT_EVALUATED) & (found["type"] == TYPES.index(BreachType.NIGHT_WORK))
        return set(found["employee"][night & (found["start"] < loaded) & (found["end"] > begins)].tolist())

    def kept(self, resume: int, begins: Ints, deep: Ints) -> Entries:
        """What the changes cannot have touched of those who are not read again.

        `begins`: from where on each employee's stretches of the unknown have been looked for anew.
        """
        found = self.entries[~np.isin(self.entries["employee"], deep)]
        stretch = (found["status"] == _NOT_EVALUATED) & np.isin(found["type"], _OF_WEEKS)
        return found[np.where(stretch, found["end"] <= begins[found["employee"]], found["start"] < resume)]


def _by_now(past: Past, code: Mapping[str, int]) -> Entries:
    """The entries of those who are still there, by their codes of now."""
    now = np.array([code.get(name, -1) for name in past.employees], dtype=np.int32)
    found = past.entries.copy()
    if len(found):
        found["employee"] = now[found["employee"]]
    return found[found["employee"] >= 0]


def _key(found: Entries) -> Ints:
    """Rises by employee, type and start."""
    key: Ints = ((found["employee"].astype(np.int64) * 64 + found["type"]) << 32) + found["start"]
    return key
