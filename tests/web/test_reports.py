"""The reports in the workplace: each reads what they may, writes what is theirs, and nothing is final by accident."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from engine import rounds
from engine.language import Language
from engine.people import Duty, Role
from engine.reception import take_in
from engine.report.words import fingerprint
from tests.deliveries import FIXTURES, book, delivery_of, read_yaml
from tests.report.samples import said
from tests.web.site import BY_OPERATOR, Site, role

HN_IKT = "helse-nord-ikt"
MARCH = f"/reports/{HN_IKT}/virksomhetsrapport/2023-03/"
FEBRUARY = f"/reports/{HN_IKT}/virksomhetsrapport/2023-02/"


def text_of(response: HttpResponse) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).replace("\u00a0", " ")


def field(page: HttpResponse, about: str) -> tuple[str, str]:
    """The text in the form, and the fingerprint that comes with it."""
    content = page.content.decode()
    found = re.search(rf'<textarea[^>]*name="text\.{about}"[^>]*>\n?(.*?)</textarea>', content, re.DOTALL)
    seen = re.search(rf'name="seen\.{about}" value="(\w+)"', content)
    assert found
    assert seen
    return unescape(found[1]), seen[1]


def write(client: Client, about: str, text: str, seen: str, address: str = MARCH) -> HttpResponse:
    return client.post(f"{address}words/", {f"text.{about}": text, f"seen.{about}": seen})


def finalise(client: Client, address: str = MARCH, **given: str) -> HttpResponse:
    page = client.get(f"{address}final/").content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    return client.post(f"{address}final/", {"seen": seen[1], "sure": "on", "reason": "avtalt"} | given)


@pytest.fixture
def quality(site: Site) -> Client:
    return site.client(role(Role.QUALITY, HN_IKT))


def test_the_list_tells_which_reports_are_final_and_what_the_others_wait_for(quality: Client) -> None:
    told = text_of(quality.get("/reports/"))
    assert "endelig, utgave 1" in told
    assert "kan ferdigstilles" in told
    assert "venter på" in told


@pytest.mark.parametrize("page", ["", "words/", "final/"])
def test_the_tabs_say_which_page_of_the_report_is_open(quality: Client, page: str) -> None:
    """For the eye, and for whoever listens."""
    content = quality.get(MARCH + page).content.decode()
    tabs = content[content.index('<ul class="tabs">') :]
    assert re.findall(r'<a href="([^"]+)" aria-current="page">', tabs[: tabs.index("</ul>")]) == [f"{MARCH}{page}?lang=nb"]


def test_a_report_is_read_as_it_is_now_with_what_is_doubtful_on_top(quality: Client) -> None:
    page = quality.get(MARCH)
    assert "per oktober" in text_of(page)
    assert (
        'id="first-page' in page.content.decode() or 'id="in-short' in page.content.decode() or "Kort fortalt" in text_of(page)
    )
    assert "<script" not in page.content.decode().replace("<script src=", "")


def test_the_words_are_shown_as_they_stand_and_keeping_them_unchanged_writes_nothing(site: Site, quality: Client) -> None:
    text, seen = field(quality.get(f"{MARCH}words/"), "okonomi")
    assert text.startswith("Resultat for mars")
    before = len(site.parts.store.words(HN_IKT))
    assert write(quality, "okonomi", text.replace("\n", "\r\n"), seen).status_code == 302
    assert len(site.parts.store.words(HN_IKT)) == before


def test_a_mended_text_is_doubtful_no_more(quality: Client) -> None:
    page = quality.get(f"{MARCH}words/")
    assert "teksten nevner per oktober" in text_of(page)
    text, seen = field(page, "okonomi")
    write(quality, "okonomi", text.replace("per oktober", "per mars"), seen)
    assert "per oktober" not in text_of(quality.get(f"{MARCH}words/"))


def test_two_at_the_same_text_do_not_overwrite_each_other_unseen(site: Site, quality: Client) -> None:
    """The second one keeps what was typed, and sees what the first wrote."""
    _, seen = field(quality.get(f"{MARCH}words/"), "vurdering")
    assert write(site.client(role(Role.QUALITY, HN_IKT)), "vurdering", "Den enes ord.", seen).status_code == 302
    refused = write(quality, "vurdering", "Den andres ord.", seen)
    assert refused.status_code == 409
    told = text_of(refused)
    assert "Den enes ord." in told
    assert field(refused, "vurdering") == ("Den andres ord.", fingerprint("Den enes ord."))
    assert write(quality, "vurdering", "Begges ord.", fingerprint("Den enes ord.")).status_code == 302


def test_a_comment_stands_in_the_next_month_with_its_age_until_it_is_changed(site: Site, quality: Client) -> None:
    _, seen = field(quality.get(f"{FEBRUARY}words/?about=first_line_resolution"), "first_line_resolution")
    write(quality, "first_line_resolution", "Opplæring.", seen, FEBRUARY)
    site.parts.store.say(said(HN_IKT, "first_line_resolution", "2023-03", ""))
    site.parts.store.say(said(HN_IKT, "updates", "2023-02", "Rekord."))
    page = quality.get(f"{MARCH}words/")
    assert field(page, "updates")[0] == "Rekord."
    assert "Skrevet for februar 2023" in text_of(page)


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "</textarea><img src=x onerror=alert(1)>", "=1+1", '#import "x"', "{{7*7}}"]
)
def test_what_people_write_stays_letters(quality: Client, words: str) -> None:
    _, seen = field(quality.get(f"{MARCH}words/"), "vurdering")
    write(quality, "vurdering", words, seen)
    page = quality.get(f"{MARCH}words/")
    assert field(page, "vurdering")[0] == words
    for shown in (page, quality.get(MARCH)):
        assert "<script>alert" not in shown.content.decode()
        assert "<img src=x" not in shown.content.decode()


def test_a_data_owner_writes_about_the_own_figures_and_nothing_else(site: Site) -> None:
    person = site.account(role(Role.DATA_OWNER, HN_IKT))
    client = site.client_of(person)
    assert "text." not in client.get(f"{MARCH}words/").content.decode()
    owner, metric = next((each.rule.owner, each.rule.metric) for each in book().of(HN_IKT).rules if each.rule.check == "target")
    site.parts.people.give(person.email, Duty(name=owner, organisation=HN_IKT), BY_OPERATOR)
    _, seen = field(client.get(f"{MARCH}words/?about={metric}"), metric)
    assert write(client, metric, "Mitt tall.", seen).status_code == 302
    assert write(client, "vurdering", "Direktørens ord.", seen).status_code == 404
    assert write(client, "nobody", "x", seen).status_code == 404


def test_it_is_final_only_with_a_reason_for_what_is_doubtful_and_a_yes(site: Site, quality: Client) -> None:
    before = len(site.parts.store.editions())
    for given in ({"sure": ""}, {"reason": " "}, {"seen": ""}, {"seen": "0" * 64}):
        assert finalise(quality, FEBRUARY if "reason" not in given else MARCH, **given).status_code == 409
    assert len(site.parts.store.editions()) == before


def test_the_same_is_not_made_final_twice(site: Site, quality: Client) -> None:
    refused = finalise(quality)
    assert refused.status_code == 409
    assert "ingenting er endret" in text_of(refused)
    assert len(site.parts.store.editions(HN_IKT)) == 1


def test_a_correction_the_day_after_makes_a_second_edition_that_says_so(site: Site, quality: Client) -> None:
    """The first one stays, byte for byte; its page says that there is a newer one."""
    store = site.parts.store
    (first,) = store.editions(HN_IKT)
    before = store.edition_content(first, "html")
    step = next(each for each in read_yaml(FIXTURES / "demo.yaml")["corrections"] if each["organisation"] == HN_IKT)
    take_in(store, book(), *delivery_of(book(), step))
    rounds.run(store, book().of(HN_IKT), as_of=date(2023, 5, 5), at=datetime(2023, 5, 5, 12, tzinfo=UTC))
    done = finalise(quality)
    assert done.status_code == 302
    page = quality.get(done["Location"])
    assert "Endringer siden utgave 1" in text_of(page)
    assert store.editions(HN_IKT)[-1].who == "Kari Nordmann"
    assert "nyere utgave" in text_of(quality.get(f"/reports/editions/{first.seq}/"))
    kept = quality.get(f"/reports/editions/{first.seq}/html/")
    assert kept.content == before == store.edition_content(first, "html")
    assert kept["Content-Disposition"].startswith("attachment")
    assert store.verify_log() == ()


def test_words_that_change_while_somebody_reads_stop_the_finalising(site: Site, quality: Client) -> None:
    page = quality.get(f"{FEBRUARY}final/").content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    site.parts.store.say(said(HN_IKT, "vurdering", "2023-02", "Nye ord."))
    refused = quality.post(f"{FEBRUARY}final/", {"seen": seen[1], "sure": "on", "reason": "avtalt"})
    assert refused.status_code == 409
    assert "siden du så på rapporten" in text_of(refused)


def test_every_page_is_in_english_for_who_reads_english(site: Site) -> None:
    client = site.client(role(Role.QUALITY, HN_IKT), language=Language.EN)
    for address in ("/reports/", MARCH, f"{MARCH}words/", f"{MARCH}final/", "/reports/editions/2/"):
        page = client.get(address)
        assert page.status_code == 200
        assert '<html lang="en">' in page.content.decode()
    assert "In short" in text_of(client.get(MARCH))
    assert "Kort fortalt" in text_of(client.get(f"{MARCH}?lang=nb"))
