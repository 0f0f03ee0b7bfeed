"""Requests to addresses that somebody wrote into a file: only to allowed hosts, never into the network that we stand in.

The name is resolved once and the connection goes to that address, so that a name cannot mean one thing when it is checked and
another when it is used. No redirect is followed, the certificate is verified, the answer is read up to 64 kB and a deadline.
"""

import http.client
import ipaddress
import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from engine.channels.deadline import deadline
from engine.channels.outcome import Later, Refused, Unreachable

MOST_READ: Final = 64 * 1024
SECONDS: Final = 20.0
"""For the whole exchange."""
_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.ASCII)
_BUSY: Final = (408, 425, 429)
# What is_global calls global although it leads inside: IPv4 behind NAT64, 6to4 and Teredo, and the IETF's own services.
_INSIDE: Final = tuple(
    map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "192.0.0.0/24", "::/96"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What the operator allows."""

    hosts: frozenset[str] = frozenset()
    """Names of hosts, in lower case; nothing else is ever connected to."""
    plain_http: bool = False
    private: bool = False
    """Whether an allowed host may have an address inside: 10.0.0.0/8, localhost, fe80::/10 and the like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What one try depends on besides the letter: what is allowed, and what time it is."""

    outside: Outside
    now: datetime


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be asked: taken apart once, so that nobody reads it differently later."""

    scheme: str
    host: str
    port: int
    path: str


def checked(url: str, allowed: Outside) -> Target:
    """Take an address apart; Unreachable says what is wrong with it, without repeating it: there may be a secret in it."""
    if not url.isascii() or not url.isprintable() or "\\" in url or " " in url:
        raise Unreachable("the address has letters that an address cannot have")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Unreachable("this is not an address") from None
    if parts.scheme != "https" and not (allowed.plain_http and parts.scheme == "http"):
        raise Unreachable("the address does not begin with https://")
    if "@" in parts.netloc:
        raise Unreachable("the address has a name or password in front of the host")
    host = (parts.hostname or "").lower()
    if not _HOST.fullmatch(host):
        raise Unreachable("the address has no host name of letters, digits, points and hyphens")
    if host not in allowed.hosts:
        raise Unreachable(f"the host {host} is not in MALVAKT_OUTSIDE_HOSTS")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port or (443 if parts.scheme == "https" else 80), path)


def post(url: str, body: bytes, headers: Mapping[str, str], allowed: Outside, *, trust: str = "") -> None:
    """Hand the body over; returns when the other side has taken it with 2xx. Raises Later, Refused or Unreachable.

    `trust`: a file with the certificates of an authority of one's own; without it those of the system are trusted.
    """
    target = checked(url, allowed)
    connection = _connect(target, allowed, trust)
    try:
        with deadline(connection, SECONDS):
            status = _exchange(connection, target, body, headers)
    except (OSError, http.client.HTTPException) as error:
        raise Later(f"the connection broke off: {type(error).__name__}") from None
    finally:
        connection.close()
    _judge(status)


def _judge(status: int) -> None:
    if 200 <= status < 300:
        return
    if status in _BUSY or status >= 500:
        raise Later(f"HTTP {status}")
    # A redirect too: what is behind it was not allowed by anybody.
    raise Refused(f"HTTP {status}")


def _exchange(connection: socket.socket, target: Target, body: bytes, headers: Mapping[str, str]) -> int:
    speaking = http.client.HTTPConnection(target.host, target.port)
    speaking.sock = connection
    speaking.request("POST", target.path, body=body, headers={"User-Agent": "malvakt", "Connection": "close", **headers})
    answer = speaking.getresponse()
    answer.read(MOST_READ)
    return answer.status


def _connect(target: Target, allowed: Outside, trust: str) -> socket.socket:
    try:
        connection = socket.create_connection((address_of(target, allowed), target.port), timeout=SECONDS)
        if target.scheme == "http":
            return connection
        with deadline(connection, SECONDS):
            return ssl.create_default_context(cafile=trust or None).wrap_socket(connection, server_hostname=target.host)
    except ssl.SSLCertVerificationError as error:
        raise Unreachable(f"the certificate of {target.host} is not good: {error.verify_message}") from None
    except OSError as error:
        raise Unreachable(f"{target.host} does not answer: {type(error).__name__}") from None


def address_of(target: Target, allowed: Outside) -> str:
    """The one address to connect to. All that the name has must be allowed, or the choice between them were a gamble."""
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    if not allowed.private and any(is_inside(address) for address in addresses):
        raise Unreachable(f"{target.host} has an address inside the network, which MALVAKT_OUTSIDE_PRIVATE does not allow")
    return addresses[0]


def is_inside(address: str) -> bool:
    """True for whatever is not plainly an address of the public internet."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(parsed, "ipv4_mapped", None)
    if mapped is not None:
        return is_inside(str(mapped))
    special = parsed.is_multicast or parsed.is_reserved or not parsed.is_global
    return special or any(parsed in network for network in _INSIDE if network.version == parsed.version)
