"""Files of an avvik: attached under the rules of the pages, and fetched. Which there are, its entries tell."""

from typing import Annotated, Any

from django.http import Http404, HttpResponse
from ninja import Query, Router, Status
from pydantic import Field

from engine.avvik import life
from engine.avvik.attachment import FileKind
from engine.avvik.entries import EntryKind
from engine.avvik.states import Move
from engine.errors import MoveRefused
from engine.people import Scope
from engine.rights import Action, Thing
from engine.web.api import bodies
from engine.web.api.avvik import AvvikTold, avvik_told, tag_of, visible
from engine.web.api.caller import Request
from engine.web.api.seen import IfMatch, still
from engine.web.api.shapes import Filters
from engine.web.api.wants import needs
from engine.web.clock import now
from engine.web.exports import attachment
from engine.web.ours import ours
from engine.web.review.attaching import checked
from engine.workplace.review.moves import WANTS, may

router = Router(tags=["files"])
TYPES = (bodies.ANY, *(kind.media_type.partition(";")[0] for kind in FileKind))


class OfFile(Filters):
    name: Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f\x7f]+$")] | None = None
    """What the file is called, where the form does not say; it gets the ending that its bytes have."""


@router.post(
    "/avvik/{avvik}/files",
    response={201: AvvikTold},
    url_name="api-avvik-attach",
    openapi_extra=bodies.described(TYPES),
)
@needs(Scope.MOVES, WANTS[Move.ATTACH], Thing.AVVIK)
def attach(request: Request, response: HttpResponse, avvik: str, asked: Query[OfFile], if_match: IfMatch = None) -> Any:
    """Attach a file, told by its bytes: PDF, PNG, JPEG, Word, Excel or PowerPoint without macros, OpenDocument, plain text."""
    place = request.auth.place
    found = visible(place, avvik)
    if not may(place, found, Move.ATTACH):
        raise Http404
    seen = still(found.id, found.entries[-1].seq, None, if_match)
    named, data = bodies.file_in(request, ours().attachment_megabytes << 20, TYPES)
    file = checked(asked.name or named, data, ours())
    try:
        drafts = life.attach(found, place.person.email, file)
        written = place.store.attach(found.id, drafts[0], file.data, now(), seen)
    except MoveRefused:
        # Somebody may have written while the file was on its way.
        still(found.id, place.store.one_avvik(found.id).entries[-1].seq, None, if_match)
        raise
    response["ETag"] = tag_of(written)
    return Status(201, avvik_told(place, written))


@router.get("/avvik/{avvik}/files/{int:seq}", url_name="api-avvik-file", openapi_extra=bodies.ANSWERED)
@needs(Scope.READ, Action.SEE, Thing.AVVIK)
def file(request: Request, avvik: str, seq: int) -> HttpResponse:
    """The bytes of the file that the entry of this number tells of."""
    place = request.auth.place
    found = (each for each in visible(place, avvik).entries if each.kind is EntryKind.ATTACHED and not each.erased)
    entry = next((each for each in found if each.seq == seq), None)
    data = None if entry is None else place.store.attachment(entry.seq)
    if entry is None or data is None:
        raise Http404
    return attachment(data, entry.words["name"], FileKind(entry.words["type"]).media_type)
