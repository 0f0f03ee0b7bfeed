"""What a start costs, against a bare Python in turns: python -m benchmarks.starting

The database has both reports' figures, the rules have been read before, and modules are compiled, as they are where Målvakt is
installed and used.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.turns import in_turns

ROUNDS = 15
BARE = (sys.executable, "-c", "pass")
MALVAKT = (sys.executable, "-c", "from engine.cli import main; main()")
JUDGED_WITH_HOLES = 4
"""Exit code of a month in which some figures are missing or late."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["MALVAKT_CACHE"] = f"{folder}/cache"

        def run(*command: str) -> subprocess.CompletedProcess[bytes]:
            return subprocess.run(command, capture_output=True, check=False, env=environment)

        database = ("--database", f"sqlite:///{Path(folder) / 'demo.sqlite3'}")
        month = ("check", "--period", "2023-03", "--as-of", "2023-04-20", *database)
        assert run(*MALVAKT, "demo", *database).returncode == 0
        assert run(*MALVAKT, *month).returncode == JUDGED_WITH_HOLES
        calls = {"a bare Python": BARE, "--help": (*MALVAKT, "--help"), "check of a month": (*MALVAKT, *month)}
        took = in_turns({name: lambda call=call: run(*call) for name, call in calls.items()}, ROUNDS)
        bare = took["a bare Python"]
        for name, spent in took.items():
            ratios = f"{spent.wall / bare.wall:6.1f} x   processor {spent.cpu / bare.cpu:6.1f} x"
            print(f"{name:18}{spent.wall * 1000:8.0f} ms {ratios}")


if __name__ == "__main__":
    main()
