"""What the round tells the log: the cases, the order, and what decide leaves alone."""

from collections.abc import Mapping
from typing import Any

import pytest

from engine.avvik.decide import decide
from engine.avvik.entries import Addition, Draft, EntryKind, Opening, Subject
from engine.avvik.told import Told
from engine.periods import Grain, Period
from tests.avvik.cases import cases
from tests.avvik.log import FIRST, SUBJECT, Log, in_force, timeline, told, verdict

KEY = (SUBJECT.organisation, SUBJECT.rule)


@pytest.mark.parametrize("case", cases("decide"))
def test_what_the_rounds_tell(case: Mapping[str, Any]) -> None:
    """Every case in fixtures/avvik/decide.yaml ends with these avvik and these entries, and a further round adds nothing."""
    log = Log()
    for step in case["rounds"]:
        _step(log, step, case.get("rule", {}))
    assert [*map(told, log.avvik.values())] == case["told"]
    for avvik, expected in zip(log.avvik.values(), case["avvik"], strict=True):
        assert [period.ordinal - FIRST.ordinal + 1 for period in avvik.periods] == expected["periods"]
        for name in expected.keys() - {"periods"}:
            assert str(getattr(avvik, name)) == expected[name], name
    last = next(step for step in reversed(case["rounds"]) if not _is_move(step))
    assert _step(log, last, case.get("rule", {})) == 0


def _is_move(step: Any) -> bool:
    return isinstance(step, dict) and "figures" not in step


def _step(log: Log, step: Any, keys: Mapping[str, Any]) -> int:
    if isinstance(step, str):
        return log.round(in_force(**keys), timeline(step))
    if "figures" in step:
        more = {"severity": step["severity"]} if "severity" in step else {}
        return log.round(in_force(**keys, **more), timeline(step["figures"], step.get("version", "v1")))
    [(move, number)] = step.items()
    state, kind = {
        "lukk": ("lukket", EntryKind.CLOSED),
        "avvis": ("avvist", EntryKind.REJECTED),
        "gjenåpne": ("gjenåpnet", EntryKind.REOPENED),
    }[move]
    log.append(f"A-{number:06d}", [Draft(kind=kind, who="kari", facts={"state": state})])
    return 0


def test_openings_and_additions_come_in_the_order_of_their_subjects() -> None:
    """Organisation, rule, unit, dimension, whatever the order of the arguments: two runs write the same log."""
    subjects = [
        Subject(organisation="hemit", rule="hemit-first-line", unit="hemit", dimension=""),
        *(
            Subject(organisation="hemit", rule="hemit-sick-leave", unit=u, dimension=d)
            for u in ("adm", "drift")
            for d in ("", "long")
        ),
    ]
    rules = {(s.organisation, s.rule): in_force(subject=s) for s in subjects}
    timelines = {s: (verdict(FIRST, "3", subject=s),) for s in reversed(subjects)}
    decided = decide(rules, timelines, {}, ())
    assert [each.subject for each in decided if isinstance(each, Opening)] == subjects


def test_a_rule_that_is_withdrawn_leaves_its_avvik_as_they_are() -> None:
    """No verdict of a rule that is not in force opens, changes or corrects anything."""
    log = Log()
    log.round(in_force(), timeline("33"))
    assert decide({}, {SUBJECT: timeline("..")}, {}, log.avvik.values()) == ()


def test_a_subject_without_a_timeline_is_not_looked_at() -> None:
    """A round that touched nothing of a subject says nothing of it."""
    log = Log()
    log.round(in_force(), timeline("33"))
    assert decide({KEY: in_force()}, {}, {}, log.avvik.values()) == ()


def test_after_a_change_of_grain_the_old_avvik_are_history() -> None:
    """Months and quarters cannot be compared: the old avvik stands as it was, and the new periods have one of their own."""
    log = Log()
    log.round(in_force(), timeline("33"))
    quarters = timeline("3", "v2", Period.parse("2023-Q1"))
    log.round(in_force(Grain.QUARTER), [*timeline("33"), *quarters])
    first, second = log.avvik.values()
    assert [*map(str, first.periods)] == ["2023-01", "2023-02"]
    assert [*map(str, second.periods)] == ["2023-Q1"]
    assert second.earlier == ""


def test_the_opening_holds_what_the_chain_must_cover() -> None:
    """Subject, owner, severity and figures are facts of the opening: nobody can change them beside the chain."""
    [opened] = decide({KEY: in_force(severity="high")}, {SUBJECT: timeline("5")}, {}, ())
    assert isinstance(opened, Opening)
    assert opened.drafts[0].words == {}
    assert opened.drafts[0].facts == {
        "reason": "first",
        "subject": {"organisation": "helse-nord-ikt", "rule": "hnikt-first-line", "unit": "helse-nord-ikt", "dimension": ""},
        "owner": "kvalitet",
        "severity": "high",
        "state": "ny",
        "condition": "aktiv",
        "period": "2023-01",
        "outcome": "missed",
        "value": "65",
        "target": "70",
        "comparator": "at_least",
        "margin": "-5",
        "rule_version": "v1",
        "data_revision": "r5",
    }


def test_a_correction_names_figure_and_verdict_before_and_after() -> None:
    """«Korrigerte tall» can be written from the entry alone, and it says whether the figure or the rule was changed."""
    log = Log()
    log.round(in_force(), timeline("3"))
    [by_figure] = decide({KEY: in_force()}, {SUBJECT: timeline(".")}, {}, log.avvik.values())
    [by_rule] = decide({KEY: in_force()}, {SUBJECT: [_by_rule()]}, {}, log.avvik.values())
    assert isinstance(by_figure, Addition)
    assert isinstance(by_rule, Addition)
    facts = by_figure.drafts[0].facts
    assert (facts["before"]["value"], facts["before"]["outcome"]) == ("67", "missed")
    assert (facts["after"]["value"], facts["after"]["outcome"]) == ("75", "met")
    assert facts["changed"] == "figure"
    facts = by_rule.drafts[0].facts
    assert (facts["changed"], facts["before"]["rule_version"], facts["after"]["rule_version"]) == ("rule", "v1", "v2")


def test_found_by_correction_names_what_stood_before() -> None:
    """The one who is told of it can see the verdict it had until now."""
    log = Log()
    log.round(in_force(), timeline("."))
    log.round(in_force(), timeline("3"))
    facts = log.avvik["A-000001"].entries[0].facts
    assert Told.read(facts["before"]) == Told.of(verdict(FIRST, "."))


def _by_rule() -> Any:
    from dataclasses import replace

    return replace(verdict(FIRST, ".", "v2"), data_revision="r3")
