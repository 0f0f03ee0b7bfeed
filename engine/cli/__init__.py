"""The command `malvakt`: one file per command, each importing what it needs only when it runs."""

import gc
import os
import sys
import traceback
from io import TextIOWrapper

import typer

from engine.cli import (
    aml,
    avvik,
    backup,
    check,
    deliveries,
    demo,
    doctor,
    due,
    exemption,
    ingest,
    log,
    maintenance,
    measure,
    metrics,
    notify,
    report,
    rules,
    run,
    scheduler,
    storm,
    token,
    up,
    user,
    web,
)
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
app.command("doctor")(doctor.doctor)
app.command("metrics")(metrics.metrics)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("due")(due.due)
app.command("scheduler")(scheduler.scheduler)
app.command("up")(up.up)
app.command("web")(web.web)
app.add_typer(aml.app, name="aml")
app.add_typer(avvik.app, name="avvik")
app.add_typer(exemption.app, name="exemption")
app.add_typer(maintenance.app, name="maintenance")
app.add_typer(storm.app, name="storm")
app.add_typer(notify.app, name="notify")
app.add_typer(report.app, name="report")
app.add_typer(rules.app, name="rules")
app.add_typer(log.app, name="log")
app.add_typer(user.app, name="user")
app.add_typer(token.app, name="token")


READER_LEFT = 141
"""What a shell shows for a program whose reader went away (128 + SIGPIPE): no word about targets, which 0 and 1 would be."""


def main() -> None:
    """Run a command. A user's mistake ends in exit code 2 with words, a bug in exit code 3 with a traceback."""
    # What a start makes is there to stay: to look through it for cycles at every 700th object costs a twelfth of it.
    gc.set_threshold(50_000)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that has no ✓ or å gets them spelled out: what it cannot show must not end the command as a bug.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run()
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        code = READER_LEFT
    if code == READER_LEFT:
        # `| head -1` has seen enough. What is still in the buffers goes nowhere, or Python would complain of it at the end.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for descriptor in (1, 2):
            os.dup2(nowhere, descriptor)
    sys.exit(code)


def _run() -> int | str | None:
    """The exit code of the command."""
    try:
        app()
    except SystemExit as ended:
        # Typer ends with 1 when it cannot write, which would mean that a target was missed.
        return READER_LEFT if isinstance(ended.__context__, BrokenPipeError) else ended.code
    except UserError as error:
        from engine.cli.output import show_error

        show_error(error)
        return error.exit_code
    except BrokenPipeError:
        return READER_LEFT
    except Exception:  # noqa: BLE001 -- the last resort: whatever gets here is a bug and must say so with code 3, not 1
        traceback.print_exc()
        return 3
    return 0
