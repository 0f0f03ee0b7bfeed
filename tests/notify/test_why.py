"""Why one recipient hears of one avvik: the table in fixtures/notify/why.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.avvik.entries import Draft, EntryKind
from engine.exemptions import Exemption
from engine.notify.decide import matter_of
from engine.notify.matter import Heard
from engine.notify.why import why
from engine.reasons import TOLD, Reason
from engine.rulebook.yaml import read_yaml
from tests.avvik.log import SUBJECT, Log, in_force, timeline

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parents[2] / "fixtures" / "notify" / "why.yaml").data


@dataclass
class Walk:
    """A recipient and a log, day by day."""

    case: Mapping[str, Any]
    log: Log = field(default_factory=Log)
    heard: list[Heard] = field(default_factory=list)

    def step(self, day: str, figures: str, severity: str = "") -> Reason:
        self.log.at = datetime.combine(date.fromisoformat(f"2023-{day}"), datetime.min.time(), UTC).replace(hour=8)
        keys = {**self.case.get("rule", {}), **({"severity": severity} if severity else {})}
        self.log.round(in_force(**keys), timeline(figures))
        avvik = self.log.avvik.get("A-000001")
        if avvik is None:
            return Reason.NONE
        reason = why(
            avvik,
            self.heard,
            today=self.log.at.date(),
            exemptions=[*map(_exemption, self.case.get("exemptions", []))],
            knows_rule=self.case.get("knows_rule", False),
        )
        if reason is not Reason.NONE:
            matter = matter_of(avvik)
            self.heard.append(Heard(recipient="kari", about=matter.about, reason=reason, upto=matter.upto, at=self.log.at))
        return reason

    def close(self) -> None:
        self.log.append("A-000001", [Draft(kind=EntryKind.CLOSED, who="kari", facts={"state": "lukket"})])


def _exemption(given: Mapping[str, str]) -> Exemption:
    days = {name: date.fromisoformat(f"2023-{given[name]}") for name in ("since", "until", "ended_on") if name in given}
    return Exemption(
        id="U-0001",
        organisation=SUBJECT.organisation,
        rule=SUBJECT.rule,
        unit=given.get("unit", ""),
        reason="flytting",
        approver="Direktøren",
        registered_by="ola",
        registered_at=datetime(2023, 4, 1, tzinfo=UTC),
        **days,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_why(case: Mapping[str, Any]) -> None:
    walk = Walk(case)
    for step in case["steps"]:
        if isinstance(step, list):
            day, figures, expected = step
            assert walk.step(day, figures).value == expected, step
        else:
            reason = walk.step(step["day"], step["figures"], step.get("severity", ""))
            if "lukk" in step:
                walk.heard.clear()
                walk.close()
            else:
                assert reason.value == step["reason"], step


def test_every_reason_of_an_avvik_is_in_the_table() -> None:
    """A reason that no case gives may be gone without anybody noticing; two are of deadlines, not of avvik."""
    given = {step[2] if isinstance(step, list) else step.get("reason") for case in CASES for step in case["steps"]}
    assert {reason.value for reason in TOLD} - given == {"overdue", "no_data"}
