"""What the room promises of itself: a kind is a file, a registry line and a row of the docs."""

from pathlib import Path

from engine.intake.records.codes import RecordCode
from engine.measures import KINDS
from engine.measures.problems import Code

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")


def test_every_kind_is_its_file_and_named_in_the_docs() -> None:
    """The word in the YAML is the name of the file."""
    files = {path.stem for path in (ROOT / "engine" / "measures" / "kinds").glob("*.py")} - {"__init__", "availability_records"}
    assert files == {*KINDS}
    assert [kind for kind in KINDS if f"`{kind}`" not in DOCS] == []


def test_every_key_of_every_kind_is_named_in_the_docs() -> None:
    """A key that the docs keep silent about is found by nobody."""
    keys = {key for kind in KINDS.values() for key in kind.model_fields}
    assert [key for key in sorted(keys) if key not in DOCS] == []


def test_every_code_is_documented() -> None:
    """People search for what they were told."""
    assert [code for code in (*Code, *RecordCode) if code.value not in DOCS] == []
