"""Exemptions in the browser: registered with every problem at its field, seen by whom they concern, ended before their time."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engine.decisions.storm import Verb
from engine.language import Language
from engine.people import Person, Role
from engine.ruling import answer
from engine.station import Station
from engine.web.clock import now, today
from engine.web.ours import ours
from tests.web.decisions.conftest import Ward
from tests.web.site import role

NEW = "/exemptions/new/?organisation=hemit"
RULE = "hemit-sick-leave"


def form(**changes: str) -> dict[str, str]:
    said = {
        "rule": RULE,
        "unit": "u03",
        "since": today().isoformat(),
        "until": (today() + timedelta(days=30)).isoformat(),
        "approver": "Ola Direktør",
        "reason": "Ny måling på vei",
        "seen": "2",
    }
    return said | changes


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.fixture
def kari(ward: Ward) -> Person:
    return ward.account(role(Role.QUALITY))


@pytest.fixture
def client(ward: Ward, kari: Person) -> Client:
    return ward.client_of(kari)


def test_one_is_registered_shown_and_ended(ward: Ward, client: Client, kari: Person) -> None:
    response = client.post(NEW, form(), follow=True)
    assert response.redirect_chain == [("/exemptions/U-0001/", 302)]
    (only,) = ward.store.exemptions()
    assert (only.rule, only.unit, only.approver, only.registered_by) == (RULE, "u03", "Ola Direktør", kari.email)
    listed = text(client, "/exemptions/?organisation=hemit")
    assert f"{today():%d.%m.%Y}" in listed
    assert "Gjelder nå</h2>" in listed.replace(" (1)", "")
    page = client.post("/exemptions/U-0001/end/", {"reason": "Målingen er på plass", "seen": "3"}, follow=True)
    assert "Avsluttet før tiden" in page.content.decode()
    assert "Målingen er på plass" in page.content.decode()
    assert (ward.store.exemptions()[0].ended_on, ward.store.exemptions()[0].ended_by) == (today(), kari.email)


def test_every_problem_stands_at_its_field_at_once_and_what_was_typed_is_kept(ward: Ward, client: Client) -> None:
    wrong = form(rule="", until=f"{today() - timedelta(days=3):%d.%m.%Y}", approver="", reason=" ")
    page = client.post(NEW, wrong).content.decode()
    for name in ("rule", "until", "approver", "reason"):
        assert f'id="id_{name}_error"' in page, name
    assert 'id="id_since_error"' not in page
    assert f"{today() - timedelta(days=3):%d.%m.%Y}" in page
    assert '<option value="u03" selected>' in page
    assert ward.store.exemptions() == ()


def test_of_one_field_too_every_problem_is_told(client: Client) -> None:
    page = client.post(NEW, form(reason="x" * 10_001 + "\u202e")).content.decode()
    assert page.split('id="id_reason_error"')[1].split("</div>")[0].count('class="wrong"') == 2


@pytest.mark.parametrize("seen", ["", "abc", "-1", "9" * 5000, "²"])
def test_a_form_that_does_not_say_what_was_seen_is_decided_as_it_stands(ward: Ward, client: Client, seen: str) -> None:
    assert client.post(NEW, form(seen=seen)).status_code == 302
    assert len(ward.store.exemptions()) == 1


@pytest.mark.parametrize("text", ["a\x00b", "\x1b[31m", "\u2066x"])
def test_what_cannot_be_shown_is_told_at_its_field(ward: Ward, client: Client, text: str) -> None:
    assert 'id="id_reason_error"' in client.post(NEW, form(reason=text)).content.decode()
    assert 'id="id_approver_error"' in client.post(NEW, form(approver=text)).content.decode()
    assert ward.store.exemptions() == ()


def test_the_page_refuses_in_the_words_of_the_command_with_the_readers_dates(client: Client) -> None:
    first = date(2026, 3, 2)
    page = client.post(NEW, form(since="2026-03-02", until="2026-03-01")).content.decode()
    assert f"unntaket slutter 01.03.2026, før det begynner {first:%d.%m.%Y}" in page.replace("\n", " ")
    assert "varer høyst 365 dager" in client.post(NEW, form(until="2199-12-31")).content.decode()


@pytest.mark.parametrize("until", ["9999-12-31", "0001-01-01", "i morgen", "2026-02-30", ""])
def test_a_day_that_is_none_is_told_at_its_field(ward: Ward, client: Client, until: str) -> None:
    page = client.post(NEW, form(until=until)).content.decode()
    assert page.count('id="id_until_error"') == 1
    assert ward.store.exemptions() == ()


@pytest.mark.parametrize("name", ["Kari Nordmann", "KARI  nordmann", "EMAIL"])
def test_nobody_approves_the_own_by_any_name(ward: Ward, client: Client, kari: Person, name: str) -> None:
    page = client.post(NEW, form(approver=kari.email if name == "EMAIL" else name)).content.decode()
    assert "noen andre" in page or "en annen" in page
    assert ward.store.exemptions() == ()


def test_a_double_click_registers_once_and_a_second_thought_twice(ward: Ward, client: Client) -> None:
    assert [client.post(NEW, form())["Location"] for _ in range(2)] == ["/exemptions/U-0001/"] * 2
    assert len(ward.store.exemptions()) == 1
    assert client.post(NEW, form(seen="3"))["Location"] == "/exemptions/U-0002/"


def test_a_double_click_ends_once(ward: Ward, client: Client) -> None:
    client.post(NEW, form())
    sent = {"reason": "på plass", "seen": "3"}
    assert [client.post("/exemptions/U-0001/end/", sent).status_code for _ in range(2)] == [302, 302]
    assert ward.store.ledger_head().count == 4


def test_who_ends_what_a_colleague_has_ended_is_told_and_keeps_the_own_words(ward: Ward, client: Client) -> None:
    client.post(NEW, form())
    client.post("/exemptions/U-0001/end/", {"reason": "på plass", "seen": "3"})
    other = ward.client(role(Role.QUALITY))
    response = other.post("/exemptions/U-0001/end/", {"reason": "mine ord", "seen": "3"})
    assert response.status_code == 409
    assert "U-0001 er over allerede" in response.content.decode() or "allerede over" in response.content.decode()
    assert "mine ord" in response.content.decode()


def test_it_names_the_avvik_that_it_keeps_silent_now(ward: Ward, client: Client) -> None:
    telling = Station(ours()).telling_by(ward.parts.shelf.book())
    answer(ward.store, telling, "S-0002", Verb.RELEASE, by="kari", reason="ekte", at=now())
    (own,) = [each for each in ward.store.avvik() if each.subject.unit == "u03"]
    client.post(NEW, form())
    for address in ("/exemptions/?organisation=hemit", "/exemptions/U-0001/"):
        assert f'href="/avvik/{own.id}/"' in text(client, address)
    page = text(client, f"/avvik/{own.id}/")
    assert 'href="/exemptions/U-0001/"' in page
    assert "ingen får melding nå" in page
    assert f"/exemptions/new/?organisation=hemit&amp;rule={RULE}&amp;unit=u03" in page
    assert 'href="/exemptions/U-0001/"' in text(client, f"/rules/{RULE}/")


def test_the_link_of_an_avvik_begins_the_form(client: Client) -> None:
    page = text(client, f"/exemptions/new/?organisation=hemit&rule={RULE}&unit=u05")
    assert f'<option value="{RULE}" selected>' in page
    assert '<option value="u05" selected>' in page


def test_a_leader_sees_those_of_the_own_units_and_those_for_all_of_a_rule(ward: Ward, client: Client) -> None:
    client.post(NEW, form(unit="u03", reason="om tre"))
    client.post(NEW, form(unit="u04", reason="om fire", seen="3"))
    client.post(NEW, form(unit="", reason="om alle", seen="4"))
    leader = ward.client(role(Role.LEADER, unit="u03"))
    page = text(leader, "/exemptions/?organisation=hemit")
    assert ["om tre" in page, "om fire" in page, "om alle" in page] == [True, False, True]
    assert leader.get("/exemptions/U-0002/").status_code == 404
    assert leader.post("/exemptions/U-0001/end/", {"reason": "nei"}).status_code == 404
    assert leader.get(NEW).status_code == 404


def test_quality_of_one_unit_registers_for_that_unit_alone(ward: Ward) -> None:
    part = ward.client(role(Role.QUALITY, unit="u03"))
    page = text(part, NEW)
    assert '<option value="u03">' in page
    assert '<option value="u04">' not in page
    for unit in ("", "u04", "hemit"):
        assert part.post(NEW, form(unit=unit)).status_code == 200
    assert ward.store.exemptions() == ()
    assert part.post(NEW, form()).status_code == 302


def test_quality_of_one_unit_does_not_end_what_holds_for_all(ward: Ward, client: Client) -> None:
    client.post(NEW, form(unit=""))
    part = ward.client(role(Role.QUALITY, unit="u03"))
    assert "/exemptions/U-0001/end/" not in text(part, "/exemptions/U-0001/")
    assert part.post("/exemptions/U-0001/end/", {"reason": "nei"}).status_code == 404


def test_a_rule_of_another_organisation_cannot_be_slipped_in(ward: Ward, client: Client) -> None:
    assert client.post(NEW, form(rule="helse-nord-ikt-sick-leave", unit="")).status_code == 200
    assert ward.store.exemptions() == ()


def test_figures_about_persons_stay_with_those_who_may_see_them(ward: Ward, client: Client) -> None:
    client.post(NEW, form(reason="om personer"))
    metrics = ward.rules / "hemit" / "metrics.yaml"
    metrics.write_text(metrics.read_text().replace("due_days: 15", "due_days: 15, privacy: person"))
    for one in (Role.READER, Role.DATA_OWNER):
        assert "om personer" not in text(ward.client(role(one)), "/exemptions/?organisation=hemit")
        assert ward.client(role(one)).get("/exemptions/U-0001/").status_code == 404
    assert "om personer" in text(ward.client(role(Role.AUDITOR)), "/exemptions/?organisation=hemit")


def test_what_people_write_is_text(client: Client) -> None:
    client.post(NEW, form(reason="<script>alert(1)</script>", approver="Ola <b>D</b>"))
    page = text(client, "/exemptions/U-0001/") + text(client, "/exemptions/?organisation=hemit")
    assert "<script>alert" not in page
    assert "<b>D</b>" not in page


def test_in_english_too(ward: Ward) -> None:
    page = text(ward.client(role(Role.QUALITY), language=Language.EN), NEW)
    assert "Every unit that the rule judges" in page
    assert "Somebody else than you" in page


def test_how_many_queries_the_list_takes_does_not_follow_from_how_many_there_are(client: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            text(client, "/exemptions/?organisation=hemit")
        return len(queries)

    client.post(NEW, form())
    asked()
    one = asked()
    for number in range(5):
        client.post(NEW, form(unit=f"u{number:02d}", seen=str(number + 3)))
    asked()  # shows what was said about the others, once
    assert asked() <= one <= 25
