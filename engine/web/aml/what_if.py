"""The page `/aml/what-if/`: a leader's question before a shift is given or two are swapped. Nothing of it is kept."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods

from engine.aml.whatif import Difference
from engine.casework.judging import under_pseudonyms
from engine.facts import digest
from engine.language import Language, mark, translate
from engine.rights import Action, Thing
from engine.web.access import WorkRequest, needs
from engine.web.aml.desk import Desk, ask_reason, desk, page
from engine.web.aml.words import RECORDS
from engine.web.clock import OSLO, now, today
from engine.web.ours import ours
from engine.web.tags import record
from engine.workplace.aml import Change, shifts, tried
from engine.worktime.kinds import COUNTED, TITLES, RecordType, Source
from engine.worktime.profiles import Profiles, load
from engine.worktime.records import WorkRecord

MOST_SHIFTS = 300
SECTIONS = (
    ("created", mark("Breaches that it would create")),
    ("worse", mark("Breaches that it would make worse")),
    ("removed", mark("Breaches that it would take away")),
)
TYPES = tuple(kind for kind in RecordType if kind in COUNTED)


class Unclear(Exception):
    """What was asked cannot be tried; says what to do, in a text marked for translation."""


@needs(Action.PLAN, Thing.AML_ROWS)
@require_http_methods(["GET", "HEAD", "POST"])
def what_if(request: WorkRequest) -> HttpResponse:
    own = desk(request, Action.PLAN, Thing.AML_ROWS)
    context = page(own, "aml-what-if", Action.PLAN, Thing.AML_ROWS)
    if asked := ask_reason(request, own, context):
        return asked
    language, given = request.language, request.POST
    rows = own.persons.roster(own.viewer, own.organisation.id, why=own.why, at=now()) if own.has_rows else ()
    planned = shifts(rows, today())[:MOST_SHIFTS]
    context |= {
        "people": sorted({row.employee for row in rows}),
        "shifts": [(_name(row), _words(row, language)) for row in planned],
        "types": [(kind.value, RECORDS[kind]) for kind in TYPES],
        "given": given,
    }
    if request.method == "POST" and "change" in given:
        try:
            change = _change(given, rows, planned)
        except Unclear as unclear:
            context["wrong"] = translate(str(unclear), language)
        else:
            context |= {"found": _sections(tried(rows, change, _profiles(own)), language), "is_tried": True}
    return render(request, "aml/what_if.html", context)


def _change(given: MultiValueDict[str, str], rows: Sequence[WorkRecord], planned: Sequence[WorkRecord]) -> Change:
    """Raises Unclear. People and shifts are taken from those that the leader may see, never from the form itself."""
    if given.get("change") == "swap":
        by_name = {_name(row): row for row in planned}
        pair = [by_name.get(given.get(each, "")) for each in ("one", "other")]
        if pair[0] is None or pair[1] is None or pair[0].employee == pair[1].employee:
            raise Unclear(mark("Choose two planned shifts of two people."))
        return Change(swapped=(pair[0], pair[1]))
    person = given.get("person", "")
    units = [row.unit for row in rows if row.employee == person]
    if not units:
        raise Unclear(mark("Choose a person."))
    start, end = (_moment(given.get(each, "")) for each in ("start", "end"))
    if start is None or end is None or not start < end:
        raise Unclear(mark("A shift has a start and a later end."))
    kind = given.get("type", "")
    if kind not in [each.value for each in TYPES]:
        raise Unclear(mark("Choose a type of work."))
    shift = WorkRecord(
        employee=person, start=start, end=end, type=RecordType(kind), unit=units[-1], source=Source.PLANNED, record_id="?"
    )
    return Change(added=(shift,))


def _moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found.replace(tzinfo=OSLO) if found.tzinfo is None and 1990 <= found.year <= 2099 else None


def _profiles(own: Desk) -> Profiles:
    settings = ours()
    profiles = load(settings.rules / "aml", Path(settings.aml_profiles) if settings.aml_profiles else None)
    with own.persons.reading(own.organisation.id) as read:
        return under_pseudonyms(profiles, read.pseudonyms())


def _sections(found: Difference, language: Language) -> list[tuple[str, list[tuple[str, str, str]]]]:
    return [
        (
            translate(title, language),
            [
                (each.employee, translate(TITLES[each.type], language), each.sentence(language))
                for each in sorted(getattr(found, name), key=lambda result: result.order)
            ],
        )
        for name, title in SECTIONS
    ]


def _name(row: WorkRecord) -> str:
    return digest([row.employee, row.start.isoformat(), str(row.end), row.type.value])


def _words(row: WorkRecord, language: Language) -> str:
    return f"{row.employee} {record(row, language)}"
