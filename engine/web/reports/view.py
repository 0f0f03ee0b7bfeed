"""The pages `/reports/`: every report of an organisation, one read as it is now, and a final edition."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from engine.catalogue import Organisation
from engine.language import Language
from engine.periods import Grain, Period
from engine.publishing import came, draft, lacking
from engine.report.drafted import Drafted
from engine.report.edition import Edition
from engine.report.formats import Format
from engine.report.formats.html import blocks_of, inside
from engine.report.schema import Report, said
from engine.rights import Action, Thing
from engine.web.access import WorkRequest, needs
from engine.web.clock import today
from engine.web.parts import parts
from engine.web.reports.asked import Asked, asked, order
from engine.workplace import Workplace
from engine.workplace.reports import edition as edition_of
from engine.workplace.reports import editions, tells_persons

MOST_PERIODS = 24
"""Of each report, the newest: older ones are reached by their editions and addresses."""


@dataclass(frozen=True, slots=True)
class Line:
    """One report of one period as the list tells it."""

    report: Report
    period: Period
    editions: tuple[Edition, ...]
    """The newest first."""
    lacking: tuple[str, ...]
    """Titles of what came last time and has not come."""
    has_ended: bool
    drafted: Drafted | None


@needs(Action.SEE, Thing.REPORT)
@require_safe
def reports(request: WorkRequest) -> HttpResponse:
    place, language = request.place, request.language
    names = place.organisations(Thing.REPORT)
    wanted = request.GET.get("organisation") or names[0]
    if wanted not in names:
        raise Http404
    organisation = place.book.organisations[wanted]
    page = {
        "organisation": organisation,
        "organisations": [place.book.organisations[name] for name in names],
        "lines": [*_lines(request, organisation, language)],
        "editions": editions(place, organisation.id),
        "has_faults": any(Path(each.place.file).parent.name == wanted for each in parts().shelf.reports().errors),
        "may_fetch": place.may(Action.EXPORT, Thing.REPORT, organisation.id),
    }
    return render(request, "reports/reports.html", page)


@needs(Action.SEE, Thing.REPORT)
@require_safe
def read(request: WorkRequest, organisation: str, report: str, period: str) -> HttpResponse:
    """As it is now, with the final editions beside it."""
    wanted = asked(request, organisation, report, period)
    made = draft(request.place.store, request.place.book, order(request, wanted))
    page = {
        **about(request, wanted),
        "body": SafeString(inside(made.document)),  # escaped piece by piece where it was made
        "headings": [each for each in made.document.headings if each.level == 1],
        "flags": made.flags,
        "editions": [each for each in editions(request.place, organisation) if _is_of(each, wanted)],
        "is_without_persons": not tells_persons(request.place, organisation)
        and any(metric.is_about_persons for metric in wanted.organisation.metrics.values()),
        "formats": [*Format],
    }
    return render(request, "reports/read.html", page)


@needs(Action.SEE, Thing.REPORT)
@require_safe
def edition(request: WorkRequest, seq: int) -> HttpResponse:
    found = edition_of(request.place, seq)
    if found is None:
        raise Http404
    may_fetch = request.place.may(Action.EXPORT, Thing.REPORT, found.organisation)
    same = [
        each
        for each in editions(request.place, found.organisation)
        if (each.report, each.period) == (found.report, found.period)
    ]
    page = {
        "edition": found,
        "organisation": request.place.book.organisations[found.organisation],
        "others": [each for each in same if each.seq != seq],
        "is_newest": same[0].seq == seq,
        "title": _title(found, request.language),
        "may_fetch": may_fetch,
        "body": _as_kept(request.place, found) if may_fetch else "",
    }
    return render(request, "reports/edition.html", page)


def _title(found: Edition, language: Language) -> str:
    """The report's, or its id where report.yaml has it no more."""
    own = parts().shelf.reports().by_organisation.get(found.organisation, ())
    return next((each.told(language) for each in own if each.id == found.report), found.report)


def _as_kept(place: Workplace, found: Edition) -> SafeString:
    """The blocks of the kept page; what was written by people is escaped in it, and the page runs no script."""
    if Format.HTML.value not in found.files:
        return SafeString("")
    return SafeString(blocks_of(place.store.edition_content(found, Format.HTML.value)))


def about(request: WorkRequest, wanted: Asked) -> dict[str, object]:
    """What the pages of one report have in common: where it lies, and what the person may do with it."""
    place, name = request.place, wanted.organisation.id
    return {
        "wanted": wanted,
        "organisation": wanted.organisation,
        "title": wanted.report.told(request.language),
        "read_at": wanted.address("reports-read"),
        "words_at": wanted.address("reports-words"),
        "final_at": wanted.address("reports-final"),
        "may_write": place.may(Action.COMMENT, Thing.REPORT, name),
        "may_finalise": place.may(Action.DECIDE, Thing.REPORT, name),
        "may_fetch": place.may(Action.EXPORT, Thing.REPORT, name),
    }


def titles(names: Iterable[str], organisation: Organisation, language: Language) -> tuple[str, ...]:
    metrics = (organisation.metrics[name] for name in names)
    return tuple(dict.fromkeys(said(each.title, each.title_en, language) for each in metrics))


def _lines(request: WorkRequest, organisation: Organisation, language: Language) -> Iterator[Line]:
    delivered = came(request.place.store, organisation.id)
    final = editions(request.place, organisation.id)
    made = request.place.store.drafts(organisation.id)
    for report in parts().shelf.reports().by_organisation.get(organisation.id, ()):
        for period in _periods(report, delivered)[:MOST_PERIODS]:
            yield Line(
                report=report,
                period=period,
                editions=tuple(each for each in final if (each.report, each.period) == (report.id, period)),
                lacking=titles(lacking(organisation, report, period, delivered), organisation, language),
                has_ended=period.end < today(),
                drafted=next((each for each in reversed(made) if (each.report, each.period) == (report.id, period)), None),
            )


def _periods(report: Report, delivered: Collection[tuple[str, Period]]) -> list[Period]:
    """Those of which something came, the newest first. What is coarser than the report makes no report of its own."""
    names = set(report.metrics)
    grains = list(Grain)
    fine = (each for name, each in delivered if name in names and grains.index(each.grain) >= grains.index(report.grain))
    found = {each if each.grain is report.grain else each.enclosing(report.grain) for each in fine}
    return sorted((each for each in found if each.start <= today()), key=lambda each: each.ordinal, reverse=True)


def _is_of(each: Edition, wanted: Asked) -> bool:
    return (each.report, each.period) == (wanted.report.id, wanted.period)
