"""`http:` and `items:`: records as JSON from an address. Numbers stay as written; redirects are not followed."""

import json
from collections.abc import Mapping
from decimal import Decimal
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from engine.errors import Place
from engine.intake.findings import Code, Findings
from engine.intake.records.codes import RecordCode
from engine.intake.records.origins.sql import raw
from engine.intake.records.raw import Raw
from engine.intake.records.source import RecordSource
from engine.language import mark
from engine.names import printable, shown

MAX_BYTES = 200 * 1024**2
_SECONDS = 30


class _NoRedirect(HTTPRedirectHandler):
    """Another address than the declared one could be anybody's, and would be told our secrets."""

    def redirect_request(self, *_: Any) -> None:
        return None


def read(address: str, source: RecordSource, findings: Findings) -> Raw:
    """The records that the address answers with. Raises DeliveryRefused."""
    return parse(_fetched(address, findings), source, findings)


def _fetched(address: str, findings: Findings) -> bytes:
    request = Request(address, headers={"Accept": "application/json"})  # noqa: S310 -- https, as the contract demands
    try:
        with build_opener(_NoRedirect).open(request, timeout=_SECONDS) as answer:
            content: bytes = answer.read(MAX_BYTES + 1)
    except (URLError, HTTPException, TimeoutError, OSError) as error:
        reason = printable(getattr(error, "reason", None) or type(error).__name__, 80)
        findings.refuse(RecordCode.NOT_REACHED, mark("the address does not answer: {reason}"), reason=reason)
    if len(content) > MAX_BYTES:
        findings.refuse(Code.TOO_LARGE, mark("the file is larger than {limit} MB"), limit=MAX_BYTES // 1024**2)
    return content


def parse(content: bytes, source: RecordSource, findings: Findings) -> Raw:
    """The list of records in the JSON: objects of texts, numbers, booleans and nulls."""
    try:
        found = json.loads(content, parse_float=Decimal, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        findings.refuse(RecordCode.JSON, mark("the answer is not JSON"))
    for step in filter(None, source.items.split(".")):
        found = found.get(step) if isinstance(found, dict) else None
    if not isinstance(found, list):
        findings.refuse(RecordCode.JSON, mark("there is no list of records at {items}"), items=shown(source.items))
    headings = list(dict.fromkeys(name for record in found if isinstance(record, dict) for name in record))
    for number, record in enumerate(found, start=1):
        _check(number, record, source, findings)
    findings.refuse_if_any()
    # An object without a name lacks it as a blank cell lacks its content.
    return raw(headings, [[record.get(name) for name in headings] for record in found], findings)


def _check(number: int, record: Any, source: RecordSource, findings: Findings) -> None:
    if not isinstance(record, Mapping):
        findings.add(Place(findings.file, number), RecordCode.JSON, mark("the record is no object with names and values"))
        return
    for name, value in record.items():
        column = source.columns.get(name)
        if isinstance(value, list | dict) and not (column and column.dropped):
            place = Place(findings.file, number, field=printable(name, 40))
            findings.add(place, Code.TYPE, mark("a list or an object stands where a single value is expected"))
        if isinstance(value, str) and any("\ud800" <= letter <= "\udfff" for letter in value):
            place = Place(findings.file, number, field=printable(name, 40))
            findings.add(place, Code.TYPE, mark("the text has half a character in it, which is no text"))


def _refuse_constant(text: str) -> None:
    raise ValueError(text)
