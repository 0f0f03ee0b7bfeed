"""`http:`, `items:` and `next:`: records as JSON, page by page. Numbers stay as written; redirects are not followed."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from http.client import HTTPException, IncompleteRead
from typing import Any
from urllib.error import URLError
from urllib.parse import urljoin, urlsplit
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
MAX_PAGES = 10_000
_SECONDS = 30
_NEXT_LINK = re.compile(r"""<([^<>]*)>[^,<]*;\s*rel="?next"?""")
"""The header Link of RFC 8288."""


class _NoRedirect(HTTPRedirectHandler):
    """Another address than the declared one could be anybody's, and would be told our secrets."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass(frozen=True, slots=True)
class _Answer:
    content: bytes
    link: str
    """The header that names the next page, where the answer has one."""


def read(address: str, source: RecordSource, findings: Findings) -> Raw:
    """The records that the address answers with, page by page. Raises DeliveryRefused."""
    records: list[Any] = []
    seen: set[str] = set()
    size, following = 0, address
    while following:
        if following in seen or len(seen) == MAX_PAGES:
            findings.refuse(RecordCode.JSON, mark("the pages of the answer do not come to an end"))
        seen.add(following)
        answer = _fetched(following, MAX_BYTES - size, findings)
        size += len(answer.content)
        document = _document(answer.content, findings)
        records += _items(document, source, findings)
        following = _next(document, answer, source, following, findings)
    return _raw(records, source, findings)


def _fetched(address: str, at_most: int, findings: Findings) -> _Answer:
    request = Request(address, headers={"Accept": "application/json"})  # noqa: S310 -- https, as the contract demands
    try:
        with build_opener(_NoRedirect).open(request, timeout=_SECONDS) as answer:
            content: bytes = answer.read(at_most + 1)
            link = answer.headers.get("Link", "")
            if answer.length and len(content) <= at_most:
                raise IncompleteRead(content, answer.length)
    except (URLError, HTTPException, TimeoutError, OSError, ValueError) as error:
        # The name of the failure and its reason: some repeat the address, and a secret may be in that.
        reason = printable(getattr(error, "reason", None) or type(error).__name__, 80)
        findings.refuse(RecordCode.NOT_REACHED, mark("the address does not answer: {reason}"), reason=reason)
    if len(content) > at_most:
        findings.refuse(Code.TOO_LARGE, mark("the file is larger than {limit} MB"), limit=MAX_BYTES // 1024**2)
    return _Answer(content, link)


def _next(document: Any, answer: _Answer, source: RecordSource, address: str, findings: Findings) -> str:
    """The address of the next page, as the answer names it; empty after the last."""
    found = _at(document, source.next) if source.next else None
    if found is None and (header := _NEXT_LINK.search(answer.link)):
        found = header[1]
    if found is None or found == "":
        return ""
    following = _joined(address, found) if isinstance(found, str) else None
    if following is None or _host(following) != _host(address):
        message = mark("the next page lies at another address than the declared one, and is not asked for")
        findings.refuse(RecordCode.JSON, message)
    return following


def _joined(address: str, link: str) -> str | None:
    try:
        return urljoin(address, link)
    except ValueError:
        return None


def _host(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc


def parse(content: bytes, source: RecordSource, findings: Findings) -> Raw:
    """The list of records in the JSON: objects of texts, numbers, booleans and nulls."""
    return _raw(_items(_document(content, findings), source, findings), source, findings)


def _document(content: bytes, findings: Findings) -> Any:
    try:
        return json.loads(content, parse_float=Decimal, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        findings.refuse(RecordCode.JSON, mark("the answer is not JSON"))


def _at(document: Any, path: str) -> Any:
    for step in filter(None, path.split(".")):
        document = document.get(step) if isinstance(document, dict) else None
    return document


def _items(document: Any, source: RecordSource, findings: Findings) -> list[Any]:
    found = _at(document, source.items)
    if not isinstance(found, list):
        findings.refuse(RecordCode.JSON, mark("there is no list of records at {items}"), items=shown(source.items))
    return found


def _raw(records: list[Any], source: RecordSource, findings: Findings) -> Raw:
    headings = list(dict.fromkeys(name for record in records if isinstance(record, dict) for name in record))
    for number, record in enumerate(records, start=1):
        _check(number, record, source, findings)
    findings.refuse_if_any()
    # A list without records has no names in it: a month without calls is no mistake.
    # An object without a name lacks it as a blank cell lacks its content.
    named = headings if records else list(source.columns)
    return raw(named, [[record.get(name) for name in named] for record in records], findings)


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
