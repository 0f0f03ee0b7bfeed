"""The pages `/aml/` and `/aml/counts.csv`: breaches by type, month and unit, with nobody recognised in them."""

from collections.abc import Iterator
from decimal import Decimal

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from engine.aml.table import OTHERS, Line, Table
from engine.catalogue import Organisation
from engine.language import Language, mark, translate
from engine.period_words import period_words
from engine.periods import Period
from engine.rights import Action, Thing
from engine.web.access import WorkRequest, needs
from engine.web.aml.desk import Desk, desk, page
from engine.web.asked import whole_number
from engine.web.exports import csv_file, xlsx_file
from engine.web.ours import ours
from engine.workplace.aml import Counts, Question, counts
from engine.worktime.kinds import TITLES, BreachType

_BELOW = {
    "total": mark("Total"),
    "per_100_man_years": mark("Per 100 man-years"),
    "employees": mark("Employees with a breach"),
    "repeats": mark("Repeated: same employee and type"),
}
_KINDS = {"csv": "csv", "xlsx": "xlsx"}

Shown = tuple[str, list[int | Decimal | None]]


@needs(Action.SEE, Thing.AML_ROWS)
@require_safe
def overview(request: WorkRequest) -> HttpResponse:
    """Open to everybody, because everybody has own rows; the counts are for those who follow up."""
    own = desk(request, Action.SEE, Thing.AML_ROWS)
    found = _counts(request, own)
    context = page(own, "aml", Action.SEE, Thing.AML_ROWS)
    context |= {"counts": found, "man_years": request.GET.get("man_years", "")[:12]}
    if found is not None:
        context |= {
            "rows": [*_lines(found.by_type, "type", own.organisation, request.language)],
            "below": [*_below(found.by_type, request.language)],
            "columns": _columns(found.by_type, request.language),
            "unit_rows": [*_lines(found.by_unit, "unit", own.organisation, request.language)] if found.by_unit else [],
            "units": [(each, _unit(each, own.organisation, request.language)) for each in found.units],
            "is_hidden": _is_hidden(found.by_type) or (found.by_unit is not None and _is_hidden(found.by_unit)),
            "sees_counts": True,
        }
    context["sees_counts"] = own.organisation.id in own.place.reach(Action.SEE, Thing.AML_COUNTS).units
    return render(request, "aml/counts.html", context)


@needs(Action.SEE, Thing.AML_COUNTS)
@require_safe
def counts_file(request: WorkRequest, kind: str) -> HttpResponse:
    """The same table as a file, with the same cells held back."""
    if kind not in _KINDS:
        raise Http404
    own = desk(request, Action.SEE, Thing.AML_COUNTS)
    found, language = _counts(request, own), request.language
    headings: list[str] = [translate(mark("Type"), language)]
    rows: list[list[str | int | Decimal | None]] = []
    if found is not None:
        headings += _columns(found.by_type, language)
        lines = [*_lines(found.by_type, "type", own.organisation, language), *_below(found.by_type, language)]
        rows = [[title, *values] for title, values in lines]
    name = f"aml-{own.organisation.id}-{found.year if found else ''}".rstrip("-")
    return csv_file(name, headings, rows, language) if kind == "csv" else xlsx_file(name, headings, rows)


def _counts(request: WorkRequest, own: Desk) -> Counts | None:
    asked = request.GET
    question = Question(
        organisation=own.organisation.id,
        year=_year(asked.get("year", "")),
        unit=asked.get("unit", ""),
        man_years=_man_years(asked.get("man_years", "")),
        fewest=ours().smallest_group,
    )
    found = counts(own.place, own.persons, own.viewer, question)
    if found is not None and question.unit and question.unit != found.unit:
        raise Http404
    return found


def _year(text: str) -> int | None:
    year = whole_number(text, 4) if text else None
    if text and (year is None or len(text) < 4):
        raise Http404
    return year


def _man_years(text: str) -> Decimal | None:
    digits = text.strip().replace(",", ".", 1)
    if not digits:
        return None
    if not digits.isascii() or not digits.replace(".", "", 1).isdigit() or len(digits) > 12 or not Decimal(digits):
        raise Http404
    return Decimal(digits)


def _columns(made: Table, language: Language) -> list[str]:
    return [period_words(Period.parse(column), language) for column in made.columns]


def _lines(made: Table, axis: str, organisation: Organisation, language: Language) -> Iterator[Shown]:
    for line in made.rows:
        title = translate(TITLES[BreachType(line.key)], language) if axis == "type" else _unit(line.key, organisation, language)
        yield title, list(line.values)


def _below(made: Table, language: Language) -> Iterator[Shown]:
    for line in made.below:
        if line.key in _BELOW:
            yield translate(_BELOW[line.key], language), list(line.values)


def _unit(name: str, organisation: Organisation, language: Language) -> str:
    if name == OTHERS:
        return translate(mark("Others"), language)
    unit = organisation.units.get(name)
    return name if unit is None else (unit.title_en or unit.title if language is Language.EN else unit.title)


def _is_hidden(made: Table) -> bool:
    lines: list[Line] = [*made.rows, *made.below]
    return any(value is None for line in lines for value in line.values)
