"""The pages `/rules/`, `/rules/<rule>/` and `/rules/<rule>/why/`: what is demanded, how it went, and why a verdict says so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from engine.calendar.due import Grace
from engine.catalogue import Metric, Unit
from engine.charts.figure import ChartFigure
from engine.errors import Problem
from engine.exemptions import Exemption
from engine.facts import Verdict
from engine.history import streaks
from engine.language import Language, mark, translate
from engine.periods import NotAPeriod, Period
from engine.rights import Action, Thing
from engine.rulebook.book import InForce
from engine.web.access import WorkRequest, needs
from engine.web.asked import organisation_asked, organisations_of
from engine.web.clock import today
from engine.web.course import Course as Drawn
from engine.web.course import figure
from engine.web.decisions.exemptions import STANDINGS
from engine.web.ours import ours
from engine.web.paging import page_asked, paging
from engine.web.picture import picture
from engine.web.rules.reasons import conditions
from engine.web.rules.written import stated, written
from engine.web.rules.written import told as told_of
from engine.words import CAUSES, where
from engine.workplace import Workplace
from engine.workplace.decisions.exemptions import about, may_exempt, standing
from engine.workplace.rules import avvik, course, explanation, history, remarks, versions
from engine.workplace.rules import rule as rule_of

LISTED = 60
"""Periods in its table."""
MOST_REMARKS = 100
SERIES = 20
"""Units and members to a page."""


@dataclass(frozen=True, slots=True)
class Course:
    """One unit and member of a rule: how it has gone."""

    unit: str
    dimension: str
    title: str
    chart: ChartFigure | None
    """What it shows; the picture itself is at an address of its own."""
    streak: int
    verdicts: tuple[tuple[Verdict, str, int], ...]
    """The latest first, each with its cause in words and how many periods in a row it had gone so."""
    is_cut: bool

    @property
    def asked(self) -> str:
        """What the address of the picture asks for."""
        return "?" + urlencode({"unit": self.unit, "dimension": self.dimension})


@needs(Action.SEE, Thing.RULE)
@require_safe
def rules(request: WorkRequest) -> HttpResponse:
    place, language = request.place, request.language
    organisation = organisation_asked(place, request.GET, Action.SEE, Thing.RULE)
    wanted = request.GET.get("q", "").strip()[:100]
    found = [(each, [*stated(each, language)]) for each in place.rules(organisation.id) if _fits(each, wanted)]
    page = {
        "organisations": organisations_of(place, Action.SEE, Thing.RULE),
        "organisation": organisation,
        "rules": found,
        "wanted": wanted,
        "problems": sum(_is_of(organisation.id, each) for each in place.book.errors),
        "remarks": _remarks(request, organisation.id),
    }
    return render(request, "rules/rules.html", page)


@needs(Action.SEE, Thing.RULE)
@require_safe
def rule(request: WorkRequest, name: str) -> HttpResponse:
    place, language = request.place, request.language
    found = _found(request, name)
    metric = found.organisation.metrics[found.rule.metric]
    series, text = [*history(place, found).values()], written(found, ours().rules)
    page = page_asked(request.GET, "page")
    turned = paging("page", page, len(series), SERIES)
    opened, ended = avvik(place, found, today())
    shown = {
        "rule": found.rule,
        "version": found.version,
        "organisation": found.organisation,
        "metric": metric,
        "due": _due(found, metric, language),
        "written": text,
        "remarks": [told_of(each, ours().rules, language) for each in remarks(place, found, text.last_line)],
        "targets": [*stated(found, language)],
        "courses": [_course(found, metric, own, language) for own in series[(page - 1) * SERIES : page * SERIES]],
        "paging": turned,
        "conditions": found.rule.expressions,
        "open_avvik": opened,
        "ended_avvik": ended,
        "exemptions": [*_exemptions(place, found)],
        "may_exempt": may_exempt(place, found),
        "versions": versions(place, found),
    }
    return render(request, "rules/rule.html", shown)


@needs(Action.SEE, Thing.RULE)
@require_safe
def chart(request: WorkRequest, name: str) -> HttpResponse:
    """One unit's and member's course as a picture."""
    found = _found(request, name)
    series = request.GET.get("unit", found.organisation.id), request.GET.get("dimension", "")
    metric = found.organisation.metrics[found.rule.metric]
    drawn = _chart(found, metric, course(request.place, found, series), request.language)
    return picture(drawn, request.language)


@needs(Action.SEE, Thing.RULE)
@require_safe
def why(request: WorkRequest, name: str) -> HttpResponse:
    """One verdict, part by part, as of today."""
    found = _found(request, name)
    period = _period(request.GET)
    series = request.GET.get("unit", found.organisation.id), request.GET.get("dimension", "")
    told = explanation(request.place, found, series, period, today())
    if told is None:
        raise Http404
    page = {
        "rule": found.rule,
        "told": told,
        "verdict": told.verdict,
        "metric": told.metric,
        "where": where(told.verdict, found, told.metric),
        "sentence": told.sentence(request.language),
        "conditions": [*conditions(told, request.language)],
    }
    return render(request, "rules/why.html", page)


def _exemptions(place: Workplace, found: InForce) -> Iterator[tuple[Exemption, Unit | None, str]]:
    """Every one that the person may see, the newest first, each with its unit where it is for one and how it stands."""
    for each in about(place, place.store.exemptions(), found.rule.id):
        yield each, found.organisation.units.get(each.unit), STANDINGS[standing(each, today())][1]


def _found(request: WorkRequest, name: str) -> InForce:
    found = rule_of(request.place, name)
    if found is None:
        raise Http404
    return found


def _remarks(request: WorkRequest, organisation: str) -> list[str]:
    """What lint says of all files, for who keeps the rules: a file that did not load belongs to no rule's page."""
    if not request.place.may(Action.MANAGE, Thing.RULE, organisation):
        return []
    own = (each for each in request.place.book.problems if _is_of(organisation, each))
    return [told_of(each, ours().rules, request.language) for each in own][:MOST_REMARKS]


def _is_of(organisation: str, problem: Problem) -> bool:
    """Whether it is about a file of the organisation: of the others' nobody is told here, not even how many."""
    return Path(problem.place.file).is_relative_to(ours().rules / organisation)


def _due(found: InForce, metric: Metric, language: Language) -> str:
    """When a missing figure is late, in words."""
    own, grace = getattr(found.rule, "due", None), getattr(found.rule, "grace", Grace())
    if own is not None:
        with_grace = translate(mark("{due}, with {grace} of grace"), language).format(due=own.text, grace=grace.text)
        return with_grace if grace.days else str(own.text)
    if metric.is_expected:
        return translate(mark("by the calendar of its sources"), language)
    return translate(mark("{count} days after the period"), language).format(count=metric.due_days)


def _period(query: QueryDict) -> Period:
    try:
        return Period.parse(query.get("period", ""))
    except NotAPeriod:
        raise Http404 from None


def _fits(each: InForce, wanted: str) -> bool:
    texts = (each.rule.id, each.rule.title, each.rule.title_en or "", each.rule.owner)
    return not wanted or any(wanted.casefold() in text.casefold() for text in texts)


def _course(found: InForce, metric: Metric, verdicts: Sequence[Verdict], language: Language) -> Course:
    last = verdicts[-1]
    lengths = streaks(verdicts)
    latest = tuple(
        (each, translate(CAUSES[each.cause], language) if each.cause else "", length)
        for each, length in reversed([*zip(verdicts, lengths, strict=True)][-LISTED:])
    )
    return Course(
        unit=last.unit,
        dimension=last.dimension,
        title=where(last, found, metric),
        chart=_chart(found, metric, verdicts, language),
        streak=lengths[-1],
        verdicts=latest,
        is_cut=len(verdicts) > LISTED,
    )


def _chart(found: InForce, metric: Metric, verdicts: Sequence[Verdict], language: Language) -> ChartFigure | None:
    if not verdicts:
        return None
    title = found.rule.title_en or found.rule.title if language is Language.EN else found.rule.title
    series = where(verdicts[-1], found, metric) or found.organisation.title
    return figure(Drawn(title=title, series=series, timeline=verdicts, metric=metric), language)
