"""What a start costs, against a bare Python in turns: python -m benchmarks.starting"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROUNDS = 9
MALVAKT = (sys.executable, "-c", "from engine.cli import main; main()")
BARE = (sys.executable, "-c", "pass")


def seconds(*command: str) -> float:
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False)
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = ("--database", f"sqlite:///{Path(folder) / 'demo.sqlite3'}")
        subprocess.run([*MALVAKT, "demo", *database], capture_output=True, check=True)
        calls = {
            "--help": ("--help",),
            "check of a month": ("check", "--period", "2023-03", "--as-of", "2023-04-20", *database),
        }
        for name, call in calls.items():
            pairs = [(seconds(*MALVAKT, *call), seconds(*BARE)) for _ in range(ROUNDS)]
            ours, bare = (median(side) for side in zip(*pairs, strict=True))
            print(f"{name}: {ours * 1000:.0f} ms against {bare * 1000:.0f} ms of a bare Python, {ours / bare:.0f} times")


if __name__ == "__main__":
    main()
