"""Chooses Django's settings for the test run before anything loads the store: the pages' own, on a folder that goes away."""

import atexit
import shutil
import tempfile
from pathlib import Path

from engine.settings import Settings
from engine.web.configuration import configure

FOLDER = Path(tempfile.mkdtemp(prefix="malvakt-pages-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)

SETTINGS = Settings(
    _env_file=None,
    database_url=f"sqlite:///{FOLDER}/none.sqlite3",
    cache=FOLDER / "cache",
    secret_key_file=FOLDER / "secret-key",
    base_url="http://127.0.0.1:8000",
    second_factor="optional",
    round_after_push="no",  # a round beside the request would outlive the test's database
)

configure(SETTINGS)
