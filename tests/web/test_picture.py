"""The picture of a chart: its own address, its own rights, its own content policy, the page's own colours."""

import base64
import hashlib
import re
from xml.etree import ElementTree

from engine.people import Role
from engine.web.picture import page_look
from tests.web.site import AVVIK, Site, role

CHART = f"/avvik/{AVVIK}/chart.svg"


def test_the_picture_is_well_formed_says_what_it_shows_and_carries_no_style_of_its_own_but_the_sealed_one(site: Site) -> None:
    response = site.client(role(Role.QUALITY)).get(CHART)
    assert response["Content-Type"] == "image/svg+xml"
    drawn = response.content.decode()
    names = {each.tag.rpartition("}")[2] for each in ElementTree.fromstring(drawn).iter()}
    assert {"title", "desc", "text"} <= names
    assert "script" not in names
    assert not re.search(r'\sstyle="|\son[a-z]+="|href=', drawn)
    (style,) = re.findall(r"<style>(.*?)</style>", drawn)
    seal = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{seal}'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]


def test_nobody_finds_it_with_the_back_button_of_the_next_persons_browser(site: Site) -> None:
    assert site.client(role(Role.QUALITY)).get(CHART)["Cache-Control"] == "no-store"


def test_it_speaks_the_readers_language(site: Site) -> None:
    client = site.client(role(Role.QUALITY))
    in_norwegian = client.get(CHART).content
    client.post("/language/", {"language": "en"})
    assert client.get(CHART).content != in_norwegian


def test_the_page_shows_it_with_its_words_and_the_rules_page_one_for_each_series(site: Site) -> None:
    client = site.client(role(Role.QUALITY))
    page = client.get(f"/avvik/{AVVIK}/").content.decode()
    found = re.search(rf'<img src="{CHART}" alt="([^"]+)"', page)
    assert found is not None
    assert "Mål:" in found[1]
    rule = client.get("/rules/hemit-sick-leave/").content.decode()
    pictures = re.findall(r'<img src="([^"]+)"', rule)
    assert pictures
    assert {client.get(each.replace("&amp;", "&")).status_code for each in pictures} == {200}


def test_the_colours_are_the_style_sheets_for_light_dark_and_paper() -> None:
    look = page_look()
    assert look.style.count("--accent:") == 3
    for colour in (look.paper, look.ink, look.muted, look.grid, look.ground, look.line, look.missed, look.bar):
        assert f"{colour.removeprefix('var(').removesuffix(')')}:" in look.style.partition("@media")[0]


def test_a_leader_gets_the_own_units_pictures_only(site: Site) -> None:
    client = site.client(role(Role.LEADER, unit="drift"))
    assert client.get("/rules/hemit-sick-leave/chart.svg?unit=drift").status_code == 200
    assert client.get("/rules/hemit-sick-leave/chart.svg?unit=hemit").status_code == 404
    assert client.get("/rules/hemit-sick-leave/chart.svg?unit=").status_code == 404


def test_no_two_charts_of_a_page_have_the_same_name(site: Site) -> None:
    page = site.client(role(Role.QUALITY)).get("/rules/hemit-sick-leave/").content.decode()
    names = re.findall(r'class="drawing" role="region" aria-label="([^"]+)"', page)
    assert len(names) > 1
    assert len(set(names)) == len(names)
