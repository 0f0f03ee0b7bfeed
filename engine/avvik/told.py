"""What the log has told of one period: the verdict's figures as facts of an entry, and back again."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from engine.facts import Comparator, Outcome, TargetValue, Verdict
from engine.periods import Period


class Changed(StrEnum):
    """What a correction changed."""

    FIGURE = "figure"
    RULE = "rule"
    BOTH = "figure_and_rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A verdict as it was told: enough to see later whether it still says the same."""

    period: Period
    outcome: Outcome
    cause: str = ""
    value: Decimal | None = None
    target: TargetValue | None = None
    comparator: Comparator | None = None
    margin: Decimal | None = None
    provisional: bool = False
    rule_version: str
    data_revision: str

    @classmethod
    def of(cls, verdict: Verdict) -> "Told":
        return cls(
            period=verdict.period,
            outcome=verdict.outcome,
            cause=verdict.cause.value if verdict.cause else "",
            value=verdict.value,
            target=verdict.target,
            comparator=verdict.comparator,
            margin=verdict.margin,
            provisional=verdict.provisional,
            rule_version=verdict.rule_version,
            data_revision=verdict.data_revision,
        )

    @classmethod
    def read(cls, facts: Mapping[str, Any]) -> "Told":
        """The reverse of `facts`; other keys are left alone."""
        return cls(
            period=Period.parse(facts["period"]),
            outcome=Outcome(facts["outcome"]),
            cause=facts.get("cause", ""),
            value=_decimal(facts.get("value")),
            target=_target(facts.get("target")),
            comparator=Comparator(facts["comparator"]) if "comparator" in facts else None,
            margin=_decimal(facts.get("margin")),
            provisional=facts.get("provisional", False),
            rule_version=facts["rule_version"],
            data_revision=facts["data_revision"],
        )

    @property
    def facts(self) -> dict[str, Any]:
        """JSON: numbers as decimal strings; what there is none of is left out."""
        given = {
            "period": str(self.period),
            "outcome": self.outcome.value,
            "cause": self.cause,
            "value": _text(self.value),
            "target": [_text(end) for end in self.target] if isinstance(self.target, tuple) else _text(self.target),
            "comparator": self.comparator.value if self.comparator else None,
            "margin": _text(self.margin),
            "provisional": self.provisional,
            "rule_version": self.rule_version,
            "data_revision": self.data_revision,
        }
        return {name: value for name, value in given.items() if value}

    @property
    def is_missed(self) -> bool:
        return self.outcome is Outcome.MISSED

    def says_the_same_as(self, other: "Told") -> bool:
        """True when a reader would see no difference: a final figure that confirms a provisional one is no correction."""
        return self.shown == other.shown

    @property
    def shown(self) -> tuple[object, ...]:
        return self.outcome, self.cause, self.value, self.target, self.comparator, self.margin

    def changed_to(self, other: "Told") -> Changed:
        """Whether the figures, the rule or both differ between the two tellings."""
        if self.rule_version == other.rule_version:
            return Changed.FIGURE
        return Changed.RULE if self.data_revision == other.data_revision else Changed.BOTH


def _text(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _target(told: Any) -> TargetValue | None:
    if isinstance(told, list):
        low, high = told
        return Decimal(low), Decimal(high)
    return _decimal(told)
