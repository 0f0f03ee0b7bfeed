"""The folder: what is read, what is passed over, and what is refused because nobody would ever notice it."""

import os
from pathlib import Path

import pytest

from engine.errors import RuleFileError
from engine.rulebook.files import MAX_BYTES, content, find
from tests.rulebook.conftest import Rules


def test_files_anywhere_below_the_organisation_are_read_in_the_order_of_their_names(rules: Rules) -> None:
    """The word in the file's name says what it holds; every other name holds rules."""
    rules.put("b/metrics.yaml", "[]")
    rules.put("a/maal.yaml", "[]")
    found = [(file.shown, file.holds.value) for file in find(rules.folder).files]
    assert found == [
        ("rules/eksempel/a/maal.yaml", "rules"),
        ("rules/eksempel/alle.yaml", "rules"),
        ("rules/eksempel/b/metrics.yaml", "metrics"),
        ("rules/eksempel/metrics.yaml", "metrics"),
        ("rules/eksempel/sources.yaml", "sources"),
        ("rules/eksempel/units.yaml", "units"),
    ]


def test_what_belongs_to_other_rooms_is_passed_over(rules: Rules) -> None:
    """The report's layout, statutory limits, hidden and other files are no rules."""
    for name in (
        "report.yaml",
        "README.md",
        ".skjult.yaml",
        "..data/x.yaml",
        "../aml/limits.yaml",
    ):
        rules.put(name, "not: [rules")
    rules.put("../README.md", "Les meg")
    assert rules.lines() == []


def test_what_lies_wrong_is_told(rules: Rules) -> None:
    """A rule that is never read looks exactly like a target that is always met."""
    rules.put("hr.yml", "[]")
    rules.put("hr.YAML", "[]")
    rules.put("../stray.yaml", "[]")
    rules.put("../Helse Nord/hr.yaml", "[]")
    (rules.organisation / "lenke").symlink_to("/etc")
    Path("rules/annen").symlink_to(rules.organisation.resolve())
    assert rules.lines() == [
        "rules/Helse Nord [R012] 'Helse Nord' cannot be an organisation's id: a-z, 0-9, - and _",
        "rules/annen [R012] a link to a folder is not followed",
        "rules/eksempel/hr.YAML [R012] only files that end in .yaml are read: rename it",
        "rules/eksempel/hr.yml [R012] only files that end in .yaml are read: rename it",
        "rules/eksempel/lenke [R012] a link to a folder is not followed",
        "rules/stray.yaml [R012] the file lies in no organisation's folder: move it into rules/<organisation>/",
    ]


def test_a_name_that_cannot_be_read_is_refused(rules: Rules) -> None:
    """A terminal would act on it, and a message could not name it."""
    rules.put("mål\x1b[31m\n.yaml", "[]")
    assert rules.lines() == [
        "rules/eksempel [R012] 'mål\\u001b[31m .yaml' has letters in its name that nobody can see: rename it"
    ]


def test_a_link_inside_the_folder_is_read_and_one_that_leads_out_is_not(rules: Rules) -> None:
    """Mounted configuration maps are links inside; /etc/passwd is not our rule file."""
    rules.put("..data/maal.yaml", "rules: []")
    (rules.organisation / "maal.yaml").symlink_to("..data/maal.yaml")
    assert rules.lines() == []
    (rules.organisation / "ut.yaml").symlink_to("/etc/passwd")
    (rules.organisation / "ring.yaml").symlink_to("ring.yaml")
    (rules.organisation / "ingen.yaml").symlink_to("ingen-fil")
    assert [line.split(" (")[0] for line in rules.lines()] == [
        "rules/eksempel/ingen.yaml [R001] the file cannot be opened",
        "rules/eksempel/ring.yaml [R001] the file cannot be opened",
        "rules/eksempel/ut.yaml [R001] the link leads out of the rules folder",
    ]


@pytest.mark.timeout(10)
def test_a_pipe_is_no_file_and_does_not_wait(rules: Rules) -> None:
    """A pipe without a writer would hold the round for ever."""
    os.mkfifo(rules.organisation / "rør.yaml")
    assert rules.lines() == ["rules/eksempel/rør.yaml [R001] this is not a plain file"]


def test_never_more_is_read_than_is_allowed(tmp_path: Path) -> None:
    """A file of any size costs one byte more than the limit."""
    file = tmp_path / "stor.yaml"
    with file.open("wb") as big:
        big.truncate(5_000_000_000)
    assert len(content(file)) == MAX_BYTES + 1


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    """Vanished between the listing and the reading."""
    with pytest.raises(RuleFileError) as caught:
        content(tmp_path / "borte.yaml")
    assert "No such file" in caught.value.problems[0].text()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The most common mistake on the command line."""
    monkeypatch.chdir(tmp_path)
    assert [problem.line() for problem in find(Path("regler")).problems] == [
        "regler [R012] there is no such folder; say where the rules are with --rules"
    ]
