"""`malvakt scheduler`: what is due runs by itself, for as long as the program is there."""

from typing import TYPE_CHECKING

from engine.cli.options import DatabaseOption, Desk, LanguageOption, RulesOption, now

if TYPE_CHECKING:
    import subprocess

    from engine.scheduler import Scheduler


def scheduler(rules: RulesOption = None, database: DatabaseOption = None, language: LanguageOption = None) -> None:
    """Kjør det som er planlagt, til du stopper den · Run what is due, until it is stopped"""
    desk = Desk.set_up(rules, database, language, stays=True)
    keep_watch(desk)


def keep_watch(desk: Desk, beside: "subprocess.Popen[bytes] | None" = None) -> None:
    """Run the scheduler until somebody sends SIGTERM or presses Ctrl-C, or the process beside it has ended."""
    import threading

    from engine.cli.output import show_problems

    show_problems(desk.rulebook.problems)
    found = _scheduler(desk)
    _stop_on_signals(found)
    _answer(desk)
    if beside is not None:
        threading.Thread(target=_stop_after, args=(beside, found), name="beside", daemon=True).start()
    found.run()


def _stop_after(process: "subprocess.Popen[bytes]", found: "Scheduler") -> None:
    process.wait()
    found.stop()


def _scheduler(desk: Desk) -> "Scheduler":
    import os
    import secrets
    import socket

    from engine.scheduler import Scheduler
    from engine.station import Station

    desk.store.migrate()
    holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    return Scheduler(Station(desk.settings), holder, now)


def _answer(desk: Desk) -> None:
    """Answer /healthz and /metrics. Where the place is taken, such as by a second scheduler, guarding is more important."""
    import logging

    from engine.cli.metrics import start
    from engine.errors import UsageError
    from engine.logs import Event, Words, tell

    try:
        start(desk)
    except UsageError as error:
        tell(Event.NOT_LISTENING, logging.WARNING, failure=Words(error))


def _stop_on_signals(found: "Scheduler") -> None:
    import signal

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: found.stop())
