"""A file in a request: as a form's only file, or as the whole body. Its size is looked at before it is read into memory."""

from collections.abc import Collection
from typing import Any

from engine.language import mark
from engine.web.api.caller import Request
from engine.web.api.problems import Refused

ANY = "application/octet-stream"
_BYTES = {"type": "string", "format": "binary"}
ANSWERED = {"responses": {200: {"description": "OK", "content": {ANY: {"schema": _BYTES}}}}}
"""A file as an answer, as the description has it."""
_NO_FILE = mark("The request has no file, or an empty one.")
_FORM = "multipart/form-data"


def described(types: Collection[str]) -> dict[str, Any]:
    """The body as the description has it."""
    form = {"type": "object", "properties": {"file": _BYTES}, "required": ["file"], "additionalProperties": False}
    content = {_FORM: {"schema": form}, **{each: {"schema": _BYTES} for each in types}}
    return {"requestBody": {"required": True, "content": content}}


def file_in(request: Request, most: int, types: Collection[str]) -> tuple[str, bytes]:
    """The name that the form gives the file, empty for a body, and its bytes. 400, 413 or 415 for what is no such request."""
    if request.META.get("CONTENT_LENGTH") in (None, "", "0"):
        raise Refused(400, "no_file", _NO_FILE)
    if request.content_type == _FORM:
        found = request.FILES.getlist("file")
        if len(found) != 1 or len(request.FILES) != 1 or request.POST:
            raise Refused(400, "one_file", mark("The form has one file, named file, and no other field."))
        return found[0].name or "", _within(found[0].read(most + 1), most)
    if request.content_type not in types:
        message = mark("Send the file as {types} or as multipart/form-data.")
        raise Refused(415, "media_type", message, types=", ".join(sorted(types)))
    return "", _within(request.read(most + 1), most)


def _within(data: bytes, most: int) -> bytes:
    if len(data) > most:
        raise Refused(413, "too_large", mark("The file is larger than {limit} MB."), limit=most >> 20)
    if not data:
        raise Refused(400, "no_file", _NO_FILE)
    return data
