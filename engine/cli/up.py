"""`malvakt up`: everything of a small organisation in one program: the scheduler, and the pages beside it."""

import typer

from engine.cli.options import DatabaseOption, Desk, LanguageOption, RulesOption
from engine.cli.web import HostOption, PortOption


def up(
    host: HostOption = "127.0.0.1",
    port: PortOption = 8000,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Kjør alt i ett program, til du stopper det · Run everything in one program, until it is stopped"""
    from engine.cli.output import EXIT_USAGE
    from engine.cli.scheduler import keep_watch
    from engine.cli.web import end, require_free, say_where, start

    desk = Desk.set_up(rules, database, language, stays=True)
    require_free(host, port)
    desk.store.migrate()  # before two processes want to
    pages = start(desk, host, port)
    say_where(desk, host, port)

    try:
        # Without its pages the program is not what was asked for: it ends, and whoever looks after it starts it again.
        keep_watch(desk, beside=pages)
        has_failed = pages.poll() is not None
    finally:
        end(pages)
    if has_failed:
        raise typer.Exit(EXIT_USAGE)
