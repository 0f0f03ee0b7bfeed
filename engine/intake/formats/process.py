"""Formats that native code reads are read in a process of their own: what kills the reader is a refusal, not our end."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from engine.intake.findings import Code, Findings
from engine.language import mark

MAX_SECONDS = 20
_ENVIRONMENT = {
    # Thread pools and memory pools reserve address space by the core, which the limit would count.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}
"""All that a reader gets of our environment: no secret is in it."""


def run_reader(script: Path, content: bytes, arguments: tuple[str, ...], findings: Findings) -> Any:
    """What the script prints as JSON when it is given the content. Raises DeliveryRefused when it dies or takes too long."""
    # -I: neither the working folder nor the environment can put other modules in the reader's way.
    command = [sys.executable, "-I", str(script), *arguments]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=MAX_SECONDS, env=_ENVIRONMENT, check=False)  # noqa: S603 -- our own script; the delivery is its standard input
    except subprocess.TimeoutExpired:
        findings.refuse(Code.READER_STOPPED, mark("reading the file takes more than {seconds} seconds"), seconds=MAX_SECONDS)
    if done.returncode != 0:
        findings.refuse(
            Code.READER_STOPPED, mark("the file is damaged, or takes more memory or time to read than a delivery may")
        )
    return json.loads(done.stdout)
