"""How the program ends, as a shell sees it."""

import subprocess
import sys

import pytest

LONG = [sys.executable, "-c", "import sys; from engine.cli import main; sys.argv = ['malvakt', *sys.argv[1:]]; main()"]


@pytest.mark.parametrize("arguments", [("rules", "show", "--json"), ("rules", "lint", "--rules", "fixtures/broken/rules")])
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_reader_who_has_seen_enough_ends_it_quietly(arguments: tuple[str, ...], stream: str) -> None:
    """`malvakt … | head -1`: no traceback, and not the code that says that a target was missed."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([*LONG, *arguments], **pipes) as running:
        closed, read = (running.stdout, running.stderr) if stream == "stdout" else (running.stderr, running.stdout)
        assert closed is not None
        assert read is not None
        closed.close()
        said = read.read()
        code = running.wait()
    assert b"Traceback" not in said
    assert b"BrokenPipe" not in said
    assert code not in (1, 3, 120)
