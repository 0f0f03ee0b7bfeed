"""What is sent to make a page fail, wait or fill a disk: far pages, zero bytes, a thousand words, one file after the other."""

import io
from pathlib import Path

import pytest
from django.conf import settings as django
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engine.people import Role
from engine.web.deliveries.staging import MOST_KEPT
from engine.web.ours import ours
from engine.workplace.review.queue import MOST_WORDS
from tests.web.site import AVVIK, Site, browser, role
from tests.web.test_aml import text

QUALITY = role(Role.QUALITY)
FAR = ("000000001" + "9" * 5_000, "9" * 5_000, "00000000100000000000000000000", "-1", "0", "１", "1e3", "0x1")


@pytest.mark.parametrize("number", FAR)
@pytest.mark.parametrize(
    "address",
    [
        "/?page={}",
        "/avvik/?page={}",
        "/rules/hemit-sick-leave/?page={}",
        "/deliveries/?page={}",
        "/deliveries/?refused={}",
        "/deliveries/?year={}",
        "/log/?before={}x",
        "/reports/editions/{}/",
        "/avvik/A-000001/files/{}/",
    ],
)
def test_a_number_that_no_page_has_is_no_page(site: Site, address: str, number: str) -> None:
    assert site.client(QUALITY).get(address.format(number)).status_code == 404


@pytest.mark.parametrize("period", ["0001", "1899", "1900", "2200", "9999", "0001-W01", "2200-12", "9999-12", "1900-W01"])
@pytest.mark.parametrize("address", ["/?period={}", "/?period=2015&compare={}", "/rules/hemit-sick-leave/why/?period={}"])
def test_the_ends_of_the_calendar_are_no_bug(site: Site, address: str, period: str) -> None:
    assert site.client(QUALITY).get(address.format(period)).status_code in (200, 404)


@pytest.mark.parametrize(
    "address",
    [
        "/avvik/?owner=a%00b",
        "/avvik/?text=a%00b",
        "/log/?avvik=A%00",
        "/rules/?q=%00",
        "/accounts/?text=%00",
        "/avvik/%00/",
        "/avvik/%00/chart.svg",
        "/accounts/%00/",
        "/exemptions/%00/",
        "/held/%00/",
        "/account/sessions/%00/end/",
        "/welcome/%00/",
        "/api/avvik/%00",
    ],
)
def test_a_zero_byte_never_reaches_the_database(site: Site, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """SQLite keeps one and PostgreSQL raises: here both are made to raise."""
    from django.db.backends.utils import CursorWrapper

    execute = CursorWrapper.execute

    def strictly(cursor: CursorWrapper, sql: str, params: object = None) -> object:
        assert "\0" not in repr(params).encode().decode("unicode_escape", "replace"), params
        return execute(cursor, sql, params)

    client = site.client(QUALITY, role(Role.ADMIN))
    monkeypatch.setattr(CursorWrapper, "execute", strictly)
    assert client.get(address).status_code in (200, 404)


def test_a_cookie_with_a_zero_byte_is_no_cookie(site: Site) -> None:
    client = browser()
    answer = client.get("/avvik/", headers={"cookie": f'{django.SESSION_COOKIE_NAME}="abcdefgh\\000ijkl"'})
    assert answer["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("said", ["a\0b", "\x1b[31mrød", "fakt\u202efdp.exe"])
def test_texts_of_reports_are_showable(site: Site, said: str) -> None:
    client = site.client(QUALITY)
    before = site.parts.store.words("hemit")
    form = {"text.innledning": said, "seen.innledning": "x"}
    answer = client.post("/reports/hemit/arsrapport/2015/words/", form)
    assert answer.status_code == 409
    assert "kontrolltegn" in text(answer)
    assert site.parts.store.words("hemit") == before


def test_looking_at_one_file_after_the_other_fills_no_disk(site: Site) -> None:
    client = site.client(role(Role.DATA_OWNER))
    heading = "organisation;unit;metric;dimension;period;value;numerator;denominator;n;status\n"
    for number in range(MOST_KEPT + 3):
        file = io.BytesIO(f"{heading}hemit;hemit;turnover;;2016;{number},1;;;;final\n".encode())
        file.name = "tall-tidy.csv"
        assert 'name="seal"' in client.post("/deliveries/new/", {"file": file, "source": "tidy"}).content.decode()
    (folder,) = [each for each in (ours().cache / "uploads").iterdir() if _has(each, client, site)]
    assert len([*folder.iterdir()]) == MOST_KEPT


def _has(folder: Path, client: Client, site: Site) -> bool:
    import hashlib

    return folder.name == hashlib.sha256(client.session["_auth_user_id"].encode()).hexdigest()[:32]


def test_a_form_of_ten_thousand_fields_is_turned_away(site: Site) -> None:
    client = site.client(QUALITY)
    before = site.parts.store.log_head()
    fields = {f"field{number}": "x" for number in range(10_000)}
    for address in (f"/avvik/{AVVIK}/comment/", "/avvik/assign/", "/exemptions/new/", "/language/", "/sign-in/"):
        assert client.post(address, {**fields, "text": "x", "seen": "1"}).status_code == 400
    assert site.parts.store.log_head() == before


def test_a_thousand_words_are_no_more_than_the_first_of_them(site: Site) -> None:
    client = site.client(QUALITY)
    with CaptureQueriesContext(connections["default"]) as asked:
        assert client.get("/avvik/?organisation=hemit&text=" + "x%27+" * 1_000).status_code == 200
    assert max(query["sql"].count("LIKE") for query in asked.captured_queries) <= MOST_WORDS * 6


@pytest.mark.parametrize("seen", ["9" * 4_000, "9" * 30, "-1", "NaN", "1e9"])
@pytest.mark.parametrize("move", ["comment", "assign", "cause", "reject"])
def test_a_number_that_no_entry_has_is_no_bug(site: Site, move: str, seen: str) -> None:
    client = site.client(QUALITY)
    before = site.parts.store.log_head()
    form = {"seen": seen, "text": "Ord", "to": "hr", "reason": "Ord", "cause": "other"}
    assert client.post(f"/avvik/{AVVIK}/{move}/", form).status_code in (200, 404, 409)
    assert site.parts.store.log_head() == before
