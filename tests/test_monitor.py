"""Whoever watches the guard over HTTP learns whether it guards, in counts of organisations and nothing smaller."""

import http.client
import json
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from engine import monitor
from engine.errors import StoreError
from engine.health import Health, Queue
from engine.metrics import exposition
from engine.monitor import Watch
from tests.store.samples import NOON
from tests.test_health import health, watched

Ask = Callable[..., tuple[int, str, bytes]]


def samples(text: bytes) -> dict[tuple[str, ...], float]:
    families = text_string_to_metric_families(text.decode())
    return {(each.name, *each.labels.values()): each.value for family in families for each in family.samples}


def test_the_figures_are_those_of_the_health() -> None:
    told = samples(
        exposition(
            health(
                watched(judged=0, held=True, late=2, refused=1, verdicts={"missed": 3}, avvik={"ny": 4}),
                watched(organisation="acme", rounds_end=NOON - timedelta(minutes=1)),
                log_entries=7,
                outbox=Queue(waiting=5, dead=1, oldest=NOON - timedelta(seconds=30)),
            )
        )
    )
    assert told["malvakt_rules_judged", "hemit"] == 0
    assert told["malvakt_rules", "hemit"] == 14
    assert told["malvakt_round_held", "hemit"] == 1
    assert (told["malvakt_verdicts", "hemit", "missed"], told["malvakt_verdicts", "acme", "missed"]) == (3, 0)
    assert (told["malvakt_avvik", "hemit", "ny"], told["malvakt_figures_late", "hemit"]) == (4, 2)
    assert (told["malvakt_deliveries_refused", "hemit"], told["malvakt_log_entries",]) == (1, 7)
    assert (told["malvakt_round_age_seconds", "acme"], told["malvakt_outbox_oldest_seconds",]) == (60, 30)
    assert (told["malvakt_outbox_waiting",], told["malvakt_outbox_dead",], told["malvakt_up",]) == (5, 1, 1)


def test_no_figure_is_of_a_unit_or_a_person() -> None:
    labels = set(re.findall(r"[{,]([a-z]+)=", exposition(health()).decode()))
    assert labels <= {"organisation", "outcome", "state", "version"}


@pytest.fixture
def serving() -> Iterator[Callable[[Callable[[], Health]], Ask]]:
    servers = []

    def start(look: Callable[[], Health]) -> Ask:
        server = monitor.start(("127.0.0.1", 0), Watch(look, timedelta(hours=26)))
        servers.append(server)

        def ask(path: str, method: str = "GET") -> tuple[int, str, bytes]:
            with closing(http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)) as connection:
                connection.request(method, path)
                answer = connection.getresponse()
                return answer.status, answer.headers["Content-Type"], answer.read()

        return ask

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_guard_that_guards_answers_200(serving: Any) -> None:
    ask = serving(health)
    status, kind, body = ask("/healthz")
    assert (status, kind, json.loads(body)["status"]) == (200, "application/json; charset=utf-8", "guarding")
    assert ask("/healthz", "HEAD")[2] == b""
    assert samples(ask("/metrics?x=1")[2])["malvakt_up",] == 1


def test_a_guard_of_which_no_rule_ran_answers_503_and_why(serving: Any) -> None:
    status, _, body = serving(lambda: health(watched(judged=0)))("/healthz")
    assert (status, json.loads(body)["troubles"]) == (
        503,
        ["hemit: 0 of 14 rules ran in the last round; see `malvakt check` for what is missing"],
    )


def test_without_its_database_it_says_so_and_names_no_address(serving: Any) -> None:
    def away() -> Health:
        raise StoreError("the database {database} cannot be reached", database="malvakt (secret-host)")

    ask = serving(away)
    status, _, body = ask("/healthz")
    assert (status, json.loads(body), b"secret" in body) == (503, {"status": "down", "troubles": ["database"]}, False)
    assert samples(ask("/metrics")[2]) == {("malvakt_up",): 0}


def test_ten_who_ask_at_once_cost_one_look(serving: Any) -> None:
    looked: list[int] = []

    def look() -> Health:
        looked.append(1)
        return health()

    ask = serving(look)
    assert [ask("/metrics")[0] for _ in range(10)] == [200] * 10
    assert len(looked) == 1


@pytest.mark.parametrize("path", ["/", "/metrics/", "/../etc/passwd", "/healthz%00"])
def test_there_is_nothing_else(serving: Any, path: str) -> None:
    assert serving(health)(path)[0] == 404


def test_who_says_nothing_holds_up_nobody(serving: Any) -> None:
    ask = serving(health)
    port = None
    with closing(socket.socket()) as silent:
        port = port or _port(ask)
        silent.connect(("127.0.0.1", port))
        assert ask("/healthz")[0] == 200


def _port(ask: Any) -> int:
    (server,) = (cell.cell_contents for cell in ask.__closure__ if hasattr(cell.cell_contents, "server_port"))
    return int(server.server_port)


def test_only_reading_is_answered(serving: Any) -> None:
    assert serving(health)("/metrics", "POST")[0] == 501
