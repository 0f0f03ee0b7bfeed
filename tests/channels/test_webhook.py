"""The signed webhook: what a receiver gets, and the receiver's own check as the documentation gives it."""

import json
import re
import ssl
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from engine.channels import webhook
from engine.channels.outside import Occasion, Outside
from engine.channels.webhook import WINDOW_SECONDS, Config, signature
from tests.channels.conftest import AT, Certificates, Open, letter

DOCS = (Path(__file__).parents[2] / "docs" / "notices.md").read_text(encoding="utf-8")
NOW = int(AT.timestamp())


def documented() -> Any:
    """The function that docs/notices.md tells receivers to use."""
    [code] = re.findall(r"```python\n(.*?)```", DOCS, re.DOTALL)
    found: dict[str, Any] = {}
    exec(code, found)
    return found["is_genuine"]


def test_a_receiver_that_follows_the_documentation_takes_it(
    http_server: Open, tls: ssl.SSLContext, certificates: Certificates
) -> None:
    trap = http_server(tls=tls)
    config = Config(
        id="hook",
        kind="webhook",
        url=SecretStr(f"https://localhost:{trap.port}/malvakt"),
        secret=SecretStr("{X}"),
        trust=str(certificates.authority),
    ).model_copy(update={"secret": SecretStr("hemmelig")})
    webhook.send(config, letter(), Occasion(outside=Outside(hosts=frozenset({"localhost"}), private=True), now=AT))
    [asked] = trap.asked
    assert asked.headers["Idempotency-Key"] == "0123456789abcdef"
    assert json.loads(asked.body) == letter().data
    assert documented()("hemmelig", asked.headers["Malvakt-Signature"], asked.body, now=NOW)


@pytest.mark.parametrize(
    ("secret", "body", "later"),
    [("feil", b"{}", 0), ("hemmelig", b'{"x":1}', 0), ("hemmelig", b"{}", WINDOW_SECONDS + 1), ("hemmelig", b"{}", -301)],
)
def test_another_secret_another_body_and_another_time_are_not_taken(secret: str, body: bytes, later: int) -> None:
    """A request that was overheard is worth nothing after five minutes."""
    signed = signature("hemmelig", NOW, b"{}")
    assert documented()("hemmelig", signed, b"{}", now=NOW + WINDOW_SECONDS)
    assert not documented()(secret, signed, body, now=NOW + later)


@pytest.mark.parametrize("header", ["", "t=,v1=", "v1=x", "t=1e9,v1=x", "t=1", "t=-1,v1=" + "0" * 64, "æ"])
def test_a_header_that_is_none_is_not_taken(header: str) -> None:
    assert not documented()("hemmelig", header, b"{}", now=NOW)
