"""`malvakt metrics`: the guard's own figures for Prometheus, printed once or answered over HTTP until it is stopped."""

import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.options import DatabaseOption, Desk, LanguageOption, RulesOption, now

if TYPE_CHECKING:
    from engine.health import Health
    from engine.monitor import Server, Watch


def metrics(
    serve: Annotated[
        bool, typer.Option("--serve", help="Svar på /metrics og /healthz (MALVAKT_LISTEN) · answer over HTTP until stopped.")
    ] = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Vis vaktens egne tall for Prometheus · Show the guard's own figures for Prometheus"""
    from engine.cli.output import say
    from engine.metrics import exposition

    desk = Desk.set_up(rules, database, language, stays=serve)
    if not serve:
        say(exposition(watch(desk).look()).decode(), error=False)
        return
    server = start(desk)
    host, port = server.server_address[:2]
    say(f"http://{host!s}:{port}/metrics", error=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        server.shutdown()


def watch(desk: Desk) -> "Watch":
    """Looks at the rules as they are now and at the store, each time it is asked."""
    from engine.monitor import Watch
    from engine.survey import survey

    def look() -> "Health":
        try:
            fresh = Desk(desk.settings)
            return survey(desk.store_as_it_is, fresh.rulebook, desk.outbox, now())
        finally:
            # Each asker has a thread of its own, and a connection belongs to its thread.
            desk.store_as_it_is.close()

    return Watch(look, timedelta(hours=desk.settings.round_hours))


def start(desk: Desk) -> "Server":
    """Answer in the background where MALVAKT_LISTEN says. Raises UsageError when that place is taken."""
    from engine import monitor
    from engine.errors import UsageError
    from engine.language import mark

    try:
        return monitor.start(desk.settings.listen_at, watch(desk))
    except OSError as error:
        message = mark("nothing can be answered at {where}: {reason}; set MALVAKT_LISTEN to another place")
        raise UsageError(message, where=desk.settings.listen, reason=error.strerror or "?") from None
