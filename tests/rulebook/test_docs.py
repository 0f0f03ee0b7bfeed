"""What docs/rules.md shows is what loads."""

import re
from pathlib import Path

from engine.catalogue import Metric, Unit
from engine.checks import KINDS
from engine.rulebook.loader import load
from engine.rulebook.schema import Rule, Target

DOCS = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")


def test_the_files_shown_are_a_sound_organisation(tmp_path: Path) -> None:
    """Who copies the examples has rules in force, without a warning."""
    files = re.findall(r"```yaml\n# (rules/\S+)\n(.*?)```", DOCS, re.DOTALL)
    for name, text in files:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    book = load(tmp_path / "rules", {name: kind.rule for name, kind in KINDS.items()})
    assert [problem.line() for problem in book.problems] == []
    assert len(files) == 4
    assert len(book.rules) == 4


def test_every_key_is_named() -> None:
    """A key that the docs keep silent about is found by nobody."""
    keys = {field.alias or key for model in (Unit, Metric, Rule, Target) for key, field in model.model_fields.items()}
    assert [key for key in sorted(keys) if f"`{key}" not in DOCS] == []
