"""HR's cases: one with its breaches and entries, and HR's moves on it. Every look and every move stands in the access log."""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import Http404, HttpResponse, JsonResponse
from ninja import Query, Router
from pydantic import Field

from engine.aml import cases as moves
from engine.aml.cases import LONGEST_TEXT, Case, CaseDraft, CauseCode
from engine.errors import NotAllowed, UsageError
from engine.language import mark
from engine.people import Scope
from engine.rights import Action, Thing
from engine.web.api.aml import BreachTold, CaseTold, Why, breach_told, case_told, evidence, viewer_of
from engine.web.api.caller import Request
from engine.web.api.seen import IfMatch, still, tag
from engine.web.api.shapes import LAST_SEQ, Filters, Name, Said, Told, iso
from engine.web.api.wants import needs, within
from engine.web.clock import now
from engine.workplace.aml import sees_rows

router = Router(tags=["working time"])
Act = Callable[[Case, str], CaseDraft]


class CaseEntryTold(Told):
    seq: int
    at: str
    kind: str
    who: str
    """Empty, as the text is, for who may not read HR's words."""
    cause: str | None
    text: str


class OneCaseTold(CaseTold):
    found: list[BreachTold]
    entries: list[CaseEntryTold]


class OfOrganisation(Filters):
    organisation: Name


class Seen(Said):
    expected_last_seq: int | None = Field(default=None, ge=1, le=LAST_SEQ)
    """The case's `last_seq` as the caller saw it; If-Match with its ETag says the same."""


class Noted(Seen):
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]


class MaybeNoted(Seen):
    text: Annotated[str, Field(max_length=LONGEST_TEXT)] = ""


class CauseSaid(Seen):
    cause: CauseCode = Field(strict=False)


@router.get("/aml/cases/{case}", response=OneCaseTold, url_name="api-aml-case")
@needs(Scope.PERSONS, Action.SEE, Thing.AML_ROWS)
def one_case(request: Request, response: HttpResponse, case: str, asked: Query[OfOrganisation], why: Why) -> Any:
    """One case with its breaches and entries, for who may see its rows; with an ETag, which a move sends back as If-Match."""
    viewer, persons = viewer_of(request, asked.organisation), evidence()
    if not sees_rows(viewer):
        raise NotAllowed(mark("the role {role} sees counts, never rows about persons"), role=viewer.role.value)
    if persons is None:
        raise Http404
    try:
        found, breaches = persons.case(viewer, case, why=why, at=now())
    except UsageError:
        raise Http404 from None
    response["ETag"] = tag(found.entries[-1].seq)
    return {**_told(found), "found": [*map(breach_told, breaches)]}


@router.post("/aml/cases/{case}/cause", response=CaseTold, url_name="api-aml-case-cause")
@needs(Scope.PERSONS, Action.WORK, Thing.AML_ROWS, besides=Scope.MOVES)
def cause(
    request: Request, case: str, asked: Query[OfOrganisation], said: CauseSaid, why: Why, if_match: IfMatch = None
) -> Any:
    """Give the cause, as a code: nobody's health is described."""
    return _make(
        request, (asked.organisation, case), said, why, if_match, lambda one, by: moves.set_cause(one, by, said.cause.value)
    )


@router.post("/aml/cases/{case}/note", response=CaseTold, url_name="api-aml-case-note")
@needs(Scope.PERSONS, Action.WORK, Thing.AML_ROWS, besides=Scope.MOVES)
def note(request: Request, case: str, asked: Query[OfOrganisation], said: Noted, why: Why, if_match: IfMatch = None) -> Any:
    """Write a note, in HR's own words; to a closed case too."""
    return _make(request, (asked.organisation, case), said, why, if_match, lambda one, by: moves.note(one, by, said.text))


@router.post("/aml/cases/{case}/close", response=CaseTold, url_name="api-aml-case-close")
@needs(Scope.PERSONS, Action.WORK, Thing.AML_ROWS, besides=Scope.MOVES)
def close(
    request: Request, case: str, asked: Query[OfOrganisation], said: MaybeNoted, why: Why, if_match: IfMatch = None
) -> Any:
    """Close it, when its cause is given."""
    return _make(request, (asked.organisation, case), said, why, if_match, lambda one, by: moves.close(one, by, said.text))


@router.post("/aml/cases/{case}/reopen", response=CaseTold, url_name="api-aml-case-reopen")
@needs(Scope.PERSONS, Action.WORK, Thing.AML_ROWS, besides=Scope.MOVES)
def reopen(request: Request, case: str, asked: Query[OfOrganisation], said: Noted, why: Why, if_match: IfMatch = None) -> Any:
    """Take it up again, and say why."""
    return _make(request, (asked.organisation, case), said, why, if_match, lambda one, by: moves.reopen(one, by, said.text))


def _make(request: Request, where: tuple[str, str], said: Seen, why: str, if_match: str | None, act: Act) -> HttpResponse:
    """`where`: the organisation and the case. Refused with 409 or 412 where somebody has written since."""
    organisation, name = where
    within(request, Action.WORK, Thing.AML_ROWS, organisation)
    viewer, persons = viewer_of(request, organisation), evidence()
    if persons is None:
        raise Http404

    def draft(case: Case) -> CaseDraft:
        still(case.id, case.entries[-1].seq, said.expected_last_seq, if_match)
        return act(case, viewer.who)

    try:
        moved = persons.move(viewer, name, draft, at=now(), why=why)
    except UsageError:
        raise Http404 from None
    response = JsonResponse(case_told(moved))
    response["ETag"] = tag(moved.entries[-1].seq)
    return response


def _told(case: Case) -> dict[str, Any]:
    entries = [
        {
            "seq": each.seq,
            "at": iso(each.at),
            "kind": each.kind.value,
            "who": each.who,
            "cause": each.cause.value if each.cause else None,
            "text": each.text,
        }
        for each in case.entries
    ]
    return {**case_told(case), "entries": entries}
