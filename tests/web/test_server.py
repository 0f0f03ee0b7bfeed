"""The server: a free port on loopback, and a demo that opens only where nobody else gets in."""

import socket

import pytest
from typer.testing import CliRunner

from engine.cli import app
from engine.errors import UsageError
from engine.web.configuration import OWN_APPS
from engine.web.server import PORTS_TRIED, _gunicorn, free_port


def test_a_port_that_is_in_use_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < free_port(port) < port + PORTS_TRIED


def test_the_server_believes_no_forwarding_header_by_itself() -> None:
    told = _gunicorn("::1", 8000, lambda: None)
    assert told["forwarded_allow_ips"] == ""
    assert told["bind"] == "[::1]:8000"


def test_the_demos_pages_never_open_another_database() -> None:
    result = CliRunner().invoke(app, ["demo", "--serve", "--database", "sqlite:///x.sqlite3"])
    assert isinstance(result.exception, UsageError)


@pytest.mark.parametrize("name", OWN_APPS)
def test_no_app_of_others_is_named_like_one_of_ours(name: str) -> None:
    """Their migrations are recorded under these names in the same table as ours."""
    assert name not in {"store", "person", "people"}
