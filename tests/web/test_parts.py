"""The rules as the pages see them: read once, and again when a file has changed."""

from pathlib import Path

from engine.web.parts import Shelf
from tests.cli.test_commands import METRICS, RULES


def test_a_changed_rule_is_seen_at_the_next_request(tmp_path: Path) -> None:
    folder = tmp_path / "rules" / "acme"
    folder.mkdir(parents=True)
    (folder / "metrics.yaml").write_text(METRICS, encoding="utf-8")
    (folder / "drift.yaml").write_text(RULES, encoding="utf-8")
    shelf = Shelf(tmp_path / "rules", tmp_path / "cache")
    first = shelf.book()
    assert shelf.book() is first
    (folder / "drift.yaml").write_text(RULES.replace("Turnover", "Gjennomtrekk"), encoding="utf-8")
    assert {each.rule.title for each in shelf.book().rules} == {"Besvart innen 1 minutt", "Gjennomtrekk"}
    (folder / "drift.yaml").unlink()
    assert shelf.book().rules == ()
