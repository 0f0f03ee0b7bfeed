"""What `malvakt run` says to the outside watch and to the program's own log, and to its caller where the watch is away."""

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from engine.cli.options import Desk, now

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.rounds import Round


def after_round(desk: Desk, result: "Round") -> None:
    from engine.alarms import log_round, sign

    log_round(result)
    _show(desk, sign(desk, now()))


@contextmanager
def alarming(desk: Desk) -> "Iterator[None]":
    from engine.alarms import alarm
    from engine.logs import Event, tell

    try:
        yield
    except Exception as error:
        tell(Event.FAILED, logging.ERROR, kind=type(error).__name__)
        _show(desk, alarm(desk.settings, error))
        raise


def _show(desk: Desk, said: str) -> None:
    """That the watch cannot be reached is told, and harms no round."""
    from engine.cli.output import say
    from engine.language import mark, translate

    if said:
        say(translate(mark("⚠ the heartbeat did not arrive: {said}"), desk.language).format(said=said), error=True)
