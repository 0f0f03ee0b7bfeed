"""What docs/operations.md shows is what loads, and its words mean what it says."""

import re
from pathlib import Path

import pytest

from engine.calendar.phrases import NotADueDate, due
from engine.calendar.schedule import NotASchedule, when
from engine.checks import KINDS
from engine.jobs import KINDS as JOBS
from engine.rulebook.loader import load
from engine.rulebook.timetable import DeliveryItem, Kind, RunItem

DOCS = (Path(__file__).parents[1] / "docs" / "operations.md").read_text(encoding="utf-8")
_METRICS = """
- {id: m, title: M, unit_of_measure: count, decimals: 0, better: lower, grain: month, due_days: 0}
- {id: availability, title: A, unit_of_measure: count, decimals: 0, better: higher, grain: month, due_days: 0,
   measure: {kind: count, over: probes, at: at, per: month, no_records: zero, missing: leave_out, incomplete: show}}
"""
_RECORDS = """
- {id: probes, format: csv, files: [p.csv], columns: {T: {name: at, type: date, format: yyyy-mm-dd, required: true}}}
"""
_SOURCES = "".join(
    f"- {{id: {name}, format: csv, layout: long, columns: {{M: {{metric: m}}}}}}\n" for name in ("brukerstotte", "okonomi")
)


def test_the_calendar_shown_is_sound(tmp_path: Path) -> None:
    """Who copies it has it in force."""
    home = tmp_path / "rules" / "eksempel"
    home.mkdir(parents=True)
    (found,) = re.findall(r"```yaml\n# rules/eksempel/calendar.yaml\n(.*?)```", DOCS, re.DOTALL)
    for name, text in (("calendar", found), ("metrics", _METRICS), ("sources", _SOURCES), ("records", _RECORDS)):
        (home / f"{name}.yaml").write_text(text)
    book = load(tmp_path / "rules", {name: kind.rule for name, kind in KINDS.items()})
    assert [problem.line() for problem in book.problems if problem.code != "R010"] == []
    assert (len(book.timetables["eksempel"].deliveries), len(book.timetables["eksempel"].runs)) == (2, 4)


def test_every_key_and_kind_is_named() -> None:
    keys = {key for model in (DeliveryItem, RunItem) for key in model.model_fields}
    assert [key for key in sorted(keys) if f"`{key}" not in DOCS] == []
    assert [kind for kind in Kind if f"| `{kind.value}` |" not in DOCS] == []
    assert {kind.value for kind in Kind} <= set(JOBS)


def test_every_due_date_shown_is_understood() -> None:
    """Of each row the first two words are whole due dates."""
    section = DOCS.split("### Due dates\n")[1].split("\n### ")[0]
    rows = re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|", section, re.MULTILINE)
    assert len(rows) == 10
    for english, norsk in rows:
        assert due(english).day == due(norsk).day


def test_every_schedule_shown_is_understood() -> None:
    """Those in the paragraph that begins with `when`."""
    (paragraph,) = re.findall(r"^`when`: (.*?)Times are", DOCS, re.MULTILINE | re.DOTALL)
    words = re.findall(r"`([^`]+)`", paragraph)
    assert len(words) == 10
    for each in words:
        when(each)


@pytest.mark.parametrize("words", ["whenever", "10th day"])
def test_what_is_not_shown_is_refused(words: str) -> None:
    with pytest.raises(NotADueDate):
        due(words)
    with pytest.raises(NotASchedule):
        when(words)
