"""What every delivery by the API has in common: its key, its receipt, its refusal, and when it is judged."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal

from django.http import HttpResponse, JsonResponse
from ninja import Header

from engine.errors import Problem
from engine.facts import Delivery
from engine.jobs.awaited import Awaited, Standing, awaited, is_by_delivery
from engine.jobs.job import Job, jobs_of
from engine.language import mark, translate
from engine.pushed import Answers
from engine.store import Delivered, Receipt
from engine.store.pushes import Answer, KeyTaken
from engine.web.api import problems
from engine.web.api.caller import Request
from engine.web.api.shapes import Told, iso
from engine.web.clock import now
from engine.web.ours import ours
from engine.web.parts import parts

CREATED, KNOWN, REFUSED = 201, 200, 422
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$")]


class JudgingTold(Told):
    state: Standing
    at: str | None
    """When it was judged, began to be, is tried again or is planned; null while it waits for the next round."""
    by: Literal["pages", "scheduler"]
    """Who begins the round: these pages at once, or the scheduler, which somebody must keep running."""
    last_round: str | None
    """When this organisation was last judged: old, where nobody runs the rounds."""


class ReceiptTold(Told):
    delivery: str
    organisation: str
    source: str
    received_at: str
    figures: int
    new: int
    """Of series and periods that had no figure."""
    changed: int
    """Saying something else than the current one."""
    judging: JudgingTold
    """As it was when the delivery came; GET /api/deliveries/{delivery} has it as it is."""


def answers(request: Request, pointer: Callable[[Problem], str]) -> Answers:
    """How the sender is told; `pointer` says where in the request a problem of the file is."""
    return Answers(
        accepted=lambda delivery, receipt: Answer(
            status=KNOWN if receipt.known_before else CREATED, body=_receipt(request, delivery, receipt)
        ),
        refused=lambda delivery, found: Answer(status=REFUSED, body=_refusal(request, delivery, found, pointer)),
    )


def answered(take: Callable[[], Answer]) -> HttpResponse:
    """Take it in, let it be judged, and answer. 409 where the key was used for something else."""
    try:
        answer = take()
    except KeyTaken:
        message = mark("This Idempotency-Key was used for another delivery; a new delivery has a new key.")
        raise problems.Refused(409, "key_taken", message) from None
    if answer.status == CREATED and not answer.is_repeated and _is_judged_here():
        parts().judging.wake()
    return _response(answer)


def judging(request: Request, organisation: str, delivery: Delivered | Delivery) -> dict[str, Any]:
    """What is to be told of when the delivery is judged."""
    store, jobs = request.auth.place.store, _judges(request, organisation)
    last = store.last_round(organisation)
    rows = [(job, store.due.newest(job.id, organisation)) for job in jobs]
    found: Awaited = awaited(delivery.received_at, None if last is None else last.at, rows, now())
    is_here = _is_judged_here() and any(map(is_by_delivery, jobs))
    return {
        "state": found.standing.value,
        "at": iso(found.at),
        "by": "pages" if is_here else "scheduler",
        "last_round": iso(last.at) if last else None,
    }


def _judges(request: Request, organisation: str) -> list[Job]:
    found = jobs_of(request.auth.place.book, ours())
    return [job for job in found if job.kind == "judge" and job.organisation == organisation]


def _is_judged_here() -> bool:
    return ours().round_after_push == "yes"


def _receipt(request: Request, delivery: Delivery, receipt: Receipt) -> dict[str, Any]:
    said = delivery.declaration
    return {
        "delivery": delivery.id,
        "organisation": said.organisation,
        "source": said.source,
        "received_at": iso(delivery.received_at),
        "figures": receipt.figures,
        "new": receipt.new,
        "changed": receipt.changed,
        "judging": judging(request, said.organisation, delivery),
    }


def _refusal(
    request: Request, delivery: Delivery, found: Sequence[Problem], pointer: Callable[[Problem], str]
) -> dict[str, Any]:
    reader = problems.language(request)
    detail = translate(mark("The delivery is refused whole and lies in quarantine; nothing of it is used."), reader)
    errors = [problems.told(each, reader, pointer(each)) for each in found]
    return {**problems.body(request, REFUSED, detail, "delivery_refused", errors), "delivery": delivery.id}


def _response(answer: Answer) -> HttpResponse:
    kind = problems.MEDIA_TYPE if answer.status == REFUSED else "application/json"
    # Sorted, so that a repeat gets the same bytes: the kept answer has lost the order of its keys.
    response = JsonResponse(answer.body, status=answer.status, content_type=kind, json_dumps_params={"sort_keys": True})
    if answer.is_repeated:
        response["Idempotent-Replayed"] = "true"
    return response
