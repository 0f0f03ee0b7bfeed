"""What docs/report.md shows is what happens."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine.cli import app
from engine.report.cells import MARK_SIGNS
from engine.report.periods import PLACEHOLDERS
from engine.report.schema import Column, Part, Row, Style, TableOf
from tests.deliveries import ROOT

DOCS = (ROOT / "docs" / "report.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8").split("## Your own figures in five minutes")[1].split("\n## ")[0]


def _files(text: str, folder: Path) -> None:
    for path, content in re.findall(r"```yaml\n# (\S+)\n(.*?)```", text, re.DOTALL):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")


def test_the_five_minutes_of_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files and commands work as they stand, after the README's own."""
    _files(README, tmp_path)
    _files(DOCS, tmp_path)
    [figures] = re.findall(r"```text\n(.*?)```", README, re.DOTALL)
    (tmp_path / "figures.csv").write_text(figures, encoding="utf-8")
    section = DOCS.split("## A report in five minutes")[1].split("\n## ")[0]
    own = re.findall(r"^\$ malvakt (.*)$", section, re.MULTILINE)
    assert len(own) == 8
    monkeypatch.chdir(tmp_path)
    for command in ("ingest figures.csv --source tidy", "run --as-of 2026-03-15", *own):
        done = CliRunner().invoke(app, command.split())
        assert done.exit_code == 0, (command, done.output, done.exception)
    page = (tmp_path / "ut" / "acme-manedsrapport-2026-02-1.html").read_text(encoding="utf-8")
    assert "Influensasesong" in page
    assert (tmp_path / "arkiv" / "acme-manedsrapport-2026-02-1.html").read_text(encoding="utf-8") == page


def test_every_key_is_documented() -> None:
    keys = {*Part.model_fields, *Row.model_fields, *Column.model_fields, *TableOf.model_fields, *Style.model_fields}
    of_language = {key for key in keys if key.endswith("_en")}
    assert [key for key in sorted(keys - of_language - {"id"}) if key not in DOCS] == []
    assert [name for name in PLACEHOLDERS if name[0].islower() and f"{{{name}}}" not in DOCS] == []
    assert [sign for sign, _ in MARK_SIGNS.values() if sign and sign not in DOCS] == []
