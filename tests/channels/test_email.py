"""E-mail over real SMTP: what arrives, and what each way of failing is called."""

import email
import ssl
from email import policy
from typing import Any

import pytest
from pydantic import SecretStr

from engine.channels import email as channel
from engine.channels.email import Config
from engine.channels.outcome import Later, NotSent, Refused, Unreachable
from engine.channels.outside import Occasion, Outside
from tests.channels.conftest import AT, Certificates, Mailbox, Serve, free_port, letter

OCCASION = Occasion(outside=Outside(), now=AT)


def config(port: int, **given: Any) -> Config:
    keys = {"id": "email", "kind": "email", "host": "localhost", "port": port, "sender": "malvakt@helse.example"}
    return Config.model_validate({**keys, "security": "none", **given})


def send(port: int, more: dict[str, Any] | None = None, **given: Any) -> None:
    channel.send(config(port, **(more or {})), letter(**given), OCCASION)


def test_a_mail_arrives_as_it_was_rendered(mail_server: Serve) -> None:
    """Both forms, its own Message-ID, its thread, and nothing that answers by itself."""
    box = mail_server()
    send(box.port)
    [envelope] = box.received
    got: Any = email.message_from_bytes(envelope.content or b"", policy=policy.default)
    assert envelope.rcpt_tos == ["kari@helse.example"]
    assert got["Subject"] == "A-000001 Løsningsgrad: nytt avvik"
    assert got["From"] == "Målvakt <malvakt@helse.example>"
    assert got["Message-ID"] == "<0123456789abcdef@malvakt.example>"
    assert got["References"] == got["In-Reply-To"] == "<a-000001.x@malvakt.example>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got.get_body(("plain",)).get_content().splitlines() == ["Løsningsgrad, 2023-03: 65 %"]
    assert got.get_body(("html",)).get_content().strip() == "<p>Løsningsgrad</p>"


def test_the_same_letter_is_the_same_mail_to_the_last_byte_but_its_boundary(mail_server: Serve) -> None:
    box = mail_server()
    send(box.port)
    send(box.port)
    headers = [bytes(envelope.content or b"").split(b"Content-Type")[0] for envelope in box.received]
    assert headers[0] == headers[1]


@pytest.mark.parametrize(
    ("stage", "answer", "outcome"),
    [
        ("RCPT", "550 no such user kari@helse.example", Refused),
        ("RCPT", "450 greylisted, try again", Later),
        ("RCPT", "452 mailbox full", Later),
        ("MAIL", "550 you are not welcome", Refused),
        ("MAIL", "451 busy", Later),
        ("DATA", "554 this is spam", Refused),
        ("DATA", "451 out of space", Later),
        ("DATA", "die before taking it", Later),
    ],
)
def test_each_answer_has_its_name(mail_server: Serve, stage: str, answer: str, outcome: type[NotSent]) -> None:
    """5xx is for ever, 4xx and a broken connection are for now; and no address stands in what is kept of it."""
    box = mail_server(Mailbox(answers={stage: [answer]}))
    with pytest.raises(outcome) as raised:
        send(box.port)
    assert "kari" not in raised.value.said
    assert not box.received
    send(box.port)
    assert len(box.received) == 1


def test_a_server_that_dies_after_it_took_the_mail_gets_it_again_with_the_same_message_id(mail_server: Serve) -> None:
    box = mail_server(Mailbox(answers={"DATA": ["die after taking it"]}))
    with pytest.raises(Later):
        send(box.port)
    send(box.port)
    ids = {email.message_from_bytes(bytes(e.content or b""))["Message-ID"] for e in box.received}
    assert (len(box.received), len(ids)) == (2, 1)


def test_nobody_there_is_not_about_the_mail() -> None:
    with pytest.raises(Unreachable, match="localhost does not answer"):
        send(free_port())


def test_starttls_and_a_password(mail_server: Serve, tls: ssl.SSLContext, certificates: Certificates) -> None:
    box = Mailbox()
    mail_server(box, tls_context=tls, require_starttls=True, authenticator=box.authenticate, auth_required=True)
    login = {"user": SecretStr("malvakt"), "password": SecretStr("hemmelig"), "trust": str(certificates.authority)}
    send(box.port, {"security": "starttls", **login})
    assert len(box.received) == 1
    assert box.users == [b"malvakt"]
    with pytest.raises(Unreachable, match="does not take the user and password") as wrong:
        send(box.port, {"security": "starttls", **login, "password": SecretStr("feil")})
    assert "feil" not in wrong.value.said


def test_a_server_without_tls_gets_nothing_unless_the_file_says_so(mail_server: Serve) -> None:
    """The password and the mail stay here when somebody in between takes STARTTLS out of the greeting."""
    box = mail_server()
    with pytest.raises(Unreachable, match="has no STARTTLS"):
        send(box.port, {"security": "starttls"})
    assert not box.received


def test_a_certificate_that_nobody_trusts_ends_it(mail_server: Serve, tls: ssl.SSLContext) -> None:
    box = mail_server(tls_context=tls, require_starttls=True)
    with pytest.raises(Unreachable, match="certificate of localhost is not good"):
        send(box.port, {"security": "starttls"})


@pytest.mark.parametrize(
    "address", ["kari@helse.example\r\nBcc: alle@helse.example", "kari", "", "a@b@c", "kari @x.no", "@", "a@"]
)
def test_what_is_no_address_is_refused(mail_server: Serve, address: str) -> None:
    box = mail_server()
    with pytest.raises(Refused):
        send(box.port, address=address)
    assert not box.received


@pytest.mark.parametrize("words", ["x\r\nBcc: alle@helse.example", "x\nX: y", "x\x00\x1b[2J", "æ" * 5000, "\u2028Bcc: x", ""])
def test_a_subject_is_one_header(mail_server: Serve, words: str) -> None:
    """Whatever is written into it, there is no header that we did not write."""
    box = mail_server()
    send(box.port, subject=words)
    got = email.message_from_bytes(bytes(box.received[0].content or b""), policy=policy.default)
    assert "Bcc" not in got
    assert "X" not in got
    assert len(got["Subject"]) <= 200


def test_a_line_that_is_a_point_and_a_very_long_line_arrive(mail_server: Serve) -> None:
    box = mail_server()
    text = "a\n.\n" + "x" * 3000 + "\n"
    send(box.port, text=text)
    got: Any = email.message_from_bytes(bytes(box.received[0].content or b""), policy=policy.default)
    assert got.get_body(("plain",)).get_content().splitlines() == text.splitlines()


def test_a_server_that_says_nothing_is_left_after_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an end to waiting one silent server would hold everything."""
    import socket

    monkeypatch.setattr(channel, "SECONDS", 0.3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(Unreachable):
            send(silent.getsockname()[1], {"host": "127.0.0.1"})
