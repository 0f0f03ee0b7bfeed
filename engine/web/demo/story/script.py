"""fixtures/demo/story.yaml: who did what when. What is wrong with the file is told with its lines."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import AwareDatetime, Field, ValidationError

from engine.avvik.states import Move
from engine.errors import RuleFileError
from engine.rulebook.items import Item
from engine.rulebook.messages import findings
from engine.rulebook.yaml import read_yaml
from engine.schema import Strict
from engine.worktime.kinds import BreachType


class Step(Strict):
    at: AwareDatetime
    by: str


class AvvikStep(Step):
    """One move on one avvik, with what that move needs."""

    avvik: str
    move: Move
    text: str = ""
    to: str = ""
    cause: str = ""
    action: str = ""
    responsible: str = ""
    due: date | None = None
    effect_periods: int = 2
    period: str = ""
    file: str = ""


class CaseStep(Strict):
    at: AwareDatetime
    organisation: str
    employee: str
    breach: BreachType
    move: Literal["cause", "note", "close", "reopen"]
    cause: str = ""
    text: str = ""


class ExemptionStep(Step):
    approver: str
    rule: str
    unit: str = ""
    since: date
    until: date
    reason: str


class ExemptionAhead(Strict):
    by: str
    approver: str
    rule: str
    since: int
    """Days from the day of the visit."""
    until: int
    reason: str


class MaintenanceAhead(Strict):
    by: str
    organisation: str
    service: str
    start: int = Field(ge=1)
    hours: int
    reason: str


class Ahead(Strict):
    exemption: ExemptionAhead
    maintenance: MaintenanceAhead


class Script(Strict):
    deliveries: tuple[Mapping[str, Any], ...] = ()
    """As those of fixtures/demo.yaml."""
    moves: tuple[AvvikStep, ...] = ()
    exemptions: tuple[ExemptionStep, ...] = ()
    ahead: Ahead | None = None
    cases: tuple[CaseStep, ...] = ()


def read(path: Path) -> Script:
    """Raises RuleFileError with everything that is wrong."""
    document = read_yaml(path)
    item = Item(document, (), document.data, frozenset(document.data))
    try:
        return Script.model_validate(document.data, strict=False)
    except ValidationError as error:
        raise RuleFileError("", [item.problem(each) for each in findings(error, Script, document.data)]) from None
