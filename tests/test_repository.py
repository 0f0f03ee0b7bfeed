"""The promises that the repository makes about itself."""

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main

from engine.cli import app

ROOT = Path(__file__).parents[1]
MODULES = [path for path in sorted((ROOT / "engine").rglob("*.py")) if "migrations" not in path.parts]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_first_line_says_what_the_file_is_for(path: Path) -> None:
    """Whoever opens a file learns in one line why it is there."""
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_the_readme_names_every_room() -> None:
    """The map of the README is the tree as it is."""
    rooms = {path.name for path in (ROOT / "engine").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert [room for room in sorted(rooms - {"__init__.py"}) if room not in README] == []


def _commands(group: typer.main.TyperGroup, prefix: str = "") -> list[str]:
    names = []
    for name, command in group.commands.items():
        inner = getattr(command, "commands", None)
        names += _commands(command, f"{prefix}{name} ") if inner else [prefix + name]  # type: ignore[arg-type]
    return names


def test_the_readme_names_every_command() -> None:
    """The README and --help speak of the same commands."""
    group = typer.main.get_group(app)
    missing = [name for name in _commands(group) if not all(f"`{word}`" in README or word in README for word in name.split())]
    assert missing == []


@pytest.mark.parametrize("name", _commands(typer.main.get_group(app)))
def test_every_command_takes_the_rules_and_the_database(name: str) -> None:
    """A script can say where the rules and the database are once, for whichever command."""
    command: Any = typer.main.get_group(app)
    for word in name.split():
        command = command.commands[word]
    assert {"rules", "database", "language"} <= {parameter.name for parameter in command.params}


def test_the_changelog_has_one_list_for_each_reader() -> None:
    """Whoever reads on to a blank line has read all that is theirs."""
    readers = re.findall(r"^For .*$", CHANGELOG, re.MULTILINE)
    assert len(readers) == len(set(readers)) == len(re.findall(r"^(?=For .*\n\* )", CHANGELOG, re.MULTILINE))
    assert re.findall(r"\n\n+\* .*", CHANGELOG) == []


def test_the_page_of_security_names_tests_that_there_are() -> None:
    """Whoever reviews an installation finds what holds each requirement."""
    rows = re.findall(r"^\|.*\|$", SECURITY, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([\w/.]+)`", row.split("|")[-2])}
    assert named
    assert [name for name in sorted(named) if not (ROOT / "tests" / name).exists()] == []


def test_no_file_names_a_machine_or_an_index() -> None:
    """What is published works anywhere: no path of somebody's machine, no host of a package index."""
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    forbidden = ["/wo" + "rk/", "/ro" + "ot/", "pypi." + "org", "pythonhosted" + ".org"]
    found = [
        (name, word)
        for name in filter(None, tracked)
        for word in forbidden
        if (ROOT / name).is_file() and word.encode() in (ROOT / name).read_bytes()
    ]
    assert found == []


def _imported(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint('\\n'.join(sys.modules))"
    return set(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split())


def test_help_loads_nothing_heavy() -> None:
    """Asking for help costs no more than the command line itself."""
    heavy = {"django", "pydantic", "pandas", "numpy", "pyarrow", "ruamel", "rich.table", "python_calamine"}
    assert _imported("from engine.cli import app\ntry: app(['--help'])\nexcept SystemExit: pass") & heavy == set()


def test_judging_loads_no_reader_of_tables() -> None:
    """`check` needs rules and a database, not the libraries that read deliveries."""
    code = "import engine.checks, engine.evaluate, engine.rulebook.loader, engine.store, engine.settings"
    assert _imported(code) & {"pandas", "numpy", "pyarrow", "python_calamine", "xlsxwriter"} == set()
