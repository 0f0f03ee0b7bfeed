"""The evidence → what is found in it: of who changed since the last round a few weeks, of newcomers everything."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

import numpy as np

from engine.casework.shelf import EvidenceShelf
from engine.store.person.judged import Judged
from engine.store.person.work import PersonReading
from engine.worktime.blocks import Known
from engine.worktime.check import check
from engine.worktime.clock import date_of, oslo
from engine.worktime.earlier import Earlier
from engine.worktime.findings import STATUSES, TYPES, Entries
from engine.worktime.kinds import SHOWN, BreachType, Status
from engine.worktime.normalise import Remarked, normalise
from engine.worktime.owners import Owners, owners_of
from engine.worktime.past import Past, from_bytes, past_of, to_bytes
from engine.worktime.profiles import Profiles
from engine.worktime.recheck import can_increment, increment
from engine.worktime.remarks import STATUS_OF
from engine.worktime.result import Result

_BREACHES: Final = (Status.BRUDD, Status.ABSOLUTT)
_RELEASE: Final = "1"
"""Raised when the kernel finds other breaches in the same records: then everything is judged once again."""
_FAR_BACK: Final = timedelta(weeks=4)
_ONE: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a round found, and of what it found it anew."""

    results: Sequence[Result]
    """The breaches among the windows that were judged anew."""
    anew: Mapping[str, Sequence[Known]]
    """By person the days on which the windows begin that were judged anew; of the others what was found before stands."""
    undecided: frozenset[tuple[BreachType, Known]]
    """Windows that could not be evaluated, of anybody."""
    not_evaluated: int
    doubts: int
    """Remarks on the quality of the records."""
    kept: Judged

    def is_anew(self, result: Result) -> bool:
        begins = result.window_start.date()
        return any(days.first <= begins <= days.last for days in self.anew.get(result.employee, ()))


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found of some people of whom the same days are known."""

    past: Past
    results: Sequence[Result]
    anew: Mapping[str, Known]


def judge_evidence(read: PersonReading, profiles: Profiles) -> Judgement:
    """Everybody's known days. Who is known on the same days is judged together."""
    own = under_pseudonyms(profiles, read.pseudonyms())
    batch, judged = read.last_batch(), read.judged()
    pasts = _still_true(judged, own)
    changed = read.changed_since(judged.batch) if judged and pasts else {}
    groups: defaultdict[Known, list[str]] = defaultdict(list)
    for person, spans in read.known().items():
        for span in spans:
            groups[span].append(person)
    owners = owners_of(own)
    found = [_found(read, owners, span, people, pasts, changed) for span, people in groups.items()]
    return _judgement(found, batch, own)


def _found(
    read: PersonReading,
    owners: Owners,
    span: Known,
    people: Sequence[str],
    pasts: Sequence[Past],
    changed: Mapping[str, frozenset[date]],
) -> _Found:
    """Of one group. What an earlier round found helps only where its days began on the same day."""
    there = read.people(span.first, span.last).intersection(people)
    # Of who has no record left nothing is found any more.
    gone = dict.fromkeys(set(people) - there, span)
    same = [past for past in pasts if past.known.first == span.first]
    since = _since(there, same, changed, span)
    turn = max((day for day in since.values() if day is not None), default=None)
    # Who is new, or has changes from much earlier than the others, is read as a whole.
    whole = there - since.keys()
    whole |= {person for person, day in since.items() if day is not None and turn is not None and day < turn - _FAR_BACK}
    names = sorted(there)
    if not whole and turn is None:
        return _Found(Past(names, span, Earlier(same, names).entries, _about(same, there)), (), gone)
    begins = min((day for person, day in since.items() if day is not None and person not in whole), default=span.first)
    if 2 * len(whole) > len(there) or not can_increment(owners, span, begins):
        found = check(normalise(read.records(people=there, first=span.first, last=span.last)), owners, known=span)
        past = past_of(found, span)
        everybody = Past(names, span, Earlier([past], names).entries, past.remarks)
        return _Found(everybody, found.results(_BREACHES), gone | dict.fromkeys(there, span))
    anew = increment(same, EvidenceShelf(read, names, span, whole), owners, since=begins, known=span)
    judged = {person: Known(span.first if person in anew.reread else anew.since, span.last) for person in there}
    results = [*anew.recent.results(_BREACHES), *anew.whole.results(_BREACHES)]
    return _Found(Past(names, span, np.concatenate([*anew.parts]), anew.remarks), results, gone | judged)


def _since(
    people: Iterable[str], pasts: Sequence[Past], changed: Mapping[str, frozenset[date]], span: Known
) -> dict[str, date | None]:
    """Of everybody who was judged before the first day on which something changed, or became known; None: nothing has."""
    until = {person: past.known.last for past in pasts for person in past.employees}
    found: dict[str, date | None] = {}
    for person in people:
        if person in until:
            days = [day for day in changed.get(person, ()) if span.first <= day <= span.last]
            found[person] = min([*days, *([until[person] + _ONE] if until[person] != span.last else [])], default=None)
    return found


def _judgement(found: Sequence[_Found], batch: int, own: Profiles) -> Judgement:
    pasts = [each.past for each in found]
    unknown = [past.entries[past.entries["status"] == STATUSES.index(Status.NOT_EVALUATED)] for past in pasts]
    anew: defaultdict[str, list[Known]] = defaultdict(list)
    for each in found:
        for person, days in each.anew.items():
            anew[person].append(days)
    return Judgement(
        results=[result for each in found for result in each.results if result.type is not BreachType.DATA_QUALITY],
        anew=anew,
        undecided=frozenset(window for part in unknown for window in _windows(part)),
        not_evaluated=sum(map(len, unknown)),
        doubts=sum(STATUS_OF[remark.remark] in SHOWN for past in pasts for remark in past.remarks),
        kept=Judged(batch, _fingerprint(own, pasts), to_bytes(pasts)),
    )


def _windows(unknown: Entries) -> Iterator[tuple[BreachType, Known]]:
    """The type, and the days from the beginning to the date, of every window; each once."""
    for kind, start, day in np.unique(unknown[["type", "start", "date"]]).tolist():
        first, last = oslo(start).date(), date_of(day)
        yield TYPES[kind], Known(min(first, last), last)


def _about(pasts: Iterable[Past], people: Collection[str]) -> tuple[Remarked, ...]:
    return tuple(sorted(remark for past in pasts for remark in past.remarks if remark.employee in people))


def _still_true(judged: Judged | None, own: Profiles) -> list[Past]:
    """What an earlier round found; nothing where profiles or laws have changed since for somebody of whom it found it."""
    pasts = from_bytes(judged.found) if judged else []
    return pasts if judged and judged.profiles == _fingerprint(own, pasts) else []


def _fingerprint(profiles: Profiles, pasts: Iterable[Past]) -> str:
    people = {person for past in pasts for person in past.employees}
    assigned = sorted(repr(each) for each in profiles.employees if each.employee in people)
    # Where there is a list at all, who is not in it is remarked.
    about = (_RELEASE, profiles.laws, profiles.profiles, profiles.default, bool(profiles.employees), assigned)
    return sha256(repr(about).encode()).hexdigest()


def under_pseudonyms(profiles: Profiles, names: Mapping[str, str]) -> Profiles:
    """Who has which profile, by pseudonym; employees without records have none, and no profile is asked of them."""
    own = (each for each in profiles.employees if each.employee in names)
    return replace(profiles, employees=tuple(each.model_copy(update={"employee": names[each.employee]}) for each in own))
