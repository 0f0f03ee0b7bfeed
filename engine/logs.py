"""Logs for machines: one JSON object a line on standard error, from an event of a closed list and fields of a closed list.

No sentence is ever formatted with data here, so that nothing about a person can get into a log: of our own events the fields
below are kept and no others. Of other programs' records the template is kept and filled with what cannot be about anybody:
small numbers, the kinds of things, the phrases of HTTP. Of a request the pattern of its address is told, never the address; of
an exception its type and its place.
"""

import contextlib
import json
import logging
import re
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from http import HTTPMethod, HTTPStatus
from pathlib import Path
from typing import Any, Final, Literal

LOGGER: Final = "malvakt"
_LONGEST: Final = 200
_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+-]{0,79}", re.ASCII)
"""Ids, hashes, codes and times; nothing with a space or an @ in it."""
_ABOUT_VISITORS: Final = "django.security."
"""What these loggers say is what a visitor sent; what happened is in their names."""
_METHODS: Final = frozenset(HTTPMethod)
_PHRASES: Final = frozenset({*HTTPMethod, *(each.phrase for each in HTTPStatus)})
_LONG_NUMBER: Final = 10_000_000
"""As many digits as a telephone number has."""
_PERSON_NUMBER: Final = re.compile(r"(?<![0-9a-f])[0-9]{6}[ -]?[0-9]{5}(?![0-9a-f])")


class Event(StrEnum):
    """What may be told."""

    ROUND_ENDED = "round_ended"
    ROUND_HELD = "round_held"
    RULES_IDLE = "rules_idle"
    RULES_BROKEN = "rules_broken"
    DELIVERY_ACCEPTED = "delivery_accepted"
    DELIVERY_REFUSED = "delivery_refused"
    CASEWORK_ENDED = "casework_ended"
    BACKUP_TAKEN = "backup_taken"
    RESTORED = "restored"
    HEARTBEAT_FAILED = "heartbeat_failed"
    CHANNEL_TRIPPED = "channel_tripped"
    """A channel raised what it never should; the notice is tried again."""
    UNHEARD = "unheard"
    """There are matters that nobody is there to hear of."""
    JOB_DONE = "job_done"
    JOB_FAILED = "job_failed"
    JOB_LATE = "job_late"
    JOB_TAKEN_OVER = "job_taken_over"
    JOB_OVERTAKEN = "job_overtaken"
    WAITS = "waits"
    """The scheduler cannot work now, and why."""
    NO_PULSE = "no_pulse"
    NOT_RELEASED = "not_released"
    NOT_LISTENING = "not_listening"
    DECIDED = "decided"
    FAILED = "failed"


FIELDS: Final = frozenset(
    {
        "organisation",
        "source",
        "delivery",
        "as_of",
        "about",
        "kind",
        "code",
        "head",
        "judged",
        "new",
        "opened",
        "changed",
        "rules",
        "figures",
        "problems",
        "rows",
        "seconds",
        "found",
        "withdrawn",
        "late",
        "notices",
        "metrics",
        "taken",
        "known",
        "refused",
        "gone",
        "sent",
        "later",
        "unreachable",
        "job",
        "slot",
        "since",
        "holder",
        "failure",
        "where",
    }
)
"""Names of organisations, sources, deliveries and codes, and numbers. Never a unit, a file's name, a person or a text."""

_log = logging.getLogger(LOGGER)


class Words(str):
    """A sentence that we made, of nothing about anybody: why a job failed, which file cannot be used."""

    __slots__ = ()


def tell(event: Event, level: int = logging.INFO, **fields: object) -> None:
    """Log an event. A field that is not on the list is a mistake of ours: ValueError."""
    unknown = fields.keys() - FIELDS
    if unknown:
        raise ValueError(f"no field of the log: {sorted(unknown)}")
    _log.log(level, event.value, extra={"malvakt": {name: _value(each) for name, each in fields.items()}})


def tell_bug(event: Event, bug: Exception) -> None:
    """Log what should never have been raised: its type, and where."""
    _log.error(event.value, exc_info=bug)


def set_up(form: Literal["json", "text"], level: str) -> None:
    """Log to standard error from now on, everything that any part of the program says."""
    handler = _Standard()
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    root = logging.getLogger()
    root.handlers[:] = [each for each in root.handlers if not isinstance(each, _Standard)] + [handler]
    root.setLevel(level.upper())


class _Standard(logging.Handler):
    """Writes to whatever standard error is now, not to what it was when the program began."""

    def emit(self, record: logging.LogRecord) -> None:
        # A log that cannot be written (a full disk, a closed pipe) never stops what it tells of.
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()


class JsonLines(logging.Formatter):
    """One object a line, ASCII, whatever was logged."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_said(record), separators=(",", ":"))


class TextLines(logging.Formatter):
    """The same for people's eyes."""

    def format(self, record: logging.LogRecord) -> str:
        said = _said(record)
        first = " ".join(str(said.pop(name)) for name in ("at", "level", "event"))
        return " ".join([first, *(f"{name}={json.dumps(each)}" for name, each in said.items() if name != "logger")])


def _said(record: logging.LogRecord) -> dict[str, Any]:
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    told: dict[str, Any] = {
        "at": at,
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": _text(_template(record)),
    }
    told |= _asked(record) | getattr(record, "malvakt", {})
    if record.exc_info and record.exc_info[0] is not None:
        told["error"] = record.exc_info[0].__name__
        told["where"] = _where(record.exc_info[2])
    return told


def _template(record: logging.LogRecord) -> object:
    """Ours are filled with what a field may hold. What fills another program's can be anything: see `_harmless`."""
    own = record.name == LOGGER or record.name.startswith(f"{LOGGER}.")
    if record.name.startswith(_ABOUT_VISITORS):
        return record.name.rpartition(".")[2]
    if not isinstance(record.msg, str) or not record.args:
        return record.msg
    if own:
        return record.msg % tuple(map(_value, record.args)) if isinstance(record.args, tuple) else record.msg
    return _filled(record.msg, record.args)


def _filled(template: str, given: Any) -> str:
    values: Any = (
        {name: _harmless(each) for name, each in given.items()} if isinstance(given, Mapping) else tuple(map(_harmless, given))
    )
    try:
        return str(template % values)
    except (TypeError, ValueError, KeyError):  # a number was wanted where there is no harmless one
        return template


def _harmless(value: object) -> object:
    """A small number, a phrase of HTTP, or of what kind it is; texts and long numbers name people and what is theirs."""
    if isinstance(value, bool | None):
        return value
    if isinstance(value, int | float):
        return value if abs(value) < _LONG_NUMBER else "?"
    if isinstance(value, str):
        return value if value in _PHRASES else "?"
    return (value if isinstance(value, type) else type(value)).__name__


def _asked(record: logging.LogRecord) -> dict[str, object]:
    """Of the request that a record is about: its method, the pattern of its address, what was answered, the reference."""
    request = getattr(record, "request", None)
    if request is None:
        return {}
    method, status = getattr(request, "method", ""), getattr(record, "status_code", None)
    route = getattr(getattr(request, "resolver_match", None), "route", None)
    told: dict[str, object] = {
        "method": method if method in _METHODS else "?",
        "route": f"/{_text(route)}" if isinstance(route, str) else "?",
        "status": status if isinstance(status, int) else None,
        "reference": _value(getattr(request, "reference", None)),
    }
    return {name: each for name, each in told.items() if each is not None}


def _where(trace: Any) -> list[str]:
    """The innermost frames, without the values that the exception itself may repeat."""
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)[-8:]]


def _value(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Words):
        return _text(value)
    text = str(value)
    return _text(text) if _PLAIN.fullmatch(text) else "?"


def _text(value: object) -> str:
    """Cut, on one line, without anything a terminal acts on; what looks like a national identity number is masked."""
    text = value if isinstance(value, str) else type(value).__name__
    one_line = "".join(letter if letter.isprintable() else " " for letter in text[:_LONGEST])
    return _PERSON_NUMBER.sub("***********", one_line)
