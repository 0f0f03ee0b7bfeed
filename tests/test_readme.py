"""What the README shows is what happens."""

import re
import subprocess
import sys
from pathlib import Path

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
_SECTION = README.split("## Your own figures in five minutes")[1].split("\n## ")[0]


def test_the_five_minutes(tmp_path: Path) -> None:
    """The files and commands of «Your own figures in five minutes» work as they stand, from an empty folder."""
    for path, text in re.findall(r"```yaml\n# (\S+)\n(.*?)```", _SECTION, re.DOTALL):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    [figures] = re.findall(r"```text\n(.*?)```", _SECTION, re.DOTALL)
    (tmp_path / "figures.csv").write_text(figures, encoding="utf-8")
    commands = re.findall(r"^\$ malvakt (.*)$", _SECTION, re.MULTILINE)
    assert len(commands) == 4

    codes, output = {}, ""
    for command in commands:
        program = [sys.executable, "-c", "from engine.cli import main; main()", *command.split()]
        done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False)
        codes[command.split()[0]], output = done.returncode, output + done.stdout + done.stderr
    # 4,6 meets the target and 5,3 misses it: `check` says so by its exit code, and one avvik is raised.
    assert codes == {"ingest": 0, "run": 0, "check": 1, "avvik": 0}, output
    assert "A-000001" in output
