"""Notices to put into an outbox."""

from datetime import UTC, datetime
from typing import Any

from engine.notify.matter import Heard
from engine.notify.notice import Letter, Notice
from engine.reasons import Reason
from engine.store import Store

AT = datetime(2023, 3, 25, 8, tzinfo=UTC)


def notice(number: int, recipient: str = "kari", channel: str = "email", **given: Any) -> Notice:
    key = f"{number:016x}"
    letter = Letter(
        key=key,
        message_id=f"<{key}@malvakt.example>",
        references=("<a-000001@malvakt.example>",),
        address=f"{recipient}@helse.example",
        subject=f"Varsel {number}",
        text=f"Varsel {number}\n",
        html=f"<p>Varsel {number}</p>",
        data={"key": key, "organisation": "helse", "items": []},
        at=AT,
    )
    heard = Heard(recipient=recipient, about=f"avvik:A-{number:06d}", reason=Reason.FIRST, upto=number, at=AT)
    keys: dict[str, Any] = {"organisation": "helse", "recipient": recipient, "channel": channel, "heard": (heard,)}
    return Notice(**{**keys, "letter": letter, **given})


def post(store: Store, *notices: Notice) -> int:
    with store.round() as work:
        return work.post(notices)
