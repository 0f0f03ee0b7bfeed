"""All of a file or nothing of it, and never a second file for the first one's mistakes."""

import pytest

from tests.rulebook.conftest import Rules

REST = "title: T, check: target, missing: {after_due: no_data}, severity: low, owner: o"


def rule(id: str, metric: str = "first_line", unit: str = "eksempel") -> str:  # noqa: A002
    return f"- {{id: {id}, metric: {metric}, unit: {unit}, {REST}}}\n"


def in_force(rules: Rules) -> set[str]:
    return {rule.rule.id for rule in rules.load().rules}


def test_one_bad_item_keeps_its_whole_file_out(rules: Rules) -> None:
    """Half a file in force would be a rulebook that nobody wrote."""
    rules.put("to.yaml", rule("good") + rule("bad", metric="nothing"))
    assert in_force(rules) == {"lost-i-forstelinje"}


def test_what_is_lost_is_missed_by_others_in_one_line_each(rules: Rules) -> None:
    """The metric's own mistake is told where it is; the rule says only that it waits for it."""
    rules.put("metrics.yaml", "- {id: first_line}\n")
    rules.put("to.yaml", rule("two"))
    lines = rules.lines()
    assert [line for line in lines if "R013" in line] == [
        "rules/eksempel/alle.yaml:4:13 [R013] 'first_line' is not there, because rules/eksempel/metrics.yaml did not load",
        "rules/eksempel/sources.yaml:8:22 [R013] 'first_line' is not there, because rules/eksempel/metrics.yaml did not load",
        "rules/eksempel/to.yaml:1:21 [R013] 'first_line' is not there, because rules/eksempel/metrics.yaml did not load",
    ]
    assert "rules/eksempel [R010] no rule of eksempel is in force: nothing of it is judged" in lines


def test_a_loss_spreads_as_far_as_it_must_and_no_further(rules: Rules) -> None:
    """A unit whose parent is lost is lost, too; a unit beside it is not."""
    rules.put("a/units.yaml", "- {id: a, title: A, parent: nothing}\n")
    rules.put("b/units.yaml", "- {id: b, title: B, parent: a}\n")
    rules.put("c/units.yaml", "- {id: c, title: C, parent: drift}\n")
    rules.put("regler.yaml", rule("c", unit="c"))
    assert [line.split(": ")[0] for line in rules.lines()] == [
        "rules/eksempel/a/units.yaml:1:29 [R020] unknown unit 'nothing'",
        "rules/eksempel/b/units.yaml:1:29 [R013] 'a' is not there, because rules/eksempel/a/units.yaml did not load",
    ]
    assert in_force(rules) == {"lost-i-forstelinje", "c"}


def test_an_id_is_not_taken_by_a_file_that_is_kept_out(rules: Rules) -> None:
    """A broken copy of a file, earlier in the alphabet, does not push out the sound one."""
    rules.put("a.yaml", rule("lost-i-forstelinje", metric="nothing"))
    assert in_force(rules) == {"lost-i-forstelinje"}
    assert rules.codes() == ["R030"]


def test_ids_are_taken_in_the_order_of_the_files_names(rules: Rules) -> None:
    """Which of two files is kept out does not depend on the file system."""
    rules.put("b.yaml", rule("x"))
    rules.put("c.yaml", rule("x"))
    assert in_force(rules) == {"lost-i-forstelinje", "x"}
    assert rules.lines() == ["rules/eksempel/c.yaml:1:8 [R011] the id 'x' is taken already, in rules/eksempel/b.yaml:1:8"]


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "text",
    [
        "".join(rule(f"r{number}", metric=f"first_lin{number}") for number in range(600)),
        "".join(f"- {{id: r{number}}}\n" for number in range(3_000)),
        "- {check: trend, id: r, " + ", ".join(f"key{number}: 1" for number in range(8_000)) + "}\n",
        "- r\n" * 15_000,
        "- {check: a}\n" * 4_000,
    ],
    ids=["unknown metrics", "missing keys", "unknown keys", "texts", "unknown checks"],
)
def test_a_thousand_mistakes_are_cut_at_a_hundred(rules: Rules, text: str) -> None:
    """Who has more mends these first; nobody waits for a suggestion to the thousandth."""
    rules.put("feil.yaml", text)
    lines = rules.lines()
    assert len(lines) == 101
    assert "there may be more problems below" in "".join(lines)
    assert in_force(rules) == {"lost-i-forstelinje"}


def test_a_hundred_warnings_hide_no_error(rules: Rules) -> None:
    """A file with many doubts and one mistake is kept out for the mistake."""
    doubts = "".join(
        f"- {{id: r{number}, metric: first_line, unit: eksempel, {REST}, targets: [{{at_least: 70.5, decided_by: o}}]}}\n"
        for number in range(120)
    )
    rules.put("feil.yaml", doubts + rule("bad", metric="nothing"))
    assert in_force(rules) == {"lost-i-forstelinje"}
    assert sorted(set(rules.codes())) == ["R030", "R052"]


def test_all_mistakes_of_a_file_are_told_at_once(rules: Rules) -> None:
    """Whichever step finds them: the form of one item, the names of the next, a check that nobody knows."""
    rules.put(
        "feil.yaml",
        "- 7\n"
        + rule("a", metric="nothing")
        + rule("b").replace("check: target", "check: targett").replace("low", "lav")
        + rule("c").replace("owner: o", "owner: 7"),
    )
    assert [line.removeprefix("rules/eksempel/feil.yaml:") for line in rules.lines()] == [
        "1:3 [R009] an item holds keys and values: - id: ...",
        "2:19 [R030] unknown metric 'nothing'",
        "3:64 [R004] unknown check 'targett' (did you mean 'target'?)",
        "3:114 [R007] 'lav' is none of low, medium, high, critical",
        "4:125 [R007] a text is expected: put it in quotes",
    ]


def test_what_stands_beside_a_mistake_is_not_missed_by_its_neighbours(rules: Rules) -> None:
    """In a file with one mistake the other items are not called unknown among themselves."""
    rules.put(
        "units.yaml",
        "- {id: a, title: A, parent: eksempel}\n- {id: b, title: B, parent: a}\n- {id: c}\n- {id: d, title: D, parent: e}\n",
    )
    assert [line.split(":", 1)[1] for line in rules.lines() if "units" in line] == [
        "3:3 [R006] the key 'title' is missing",
        "4:29 [R013] 'e' is not there, because rules/eksempel/units.yaml did not load",
    ]


def test_an_id_from_the_defaults_is_not_everybodys(rules: Rules) -> None:
    """Two rules under one id would share their avvik."""
    text = rule("x").removeprefix("- ").replace("title: T, ", "")
    rules.put("feil.yaml", f"defaults: {text}rules:\n  - {{title: A}}\n  - {{title: B}}\n")
    assert rules.lines() == [
        "rules/eksempel/feil.yaml:1:16 [R011] the id 'x' is taken already, in rules/eksempel/feil.yaml:3:5"
    ]
