"""The accounts' pages: what is given, ended, closed and erased there, and what nobody gets through them."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from engine.people import Grant, Person, Role
from engine.store.people.events import Kind
from engine.store.people.models import Account
from tests.web.site import AVVIK, ORGANISATION, OTHER, PASSWORD, Site, browser, role

ADMIN, READER = role(Role.ADMIN), role(Role.READER)


def seen(site: Site, person: Person) -> int:
    found = site.parts.people.standing(person.id)
    assert found is not None
    return found.seen


def order(site: Site, client: Client, person: Person, act: str, **more: object) -> int:
    given = {"seen": seen(site, person), **more}
    return int(client.post(f"/accounts/{person.id}/{act}/", given).status_code)


def grants(site: Site, person: Person) -> frozenset[Grant]:
    return site.parts.people.person(person.email).grants


def test_a_role_is_given_in_a_unit_and_ended_with_who_did_it_on_record(site: Site) -> None:
    admin, kari = site.account(ADMIN), site.account(READER)
    client = site.client_of(admin)
    assert order(site, client, kari, "give", what="role:leader", where="hemit/drift") == 302
    assert grants(site, kari) == {READER, role(Role.LEADER, unit="drift")}
    assert order(site, client, kari, "end", what="role:reader", where="hemit") == 302
    assert grants(site, kari) == {role(Role.LEADER, unit="drift")}
    told = site.parts.people.history(kari.email)[-2:]
    assert [(each.kind, each.by) for each in told] == [(Kind.GRANTED, admin.id), (Kind.REVOKED, admin.id)]
    page = client.get(f"/accounts/{kari.id}/").content.decode()
    assert "fikk rollen" in page
    assert admin.name in page


@pytest.mark.parametrize(
    "part",
    [("role:hr", OTHER), ("role:boss", ORGANISATION), ("duty:ingen", ORGANISATION), ("role:hr", "hemit/ingen"), ("", "")],
)
def test_what_is_not_among_the_choices_is_not_given(site: Site, part: tuple[str, str]) -> None:
    """Another organisation's rights, invented roles, duties that no rule names, units that there are none of."""
    kari = site.account(READER)
    assert order(site, site.client(ADMIN), kari, "give", what=part[0], where=part[1]) == 200
    assert grants(site, kari) == {READER}


def test_no_field_beside_those_of_the_form_changes_anything(site: Site) -> None:
    kari = site.account(READER)
    more = {"is_active": "", "email": "evil@x.no", "name": "X", "password": "x", "employee": "x", "session_epoch": "9"}
    before = Account.objects.filter(id=kari.id).values().get()
    assert order(site, site.client(ADMIN), kari, "give", what="role:board", where="hemit", **more) == 302
    assert Account.objects.filter(id=kari.id).values().get() == before


def test_an_administrator_gives_themselves_nothing(site: Site) -> None:
    admin = site.account(ADMIN)
    client = site.client_of(admin)
    answer = client.post(f"/accounts/{admin.id}/give/", {"seen": seen(site, admin), "what": "role:hr", "where": "hemit"})
    assert "Ingen endrer sin egen konto her" in answer.content.decode()
    assert grants(site, admin) == {ADMIN}


def test_the_last_administrator_is_not_closed(site: Site) -> None:
    admin, other = site.account(ADMIN), site.account(ADMIN)
    client = site.client_of(admin)
    assert order(site, client, other, "close") == 302
    assert not site.parts.people.person(other.email).active
    everywhere = site.client(role(Role.ADMIN, OTHER), role(Role.AUDITOR))
    assert order(site, everywhere, admin, "close") == 200
    assert site.parts.people.person(admin.email).active


def test_who_was_overtaken_writes_nothing_and_sees_what_the_other_did(site: Site) -> None:
    kari = site.account(READER)
    stale = seen(site, kari)
    first, second = site.client(ADMIN), site.client(ADMIN)
    assert order(site, first, kari, "give", what="role:board", where="hemit") == 302
    answer = second.post(f"/accounts/{kari.id}/give/", {"seen": stale, "what": "role:hr", "where": "hemit"})
    assert answer.status_code == 409
    assert "styret" in answer.content.decode()
    assert grants(site, kari) == {READER, role(Role.BOARD)}


def test_a_double_click_writes_once(site: Site) -> None:
    kari, client = site.account(READER), site.client(ADMIN)
    given = {"seen": seen(site, kari), "what": "role:reader", "where": "hemit"}
    assert [client.post(f"/accounts/{kari.id}/end/", given).status_code for _ in range(2)] == [302, 302]
    assert [each.kind for each in site.parts.people.history(kari.email)].count(Kind.REVOKED) == 1


def test_a_link_is_shown_once_and_lets_its_holder_choose_a_password(site: Site) -> None:
    kari, client = site.account(READER), site.client(ADMIN)
    page = client.post(f"/accounts/{kari.id}/invite/", {"seen": seen(site, kari)}).content.decode()
    (link,) = re.findall(r"/welcome/[\w-]+/", page)
    assert link not in client.get(f"/accounts/{kari.id}/").content.decode()
    assert browser().post(link, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 302


def test_a_new_account_has_its_first_role_and_no_password(site: Site) -> None:
    client = site.client(ADMIN)
    said = {"email": "Ny@Hemit.no", "name": "Ny Person", "speaks": "nb", "what": "role:reader", "where": "hemit"}
    page = client.post("/accounts/new/", said).content.decode()
    assert "/welcome/" in page
    made = site.parts.people.person("ny@hemit.no")
    assert made.grants == {READER}
    assert not Account.objects.get(id=made.id).has_usable_password()
    wrong = client.post("/accounts/new/", {**said, "email": "x", "where": OTHER}).content.decode()
    assert wrong.count('class="wrong"') == 2
    assert 'value="Ny Person"' in wrong


def test_another_organisations_rights_are_neither_shown_nor_touched(site: Site) -> None:
    kari = site.account(READER, role(Role.HR, OTHER))
    client = site.client(ADMIN)
    page = client.get(f"/accounts/{kari.id}/").content.decode()
    assert OTHER not in page
    for act in ("invite", "close", "sign-out"):
        assert order(site, client, kari, act) == 200
    assert site.parts.people.person(kari.email).active
    assert order(site, client, kari, "end", what="role:hr", where=OTHER) == 200
    assert role(Role.HR, OTHER) in grants(site, kari)


def test_an_auditor_reads_and_has_no_button(site: Site) -> None:
    kari = site.account(READER)
    client = site.client(role(Role.AUDITOR))
    page = client.get(f"/accounts/{kari.id}/").content.decode()
    assert "/give/" not in page
    assert "/close/" not in page
    assert order(site, client, kari, "close") == 404


def test_closing_ends_the_sessions_at_once_and_reopening_brings_none_back(site: Site) -> None:
    kari = site.account(role(Role.QUALITY))
    client, admin = site.client_of(kari), site.client(ADMIN)
    assert client.get("/").status_code == 200
    order(site, admin, kari, "close")
    order(site, admin, kari, "reopen")
    assert client.get("/").status_code == 302


def test_an_erased_account_leaves_no_name_and_the_log_still_verifies(site: Site) -> None:
    """The words stay, as an erased account's; sessions, addresses and the name are gone; nothing more can be done with it."""
    kari, admin = site.account(role(Role.QUALITY)), site.client(ADMIN)
    client = site.client_of(kari)
    last = site.parts.store.one_avvik(AVVIK).entries[-1].seq
    client.post(f"/avvik/{AVVIK}/comment/", {"seen": last, "text": "Vi ser på det."})
    order(site, admin, kari, "close")
    assert order(site, admin, kari, "erase", reason="har sluttet", address="feil@x.no") == 200
    assert order(site, admin, kari, "erase", reason="har sluttet", address=kari.email) == 302
    assert site.parts.store.verify_log() == ()
    row = Account.objects.get(id=kari.id)
    assert (row.name, row.email, row.is_active) == ("", f"{kari.id}@erased.invalid", False)
    told = [(entry.who, entry.words.get("text")) for entry in site.parts.store.one_avvik(AVVIK).entries]
    assert ("", "Vi ser på det.") in told
    page = site.client(role(Role.QUALITY)).get(f"/avvik/{AVVIK}/").content.decode()
    assert "slettet konto" in page
    assert kari.email not in page
    assert not [each for each in Session.objects.all() if kari.id in str(each.get_decoded())]
    assert order(site, admin, kari, "reopen") == 200
    assert "slettet konto" in admin.get("/accounts/").content.decode()


def test_a_search_is_literal_and_finds_names_and_addresses(site: Site) -> None:
    site.account(READER)
    client = site.client(ADMIN)
    assert "Kari Nordmann" in client.get("/accounts/?text=NORDM").content.decode()
    assert "Ingen konto passer" in client.get("/accounts/?text=%25").content.decode()


def test_a_system_is_stopped_by_who_looks_after_its_organisation(site: Site) -> None:
    from tests.web.site import OTHERS_SYSTEM, SYSTEM

    client = site.client(ADMIN)
    assert client.post(f"/accounts/tokens/{SYSTEM}/end/").status_code == 302
    assert client.post(f"/accounts/tokens/{OTHERS_SYSTEM}/end/").status_code == 404
    ended = {token.id for token in site.parts.people.tokens() if token.ended_at}
    assert ended == {SYSTEM}


def test_what_was_shown_once_is_in_no_log(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    kari, client = site.account(READER), site.client(ADMIN)
    page = client.post(f"/accounts/{kari.id}/invite/", {"seen": seen(site, kari)}).content.decode()
    (link,) = re.findall(r"/welcome/([\w-]+)/", page)
    assert link not in caplog.text
    assert kari.email not in caplog.text


def test_a_long_list_turns_by_pages(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody is on one of them, once, and the filter stays."""
    monkeypatch.setattr("engine.web.accounts.views.PAGE", 2)
    client = site.client(ADMIN)
    people = [site.account(READER) for _ in range(3)]
    first, second = (client.get(f"/accounts/?role=reader&page={page}").content.decode() for page in (1, 2))
    assert 'href="?role=reader&amp;page=2"' in first
    assert [page.count(person.email) for person in people for page in (first + second,)] == [1, 1, 1]
