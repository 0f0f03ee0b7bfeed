"""`malvakt web`: the pages and the API alone, for those who run the scheduler elsewhere; and how `malvakt up` starts them."""

from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.options import DatabaseOption, Desk, LanguageOption, RulesOption

if TYPE_CHECKING:
    import subprocess

HostOption = Annotated[
    str, typer.Option("--host", metavar="HOST", help="Adressen sidene svarer på · where the pages are answered.")
]
_GRACE_SECONDS = 15
PortOption = Annotated[int, typer.Option("--port", min=1, max=65535, metavar="PORT", help="Porten · the port.")]


def web(
    host: HostOption = "127.0.0.1",
    port: PortOption = 8000,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Åpne sidene, til du stopper dem · Open the pages, until they are stopped"""
    from engine.web.server import serve

    desk = Desk.set_up(rules, database, language, stays=True)
    require_free(host, port)
    serve(host, port, desk.settings, lambda: say_where(desk, host, port))


def require_free(host: str, port: int) -> None:
    """UsageError where somebody else answers there already, or the host is none of this machine's."""
    import socket

    from engine.errors import UsageError
    from engine.language import mark

    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(where)
    except OSError:
        raise UsageError(
            mark("{host}:{port} is in use, or no address of this machine: give --port"), host=host, port=port
        ) from None


def say_where(desk: Desk, host: str, port: int) -> None:
    from engine.cli.output import say
    from engine.language import mark, translate

    text = translate(mark("The pages are open: http://{host}:{port}/"), desk.language)
    say(text.format(host=f"[{host}]" if ":" in host else host, port=port))


def start(desk: Desk, host: str, port: int) -> "subprocess.Popen[bytes]":
    """The pages in a process of their own, which ends when its standard input is closed."""
    import os
    import subprocess
    import sys

    settings = desk.settings
    # By the environment, because whoever lists the processes reads their arguments, and there may be a password in an address.
    own = {
        "MALVAKT_DATABASE_URL": settings.database_url,
        "MALVAKT_RULES": str(settings.rules),
        "MALVAKT_LANGUAGE": settings.language.value,
    }
    command = [sys.executable, "-m", "engine.web", host, str(port)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, env=os.environ | own)  # noqa: S603 -- our own program


def end(pages: "subprocess.Popen[bytes]") -> None:
    """Tell the pages to stop, and wait for those who are being answered."""
    import subprocess

    assert pages.stdin is not None
    pages.stdin.close()
    try:
        pages.wait(timeout=_GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        pages.kill()
        pages.wait()
