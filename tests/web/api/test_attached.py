"""Files of an avvik by the API, under the rules of the pages: told by their bytes, let in by the scanner, fetched as files."""

from io import BytesIO
from typing import Any

import pytest
from django.conf import settings as django

from engine.people import Role
from tests.web.api.calls import Script, said, script
from tests.web.site import AVVIK, OTHERS_AVVIK, Site, role

PDF = b"%PDF-1.7 rapport"


@pytest.fixture
def quality(site: Site) -> Script:
    return script(site, role(Role.QUALITY))


def etag(caller: Script) -> str:
    return str(caller.get(f"avvik/{AVVIK}")["ETag"])


def sent(caller: Script, data: bytes, name: str = "notat.txt", **headers: str) -> Any:
    return caller.send(f"avvik/{AVVIK}/files?name={name}", data, **{"If_Match": etag(caller), **headers})


def test_a_file_is_attached_once_and_comes_back_byte_for_byte(quality: Script) -> None:
    seen = etag(quality)
    response = sent(quality, PDF, "bilde.png", If_Match=seen)
    assert response.status_code == 201, response.content
    entry = said(quality.get(f"avvik/{AVVIK}/entries?limit=500"))["items"][-1]
    assert (entry["kind"], entry["words"]["name"]) == ("attached", "bilde.pdf")
    assert response["ETag"] == f'"{entry["seq"]}"'
    fetched = quality.get(f"avvik/{AVVIK}/files/{entry['seq']}")
    assert (fetched.content, fetched["Content-Type"]) == (PDF, "application/pdf")
    assert fetched["Content-Disposition"] == 'attachment; filename="bilde.pdf"'
    assert fetched["X-Content-Type-Options"] == "nosniff"
    assert sent(quality, PDF, If_Match=seen).status_code == 412


def test_a_form_brings_its_files_name(quality: Script) -> None:
    file = BytesIO(PDF)
    file.name = "rapport.pdf"
    assert quality.form(f"avvik/{AVVIK}/files", {"file": file}, If_Match=etag(quality)).status_code == 201
    two = {"file": BytesIO(PDF), "other": BytesIO(PDF)}
    assert quality.form(f"avvik/{AVVIK}/files", two, If_Match=etag(quality)).status_code == 400


@pytest.mark.parametrize("data", [b"MZ\x90\x00program", b"PK\x03\x04tom", b"\x00\x01", b"   "])
def test_what_may_not_be_attached_is_not(quality: Script, data: bytes) -> None:
    before = etag(quality)
    assert sent(quality, data).status_code == 409
    assert etag(quality) == before


def test_the_scanner_and_the_size_are_asked_here_too(quality: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    def set_to(**given: object) -> None:
        monkeypatch.setattr(django, "MALVAKT", django.MALVAKT.model_copy(update=given))

    set_to(scanner="false")
    assert sent(quality, PDF).status_code == 409
    set_to(scanner="", attachment_megabytes=1)
    assert sent(quality, PDF + b"x" * (1 << 20)).status_code == 413


def test_nobody_attaches_or_fetches_where_they_may_not(site: Site, quality: Script) -> None:
    entries = site.parts.store.one_avvik(OTHERS_AVVIK).entries
    assert quality.get(f"avvik/{OTHERS_AVVIK}/files/{entries[-1].seq}").status_code == 404
    assert quality.get(f"avvik/{AVVIK}/files/{entries[-1].seq}").status_code == 404
    assert quality.send(f"avvik/{OTHERS_AVVIK}/files?name=a.txt", PDF, If_Match='"1"').status_code == 404
    assert sent(script(site, role(Role.READER)), PDF).status_code == 404
    assert quality.send(f"avvik/{AVVIK}/files?name=a.txt", PDF).status_code == 428
