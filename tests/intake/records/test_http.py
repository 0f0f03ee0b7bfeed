"""Records from an address as addresses behave: in pages, empty, away, elsewhere, too large, without end."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from engine.intake.records.origins import http
from engine.intake.records.shelf import gather
from tests.intake.records.reading import records, refusals, source

COLUMNS = {"id": {"type": "text"}}
Page = tuple[int, Mapping[str, str], Any]


@contextmanager
def serving(pages: Mapping[str, Page]) -> Iterator[str]:
    """A server of these pages on this machine: path → status, headers and what is answered."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, content = pages.get(self.path, (404, {}, ""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content if isinstance(content, bytes) else json.dumps(content).encode())

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal of the tests."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def page(*ids: str, **more: Any) -> Page:
    return 200, {}, {"data": [{"id": each} for each in ids], **more}


def test_every_page_is_read(tmp_path: Path) -> None:
    """The next page is where the answer says; after the last there is none."""
    pages = {"/a": page("01", next="/b?page=2"), "/b?page=2": page("02", next="c"), "/c": page("03", next=None)}
    with serving(pages) as address:
        found = gather(source(COLUMNS, http=f"{address}/a", items="data", next="next"), folder=tmp_path, cache=tmp_path)
    assert [row["id"] for row in records(found)] == ["01", "02", "03"]


def test_the_header_link_is_followed_undeclared(tmp_path: Path) -> None:
    """Half of the records would be no month's records."""
    link = {"Link": '</a>; rel="first", </b>; rel="next", </z>; rel="last"'}
    with serving({"/a": (200, link, [{"id": "1"}]), "/b": (200, {}, [{"id": "2"}])}) as address:
        found = gather(source(COLUMNS, http=f"{address}/a"), folder=tmp_path, cache=tmp_path)
    assert [row["id"] for row in records(found)] == ["1", "2"]


def test_a_list_without_records_is_a_time_without_records(tmp_path: Path) -> None:
    """There are no names in it to miss."""
    with serving({"/a": (200, {}, [])}) as address:
        assert records(gather(source(COLUMNS, http=f"{address}/a"), folder=tmp_path, cache=tmp_path)) == []


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ({"/a": page("1", next="/a")}, "[D087] the pages of the answer do not come to an end"),
        ({"/a": page("1", next="https://example.org/b")}, "[D087] the next page lies at another address"),
        ({"/a": page("1", next="http://[")}, "[D087] the next page lies at another address"),
        ({"/a": page("1", next="/gone")}, "[D085] the address does not answer: Not Found"),
        ({"/a": (500, {}, "oh")}, "[D085] the address does not answer: Internal Server Error"),
        ({"/a": (302, {"Location": "/b"}, ""), "/b": page("1")}, "[D085] the address does not answer: Found"),
        ({"/a": (200, {}, b"<html>")}, "[D087] the answer is not JSON"),
        ({"/a": (200, {"Content-Length": "100"}, b"[]")}, "[D085] the address does not answer"),
        ({"/a": (200, {}, b"[" * 100_000)}, "[D087] the answer is not JSON"),
        ({"/a": page("1", next="/b"), "/b": (200, {}, b" " * 2_000)}, "[D001]"),
    ],
)
def test_an_answer_that_is_not_the_whole_list_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: Mapping[str, Page], said: str
) -> None:
    """Nothing of it is used: half a list would be a wrong figure."""
    monkeypatch.setattr(http, "MAX_BYTES", 1_000 if said == "[D001]" else http.MAX_BYTES)
    with serving(pages) as address:
        told = refusals(tmp_path, source(COLUMNS, http=f"{address}/a", items="data" if pages["/a"][2] else "", next="next"))
    assert said in told[0]


@pytest.mark.parametrize(
    "address", ["https://.example.org/", "https://exa mple.org/", "http://localhost:1x/", "http://localhost/æ"]
)
def test_an_address_that_is_none_does_not_answer(tmp_path: Path, address: str) -> None:
    """A typing error in the contract is told, with no trace of the program."""
    assert "[D085] the address does not answer" in refusals(tmp_path, source(COLUMNS, http=address))[0]


def test_a_secret_is_one_value_whatever_signs_it_has(tmp_path: Path) -> None:
    """A password with & and / in it opens no other address."""
    with serving({"/a?key=p%40s%2F%26x%3D1": page("1")}) as address:
        declared = source(COLUMNS, http=f"{address}/a?key={{KEY}}", items="data")
        found = gather(declared, folder=tmp_path, cache=tmp_path, secrets={"KEY": "p@s/&x=1"})
    assert len(records(found)) == 1
