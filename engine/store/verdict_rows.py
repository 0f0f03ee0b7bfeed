"""A verdict as a row and back again."""

from decimal import Decimal
from typing import Any

from engine.facts import Cause, Comparator, Mark, Outcome, TargetValue, Verdict, digest
from engine.periods import Period

Key = tuple[str, str, str, str, Period]
Edition = tuple[str, str, str]
"""What a verdict on a key rests on and comes to: the versions of the rule and of the figures, and the conclusion."""

KEY = ("organisation", "rule", "unit", "dimension", "period")
EDITION = ("rule_version", "data_revision", "conclusion")
CONTENT = (
    "outcome",
    "cause",
    "value",
    "raw_value",
    "numerator",
    "denominator",
    "target",
    "comparator",
    "margin",
    "provisional",
    "words",
    "details",
    "marks",
)
COLUMNS = (*KEY, *EDITION, *CONTENT)


def key_of(verdict: Verdict) -> Key:
    return verdict.organisation, verdict.rule, verdict.unit, verdict.dimension, verdict.period


def edition_of(verdict: Verdict) -> Edition:
    content = [value if isinstance(value, list | dict | None) else str(value) for value in _content(verdict)]
    return verdict.rule_version, verdict.data_revision, digest(content)


def row_of(verdict: Verdict) -> dict[str, Any]:
    return dict(zip(COLUMNS, (*key_of(verdict), *edition_of(verdict), *_content(verdict)), strict=True))


def verdict_of(row: tuple[Any, ...]) -> Verdict:
    """The verdict from the values of COLUMNS."""
    said = dict(zip(COLUMNS, row, strict=True))
    del said["conclusion"]
    return Verdict(
        **said
        | {
            "outcome": Outcome(said["outcome"]),
            "cause": None if said["cause"] is None else Cause(said["cause"]),
            "comparator": None if said["comparator"] is None else Comparator(said["comparator"]),
            "target": _target(said["target"]),
            "marks": tuple(Mark(mark) for mark in said["marks"]),
        }
    )


def _content(verdict: Verdict) -> tuple[Any, ...]:
    """The values of CONTENT."""
    return (
        verdict.outcome.value,
        verdict.cause and verdict.cause.value,
        verdict.value,
        verdict.raw_value,
        verdict.numerator,
        verdict.denominator,
        _target_text(verdict.target),
        verdict.comparator and verdict.comparator.value,
        verdict.margin,
        verdict.provisional,
        verdict.words,
        dict(verdict.details),
        [mark.value for mark in verdict.marks],
    )


def _target_text(target: TargetValue | None) -> str | list[str] | None:
    return [str(end) for end in target] if isinstance(target, tuple) else None if target is None else str(target)


def _target(text: str | list[str] | None) -> TargetValue | None:
    if isinstance(text, list):
        low, high = text
        return Decimal(low), Decimal(high)
    return None if text is None else Decimal(text)
