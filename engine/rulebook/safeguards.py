"""rules/<organisation>/guard.yaml: when a round is a storm, and how long an exemption may last.

storm: {max_new: 20, share: 0.4, least: 5}
exemptions: {longest_days: 365, two_people: true}
"""

from decimal import Decimal
from pathlib import Path

from pydantic import Field, ValidationError

from engine.errors import Problem, RuleFileError
from engine.language import mark
from engine.rulebook.files import content
from engine.rulebook.findings import Code
from engine.rulebook.items import Item
from engine.rulebook.messages import findings
from engine.rulebook.stored import read
from engine.schema import Number, Strict

NAME = "guard.yaml"


class StormLimits(Strict):
    """More new avvik at once than this are likelier a swapped column than so many breaches."""

    max_new: int = Field(default=20, ge=1)
    """The most new avvik that one round may open in the organisation."""
    share: Number = Field(default=Decimal("0.4"), gt=0, le=1)
    """The largest share of what was judged before, by rule, unit and dimension, that one round may find newly in breach."""
    least: int = Field(default=5, ge=1)
    """Fewer new avvik than these are no storm, whatever their share: half of four targets is two."""


class ExemptionLimits(Strict):
    longest_days: int = Field(default=365, ge=1, le=1096)
    two_people: bool = True
    """Whoever approves an exemption is somebody else than who registers it."""


class Safeguards(Strict):
    """One organisation's limits; what guard.yaml does not say has its default."""

    storm: StormLimits = StormLimits()
    exemptions: ExemptionLimits = ExemptionLimits()


def load(folder: Path, organisation: str, cache: Path | None = None) -> tuple[Safeguards, tuple[Problem, ...]]:
    """The organisation's limits, or the defaults with every problem where its file is not right."""
    path = folder / organisation / NAME
    if not path.exists() and not path.is_symlink():
        return Safeguards(), ()
    try:
        document = read(content(path, folder), str(path), cache)
    except RuleFileError as error:
        return Safeguards(), error.problems
    if not isinstance(document.data, dict):
        message = mark("keys and values are expected: storm: {{max_new: 20}}")
        return Safeguards(), (Problem(document.place(()), Code.FORM, message),)
    item = Item(document, (), document.data, frozenset(document.data))
    try:
        return Safeguards.model_validate(document.data), document.problems
    except ValidationError as error:
        found = map(item.problem, findings(error, Safeguards, document.data))
        return Safeguards(), (*document.problems, *found)
