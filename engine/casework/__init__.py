"""One round of AML: the evidence is judged, breaches and HR's cases are told what changed, the counts become figures.

Everything derives from the records that hold; doing it again changes nothing. Rows stay with the evidence; only counts of
groups in which nobody is recognised go on to the organisation's figures.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.aml.cases import decide
from engine.aml.measured import SOURCE, Measured, fully_covered, tidy
from engine.aml.standing import BreachChange, Happened, Key, Standing, changes
from engine.aml.tally import tally
from engine.casework.judging import Judgement, judge_evidence
from engine.errors import StoreError
from engine.facts import Declaration, Delivery, Way
from engine.intake import TIDY
from engine.language import mark
from engine.periods import Grain, Period
from engine.reception import Reception, take_in
from engine.rulebook.book import Rulebook
from engine.store import Store
from engine.store.person.store import PersonStore
from engine.telling import Telling, Told
from engine.worktime.blocks import Known
from engine.worktime.profiles import Profiles
from engine.worktime.result import Result

_PROFILE = TIDY.model_copy(update={"id": SOURCE, "title": "Breaches found in work records"})
_ATTEMPTS = 5
"""So often a round begins again because records arrived while it judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Casework:
    """What a round of AML did, in numbers."""

    organisation: str
    found: int
    changed: int
    withdrawn: int
    opened: int
    """HR cases."""
    not_evaluated: int
    doubts: int
    """Remarks on the quality of the records."""
    measured: Measured


def judge(persons: PersonStore, organisation: str, profiles: Profiles, at: datetime) -> Casework:
    """Judge all evidence of an organisation and write what changed. `at` is what the entries bear.

    Records are read and judged without keeping others from writing. Raises StoreError when the evidence changed meanwhile,
    again and again.
    """
    for _ in range(_ATTEMPTS):
        with persons.reading(organisation) as read:
            revision = read.revision()
            judged = judge_evidence(read, profiles)
            before, known, present = read.standing(), read.known(), read.present()
        told = _changes(before, judged, known)
        with persons.round(organisation) as work:
            if work.revision() != revision:
                continue
            opened = work.apply(told, decide(work.cases(), told), at)
            work.keep(judged.kept)
            revision = work.revision()
        return _told(organisation, told, opened, judged, _measured(_after(before, told), judged, present, known, revision))
    raise StoreError(mark("the evidence changed while it was judged, {times} times over: run again"), times=_ATTEMPTS)


def deliver(store: Store, book: Rulebook, measured: Measured, organisation: str, fewest: int, at: datetime) -> Reception | None:
    """Hand the counts over as a delivery of figures; None when they are what was handed over before."""
    known = [each for each in store.observations(organisation) if each.source == SOURCE]
    content = tidy(measured, book.organisations[organisation], known, fewest)
    if content is None:
        return None
    declaration = Declaration(source=SOURCE, organisation=organisation)
    delivery = Delivery(declaration=declaration, file_name=f"{SOURCE}.csv", content=content, received_at=at, way=Way.OWN)
    return take_in(store, book, delivery, _PROFILE)


def tell(store: Store, persons: PersonStore, telling: Telling, organisation: str, at: datetime) -> Told:
    """Put HR's digest of what they have not heard of into the outbox."""
    with persons.round(organisation) as work:
        news = work.news()
    with store.round() as round_:
        return telling.of_working_time(round_, organisation, news, at)


def _changes(before: Mapping[Key, Standing], judged: Judgement, known: Mapping[str, Iterable[Known]]) -> list[BreachChange]:
    return list(changes(before, judged.results, lambda each: judged.is_anew(each) and _is_covered(each, known)))


def _told(organisation: str, told: Sequence[BreachChange], opened: int, judged: Judgement, measured: Measured) -> Casework:
    happened = [change.happened for change in told]
    return Casework(
        organisation=organisation,
        found=sum(each in (Happened.FOUND, Happened.RETURNED) for each in happened),
        changed=happened.count(Happened.CHANGED),
        withdrawn=happened.count(Happened.WITHDRAWN),
        opened=opened,
        not_evaluated=judged.not_evaluated,
        doubts=judged.doubts,
        measured=measured,
    )


def _is_covered(result: Result, known: Mapping[str, Iterable[Known]]) -> bool:
    """Whether the days of a window are still known as a whole."""
    first, last = result.since.date(), (result.window_end - timedelta(minutes=1)).date()
    return any(span.first <= first and last <= span.last for span in known.get(result.employee, ()))


def _after(before: Mapping[Key, Standing], told: Iterable[BreachChange]) -> list[Result]:
    """The breaches that stand now."""
    now = dict(before)
    now |= {each.result.key: Standing(each.result, each.happened is Happened.WITHDRAWN) for each in told}
    return [row.result for row in now.values() if not row.withdrawn]


def _measured(
    standing: Iterable[Result],
    judged: Judgement,
    present: Iterable[tuple[str, str, Period]],
    known: Mapping[str, Iterable[Known]],
    revision: int,
) -> Measured:
    months = fully_covered(span for spans in known.values() for span in spans)
    open_ = frozenset((breach, month) for breach, days in judged.undecided for month in _months(days))
    return Measured(tally=tally(present, standing), months=months, not_evaluated=open_, revision=revision)


def _months(days: Known) -> list[Period]:
    """The months in which the window, or the stretch of windows, can have a breach."""
    first, last = (Period.containing(day, Grain.MONTH) for day in (days.first, days.last))
    return [Period(Grain.MONTH, ordinal) for ordinal in range(first.ordinal, last.ordinal + 1)]
