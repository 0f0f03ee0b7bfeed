"""A held round in the browser: what it holds, for whom; released or rejected once, by one person, as the command does it."""

import shutil
import threading
from pathlib import Path

import pytest
from django.test import Client
from typer.testing import CliRunner

from engine.cli import app
from engine.decisions.storm import Fate
from engine.people import Role
from engine.store import open_store
from tests.decisions.organisations import UNITS, deliver, everywhere
from tests.web.decisions.conftest import Ward
from tests.web.site import role

HELD = "/held/S-0002/"
REASON = {"reason": "Sett på tallene: de er ekte"}


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def quality(ward: Ward) -> Client:
    return ward.client(role(Role.QUALITY))


def entries(url: str) -> list[object]:
    """What the log and the ledger say, but for when, who and the salts."""
    store = open_store(url)
    written = [(each.id, each.subject, [(e.kind, e.facts) for e in each.entries]) for each in store.avvik()]
    decided = [(each.kind, each.about, each.facts, each.words) for each in store.decisions()]
    return [written, decided, store.verdicts(), store.verify_log(), store.verify_ledger()]


@pytest.mark.parametrize("verb", ["release", "reject"])
def test_the_page_gives_the_very_same_as_the_command(ward: Ward, tmp_path: Path, verb: str) -> None:
    copy = f"sqlite:///{shutil.copy(tmp_path / 'pages.sqlite3', tmp_path / 'command.sqlite3')}"
    assert quality(ward).post(f"{HELD}{verb}/", REASON).status_code == 302
    given = ["storm", verb, "S-0002", "--by", "kari", "--reason", REASON["reason"]]
    result = CliRunner().invoke(app, [*given, "--rules", str(ward.rules), "--database", copy])
    assert result.exit_code == 0, result.output
    assert entries(f"sqlite:///{tmp_path / 'pages.sqlite3'}") == entries(copy)


def test_the_page_lists_every_avvik_that_would_be_opened_with_its_titles(ward: Ward) -> None:
    page = text(quality(ward), HELD)
    assert page.count("Sykefravær</a>") == len(UNITS)
    assert all(f"<td>{unit}</td>" in page for unit in UNITS)
    assert "12 av 12" in page
    assert "mars 2023" in page


def test_overview_and_queue_say_it_loudly_to_those_who_may_see_it(ward: Ward) -> None:
    client, board = quality(ward), ward.client(role(Role.BOARD))
    for address in ("/?organisation=hemit", "/avvik/?organisation=hemit", "/held/?organisation=hemit"):
        assert "En runde holdes tilbake: S-0002" in text(client, address)
        assert "S-0001" not in text(client, address)
    assert "S-0002" not in text(board, "/?organisation=hemit")


def test_a_leader_sees_the_own_unit_of_it_and_no_count_of_the_others(ward: Ward) -> None:
    leader = ward.client(role(Role.LEADER, unit="u03"))
    page = text(leader, HELD)
    assert "<td>u03</td>" in page
    assert "<td>u04</td>" not in page
    assert "12" not in page.split("<main", 1)[1].split("</main>")[0].replace("12:00", "").replace("12.", "")
    assert leader.post(f"{HELD}release/", REASON).status_code == 404
    assert "1 avvik ville blitt reist" in text(leader, "/?organisation=hemit")


def test_a_leader_beside_it_knows_of_no_held_round(ward: Ward) -> None:
    units = ward.rules / "hemit" / "units.yaml"
    units.write_text(units.read_text() + "- {id: beside, title: Ved siden, parent: hemit}\n")
    leader = ward.client(role(Role.LEADER, unit="beside"))
    assert leader.get(HELD).status_code == 404
    assert "S-0002" not in text(leader, "/held/?organisation=hemit")
    assert "S-0002" not in text(leader, "/avvik/?organisation=hemit")


def test_figures_about_persons_are_held_from_those_who_may_not_see_them(ward: Ward) -> None:
    metrics = ward.rules / "hemit" / "metrics.yaml"
    metrics.write_text(metrics.read_text().replace("due_days: 15", "due_days: 15, privacy: person"))
    assert ward.client(role(Role.READER)).get(HELD).status_code == 404
    assert ward.client(role(Role.DATA_OWNER)).get(HELD).status_code == 404
    assert "<td>u03</td>" in text(quality(ward), HELD)


def test_who_decides_only_a_part_answers_for_none_of_it(ward: Ward) -> None:
    part = ward.client(role(Role.QUALITY, unit="u03"))
    assert "Slipp fram" not in text(part, HELD)
    assert part.post(f"{HELD}reject/", REASON).status_code == 404
    assert ward.store.storms()[1].fate is Fate.HELD


def test_without_a_reason_nothing_is_decided_and_the_field_says_so(ward: Ward) -> None:
    response = quality(ward).post(f"{HELD}release/", {"reason": "  "})
    page = response.content.decode()
    assert response.status_code == 200
    assert 'id="id_reason_error"' in page
    assert "her må det stå noe" in page
    assert ward.store.storms()[1].fate is Fate.HELD


def test_a_second_click_is_no_conflict_and_writes_nothing(ward: Ward) -> None:
    client = quality(ward)
    assert client.post(f"{HELD}release/", REASON).status_code == 302
    head = ward.store.ledger_head(), ward.store.log_head(), ward.store.last_round()
    assert client.post(f"{HELD}release/", REASON).status_code == 302
    assert (ward.store.ledger_head(), ward.store.log_head(), ward.store.last_round()) == head


def test_who_comes_second_is_told_and_keeps_the_own_words(ward: Ward) -> None:
    assert quality(ward).post(f"{HELD}release/", REASON).status_code == 302
    response = quality(ward).post(f"{HELD}reject/", {"reason": "Kolonnene var byttet om"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "S-0002 er allerede avgjort: sluppet fram" in page
    assert "Kolonnene var byttet om" in page
    assert ward.store.storms()[1].fate is Fate.RELEASED


def test_of_two_at_the_very_same_time_one_wins_and_the_other_is_told(ward: Ward) -> None:
    """Both have read that it waits before either has written."""
    clients, start, codes = [quality(ward), quality(ward)], threading.Barrier(2), {}

    def answer(client: Client, verb: str) -> None:
        start.wait()
        codes[verb] = client.post(f"{HELD}{verb}/", {"reason": verb}).status_code

    threads = [threading.Thread(target=answer, args=each) for each in zip(clients, ("release", "reject"), strict=True)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    storm = ward.store.storms()[1]
    assert sorted(codes.values()) == [302, 409]
    assert codes[storm.reason] == 302
    assert len(ward.store.avvik()) == (12 if storm.fate is Fate.RELEASED else 0)


def test_an_answer_to_figures_that_have_changed_does_not_count(ward: Ward) -> None:
    """The page was open while the corrected figures came in: what there is now is judged anew, and the page says so."""
    deliver(ward.store, "2023-03", everywhere("4.1") | {"u05": "6.0"}, day=2)
    client = quality(ward)
    page = client.post(f"{HELD}release/", REASON, follow=True).content.decode()
    assert "S-0002 er over" in page
    assert [each.subject.unit for each in ward.store.avvik()] == ["u05"]


def test_what_became_of_each_earlier_one_stands_below(ward: Ward) -> None:
    client = quality(ward)
    client.post(f"{HELD}reject/", {"reason": "Kolonnene var <b>byttet</b> om"})
    page = text(client, "/held/?organisation=hemit")
    assert "Ingen runde holdes tilbake" in page
    assert "avvist" in page
    assert "Kari Nordmann" in page
    assert "Kolonnene var &lt;b&gt;byttet&lt;/b&gt; om" in page


def test_without_its_rules_it_stays_held_and_the_page_says_why(ward: Ward) -> None:
    (ward.rules / "hemit" / "hr.yaml").unlink()
    page = quality(ward).post(f"{HELD}release/", REASON).content.decode()
    assert "S-0002 er fortsatt holdt" in page
    assert ward.store.storms()[1].fate is Fate.HELD
