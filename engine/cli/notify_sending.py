"""What `malvakt notify test`, `send` and `queue` show: outcomes in words, and the outbox without a word of what is in it."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from engine.channels import PERSONAL
from engine.channels.loader import Channel, Channels
from engine.channels.outcome import NotSent
from engine.cli.notify_preview import REASONS
from engine.cli.options import OSLO
from engine.cli.output import say, show_table
from engine.cli.verdicts import unknown
from engine.errors import UsageError
from engine.language import Language, mark, translate
from engine.notify.html import html
from engine.notify.notice import Letter
from engine.notify.page import Page, Section
from engine.notify.plain_text import plain_text
from engine.post import Emptied
from engine.reasons import Reason
from engine.store.outbox.nouns import Outcome, Queued, State

OUTCOMES = {
    Outcome.SENT: mark("sent"),
    Outcome.LATER: mark("not taken now, tried again later"),
    Outcome.REFUSED: mark("refused for good"),
    Outcome.UNREACHABLE: mark("the channel is out of reach"),
    Outcome.REVIVED: mark("tried again by somebody"),
}
STATES = {State.WAITING: mark("waiting"), State.SENT: mark("sent"), State.DEAD: mark("given up")}


def trial(channels: Channels, name: str, to: str, language: Language, at: datetime) -> None:
    """Send one message that says that it is a trial; UsageError tells why it could not be sent."""
    channel = channels.by_id.get(name)
    if channel is None:
        message = mark("no channel {name} is set up: MALVAKT_CHANNELS names the file of channels")
        meant = mark("no channel {name} is set up (did you mean {suggestion}?)")
        raise unknown(message, meant, name, channels.by_id)
    if isinstance(channel, Channel) and channel.config.kind == PERSONAL and not to:
        raise UsageError(mark("say to whom: --to kari@example.no"))
    try:
        channel.send(_letter(to, language, at), at)
    except NotSent as reason:
        raise UsageError(mark("{channel}: not sent: {said}"), channel=name, said=reason.said) from None
    say(translate(mark("{channel}: sent"), language).format(channel=name))


def _letter(to: str, language: Language, at: datetime) -> Letter:
    key = secrets.token_hex(8)
    subject = translate(mark("Målvakt: a trial message"), language)
    words = translate(mark("This message only shows that the channel works. Nothing has happened."), language)
    page = Page(subject=subject, lead=words, sections=(Section(heading=subject),), language=language.value)
    return Letter(
        key=key,
        message_id=f"<{key}@malvakt.invalid>",
        address=to,
        subject=subject,
        text=plain_text(page),
        html=html(page),
        data={"key": key, "organisation": "", "at": at.isoformat(), "items": [], "trial": True},
        at=at,
        language=language,
    )


def show_emptied(result: Emptied, language: Language) -> None:
    if not result.tried:
        say(translate(mark("Nothing is due."), language))
    for outcome, count in result.tried.items():
        say(f"{count} {translate(OUTCOMES[outcome], language)}")
    for channel, said in result.unreachable.items():
        say(f"{channel}: {said}", error=True)


def emptied_json(result: Emptied) -> dict[str, Any]:
    return {
        **{outcome.value: result.tried.get(outcome, 0) for outcome in Outcome if outcome is not Outcome.REVIVED},
        "channels": dict(result.unreachable),
    }


def show_queue(listed: Sequence[Queued], counts: Mapping[State, int], language: Language) -> None:
    say(", ".join(f"{count} {translate(STATES[state], language)}" for state, count in counts.items()))
    words = [
        mark("No."),
        mark("Since"),
        mark("Channel"),
        mark("Why"),
        mark("State"),
        mark("Tries"),
        mark("Last answer"),
        mark("Next"),
    ]
    if listed:
        show_table([translate(word, language) for word in words], [_row(each, language) for each in listed])


def _row(each: Queued, language: Language) -> list[str]:
    last = each.attempts[-1] if each.attempts else None
    said = " · ".join(filter(None, (translate(OUTCOMES[last.outcome], language), last.said))) if last else ""
    return [
        str(each.number),
        _clock(each.at),
        each.channel,
        ", ".join(translate(REASONS[Reason(reason)], language) for reason in each.reasons),
        translate(STATES[each.state], language),
        str(len(each.attempts)),
        said,
        _clock(each.next_at) if each.state is State.WAITING else "",
    ]


def _clock(at: datetime) -> str:
    return f"{at.astimezone(OSLO):%Y-%m-%d %H:%M}"


def queued_json(each: Queued) -> dict[str, Any]:
    return {
        "number": each.number,
        "key": each.key,
        "organisation": each.organisation,
        "recipient": each.recipient,
        "channel": each.channel,
        "at": each.at.isoformat(),
        "state": each.state.value,
        "reasons": list(each.reasons),
        "next_at": each.next_at.isoformat() if each.state is State.WAITING else None,
        "attempts": [{"at": a.at.isoformat(), "outcome": a.outcome.value, "said": a.said} for a in each.attempts],
    }
