"""What was judged: the verdicts that stand, every edition of one, and the overview of a period."""

from typing import Any

from django.http import Http404
from ninja import Query, Router
from pydantic import Field

from engine.avvik.entries import Subject
from engine.exchange import verdict_json
from engine.facts import Outcome, Verdict
from engine.numbers import plain
from engine.people import Scope
from engine.periods import Period
from engine.rights import Action, Thing
from engine.store.verdicts import Sought
from engine.web.api.caller import Request
from engine.web.api.pages import turn
from engine.web.api.shapes import DimensionName, Filters, Name, Page, Paged, PeriodText, Told
from engine.web.api.wants import needs, within
from engine.web.clock import today
from engine.workplace import Workplace
from engine.workplace.overview import Choice, Row
from engine.workplace.overview import overview as overview_of
from engine.workplace.verdicts import verdicts_after

router = Router(tags=["verdicts"])


class VerdictTold(Told):
    rule: str
    title: str
    organisation: str
    unit: str
    dimension: str
    period: str
    outcome: str
    cause: str | None
    value: str | None
    """Numbers are decimal text, so that no reader rounds them."""
    raw_value: str | None
    numerator: str | None
    denominator: str | None
    target: str | list[str] | None
    comparator: str | None
    margin: str | None
    """Positive on the good side."""
    provisional: bool
    rule_version: str
    data_revision: str
    words: str
    details: dict[str, str]
    marks: list[str]


class Point(Told):
    period: str
    value: str | None


class RowTold(Told):
    verdict: VerdictTold
    metric: str
    streak: int
    trend: str
    good: bool | None
    is_corrected: bool
    children_missed: list[str]
    line: list[Point]


class OverviewTold(Told):
    organisation: str
    period: str
    counts: dict[str, int]
    total: int
    """Rows on all pages."""
    rows: list[RowTold]


class OfVerdicts(Paged):
    organisation: Name
    period: PeriodText | None = None
    rule: Name | None = None
    unit: Name | None = None
    outcome: Outcome | None = None


class OfHistory(Paged):
    organisation: Name
    rule: Name
    unit: Name
    dimension: DimensionName = ""
    period: PeriodText | None = None


class OfOverview(Filters):
    organisation: Name
    period: PeriodText
    unit: Name | None = None
    outcome: Outcome | None = None
    page: int = Field(default=1, ge=1, le=10_000)
    """Counted from 1; 100 rows each."""


@router.get("/verdicts", response=Page[VerdictTold], url_name="api-verdicts")
@needs(Scope.READ, Action.SEE, Thing.VERDICT)
def list_verdicts(request: Request, asked: Query[OfVerdicts]) -> dict[str, Any]:
    """Those that stand, ordered by rule, unit, dimension and period."""
    within(request, Action.SEE, Thing.VERDICT, asked.organisation)
    place, part = request.auth.place, turn(request, asked)
    period = Period.parse(asked.period) if asked.period else None
    sought = Sought(rule=asked.rule, unit=asked.unit, outcome=asked.outcome, period=period)
    found = verdicts_after(place, asked.organisation, sought, part.after, part.most)
    return part.page(found, lambda each: each.key[1:], lambda each: _told(place, each))


@router.get("/verdicts/history", response=Page[VerdictTold], url_name="api-verdict-history")
@needs(Scope.READ, Action.SEE, Thing.VERDICT)
def verdict_history(request: Request, asked: Query[OfHistory]) -> dict[str, Any]:
    """Every edition that ever stood on one rule, unit and dimension, in the order in which they came to stand."""
    within(request, Action.SEE, Thing.VERDICT, asked.organisation, asked.unit)
    place = request.auth.place
    rule = place.book.by_id.get(asked.rule)
    if rule is None or rule.organisation.id != asked.organisation or not place.sees_figure(rule, asked.unit):
        raise Http404
    about = Subject(organisation=asked.organisation, rule=asked.rule, unit=asked.unit, dimension=asked.dimension)
    part, period = turn(request, asked), Period.parse(asked.period) if asked.period else None
    after = part.after[0] if part.after else None
    found = place.store.editions_after(about, period, after, part.most)
    return part.page(found, lambda each: (each[0],), lambda each: _told(place, each[1]))


@router.get("/overview", response=OverviewTold, url_name="api-overview")
@needs(Scope.READ, Action.SEE, Thing.VERDICT)
def overview(request: Request, asked: Query[OfOverview]) -> dict[str, Any]:
    """Every target of a period: how it went, for how many periods in a row, and which way it moves."""
    within(request, Action.SEE, Thing.VERDICT, asked.organisation, asked.unit or "")
    place = request.auth.place
    period = Period.parse(asked.period)
    choice = Choice(
        organisation=asked.organisation, period=period, unit=asked.unit or "", outcome=asked.outcome, page=asked.page
    )
    found = overview_of(place, choice, today())
    return {
        "organisation": asked.organisation,
        "period": str(period),
        "counts": {outcome.value: count for outcome, count in found.counts.items()},
        "total": found.total,
        "rows": [_row(place, row) for row in found.rows],
    }


def _told(place: Workplace, verdict: Verdict) -> dict[str, Any]:
    return verdict_json(verdict, place.book.by_id[verdict.rule].rule.title)


def _row(place: Workplace, row: Row) -> dict[str, Any]:
    return {
        "verdict": _told(place, row.verdict),
        "metric": row.metric.id,
        "streak": row.streak,
        "trend": row.trend.arrow.value,
        "good": row.trend.good,
        "is_corrected": row.is_corrected,
        "children_missed": [unit.id for unit in row.children_missed],
        "line": [{"period": str(period), "value": None if value is None else plain(value)} for period, value in row.line],
    }
