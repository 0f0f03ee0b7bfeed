"""Apprise: a real service of its own, reached only where the operator allows."""

import json

import pytest
from pydantic import SecretStr

from engine.channels import apprise
from engine.channels.apprise import Config
from engine.channels.outcome import Later, NotSent, Refused, Unreachable
from engine.channels.outside import Occasion, Outside
from tests.channels.conftest import AT, Open, Trap, letter

# A library of one of Apprise's services imports it; Apprise loads all of them, and Python 3.13 has it no more.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

LOCAL = Outside(hosts=frozenset({"localhost"}), plain_http=True, private=True)


def send(url: str, allowed: Outside = LOCAL) -> None:
    apprise.send(Config(id="teams", kind="apprise", url=SecretStr(url)), letter(), Occasion(outside=allowed, now=AT))


def test_a_message_arrives(http_server: Open) -> None:
    trap = http_server()
    send(f"json://localhost:{trap.port}/x")
    assert json.loads(trap.asked[0].body)["title"] == "A-000001 Løsningsgrad: nytt avvik"


def test_a_redirect_is_not_followed(http_server: Open) -> None:
    """Not even where the address asks for it."""
    trap = http_server()
    first = http_server(Trap(status=307, headers={"Location": f"http://localhost:{trap.port}/inside"}))
    with pytest.raises(Later):
        send(f"json://localhost:{first.port}/?redirect=yes")
    assert (len(first.asked), trap.connections) == (1, 0)


@pytest.mark.parametrize(
    ("url", "allowed", "outcome"),
    [
        ("json://127.0.0.1:{port}/", LOCAL, Unreachable),
        ("json://localhost:{port}/", Outside(hosts=frozenset({"localhost"}), plain_http=True), Unreachable),
        ("json://localhost:{port}/", Outside(hosts=frozenset({"localhost"}), private=True), Unreachable),
        ("json://localhost:{port}/", Outside(private=True, plain_http=True), Unreachable),
        ("jsons://localhost:{port}/?verify=no", LOCAL, Refused),
        ("hva://localhost:{port}/", LOCAL, Unreachable),
    ],
)
def test_what_is_not_allowed_is_not_reached(http_server: Open, url: str, allowed: Outside, outcome: type[NotSent]) -> None:
    trap = http_server()
    with pytest.raises(outcome):
        send(url.format(port=trap.port), allowed)
    assert trap.connections == 0


def test_a_service_that_does_not_take_it_is_tried_later(http_server: Open) -> None:
    trap = http_server(Trap(status=500))
    with pytest.raises(Later, match="JSON did not take the message"):
        send(f"json://localhost:{trap.port}/")
