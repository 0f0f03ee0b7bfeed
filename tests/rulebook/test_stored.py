"""What was read before is read again from the cache: the same document, at the same places, or not from the cache at all."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from engine.checks import KINDS
from engine.errors import RuleFileError
from engine.rulebook.loader import load
from engine.rulebook.stored import read
from engine.rulebook.yaml import read as read_yaml
from tests.rulebook.conftest import FIXTURES, Rules
from tests.rulebook.writing import written

ROOT = Path(__file__).parents[2]
SCALARS = some.none() | some.booleans() | some.integers() | some.text("aø: '\"#\n7.5", max_size=8)
SCALARS |= some.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-9999, max_value=9999)
DATA = some.recursive(
    SCALARS, lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text("abc", min_size=1), inner, max_size=3)
)


def entry_of(folder: Path) -> Path:
    (entry,) = folder.iterdir()
    return entry


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DATA)
def test_what_is_stored_is_what_was_read(tmp_path: Path, data: object) -> None:
    """Numbers keep their digits, texts their letters, and every key and value its place."""
    content = f"top: {written(data)}".encode()
    fresh = read_yaml(content, "f.yaml")
    assert read(content, "f.yaml", tmp_path) == fresh
    stored = read(content, "f.yaml", tmp_path)
    assert stored == fresh
    assert repr(stored.data) == repr(fresh.data)


def test_every_rule_file_of_the_product_is_stored_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second reading is equal to the first, and never asks the YAML reader."""
    contents = {path.read_bytes() for path in (ROOT / "rules").rglob("*.yaml")}
    fresh = {content: read(content, "f", tmp_path) for content in contents}
    assert fresh == {content: read_yaml(content, "f") for content in contents}
    monkeypatch.setattr("engine.rulebook.yaml.read", lambda *_: pytest.fail("read again"))
    assert {content: read(content, "f", tmp_path) for content in contents} == fresh


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"",
        lambda content: content[:-20],
        lambda content: content[:70] + content[70:].replace(b"7", b"8"),
        lambda content: b"\x80\x04" + content,
        lambda content: b"[" * 100_000,
        lambda content: content.replace(b"a", b"\xff"),
    ],
)
def test_an_entry_that_was_changed_is_not_believed(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    """Cut off by a full disk, or written by something else: the file itself is read, and the entry mended."""
    content = b"a: 70\nb: [7.50]"
    fresh = read(content, "f", tmp_path)
    entry = entry_of(tmp_path)
    sound = entry.read_bytes()
    entry.write_bytes(spoil(sound))
    assert read(content, "f", tmp_path) == fresh
    assert entry.read_bytes() == sound


def test_an_entry_of_the_right_digest_and_another_shape_is_not_believed(tmp_path: Path) -> None:
    """Whoever writes a digest can write anything under it; it is still no document."""
    import hashlib

    content = b"a: 70"
    fresh = read(content, "f", tmp_path)
    entry = entry_of(tmp_path)
    for body in (b"null", b"[1,1]", b"[1,1,1.5]", b'[1,1,"x","number"]', b'[1,1,{"a":5}]', b'[1,1,{"a":"xyz"}]', b"[1,1,NaN]"):
        entry.write_bytes(b'["' + hashlib.sha256(body).hexdigest().encode() + b'",' + body + b"]")
        assert read(content, "f", tmp_path) == fresh


def test_a_cache_that_cannot_be_written_is_no_reason_to_fail(tmp_path: Path) -> None:
    """Neither is one that is a file, or whose entries are folders."""
    (tmp_path / "file").write_text("")
    assert read(b"a: 70", "f", tmp_path / "file" / "cache").data == {"a": 70}
    assert read(b"a: 70", "f", tmp_path / "file").data == {"a": 70}
    read(b"a: 70", "f", tmp_path / "cache")
    entry = entry_of(tmp_path / "cache")
    entry.unlink()
    entry.mkdir()
    assert read(b"a: 70", "f", tmp_path / "cache").data == {"a": 70}
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [entry.name]


def test_a_file_that_cannot_be_read_is_not_stored(tmp_path: Path) -> None:
    """Its problems are told each time."""
    for _ in range(2):
        with pytest.raises(RuleFileError):
            read(b"a: &b 70", "f", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_problems_are_the_same_from_the_cache(rules: Rules, tmp_path: Path) -> None:
    """Line and column inside a condition, too."""
    rules.put("conditions.yaml", (FIXTURES / "conditions.yaml").read_bytes())
    fresh = rules.load().problems
    kinds = {name: kind.rule for name, kind in KINDS.items()}
    for _ in range(2):
        assert load(rules.folder, kinds, tmp_path / "cache").problems == fresh


def test_a_run_with_nothing_new_loads_neither_the_yaml_reader_nor_the_parser(rules: Rules) -> None:
    """Together they cost more than all the rest of a start; a changed file brings them back."""
    rules.put(
        "b.yaml",
        "- {id: b, title: B, metric: first_line, unit: eksempel, check: expression, condition: first_line > 5,"
        " when: month != 7, missing: {after_due: no_data}, severity: low, owner: k}",
    )
    code = (
        "import sys; from pathlib import Path; from engine.checks import KINDS; from engine.rulebook.loader import load\n"
        "book = load(Path('rules'), {name: kind.rule for name, kind in KINDS.items()}, Path('cache'))\n"
        "assert {'b'} <= set(book.by_id), book.problems\n"
        "print(*sorted({'ruamel.yaml', 'rule_engine'} & set(sys.modules)))"
    )

    def loaded() -> str:
        environment = {"PYTHONPATH": str(ROOT)}
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment).stdout

    assert loaded().split() == ["ruamel.yaml", "rule_engine"]
    assert loaded().split() == []
    rules.put("c.yaml", "- {id: c}")
    assert loaded().split() == ["ruamel.yaml"]
