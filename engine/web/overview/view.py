"""The page `/`: which targets were met, by how much, for how long, and which way they move."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from engine.catalogue import Unit
from engine.checks.words import sentence
from engine.facts import Mark, Outcome
from engine.history import Arrow
from engine.language import Language, mark, translate
from engine.period_words import period_words
from engine.rights import Action, Thing
from engine.web.access import WorkRequest, needs
from engine.web.clock import today
from engine.web.overview.filters import asked
from engine.web.overview.spark import Spark, spark
from engine.web.paging import paging
from engine.words import CAUSES, MARKS, number
from engine.workplace import Workplace
from engine.workplace.decisions.held import waiting
from engine.workplace.overview import PAGE, Choice, Overview, Row
from engine.workplace.overview import overview as overview_of

ARROWS = {
    Arrow.UP: ("↑", mark("rising")),
    Arrow.DOWN: ("↓", mark("falling")),
    Arrow.FLAT: ("→", mark("unchanged")),
    Arrow.NONE: ("", ""),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A row with what only a reader needs: words in the reader's language, and the drawing."""

    row: Row
    sentence: str
    cause: str
    marks: tuple[str, ...]
    member: str
    unit_of_measure: str
    """What the figure counts, where neither % beside it nor the title says so: «1000 NOK»."""
    arrow: tuple[str, str]
    good: str
    """`good`, `bad` or empty: for a colour beside the arrow, whose direction is said in words."""
    spark: Spark | None
    course: str
    """The spark line in words, for who does not see it."""
    change: Decimal | None
    """The figure minus the one that is compared with."""


@needs(Action.SEE, Thing.VERDICT)
@require_safe
def overview(request: WorkRequest) -> HttpResponse:
    place = request.place
    found = asked(place, request.GET)
    language: Language = request.language
    page = {
        "organisations": [place.book.organisations[name] for name in found.organisations],
        "periods": found.periods,
        "outcomes": [*Outcome],
        "choice": found.choice,
    }
    if found.choice is None:
        return render(request, "overview/empty.html", page)
    told = overview_of(place, found.choice, today())
    return render(request, "overview/overview.html", {**page, **_told(place, found.choice, told, language)})


def _told(place: Workplace, choice: Choice, told: Overview, language: Language) -> dict[str, object]:
    organisation = place.book.organisations[choice.organisation]
    return {
        "organisation": organisation.units[organisation.id],
        "unit": organisation.units.get(choice.unit),
        "overview": told,
        "rows": [_shown(row, language) for row in told.rows],
        "paging": paging("page", choice.page, told.total, PAGE),
        "tally": [(outcome, told.counts.get(outcome, 0)) for outcome in Outcome if told.counts.get(outcome)],
        "units": [*_units(organisation.units.values(), told)],
        "held": waiting(place, choice.organisation),
        "several_units": len(told.units) > 1,
    }


def _shown(row: Row, language: Language) -> Shown:
    verdict, metric = row.verdict, row.metric
    member = metric.by_member.get(verdict.dimension)
    title = "" if member is None else (member.title_en or member.title if language is Language.EN else member.title)
    good = {True: "good", False: "bad", None: ""}[row.trend.good]
    figures = [value for _, value in row.line if value is not None]
    return Shown(
        row=row,
        sentence=sentence(verdict, row.rule.organisation, row.rule.rule, language),
        cause=translate(CAUSES[verdict.cause], language) if verdict.cause else "",
        # Which parts missed is said by name.
        marks=tuple(translate(MARKS[each], language) for each in verdict.marks if each is not Mark.CHILD_MISSED),
        member=title or verdict.dimension,
        unit_of_measure=_unit(row),
        arrow=(ARROWS[row.trend.arrow][0], translate(ARROWS[row.trend.arrow][1], language)),
        good=good,
        spark=spark(row.line, verdict.target),
        course=_course(row, figures, language),
        change=_change(row),
    )


def _unit(row: Row) -> str:
    unit = row.metric.unit_of_measure
    # Of freshness the figure is days, and the sentence says so.
    return "" if unit in ("", "%", "count") or row.rule.rule.check == "freshness" else unit


def _course(row: Row, figures: list[Decimal], language: Language) -> str:
    if not figures:
        return ""
    text = translate(mark("{first} to {last}: from {start} to {end}, lowest {low}, highest {high}"), language)
    first, *_, (last, _) = row.line if len(row.line) > 1 else (row.line[0], row.line[0])
    amounts = {
        name: number(value, row.metric, language)
        for name, value in (("start", figures[0]), ("end", figures[-1]), ("low", min(figures)), ("high", max(figures)))
    }
    return text.format(first=period_words(first[0], language), last=period_words(last, language), **amounts)


def _change(row: Row) -> Decimal | None:
    if row.before is None or row.before.value is None or row.verdict.value is None:
        return None
    return row.verdict.value - row.before.value


def _units(units: Iterable[Unit], told: Overview) -> Iterator[tuple[Unit, list[tuple[Outcome, int]]]]:
    """Every unit with a target in the period, in the organisation's order."""
    for unit in units:
        if unit.id in told.units:
            yield unit, [(outcome, told.units[unit.id][outcome]) for outcome in Outcome if told.units[unit.id].get(outcome)]
