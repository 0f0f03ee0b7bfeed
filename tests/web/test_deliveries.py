"""Deliveries in the pages: looked at first, accepted as looked at, refused with every problem, given back by right."""

import io
import re
from pathlib import Path

import pytest
from django.test import Client

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


