"""A report from the store: drafted as often as anybody likes, finalised once for each edition."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.catalogue import Organisation
from engine.errors import MoveRefused, Place, Problem
from engine.evaluate import evaluate
from engine.facts import Mark, Observation, Verdict
from engine.language import Language, mark
from engine.periods import Period
from engine.report.basis import Basis
from engine.report.collect import Collected, collect
from engine.report.drafted import Drafted
from engine.report.edition import Edition, hash_of, hash_of_basis
from engine.report.formats import RENDERERS, Format
from engine.report.material import Earlier, Material, period_at
from engine.report.projects import Portfolio
from engine.report.schema import Report
from engine.rulebook.book import Rulebook
from engine.store import Store

OSLO = ZoneInfo("Europe/Oslo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Which report somebody asks for."""

    organisation: str
    report: Report
    period: Period
    language: Language
    as_of: date | None = None
    """What is due; without it the day of the newest figure, so that the same figures give the same report on any day."""
    portfolio: Portfolio | None = None
    smallest_group: int = 5
    tells_persons: bool = True
    """False: for a reader who may not see figures about persons. Such a report is read, and never final."""


def gather(store: Store, book: Rulebook, order: Order) -> Material:
    """Everything that the report is made of, as it is on record now."""
    organisation = book.organisations[order.organisation]
    observations = store.observations(organisation.id)
    as_of = order.as_of or _newest_day(observations, order.period)
    own = book.of(organisation.id)
    editions = [each for each in store.editions(organisation.id) if each.report == order.report.id]
    same = [each for each in editions if each.period == order.period]
    return Material(
        organisation=organisation,
        report=order.report,
        period=order.period,
        language=order.language,
        as_of=as_of,
        rules=own.rules,
        observations=observations,
        verdicts=evaluate(own, observations, as_of),
        files={each.id: each.file_name for each in store.deliveries(organisation.id)},
        corrections=store.corrections(organisation.id),
        avvik=store.avvik(organisation.id),
        words=store.words(organisation.id),
        portfolio=order.portfolio,
        # What an edition said of persons is not told by its corrections either.
        earlier=_earlier(store, editions, order.period) if order.tells_persons else None,
        edition=len(same) + 1,
        log_head=str(store.log_head()),
        smallest_group=order.smallest_group,
        tells_persons=order.tells_persons,
    )


def draft(store: Store, book: Rulebook, order: Order) -> Collected:
    """The report as it would be now, and what is doubtful in it. Nothing is kept."""
    return collect(gather(store, book, order))


def keep_draft(store: Store, book: Rulebook, order: Order, at: datetime) -> bool:
    """Put on record that the draft was made; False where the last one said the same."""
    material = gather(store, book, order)
    made = collect(material)
    return store.keep_draft(
        Drafted(
            organisation=order.organisation,
            report=order.report.id,
            period=order.period,
            at=at,
            as_of=material.as_of,
            flags=len(made.flags),
            content=made.content,
        )
    )


def wanting(store: Store, book: Rulebook, order: Order) -> tuple[str, ...]:
    """The metrics of the report that came last time and have not come for this period: the draft waits for them."""
    return lacking(book.organisations[order.organisation], order.report, order.period, came(store, order.organisation))


def came(store: Store, organisation: str) -> frozenset[tuple[str, Period]]:
    """Each metric with the periods for which something was delivered of it."""
    return frozenset((each.figure.series.metric, each.figure.period) for each in store.observations(organisation))


def lacking(
    organisation: Organisation, report: Report, period: Period, came: Collection[tuple[str, Period]]
) -> tuple[str, ...]:
    """As `wanting`, of what came."""
    metrics = (organisation.metrics[name] for name in report.metrics)
    periods = ((metric.id, period_at(period, metric.grain)) for metric in metrics)
    return tuple(name for name, own in periods if (name, own) not in came and (name, own.shift(-1)) in came)


def preview(store: Store, book: Rulebook, order: Order) -> Collected:
    """The report as it would be final now: its `content` is what `finalise` is given as seen."""
    return collect(replace(gather(store, book, order), is_draft=False))


def finalise(
    store: Store,
    book: Rulebook,
    order: Order,
    *,
    who: str,
    at: datetime,
    accepted: str = "",
    formats: Iterable[Format] = Format,
    seen: str = "",
) -> Edition:
    """Keep the report for good in these formats. MoveRefused where it is not fit to be final, or says what an edition said.

    `accepted`: why doubtful texts stand; asked for where there are any. `seen`: what a person looked at before saying so, see
    `preview`; refused where figures or words have changed in between.
    """
    if not order.tells_persons:
        raise ValueError("a report without the figures about persons is for one reader and never final")
    material = gather(store, book, order)
    _refuse_unfinished(store, material, at)
    final = collect(replace(material, is_draft=False, author=who, accepted=accepted))
    if seen and final.content != seen:
        raise MoveRefused(mark("figures or words have changed since you looked at the report: look at it again first"))
    _refuse_doubtful(final, accepted)
    basis: Mapping[str, Any] = {**Basis.of(final.document).facts(), "content": final.content}
    if material.earlier and material.earlier.period == order.period and material.earlier.content == final.content:
        message = mark("edition {edition} of {period} says the same: nothing has changed since")
        raise MoveRefused(message, edition=material.earlier.edition, period=order.period)
    files = {each.value: RENDERERS[each].render(final.document) for each in formats}
    edition = Edition(
        organisation=order.organisation,
        report=order.report.id,
        period=order.period,
        number=material.edition,
        language=order.language,
        as_of=material.as_of,
        at=at,
        who=who,
        accepted=accepted,
        log_head=material.log_head,
        files={name: hash_of(data) for name, data in files.items()},
        basis=hash_of_basis(basis),
    )
    return store.finalise(edition, files, basis)


def _newest_day(observations: Iterable[Observation], period: Period) -> date:
    came = (each.received_at for each in observations)
    newest = max(came, default=None)
    return newest.astimezone(OSLO).date() if newest else period.end


def _earlier(store: Store, editions: Iterable[Edition], period: Period) -> Earlier | None:
    """The newest edition of the period itself, else of the newest period before it."""
    found = [each for each in editions if each.period.grain is period.grain and each.period <= period]
    newest = max(found, key=lambda each: (each.period.ordinal, each.number), default=None)
    if newest is None:
        return None
    basis, content = store.edition_basis(newest)
    return Earlier(period=newest.period, edition=newest.number, as_of=newest.as_of, basis=basis, content=content)


def _refuse_unfinished(store: Store, material: Material, at: datetime) -> None:
    if material.period.end >= at.astimezone(OSLO).date():
        message = mark("{period} has not ended yet: there is no final report of it")
        raise MoveRefused(message, period=material.period)
    standing = {each.key: _edition(each) for each in store.verdicts(material.organisation.id)}
    news = [each for each in _on_record(material) if standing.get(each.key) != _edition(each)]
    if news:
        message = mark("{count} figures or rules are newer than the verdicts on record: judge them first with `malvakt run`")
        raise MoveRefused(message, count=len(news))


def _on_record(material: Material) -> Iterator[Verdict]:
    """The verdicts on figures up to the period; what is only late or not due changes with the day and not with the data."""
    for verdict in material.verdicts:
        if (
            verdict.value is not None
            and Mark.NEVER_DELIVERED not in verdict.marks
            and verdict.period.end <= material.period.end
        ):
            yield verdict


def _edition(verdict: Verdict) -> tuple[object, ...]:
    return verdict.rule_version, verdict.data_revision, verdict.outcome


def _refuse_doubtful(final: Collected, accepted: str) -> None:
    if not final.flags or accepted:
        return
    problems = [Problem(Place(flag.about, field=flag.quote), "T001", flag.message, {**flag.details}) for flag in final.flags]
    raise MoveRefused(
        mark("the words are not what the figures say; mend them, or accept them with --accept and a reason"), problems
    )
