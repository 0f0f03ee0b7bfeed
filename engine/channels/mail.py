"""A letter as an e-mail: built by the standard library from parts that cannot break out of their headers."""

import re
from email import policy
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final

from engine.channels.outcome import Refused
from engine.notify.notice import Letter

_LONGEST_SUBJECT: Final = 200
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


def mail(letter: Letter, sender: Address, recipient: str) -> EmailMessage:
    """The same letter gives the same mail, its date and Message-ID included. Refused for what is no e-mail address."""
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = sender
    message["To"] = address(recipient)
    message["Subject"] = _line(letter.subject)
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = letter.message_id
    if letter.references:
        message["In-Reply-To"] = letter.references[0]
        message["References"] = " ".join(letter.references)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["X-Malvakt-Key"] = letter.key
    message["Content-Language"] = letter.language.value
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return message


def address(text: str) -> Address:
    if _CONTROL.search(text) or " " in text or text.count("@") != 1:
        raise Refused("this is no e-mail address")
    try:
        return Address(addr_spec=text)
    except (ValueError, IndexError, HeaderParseError):
        raise Refused("this is no e-mail address") from None


def _line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())[:_LONGEST_SUBJECT]
