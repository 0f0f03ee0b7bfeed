"""Real servers on the loopback: SMTP by aiosmtpd, HTTP and HTTPS of the standard library, an authority of the test's own."""

import datetime
import http.server
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from engine.notify.notice import Letter

AT = datetime.datetime(2023, 3, 25, 8, tzinfo=datetime.UTC)


def letter(**given: Any) -> Letter:
    return Letter(
        **{
            "key": "0123456789abcdef",
            "message_id": "<0123456789abcdef@malvakt.example>",
            "references": ("<a-000001.x@malvakt.example>",),
            "address": "kari@helse.example",
            "subject": "A-000001 Løsningsgrad: nytt avvik",
            "text": "Løsningsgrad, 2023-03: 65 %\n",
            "html": "<p>Løsningsgrad</p>",
            "data": {"key": "0123456789abcdef", "organisation": "helse", "items": []},
            "at": AT,
            **given,
        }
    )


@dataclass(frozen=True)
class Certificates:
    authority: Path
    server: Path
    key: Path


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """A certificate for localhost, signed by an authority that nobody else trusts."""
    folder = tmp_path_factory.mktemp("certificates")
    now = datetime.datetime.now(datetime.UTC)
    authority_key, server_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Målvakts prøver")])

    def certificate(name: x509.Name, key: Any, *more: tuple[x509.ExtensionType, bool]) -> x509.Certificate:
        made = x509.CertificateBuilder().subject_name(name).issuer_name(authority).public_key(key.public_key())
        made = made.serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
        made = made.not_valid_after(now + datetime.timedelta(days=1))
        for extension, critical in more:
            made = made.add_extension(extension, critical=critical)
        return made.sign(authority_key, hashes.SHA256())

    root = certificate(authority, authority_key, (x509.BasicConstraints(ca=True, path_length=None), True))
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    server = certificate(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]), server_key, (names, False))
    found = Certificates(folder / "authority.pem", folder / "server.pem", folder / "key.pem")
    found.authority.write_bytes(root.public_bytes(serialization.Encoding.PEM))
    found.server.write_bytes(server.public_bytes(serialization.Encoding.PEM))
    found.key.write_bytes(
        server_key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return found


@pytest.fixture(scope="session")
def tls(certificates: Certificates) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.server, certificates.key)
    return context


@dataclass
class Mailbox:
    """What a mail server was given, and how it answers: `answers` by stage, the first of each once, then 250."""

    received: list[Envelope] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)
    port: int = 0
    users: list[bytes] = field(default_factory=list)

    def answer(self, stage: str) -> str | None:
        waiting = self.answers.get(stage, [])
        return waiting.pop(0) if waiting else None

    async def handle_MAIL(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        said = self.answer("MAIL")
        if said is None:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return said or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        said = self.answer("RCPT")
        if said is None:
            envelope.rcpt_tos.append(address)
        return said or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        said = self.answer("DATA")
        if said == "die before taking it":
            server.transport.abort()
            return "250 OK"
        if said is None or said == "die after taking it":
            self.received.append(envelope)
        if said == "die after taking it":
            server.transport.abort()
        return "250 OK" if said is None else said

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        self.users.append(data.login)
        return AuthResult(success=(data.login, data.password) == (b"malvakt", b"hemmelig"), handled=False)


class _Quiet(Controller):
    """The library's own check that the server answers hangs up in the middle, which is noise in the log of a test."""


Serve = Callable[..., Mailbox]


@pytest.fixture
def mail_server() -> Iterator[Serve]:
    """Starts mail servers, each with its mailbox; all are stopped at the end."""
    running: list[Controller] = []

    def serve(box: Mailbox | None = None, **keys: Any) -> Mailbox:
        mailbox = box or Mailbox()
        controller = _Quiet(mailbox, hostname="127.0.0.1", port=free_port(), **keys)
        controller.start()
        running.append(controller)
        mailbox.port = controller.port
        return mailbox

    yield serve
    for controller in running:
        controller.stop()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass(frozen=True)
class Asked:
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Trap:
    """An HTTP server that keeps what it was asked and answers as told: status, headers, body, how slowly."""

    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"ok"
    drip_seconds: float = 0.0


Open = Callable[..., Trap]


@pytest.fixture
def http_server() -> Iterator[Open]:
    """Starts HTTP servers; all are stopped at the end."""
    running: list[http.server.ThreadingHTTPServer] = []

    def serve(trap: Trap | None = None, tls: ssl.SSLContext | None = None) -> Trap:
        found = trap or Trap()
        server = _server(found, tls)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        running.append(server)
        found.port = server.server_port
        return found

    yield serve
    for server in running:
        server.shutdown()
        server.server_close()


def _server(trap: Trap, tls: ssl.SSLContext | None) -> http.server.ThreadingHTTPServer:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            trap.asked.append(Asked(self.path, dict(self.headers), self.rfile.read(int(self.headers.get("Content-Length", 0)))))
            try:
                self.send_response(trap.status)
                for name, value in trap.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                for at in range(0, len(trap.body), 1 if trap.drip_seconds else len(trap.body) or 1):
                    self.wfile.write(trap.body[at : at + (1 if trap.drip_seconds else len(trap.body))])
                    time.sleep(trap.drip_seconds)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Nothing: the tests read `asked`."""

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = True

        def verify_request(self, request: Any, address: Any) -> bool:
            trap.connections += 1
            return True

        def get_request(self) -> Any:
            connection, address = super().get_request()
            return (tls.wrap_socket(connection, server_side=True) if tls else connection), address

        def handle_error(self, request: Any, address: Any) -> None:
            """A client that hangs up is what some tests are about."""

    return Server(("127.0.0.1", 0), Handler)
