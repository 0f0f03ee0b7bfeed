"""Planned maintenance in the browser: announced in Oslo's time, the two nights included; called off, or ended now."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from engine.people import Role
from engine.web.clock import OSLO, now
from tests.web.decisions.conftest import Ward
from tests.web.site import role

NEW = "/maintenance/new/?organisation=hemit"
SEEN = "2"


@pytest.fixture
def client(ward: Ward) -> Client:
    metrics = ward.rules / "hemit" / "metrics.yaml"
    metrics.write_text(
        metrics.read_text()
        + '- {id: uptime, title: Oppetid, title_en: Availability, unit_of_measure: "%", decimals: 1, better: higher, '
        "grain: month, due_days: 15, dimension: service, "
        "members: [{id: epj, title: Pasientjournal}, {id: ris, title: Røntgen}]}\n"
    )
    return ward.client(role(Role.QUALITY))


def local(at: datetime) -> str:
    return f"{at.astimezone(OSLO):%Y-%m-%dT%H:%M}"


def form(**changes: str) -> dict[str, str]:
    begins = now() + timedelta(days=1)
    said = {"service": "epj", "start": local(begins), "end": local(begins + timedelta(hours=2)), "reason": "Ny versjon"}
    return said | {"seen": SEEN} | changes


def test_a_window_is_planned_shown_and_called_off(ward: Ward, client: Client) -> None:
    page = client.post(NEW, form(), follow=True).content.decode()
    assert "Pasientjournal" in page
    assert "kommer" in page
    listed = client.get("/maintenance/?organisation=hemit").content.decode()
    assert "Kommende (1)" in listed
    client.post("/maintenance/V-0001/end/", {"reason": "utsatt", "seen": "3"})
    (only,) = ward.store.windows()
    assert only.was_called_off
    assert "avlyst" in client.get("/maintenance/?organisation=hemit").content.decode()


def test_a_running_window_is_ended_now(ward: Ward, client: Client) -> None:
    client.post(NEW, form())
    with time_machine.travel(now() + timedelta(days=1, hours=1), tick=False):
        other = ward.client(role(Role.QUALITY))
        assert "Avslutt vinduet" in other.get("/maintenance/V-0001/").content.decode()
        assert "Pågår (1)" in other.get("/maintenance/?organisation=hemit").content.decode()
        other.post("/maintenance/V-0001/end/", {"reason": "ferdig", "seen": "3"})
        assert ward.store.windows()[0].end == now()


def test_every_problem_stands_at_its_field_at_once(ward: Ward, client: Client) -> None:
    page = client.post(NEW, form(service="", start=local(now() - timedelta(hours=3)), end="snart", reason="")).content.decode()
    for name in ("service", "start", "end", "reason"):
        assert page.count(f'id="id_{name}_error"') == 1, name
    assert 'value="snart"' in page
    assert ward.store.windows() == ()


@pytest.mark.parametrize("start", ["", "0001-01-01T00:00", "9999-12-31T23:59", "2026-13-01T00:00", "x" * 100])
def test_a_time_that_is_none_is_told_at_its_field(client: Client, start: str) -> None:
    response = client.post(NEW, form(start=start))
    assert (response.status_code, response.content.decode().count('id="id_start_error"')) == (200, 1)


@time_machine.travel(datetime(2026, 3, 20, 12, tzinfo=UTC), tick=False)
def test_the_hour_that_spring_skips_is_refused_at_its_field(ward: Ward, client: Client) -> None:
    page = client.post(NEW, form(start="2026-03-29T02:30", end="2026-03-29T04:00")).content.decode()
    assert "klokka viser ikke 02:30 den natta" in page
    assert page.count('id="id_start_error"') == 1
    client.post(NEW, form(start="2026-03-29T01:30", end="2026-03-29T03:30"))
    (only,) = ward.store.windows()
    assert only.end - only.start == timedelta(hours=1)


@time_machine.travel(datetime(2026, 10, 20, 12, tzinfo=UTC), tick=False)
def test_the_hour_that_autumn_repeats_is_asked_about(ward: Ward, client: Client) -> None:
    given = form(start="2026-10-25T02:30", end="2026-10-25T04:00")
    page = client.post(NEW, given).content.decode()
    assert "02:30 kommer to ganger den natta" in page
    assert '<option value="2026-10-25T02:30+02:00">' in page
    assert '<option value="2026-10-25T02:30+01:00">' in page
    assert client.post(NEW, given | {"start_which": "2026-10-25T02:30+01:00"}).status_code == 302
    assert ward.store.windows()[0].start == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert "25.10.2026 02:30 (+01:00)" in client.get("/maintenance/V-0001/").content.decode()
    assert client.post(NEW, given | {"start_which": "nonsense"}).status_code == 200


def test_a_double_click_plans_once(ward: Ward, client: Client) -> None:
    given = form()
    assert [client.post(NEW, given)["Location"] for _ in range(2)] == ["/maintenance/V-0001/"] * 2
    assert len(ward.store.windows()) == 1


def test_who_calls_off_what_is_called_off_is_told(client: Client, ward: Ward) -> None:
    client.post(NEW, form())
    client.post("/maintenance/V-0001/end/", {"reason": "utsatt", "seen": "3"})
    response = ward.client(role(Role.QUALITY)).post("/maintenance/V-0001/end/", {"reason": "mine ord", "seen": "3"})
    assert response.status_code == 409
    assert "mine ord" in response.content.decode()


def test_who_reads_sees_windows_and_plans_none(ward: Ward, client: Client) -> None:
    client.post(NEW, form())
    reader = ward.client(role(Role.LEADER, unit="u03"))
    assert "Pasientjournal" in reader.get("/maintenance/?organisation=hemit").content.decode()
    assert reader.get(NEW).status_code == 404
    assert reader.post("/maintenance/V-0001/end/", {"reason": "nei"}).status_code == 404
    assert ward.client(role(Role.QUALITY, unit="u03")).get(NEW).status_code == 404
