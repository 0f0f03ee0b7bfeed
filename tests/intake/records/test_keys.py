"""A key holds over all files of a source; of updates, the latest holds."""

from pathlib import Path
from typing import Any

import pytest

from engine.intake.records.table import changed_months
from tests.intake.records.reading import INSTANT, refusals, source, table

COLUMNS: dict[str, dict[str, Any]] = {
    "Sak": {"name": "ticket", "type": "text", "required": True},
    "Tid": {**INSTANT, "required": True},
    "Status": {"name": "status", "type": "text"},
}
HEADINGS = "Sak;Tid;Status\n"
FIRST = "007;2023-03-01 08:00:00;open\n"
LATER = "007;2023-04-01 08:00:00;closed\n"


def test_a_record_in_two_files_is_a_mistake(tmp_path: Path) -> None:
    """Two exports that overlap would count it twice, in whichever months it stands."""
    declared = source(COLUMNS, key=["ticket"], partition="at")
    for _ in range(2):
        found = refusals(tmp_path, declared, a=HEADINGS + FIRST, b=HEADINGS + LATER)
        assert found == ["b.csv «Sak» [D083] the record '007' stands in a.csv too; of updates, latest: says which one holds"]


def test_the_same_file_under_two_names_is_one_file(tmp_path: Path) -> None:
    """A copy is no news."""
    declared = source(COLUMNS, key=["ticket"])
    assert len(table(tmp_path, declared, a=HEADINGS + FIRST, b=HEADINGS + FIRST).parts) == 1


def test_all_of_a_key_counts(tmp_path: Path) -> None:
    """The same ticket with another status is another record where the key has both."""
    declared = source({**COLUMNS, "Status": {**COLUMNS["Status"], "required": True}}, key=["ticket", "status"])
    assert len(table(tmp_path, declared, a=HEADINGS + FIRST, b=HEADINGS + LATER).parts) == 2
    found = refusals(tmp_path, declared, c=HEADINGS + LATER.replace("04-01", "04-02"))
    assert "'007, closed'" in found[0]


def test_updates_are_let_in_where_the_latest_holds(tmp_path: Path) -> None:
    """In one file, in two, and the same line in both."""
    declared = source(COLUMNS, key=["ticket"], latest="at", partition="at")
    before = table(tmp_path, declared, a=HEADINGS + FIRST)
    after = table(tmp_path, declared, a=HEADINGS + FIRST + LATER, b=HEADINGS + LATER)
    assert len(after.parts) == 3
    assert changed_months(before, after) is None
    assert after.paths("at", 2023 * 12 + 2, 2023 * 12 + 2) == after.paths()


def test_two_updates_that_are_equally_late_contradict_each_other(tmp_path: Path) -> None:
    """Which one holds would be chance."""
    declared = source(COLUMNS, key=["ticket"], latest="at")
    found = refusals(tmp_path, declared, a=HEADINGS + FIRST + FIRST.replace("open", "closed"))
    assert found == ["a.csv «Sak» [D083] the record '007' stands in a.csv too, equally late and different"]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"latest": "at"}, "there is no key:"),
        ({"latest": "status", "key": ["ticket"]}, "names an instant, a date or a whole number"),
        ({"key": ["status"]}, "status tells records apart: the column has required: true"),
    ],
)
def test_a_key_that_cannot_tell_records_apart_is_told_at_load(keys: dict[str, Any], said: str) -> None:
    """Before a file is read."""
    with pytest.raises(ValueError, match=said):
        source(COLUMNS, **keys)


@pytest.mark.parametrize("address", ["sqlite:////etc/calls.db", "sqlite:///../calls.db"])
def test_a_database_file_lies_below_the_folder(address: str) -> None:
    """As every other file of records."""
    with pytest.raises(ValueError, match="named from the folder of records"):
        source(COLUMNS, sql=address, query="SELECT 1")
