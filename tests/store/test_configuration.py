"""The tables are what the migrations make, and only the store loads Django."""

import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import connections

from engine.store.address import parse
from engine.store.database import Database


def test_no_migration_is_missing(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command raises SystemExit when models and migrations differ."""
    monkeypatch.setitem(connections.databases, "default", connections.databases[Database(parse(sqlite_url)).alias])
    call_command("makemigrations", "store", "person", "people", check=True, dry_run=True, verbosity=0)


def test_nothing_before_the_store_in_the_stream_loads_django() -> None:
    program = "import engine.settings, engine.evaluate, engine.avvik.decide, sys; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
