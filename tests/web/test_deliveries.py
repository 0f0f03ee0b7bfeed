"""Deliveries in the pages: looked at first, accepted as looked at, refused with every problem, given back by right."""

import io
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.test import Client, override_settings
from python_calamine import CalamineWorkbook

from engine import rounds
from engine.people import Role
from engine.web.ours import ours
from tests.web.addresses import HEMIT_KPI
from tests.web.site import OTHER, Site, role
from tests.web.test_aml import text

ROOT = Path(__file__).parents[2]
NEW = f"/deliveries/new/?organisation={OTHER}"
GOOD = """organisation;unit;metric;dimension;period;value;numerator;denominator;n;status
{0};{0};first_line_resolution;;2023-04;71;;;;final
"""


def look(client: Client, content: str, name: str = "tall.csv", **said: str) -> str:
    file = io.BytesIO(content.encode())
    file.name = name
    response = client.post(NEW, {"file": file, "source": "tidy", **said})
    assert response.status_code == 200
    return str(response.content.decode())


def seal_of(page: str) -> str:
    found = re.search(r'name="seal" value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_file_is_looked_at_and_then_accepted_as_it_was(site: Site) -> None:
    """Between the two nothing is kept on record; afterwards the record has the same hash."""
    client = site.client(role(Role.DATA_OWNER, OTHER))
    before = len(site.parts.store.deliveries())
    page = look(client, GOOD.format(OTHER))
    digest = re.search(r"[0-9a-f]{64}", page)
    assert digest
    assert "Nye 1" in " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert len(site.parts.store.deliveries()) == before
    response = client.post(NEW, {"seal": seal_of(page)}, follow=True)
    assert "Tatt imot: 1 tall" in text(response)
    newest = site.parts.store.deliveries(OTHER)[-1]
    assert newest.content_hash == digest[0]
    assert not [*(ours().cache / "uploads").glob("*/" + digest[0])]


def test_what_would_be_refused_is_told_cell_by_cell_and_nothing_is_kept(site: Site) -> None:
    client = site.client(role(Role.DATA_OWNER, OTHER))
    before = len(site.parts.store.refused())
    page = look(client, GOOD.format(OTHER).replace(";71;", ";sytti;"))
    assert "seal" not in page
    assert "<td>value</td>" in page
    assert len(site.parts.store.refused()) == before


def test_a_seal_is_good_for_its_person_alone_and_not_after_a_change(site: Site) -> None:
    one, other = (site.client(role(Role.DATA_OWNER, OTHER)) for _ in range(2))
    seal = seal_of(look(one, GOOD.format(OTHER)))
    for client, forged in ((other, seal), (one, seal + "x"), (one, "nonsense")):
        assert "Send den en gang til" in text(client.post(NEW, {"seal": forged}))
    [kept] = (ours().cache / "uploads").glob("*/*")
    kept.write_bytes(b"something else")
    assert "Send den en gang til" in text(one.post(NEW, {"seal": seal}))
    kept.unlink()


def test_nobody_delivers_for_another_organisation(site: Site) -> None:
    client = site.client(role(Role.DATA_OWNER))
    assert client.post(NEW, {}).status_code == 404
    elsewhere = site.client(role(Role.DATA_OWNER, OTHER))
    page = look(elsewhere, GOOD.format("hemit"))
    assert "seal" not in page
    assert "Den kan ikke tas imot" in page


@pytest.mark.parametrize("name", ["../../etc/passwd.csv", "<img src=x onerror=alert(1)>.csv", "=cmd|calc.csv"])
def test_a_files_name_is_only_words(site: Site, name: str) -> None:
    page = look(site.client(role(Role.DATA_OWNER, OTHER)), GOOD.format(OTHER), name)
    assert "<img" not in page
    assert "../" not in page


def test_an_original_comes_back_byte_by_byte_as_a_file(site: Site) -> None:
    response = site.client(role(Role.AUDITOR)).get(f"/deliveries/{HEMIT_KPI}/original/")
    [known] = [each for each in site.parts.store.deliveries("hemit") if each.id == HEMIT_KPI]
    assert response.content == site.parts.store.content(known.content_hash)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_administrator_sees_deliveries_and_not_their_originals(site: Site) -> None:
    client = site.client(role(Role.ADMIN))
    assert client.get(f"/deliveries/{HEMIT_KPI}/").status_code == 200
    assert client.get(f"/deliveries/{HEMIT_KPI}/original/").status_code == 404


def sent(client: Client, name: str, content: bytes, **said: str) -> str:
    file = io.BytesIO(content)
    file.name = name
    return text(client.post(NEW, {"file": file, **said}))


def test_everything_wrong_in_the_form_is_told_at_once_and_what_was_typed_is_kept(site: Site) -> None:
    client = site.client(role(Role.DATA_OWNER, OTHER))
    said = {"source": "nobodys", "period": "mars", "extracted_at": "i går", "status": "maybe"}
    html = client.post(NEW, said).content.decode()
    assert {name for name in ("file", *said) if f'id="{name}-wrong"' in html} == {"file", *said}
    assert 'value="mars"' in html
    assert "seal" not in html


@pytest.mark.parametrize(
    ("name", "field", "said"),
    [
        ("hva-som-helst.csv", "source", "ingen kildeprofil passer"),
        ("aml-brudd.xlsx", "period", "følger perioden til leveransen"),
    ],
)
def test_a_file_that_needs_more_words_says_which(site: Site, name: str, field: str, said: str) -> None:
    source = {"source": "hnikt-aml"} if field == "period" else {}
    content = (ROOT / "fixtures/helse-nord-ikt/aml-brudd-2023-03.xlsx").read_bytes()
    page = sent(site.client(role(Role.DATA_OWNER, OTHER)), name, content, **source)
    assert said in page
    assert "--" not in page.partition("Hvilken fil")[2]


def test_a_workbook_with_a_sheet_too_many_is_read_and_one_without_its_sheet_is_refused_by_name(site: Site) -> None:
    client = site.client(role(Role.DATA_OWNER, OTHER))
    folder = ROOT / "fixtures/helse-nord-ikt"
    march = (folder / "nokkeltall-drift-2023-03.xlsx").read_bytes()
    with_another = workbook({"Notater": [["ingen tall her"]], **sheets_of(march)})
    assert "Tatt imot gir filen" in sent(client, "nokkeltall-drift-2023-03.xlsx", with_another)
    page = sent(client, "nokkeltall-drift-2023-04.xlsx", workbook({"Ark1": [["x"]], "Ark2": [["y"]]}))
    assert "Den kan ikke tas imot" in page
    assert next(iter(sheets_of(march))) in page


def sheets_of(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return content.getvalue()


def test_a_file_that_is_too_large_or_empty_is_told_at_its_field(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    client = site.client(role(Role.DATA_OWNER, OTHER))
    assert "Filen er tom" in sent(client, "tom.csv", b"", source="tidy")
    monkeypatch.setattr("engine.web.deliveries.announced.LARGEST", 10)
    assert "Filen er større enn" in sent(client, "stor.csv", b"x" * 11, source="tidy")


def test_the_same_file_twice_is_no_news_and_a_second_click_leads_to_the_first(site: Site) -> None:
    client = site.client(role(Role.DATA_OWNER, OTHER))
    seal = seal_of(look(client, GOOD.format(OTHER)))
    first, second = (client.post(NEW, {"seal": seal}) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert "samme filen" in sent(client, "tall.csv", GOOD.format(OTHER).encode(), source="tidy")
    assert sum(each.file_name == "tall.csv" for each in site.parts.store.deliveries(OTHER)) == 1


def test_the_list_tells_how_a_file_came_and_by_whom(site: Site) -> None:
    client = site.client(role(Role.DATA_OWNER, OTHER))
    client.post(NEW, {"seal": seal_of(look(client, GOOD.format(OTHER)))})
    assert "i sidene, av Kari Nordmann" in text(client.get(f"/deliveries/?organisation={OTHER}"))


def test_what_is_late_stands_with_its_rule_and_its_open_avvik(site: Site) -> None:
    """The page says what the round said: five sources owe 2016, and each has an avvik of its owner."""
    at = datetime(2017, 3, 20, tzinfo=UTC)
    opened = rounds.run(site.parts.store, site.parts.shelf.book(), as_of=at.date(), at=at).opened
    late = {each.subject.rule: each.id for each in map(site.parts.store.one_avvik, opened) if "levering" in each.subject.rule}
    assert len(late) == 5
    page = site.client(role(Role.QUALITY)).get("/deliveries/?organisation=hemit&year=2017").content.decode()
    owed = page.partition('id="owed"')[2].partition('id="calendar"')[0]
    for rule, avvik in late.items():
        assert f'href="/rules/{rule}/"' in owed
        assert f'href="/avvik/{avvik}/"' in owed
    assert "/avvik/A-" not in site.client(role(Role.ADMIN)).get("/deliveries/?organisation=hemit").content.decode()


def test_an_organisation_without_a_calendar_is_told_so_and_awaits_by_its_metrics(site: Site, tmp_path: Path) -> None:
    rules = shutil.copytree(ROOT / "rules", tmp_path / "rules")
    (rules / "hemit/calendar.yaml").unlink()
    settings = ours().model_copy(update={"rules": rules})
    with override_settings(MALVAKT=settings):
        page = text(site.client(role(Role.QUALITY)).get("/deliveries/?organisation=hemit"))
    assert "har ingen leveransekalender" in page
    assert "Kalender 20" not in page
    assert "✗ forsinket" in page.partition("Tall som ingen kalender venter på")[2]


def test_long_lists_turn_by_pages_of_their_own(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("engine.workplace.deliveries", "engine.web.deliveries.view"):
        monkeypatch.setattr(f"{module}.PAGE", 3)
    client, seen, number = site.client(role(Role.QUALITY, OTHER)), [], 1
    total = len(site.parts.store.deliveries(OTHER))
    while True:
        html = client.get(f"/deliveries/?organisation={OTHER}&page={number}").content.decode().partition('id="received"')[2]
        seen += re.findall(r'<th scope="row"><a href="/deliveries/(\w+)/">', html)
        if f"page={number + 1}" not in html:
            break
        number += 1
    assert len(seen) == len(set(seen)) == total
    assert client.get(f"/deliveries/?organisation={OTHER}&page={number + 1}").status_code == 404
