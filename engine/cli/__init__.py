"""The command `malvakt`: one file per command, each importing what it needs only when it runs."""

import sys
import traceback
from io import TextIOWrapper

import typer

from engine.cli import aml, avvik, check, deliveries, demo, ingest, log, measure, rules, run, token, user
from engine.errors import UserError

app = typer.Typer(
    name="malvakt",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Målvakt vokter uttalte mål: tall inn, regler i YAML, avvik ut · Keeps stated targets: figures in, avvik out",
)
app.command("demo")(demo.demo)
app.command("ingest")(ingest.ingest)
app.command("deliveries")(deliveries.deliveries)
app.command("measure")(measure.measure)
app.command("run")(run.run)
app.command("check")(check.check)
app.add_typer(aml.app, name="aml")
app.add_typer(avvik.app, name="avvik")
app.add_typer(rules.app, name="rules")
app.add_typer(log.app, name="log")
app.add_typer(user.app, name="user")
app.add_typer(token.app, name="token")


def main() -> None:
    """Run a command. A user's mistake ends in exit code 2 with words, a bug in exit code 3 with a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that has no ✓ or å gets them spelled out: what it cannot show must not end the command as a bug.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except UserError as error:
        from engine.cli.output import show_error

        show_error(error)
        sys.exit(error.exit_code)
    except Exception:  # noqa: BLE001 -- the last resort: whatever gets here is a bug and must say so with code 3, not 1
        traceback.print_exc()
        sys.exit(3)
