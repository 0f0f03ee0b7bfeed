"""A signed request to a program of the organisation's own.

- {id: hook, kind: webhook, url: "https://mottak.example.no/malvakt", secret: "{HOOK_SECRET}"}

The body is JSON. `Malvakt-Signature: t=<seconds since 1970>,v1=<hex>`: HMAC-SHA256, under the secret, of the timestamp, a point
and the body. The receiver takes nothing that is older than five minutes, and nothing whose Idempotency-Key it has taken before.
"""

import hashlib
import hmac
import json
from typing import Final, Literal

from engine.channels.config import ChannelConfig, Secret, SecretUrl
from engine.channels.outside import Occasion, post
from engine.notify.notice import Letter

WINDOW_SECONDS: Final = 300
"""How old a signature may be for the receiver to take it."""


class Config(ChannelConfig):
    kind: Literal["webhook"]
    url: SecretUrl
    secret: Secret
    trust: str = ""


def send(config: Config, letter: Letter, occasion: Occasion) -> None:
    body = json.dumps(letter.data, sort_keys=True, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": letter.key,
        # Signed anew at each try: what is signed is when it was sent, or a retry would look like a replay.
        "Malvakt-Signature": signature(config.secret.get_secret_value(), int(occasion.now.timestamp()), body),
    }
    post(config.url.get_secret_value(), body, headers, occasion.outside, trust=config.trust)


def signature(secret: str, timestamp: int, body: bytes) -> str:
    signed = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={signed}"
