"""The queue: six answers to «what should I look at», filters in the address, several given away at once."""

import pytest

from engine.avvik import life
from engine.avvik.states import State
from engine.people import Duty, Role
from fixtures.many_avvik import PEOPLE, fill
from tests.web.site import AVVIK, BY_OPERATOR, OTHERS_AVVIK, Site, role

HEMIT, ASSIGN = "/avvik/?organisation=hemit", "/avvik/assign/?organisation=hemit"


def seq(site: Site, name: str) -> int:
    return site.parts.store.one_avvik(name).entries[-1].seq


def chosen(site: Site, *names: str) -> list[str]:
    return [f"{name}:{seq(site, name)}" for name in names]


def test_the_address_holds_what_is_looked_for(site: Site) -> None:
    client = site.client(role(Role.QUALITY))
    for asked, shown in (
        ("", {"A-000001", "A-000002", "A-000003"}),
        ("&queue=new", {"A-000001", "A-000002", "A-000003"}),
        ("&queue=unseen", set()),
        ("&text=sykefravær", {"A-000002"}),
        ("&text=IT-service", {"A-000002"}),
        ("&text=kundesenter", {"A-000001"}),
        ("&text=notat", {"A-000001"}),
        ("&unit=it-service", {"A-000002"}),
        ("&rule=hemit-first-line", {"A-000001"}),
        ("&severity=low", {"A-000003"}),
        ("&owner=hr", {"A-000002"}),
        ("&state=lukket", set()),
        ("&queue=overdue", set()),
    ):
        page = client.get(HEMIT + asked).content.decode()
        assert {name for name in ("A-000001", "A-000002", "A-000003") if f'href="/avvik/{name}/"' in page} == shown, asked
    assert client.get(HEMIT + "&queue=nonsense").status_code == 404


def test_mine_is_what_my_name_or_my_duty_stands_on(site: Site) -> None:
    person = site.account(role(Role.QUALITY))
    client = site.client_of(person)
    assert "Du har ingenting å gjøre her." in client.get(HEMIT + "&queue=mine").content.decode()
    site.parts.people.give(person.email, Duty(name="hr", organisation="hemit"), BY_OPERATOR)
    assert "A-000002" in client.get(HEMIT + "&queue=mine").content.decode()


class TestSeveralAtOnce:
    def test_they_go_to_one_person_and_a_second_click_changes_nothing(self, site: Site) -> None:
        kari = site.account(role(Role.QUALITY))
        client = site.client_of(kari)
        form = {"avvik": chosen(site, AVVIK, "A-000002"), "to": kari.email}
        for _ in range(2):
            assert client.post(ASSIGN, form)["Location"] == HEMIT
        assert "2 tildelt." in client.get(HEMIT).content.decode()
        for name in (AVVIK, "A-000002"):
            avvik = site.parts.store.one_avvik(name)
            assert (avvik.owner, avvik.state) == (kari.email, State.UNDER_BEHANDLING)
            assert [entry.kind.value for entry in avvik.entries].count("assigned") == 1

    def test_what_somebody_changed_in_the_meantime_stays_and_is_named(self, site: Site) -> None:
        client = site.client(role(Role.QUALITY))
        form = {"avvik": chosen(site, AVVIK, "A-000002"), "to": "drift"}
        store = site.parts.store
        store.append(AVVIK, life.comment(store.one_avvik(AVVIK), "ola@hemit.no", "vent"), BY_OPERATOR.at)
        page = client.post(ASSIGN, form, follow=True).content.decode()
        assert "1 tildelt." in page
        assert f"endret i mellomtiden eller er avsluttet: {AVVIK}" in page
        assert store.one_avvik(AVVIK).state is State.NY

    @pytest.mark.parametrize("to", ["nobody@hemit.no", "malvakt"])
    def test_nobody_gets_what_they_may_not_see_and_nothing_is_given_halfway(self, site: Site, to: str) -> None:
        client = site.client(role(Role.QUALITY))
        assert client.post(ASSIGN, {"avvik": chosen(site, AVVIK), "to": to}).status_code == 404
        both = chosen(site, AVVIK, OTHERS_AVVIK)
        assert client.post(ASSIGN, {"avvik": both, "to": "drift"}).status_code == 404
        assert site.parts.store.one_avvik(AVVIK).state is State.NY

    def test_nothing_chosen_is_said(self, site: Site) -> None:
        page = site.client(role(Role.QUALITY)).post(ASSIGN, {}, follow=True).content.decode()
        assert "Ingenting ble tildelt" in page


def test_a_long_queue_is_shown_by_the_page(site: Site) -> None:
    fill(site.parts.store, site.parts.shelf.book(), "hemit", 200)
    page = site.client(role(Role.QUALITY)).get(HEMIT + "&queue=new").content.decode()
    assert page.count('type="checkbox"') == 50
    assert "Side 1 av 2" in page
    assert PEOPLE[0] not in page.partition("<table")[0]
