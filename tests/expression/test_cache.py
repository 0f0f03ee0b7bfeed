"""What was parsed once is not parsed again, and rule-engine is not loaded for it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import rule_engine

from engine import expression
from engine.expression import TEXT, Expression, ExpressionError, Type, cache, number, parser

NAMES = {"calls": number(decimals=0), "answered": number(decimals=0), "code": TEXT}
TEXTS = 'answered / calls >= 0.7 and not code.starts_with("Å") or calls in [1, -2]'


def compiled(directory: Path, names: dict[str, Type] = NAMES, text: str = TEXTS) -> Expression:
    return expression.compile(text, names, cache=directory)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that rule-engine was asked to parse."""
    asked: list[str] = []
    real = parser.parse
    monkeypatch.setattr(parser, "parse", lambda text, read: (asked.append(text), real(text, read))[1])
    return asked


def test_the_second_time_nothing_is_parsed(tmp_path: Path, parsed: list[str]) -> None:
    """And the expression is the same."""
    first = compiled(tmp_path)
    assert compiled(tmp_path) == first
    assert parsed == [TEXTS]


@pytest.mark.parametrize(
    "change",
    [{"calls": number(decimals=2)}, {"calls": number(decimals=0, unit="s")}, {"answered": number(digits=9, decimals=0)}],
    ids=["decimals", "unit", "digits"],
)
def test_another_type_is_another_entry(tmp_path: Path, parsed: list[str], change: dict[str, Type]) -> None:
    """An entry stands for a text with the types of its names."""
    compiled(tmp_path)
    compiled(tmp_path, NAMES | change)
    assert len(parsed) == 2


def test_a_name_that_is_not_read_changes_nothing(tmp_path: Path, parsed: list[str]) -> None:
    """A metric more in the catalogue does not empty the cache."""
    compiled(tmp_path)
    compiled(tmp_path, NAMES | {"other": TEXT})
    assert len(parsed) == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:-20],
        lambda content: content.replace(b"0.7", b"0.1"),
        lambda content: b"[1, 2, 3]",
        lambda content: b"[" * 100_000,
        lambda content: b"\xff\xfe",
    ],
    ids=["empty", "cut off", "changed", "of another shape", "nested", "not text"],
)
def test_a_damaged_entry_is_parsed_again(tmp_path: Path, parsed: list[str], damage: "object") -> None:
    """A cache decides nothing."""
    first = compiled(tmp_path)
    [entry] = tmp_path.iterdir()
    entry.write_bytes(damage(entry.read_bytes()))  # type: ignore[operator]
    assert compiled(tmp_path) == first
    assert len(parsed) == 2


def test_an_entry_of_another_text_is_not_taken(tmp_path: Path, parsed: list[str]) -> None:
    """A file that was renamed is found out."""
    compiled(tmp_path)
    [entry] = tmp_path.iterdir()
    other = cache.key("calls > 5", NAMES)
    entry.rename(tmp_path / f"{other}.json")
    assert compiled(tmp_path, text="calls > 5").text == "calls > 5"
    assert parsed == [TEXTS, "calls > 5"]


def test_a_refused_text_leaves_no_entry(tmp_path: Path) -> None:
    """What does not pass the guards is looked at anew each time."""
    with pytest.raises(ExpressionError):
        compiled(tmp_path, text="10**10 > calls")
    assert list(tmp_path.iterdir()) == []


def test_a_directory_that_cannot_be_written_is_left_alone(tmp_path: Path) -> None:
    """Rules are loaded from a disk that is full or read-only too."""
    file = tmp_path / "a file"
    file.write_text("not a directory")
    assert compiled(file / "cache").text == TEXTS


def test_an_entry_holds_no_code(tmp_path: Path) -> None:
    """It is JSON, and names are checked again when it is read."""
    compiled(tmp_path)
    [entry] = tmp_path.iterdir()
    assert json.loads(entry.read_bytes())[1][0] == "or"
    with pytest.raises(ExpressionError):
        compiled(tmp_path, {"code": TEXT})


def test_rule_engine_is_loaded_only_for_what_is_new(tmp_path: Path) -> None:
    """A start with nothing new pays neither for rule-engine nor for narwhals."""
    script = (
        "import sys; from pathlib import Path; from engine import expression as e; from engine.expression.plain import plain;"
        "from engine.expression.explaining import explain;"
        "from decimal import Decimal;"
        "names = {'calls': e.number(decimals=0), 'answered': e.number(decimals=0), 'code': e.TEXT};"
        f"found = e.compile({TEXTS!r}, names, cache=Path(sys.argv[1]));"
        "print(plain(found.root)({'calls': Decimal(10), 'answered': Decimal(7), 'code': 'A'}).value, *sorted(sys.modules))"
    )
    for loaded in (True, False):
        words = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True
        ).stdout.split()
        assert words[0] == "True"
        assert ("rule_engine" in words) is loaded
        assert not {"narwhals", "pandas", "numpy", "duckdb", "polars", "pyarrow"} & set(words)


def test_the_version_names_the_grammar() -> None:
    """A new rule-engine is a new language until its grammar has been looked at: change cache.LANGUAGE with it."""
    assert f"rule-engine {'.'.join(rule_engine.__version__.split('.')[:2])}" in cache.LANGUAGE
