"""The page of one avvik: what each may do there, two people at once, a second click, and words that mean harm."""

import threading
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from engine.accounts import Act
from engine.avvik.states import State
from engine.language import Language
from engine.people import Role
from engine.settings import Settings
from engine.web.review import views
from tests.ordered import ordered
from tests.web.site import AVVIK, OTHERS_AVVIK, Site, role

PDF = b"%PDF-1.7\n%%EOF"
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }} javascript:alert(3)'


def seen(site: Site, name: str = AVVIK) -> int:
    return site.parts.store.one_avvik(name).entries[-1].seq


def post(site: Site, client: Client, move: str, name: str = AVVIK, **said: object) -> HttpResponse:
    return client.post(f"/avvik/{name}/{move}/", {"seen": seen(site, name), **said})


def state(site: Site, name: str = AVVIK) -> State:
    return site.parts.store.one_avvik(name).state


def test_a_life_from_new_to_closed_through_the_forms(site: Site) -> None:
    kari, ola = site.account(role(Role.QUALITY)), site.account(role(Role.QUALITY))
    hers, his = site.client_of(kari), site.client_of(ola)
    assert post(site, hers, "assign", to=kari.email).status_code == 302
    assert post(site, hers, "cause", cause="capacity", text="For få").status_code == 302
    assert (
        post(site, hers, "act", text="Ny plan", responsible=kari.email, due="2023-05-01", effect_periods=1).status_code == 302
    )
    assert state(site) is State.TILTAK
    assert post(site, hers, "done", action="1", period="").status_code == 302
    assert state(site) is State.EFFEKTVURDERING
    # The responsible sees no form for judging, and the other one is told that nothing is measured yet.
    assert "/verify/" not in hers.get(f"/avvik/{AVVIK}/").content.decode()
    assert "du er ansvarlig" in post(site, hers, "verify").content.decode()
    page = post(site, his, "verify", text="ser bra ut").content.decode()
    assert "målt effekt" in page
    assert "ser bra ut" in page
    assert post(site, his, "fail", text="Kom ikke").status_code == 302
    assert state(site) is State.TILTAK
    assert post(site, his, "reject", reason="Målet er endret").status_code == 302
    assert state(site) is State.AVVIST
    assert post(site, his, "reopen", reason="Likevel").status_code == 302
    assert state(site) is State.GJENAPNET
    entries = site.parts.store.one_avvik(AVVIK).entries
    assert {entry.who for entry in entries if not entry.by_machine} == {"kari@hemit.no", kari.email, ola.email}
    assert site.parts.store.verify_log() == ()


def test_a_move_that_the_state_does_not_allow_is_refused_in_words(site: Site) -> None:
    client = site.client(role(Role.QUALITY))
    page = post(site, client, "close", text="ferdig").content.decode()
    assert "Det ble ikke lagret" in page
    assert "ferdig" in page
    assert state(site) is State.NY


@pytest.mark.parametrize(
    ("who", "moves"),
    [
        (Role.READER, set()),
        (Role.AUDITOR, set()),
        (Role.HR, {"comment", "attach"}),
        (Role.LEADER, {"comment", "attach", "assign", "cause"}),
        (Role.QUALITY, {"comment", "attach", "assign", "cause", "reject"}),
    ],
)
def test_only_what_somebody_may_do_now_is_shown(site: Site, who: Role, moves: set[str]) -> None:
    page = site.client(role(who)).get(f"/avvik/{AVVIK}/").content.decode()
    every = {"comment", "attach", "assign", "cause", "act", "done", "verify", "fail", "close", "reject", "reopen"}
    assert {move for move in every if f'action="/avvik/{AVVIK}/{move}/"' in page} == moves


def test_a_leader_of_another_unit_finds_no_such_avvik(site: Site) -> None:
    """Neither its page, its file, its moves nor the queue tell that it is there."""
    client = site.client(role(Role.LEADER, unit="it-service"))
    for address in ("", "files/1/"):
        assert client.get(f"/avvik/{AVVIK}/{address}").status_code == 404
    assert post(site, client, "comment", text="hei").status_code == 404
    assert client.post("/avvik/assign/", {"avvik": f"{AVVIK}:1", "to": "hr"}).status_code == 404
    page = client.get("/avvik/?organisation=hemit").content.decode()
    assert "A-000002" in page
    assert AVVIK not in page
    assert f'"/avvik/{AVVIK}/"' not in client.get(f"/avvik/?organisation=hemit&text={AVVIK}").content.decode()


def test_a_field_that_the_form_does_not_have_changes_nothing(site: Site) -> None:
    client = site.client(role(Role.QUALITY))
    post(
        site, client, "comment", text="hei", who="sjef@hemit.no", state="lukket", by="x", facts='{"state": "lukket"}', at="1999"
    )
    entry = site.parts.store.one_avvik(AVVIK).entries[-1]
    assert (dict(entry.facts), dict(entry.words)) == ({}, {"text": "hei"})
    assert entry.who.startswith("p")
    assert state(site) is State.NY


def test_nobody_gets_it_who_may_not_see_it(site: Site) -> None:
    board = site.account(role(Role.BOARD))
    closed = site.account(role(Role.QUALITY))
    client = site.client(role(Role.QUALITY))
    for to in (board.email, "nobody@hemit.no", "", "malvakt"):
        assert 'class="wrong"' in post(site, client, "assign", to=to).content.decode(), to
    from tests.web.site import BY_OPERATOR

    ordered(site.parts.people, closed.email, Act.CLOSE, BY_OPERATOR)
    assert 'class="wrong"' in post(site, client, "assign", to=closed.email).content.decode()
    assert state(site) is State.NY


class TestTwoAtOnce:
    def test_who_comes_second_reads_what_the_first_wrote_and_keeps_the_own_words(self, site: Site) -> None:
        kari, ola = site.client(role(Role.QUALITY)), site.client(role(Role.QUALITY))
        opened = seen(site)
        kari.post(f"/avvik/{AVVIK}/comment/", {"seen": opened, "text": "Karis funn"})
        response = ola.post(f"/avvik/{AVVIK}/cause/", {"seen": opened, "cause": "system", "text": "Olas lange forklaring"})
        page = response.content.decode()
        assert response.status_code == 409
        assert "Noen andre har skrevet her" in page
        assert page.index("Karis funn") < page.index("Hvorfor avviket ble meldt")
        assert page.count("Olas lange forklaring") == 2  # beside the news, and in the form ready to be sent again
        assert "Olas" not in str(site.parts.store.one_avvik(AVVIK).entries)
        assert post(site, ola, "cause", cause="system", text="Olas lange forklaring").status_code == 302
        assert [entry.kind.value for entry in site.parts.store.one_avvik(AVVIK).entries[-2:]] == ["comment", "cause"]

    def test_of_many_at_the_same_moment_one_writes_and_the_others_are_told(self, site: Site) -> None:
        clients = [site.client(role(Role.QUALITY)) for _ in range(4)]
        opened, answers = seen(site), list[int]()
        before = len(site.parts.store.one_avvik(AVVIK).entries)
        begin = threading.Barrier(len(clients))

        def write(number: int, client: Client) -> None:
            from django.db import connections

            begin.wait()
            answers.append(client.post(f"/avvik/{AVVIK}/comment/", {"seen": opened, "text": f"nr. {number}"}).status_code)
            connections.close_all()

        threads = [threading.Thread(target=write, args=each) for each in enumerate(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers) == [302, 409, 409, 409]
        assert len(site.parts.store.one_avvik(AVVIK).entries) == before + 1

    @pytest.mark.parametrize(
        ("move", "said"),
        [
            ("comment", {"text": "hei"}),
            ("assign", {"to": "hr"}),
            ("cause", {"cause": "other", "text": "x"}),
            ("reject", {"reason": "nei"}),
        ],
    )
    def test_a_double_click_writes_once(self, site: Site, move: str, said: dict[str, str]) -> None:
        client = site.client(role(Role.QUALITY))
        opened, before = seen(site), len(site.parts.store.one_avvik(AVVIK).entries)
        for _ in range(2):
            assert client.post(f"/avvik/{AVVIK}/{move}/", {"seen": opened, **said}).status_code == 302
        assert len(site.parts.store.one_avvik(AVVIK).entries) == before + 1

    def test_a_double_click_on_done_writes_once_though_its_choice_is_gone(self, site: Site) -> None:
        client = site.client(role(Role.QUALITY))
        post(site, client, "cause", cause="other", text="x")
        post(site, client, "act", text="Plan", responsible="hr", due="01.05.2023", effect_periods=2)
        opened = seen(site)
        for _ in range(2):
            assert client.post(f"/avvik/{AVVIK}/done/", {"seen": opened, "action": "1"}).status_code == 302
        assert state(site) is State.EFFEKTVURDERING

    @pytest.mark.parametrize("text", ["", "0", "-1", "x", "9" * 30, "9" * 5000, "1e3"])
    def test_a_forged_place_in_the_log_writes_nothing(self, site: Site, text: str) -> None:
        before = seen(site)
        assert site.client(role(Role.QUALITY)).post(f"/avvik/{AVVIK}/comment/", {"seen": text, "text": "hei"}).status_code in (
            200,
            409,
        )
        assert seen(site) == before


class TestHarm:
    def test_words_are_words_wherever_they_are_shown(self, site: Site) -> None:
        client = site.client(role(Role.QUALITY))
        assert post(site, client, "comment", text=HOSTILE).status_code == 302
        assert post(site, client, "cause", cause="other", text=HOSTILE).status_code == 302
        file = SimpleUploadedFile(HOSTILE + ".pdf", PDF)
        assert post(site, client, "attach", file=file).status_code == 302
        for address in (f"/avvik/{AVVIK}/", f"/avvik/?organisation=hemit&text={HOSTILE.replace('&', '')}"):
            page = client.get(address).content.decode()
            assert "<script>alert" not in page
            assert "<img src=x" not in page
            assert 'href="javascript' not in page
        assert "{{ 7*7 }}" in client.get(f"/avvik/{AVVIK}/").content.decode()

    def test_a_text_that_writes_into_terminals_or_reads_as_another_is_refused(self, site: Site) -> None:
        client = site.client(role(Role.QUALITY))
        before = seen(site)
        for text in ("\x1b[31m", "abc\u202edcba", "x" * 10_001, " \n "):
            assert post(site, client, "comment", text=text).status_code == 200
        assert seen(site) == before

    def test_a_form_from_elsewhere_is_refused(self, site: Site) -> None:
        client = site.client(role(Role.QUALITY))
        strict = Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1", SERVER_PORT="8000")
        strict.cookies = client.cookies
        assert strict.post(f"/avvik/{AVVIK}/comment/", {"seen": seen(site), "text": "x"}).status_code == 403


class TestFiles:
    def upload(self, site: Site, name: str, data: bytes) -> HttpResponse:
        return post(site, site.client(role(Role.QUALITY)), "attach", file=SimpleUploadedFile(name, data, "text/html"))

    def test_a_file_comes_back_as_it_was_and_is_never_shown_as_a_page(self, site: Site) -> None:
        self.upload(site, "måling <b>.html", b"<script>alert(1)</script>")
        response = site.client(role(Role.QUALITY)).get(f"/avvik/{AVVIK}/files/2/")
        assert response.content == b"<script>alert(1)</script>"
        assert response["Content-Type"].startswith("text/plain")
        assert response["Content-Disposition"].startswith("attachment; ")
        assert "UTF-8''m%C3%A5ling%20b.txt" in response["Content-Disposition"]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
        assert "unsafe" not in response["Content-Security-Policy"]

    @pytest.mark.parametrize(("name", "data"), [("a.pdf", b"MZ\x90"), ("a.pdf", b"GIF89a\x01\x00"), ("a.txt", b"\x00\x01")])
    def test_a_name_does_not_make_a_kind(self, site: Site, name: str, data: bytes) -> None:
        assert "ikke noe av dette" in self.upload(site, name, data).content.decode()
        assert site.parts.store.one_avvik(AVVIK).entries[-1].seq == seen(site)

    def test_a_large_one_is_refused(self, site: Site) -> None:
        page = self.upload(site, "a.pdf", PDF + b"x" * (10 << 20)).content.decode()
        assert "større enn 10 MB" in page

    @pytest.mark.parametrize("command", ["false", "there-is-no-such-scanner", '"unclosed'])
    def test_what_the_scanner_does_not_let_in_stays_out(
        self, site: Site, monkeypatch: pytest.MonkeyPatch, command: str
    ) -> None:
        own: Settings = views.ours().model_copy(update={"scanner": command})
        monkeypatch.setattr(views, "ours", lambda: own)
        before = seen(site)
        assert "virussjekken" in self.upload(site, "a.pdf", PDF).content.decode()
        assert seen(site) == before

    def test_the_scanner_reads_the_file(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        own: Settings = views.ours().model_copy(update={"scanner": "grep -q EOF"})
        monkeypatch.setattr(views, "ours", lambda: own)
        assert self.upload(site, "a.pdf", PDF).status_code == 302
        assert self.upload(site, "b.pdf", b"%PDF-1.7").status_code == 200

    def test_a_second_click_keeps_one_file(self, site: Site) -> None:
        client, opened = site.client(role(Role.QUALITY)), seen(site)
        for _ in range(2):
            client.post(f"/avvik/{AVVIK}/attach/", {"seen": opened, "file": SimpleUploadedFile("a.pdf", PDF)})
        page = client.get(f"/avvik/{AVVIK}/").content.decode()
        assert page.count("a.pdf</a>") == 1

    def test_another_organisations_file_is_not_there(self, site: Site) -> None:
        assert site.client(role(Role.QUALITY)).get(f"/avvik/{OTHERS_AVVIK}/files/1/").status_code == 404


def test_english_readers_meet_no_norwegian_but_the_names_of_states(site: Site) -> None:
    page = site.client(role(Role.QUALITY), language=Language.EN).get(f"/avvik/{AVVIK}/").content.decode()
    for word in ("Why it was raised", "new (ny)", "Set the cause", "What has happened"):
        assert word in page
    for word in ("Hvorfor", "Kommenter", "Årsak", "periode"):
        assert word not in page


def test_a_moment_is_in_oslos_time(site: Site) -> None:
    from engine.web.clock import moment

    at = datetime(2023, 7, 1, 22, 30, tzinfo=UTC)
    assert (moment(at, Language.NB), moment(at, Language.EN)) == ("02.07.2023 00:30", "2023-07-02 00:30")
