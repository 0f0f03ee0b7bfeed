"""One round of AML: the evidence is judged, breaches and HR's cases are told what changed, the counts become figures.

Everything derives from the records that hold; doing it again changes nothing. Rows stay with the evidence; only counts of
groups in which nobody is recognised go on to the organisation's figures.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine.aml.cases import decide
from engine.aml.measured import Measured, fully_covered, tidy
from engine.aml.standing import Happened, changes
from engine.aml.tally import tally
from engine.facts import Declaration, Delivery
from engine.intake import TIDY
from engine.periods import Grain, Period
from engine.reception import Reception, take_in
from engine.rulebook.book import Rulebook
from engine.store import Store
from engine.store.person.evidence import Evidence
from engine.store.person.store import PersonStore
from engine.telling import Telling, Told
from engine.timesheets.days import day_of
from engine.worktime.blocks import Known
from engine.worktime.check import check
from engine.worktime.kinds import BreachType, Source, Status
from engine.worktime.normalise import normalise
from engine.worktime.owners import Owners, owners_of
from engine.worktime.profiles import Profiles
from engine.worktime.records import WorkRecord
from engine.worktime.result import Result

SOURCE = "aml-measured"
"""The source of the figures that are counted here; a metric's `sources` says whether they go before those of a report."""
_PROFILE = TIDY.model_copy(update={"id": SOURCE, "title": "Breaches found in work records"})
_SHOWN = (Status.BRUDD, Status.ABSOLUTT, Status.NOT_EVALUATED)


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
    """Judge all evidence of an organisation and write what changed. `at` is what the entries bear."""
    with persons.round(organisation) as work:
        evidence = work.evidence()
        results = _results(evidence, owners_of(_under_pseudonyms(profiles, work.pseudonyms())))
        before = work.standing()
        told = list(changes(before, results, lambda result: _is_covered(result, evidence.known.get(result.employee, ()))))
        opened = work.apply(told, decide(work.cases(), told), at)
        after = [row.result for row in work.standing().values() if not row.withdrawn]
        measured = _measured(evidence, after, results, work.revision())
    happened = [change.happened for change in told]
    return Casework(
        organisation=organisation,
        found=sum(each in (Happened.FOUND, Happened.RETURNED) for each in happened),
        changed=happened.count(Happened.CHANGED),
        withdrawn=happened.count(Happened.WITHDRAWN),
        opened=opened,
        not_evaluated=sum(map(_is_open, results)),
        doubts=sum(result.type is BreachType.DATA_QUALITY for result in results),
        measured=measured,
    )


def deliver(store: Store, book: Rulebook, measured: Measured, organisation: str, fewest: int, at: datetime) -> Reception | None:
    """Hand the counts over as a delivery of figures; None when they are what was handed over before."""
    known = [each for each in store.observations(organisation) if each.source == SOURCE]
    content = tidy(measured, book.organisations[organisation], known, fewest)
    if content is None:
        return None
    declaration = Declaration(source=SOURCE, organisation=organisation)
    delivery = Delivery(declaration=declaration, file_name=f"{SOURCE}.csv", content=content, received_at=at)
    return take_in(store, book, delivery, _PROFILE)


def tell(store: Store, persons: PersonStore, telling: Telling, organisation: str, at: datetime) -> Told:
    """Put HR's digest of what they have not heard of into the outbox."""
    with persons.round(organisation) as work:
        news = work.news()
    with store.round() as round_:
        return telling.of_working_time(round_, organisation, news, at)


def _results(evidence: Evidence, owners: Owners) -> list[Result]:
    """The rows of everybody's known days. Who is known on the same days is judged together."""
    by_person: defaultdict[str, list[WorkRecord]] = defaultdict(list)
    for record in evidence.records:
        by_person[record.employee].append(record)
    groups: defaultdict[Known, list[WorkRecord]] = defaultdict(list)
    for person, spans in evidence.known.items():
        for span in spans:
            groups[span] += [row for row in by_person[person] if span.first <= day_of(row) <= span.last]
    return [result for span, rows in groups.items() for result in check(normalise(rows), owners, known=span).results(_SHOWN)]


def _is_covered(result: Result, spans: Iterable[Known]) -> bool:
    """Whether the days of a window are still known as a whole."""
    first, last = result.since.date(), (result.window_end - timedelta(minutes=1)).date()
    return any(span.first <= first and last <= span.last for span in spans)


def _measured(evidence: Evidence, standing: Sequence[Result], results: Iterable[Result], revision: int) -> Measured:
    present = {
        (row.employee, row.unit, Period.containing(day_of(row), Grain.MONTH))
        for row in evidence.records
        if row.source is Source.ACTUAL
    }
    open_ = {(result.type, month) for result in results if _is_open(result) for month in _months(result)}
    months = fully_covered(span for spans in evidence.known.values() for span in spans)
    return Measured(tally=tally(present, standing), months=months, not_evaluated=frozenset(open_), revision=revision)


def _is_open(result: Result) -> bool:
    return result.status is Status.NOT_EVALUATED and result.type is not BreachType.DATA_QUALITY


def _months(result: Result) -> list[Period]:
    """The months in which the window, or the stretch of windows, can have a breach."""
    first, last = (Period.containing(day, Grain.MONTH) for day in (result.window_start.date(), result.day))
    return [Period(Grain.MONTH, ordinal) for ordinal in range(first.ordinal, last.ordinal + 1)]


def _under_pseudonyms(profiles: Profiles, names: Mapping[str, str]) -> Profiles:
    """Who has which profile, by pseudonym; employees without records have none, and no profile is asked of them."""
    own = (each for each in profiles.employees if each.employee in names)
    return replace(profiles, employees=tuple(each.model_copy(update={"employee": names[each.employee]}) for each in own))
