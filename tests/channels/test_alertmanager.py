"""Alertmanager's API v2: one alert an avvik, the same labels for its whole life, resolved when it is back to normal."""

import json
from typing import Any

from pydantic import SecretStr

from engine.channels import alertmanager
from engine.channels.alertmanager import Config
from engine.channels.outside import Occasion, Outside
from tests.channels.conftest import AT, Open, letter

ITEM: dict[str, Any] = {
    "about": "avvik:A-000001",
    "kind": "avvik",
    "avvik": "A-000001",
    "reason": "first",
    "rule": "svartid",
    "unit": "drift",
    "dimension": "",
    "severity": "high",
    "is_over": False,
    "summary": "Svartid – Drift: nytt avvik",
    "link": "https://malvakt.example/avvik/A-000001/",
}


def pushed(http_server: Open, *items: dict[str, Any]) -> Any:
    trap = http_server()
    config = Config(id="alarm", kind="alertmanager", url=SecretStr(f"http://localhost:{trap.port}/"))
    allowed = Outside(hosts=frozenset({"localhost"}), plain_http=True, private=True)
    data = {"key": "k", "organisation": "helse", "items": list(items)}
    alertmanager.send(config, letter(data=data), Occasion(outside=allowed, now=AT))
    assert trap.asked[0].path == "/api/v2/alerts"
    return json.loads(trap.asked[0].body)


def test_an_avvik_burns_until_it_is_back_to_normal(http_server: Open) -> None:
    [burning] = pushed(http_server, ITEM)
    assert burning["labels"] == {
        "alertname": "malvakt_avvik",
        "organisation": "helse",
        "avvik": "A-000001",
        "rule": "svartid",
        "unit": "drift",
        "severity": "high",
    }
    assert (burning["startsAt"], burning["endsAt"]) == ("2023-03-25T08:00:00+00:00", "2023-04-29T08:00:00+00:00")
    assert burning["generatorURL"] == "https://malvakt.example/avvik/A-000001/"
    [over] = pushed(http_server, {**ITEM, "reason": "cleared", "is_over": True})
    assert over["labels"] == burning["labels"]
    assert over["endsAt"] == "2023-03-25T08:00:00+00:00"
