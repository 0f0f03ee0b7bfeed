"""E-mail by SMTP, to each person. TLS is required unless the file says otherwise.

- {id: email, kind: email, host: smtp.example.no, sender: malvakt@example.no, user: "{SMTP_USER}", password: "{SMTP_PASSWORD}"}
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from email.headerregistry import Address
from typing import Final, Literal

from pydantic import Field, SecretStr

from engine.channels.config import ChannelConfig, Secret
from engine.channels.deadline import deadline
from engine.channels.mail import address, mail
from engine.channels.outcome import Later, Refused, Unreachable
from engine.channels.outside import Occasion
from engine.notify.notice import Letter
from engine.schema import Line

SECONDS: Final = 60.0
"""For one letter, from the greeting to the end."""


class Config(ChannelConfig):
    kind: Literal["email"]
    host: Line
    port: int = Field(default=587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    """`starttls` (port 587) and `tls` (port 465) verify the server's certificate; `none` is for a relay on the same machine."""
    sender: Line
    sender_name: Line = "Målvakt"
    user: Secret = SecretStr("")
    password: Secret = SecretStr("")
    trust: str = ""
    """A file with the certificates of an authority of one's own."""


def send(config: Config, letter: Letter, occasion: Occasion) -> None:  # noqa: ARG001 (a mail server is named by the operator)
    sender = Address(config.sender_name, addr_spec=address(config.sender).addr_spec)
    message = mail(letter, sender, letter.address)
    with _server(config) as server:
        try:
            server.send_message(message, from_addr=config.sender, to_addrs=[letter.address])
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _answer(code, said) from None
        except smtplib.SMTPResponseException as error:
            raise _answer(error.smtp_code, error.smtp_error) from None
        except smtplib.SMTPNotSupportedError as error:
            raise Refused(error) from None
        except (OSError, smtplib.SMTPException) as error:
            raise Later(f"the connection broke off while the mail was handed over: {type(error).__name__}") from None


@contextmanager
def _server(config: Config) -> Iterator[smtplib.SMTP]:
    """A server that is ready to take mail. What fails before it is ready is not about the mail."""
    with ExitStack() as ending:
        try:
            server = _connect(config)
            ending.callback(_leave, server)
            if server.sock is not None:
                ending.enter_context(deadline(server.sock, SECONDS))
            _greet(server, config)
        except ssl.SSLCertVerificationError as error:
            raise Unreachable(f"the certificate of {config.host} is not good: {error.verify_message}") from None
        except smtplib.SMTPAuthenticationError as error:
            raise Unreachable(f"{config.host} does not take the user and password ({error.smtp_code})") from None
        except smtplib.SMTPNotSupportedError:
            raise Unreachable(f"{config.host} has no STARTTLS, or takes no password") from None
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(f"{config.host} does not answer: {type(error).__name__}") from None
        yield server


def _connect(config: Config) -> smtplib.SMTP:
    if config.security == "tls":
        return smtplib.SMTP_SSL(config.host, config.port, timeout=SECONDS, context=_context(config))
    return smtplib.SMTP(config.host, config.port, timeout=SECONDS)


def _greet(server: smtplib.SMTP, config: Config) -> None:
    if config.security == "starttls":
        server.starttls(context=_context(config))
    server.ehlo_or_helo_if_needed()
    if config.user.get_secret_value():
        server.login(config.user.get_secret_value(), config.password.get_secret_value())


def _context(config: Config) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=config.trust or None)


def _leave(server: smtplib.SMTP) -> None:
    # The mail is taken or refused by now; a server that dies while it says goodbye changes nothing about that.
    with suppress(OSError, smtplib.SMTPException):
        server.quit()
    server.close()


def _answer(code: int, said: bytes | str) -> Exception:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return Refused(f"{code} {words}") if 500 <= code < 600 else Later(f"{code} {words}")
