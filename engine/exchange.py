"""What scripts get: verdicts, avvik and problems as plain JSON, with numbers as exact decimal text."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from engine.avvik.avvik import Avvik
from engine.avvik.entries import Entry
from engine.errors import Problem
from engine.explanation import AskedCondition, Explanation
from engine.facts import TargetValue, Verdict
from engine.language import Language
from engine.numbers import plain

if TYPE_CHECKING:
    from engine.measures.rows import Row


def verdict_json(verdict: Verdict, title: str) -> dict[str, Any]:
    return {
        "rule": verdict.rule,
        "title": title,
        "organisation": verdict.organisation,
        "unit": verdict.unit,
        "dimension": verdict.dimension,
        "period": str(verdict.period),
        "outcome": verdict.outcome.value,
        "cause": verdict.cause.value if verdict.cause else None,
        "value": _number(verdict.value),
        "raw_value": _number(verdict.raw_value),
        "numerator": _number(verdict.numerator),
        "denominator": _number(verdict.denominator),
        "target": _target(verdict.target),
        "comparator": verdict.comparator.value if verdict.comparator else None,
        "margin": _number(verdict.margin),
        "provisional": verdict.provisional,
        "rule_version": verdict.rule_version,
        "data_revision": verdict.data_revision,
        "words": verdict.words,
        "details": dict(verdict.details),
        "marks": [mark.value for mark in verdict.marks],
    }


def row_json(row: "Row") -> dict[str, Any]:
    return {
        "metric": row.metric,
        "unit": row.unit,
        "dimension": row.dimension,
        "period": str(row.period),
        "value": _number(row.value),
        "numerator": _number(row.numerator),
        "denominator": _number(row.denominator),
        "n": _number(row.n),
        "incomplete": row.incomplete,
        "unknown": row.unknown,
        "failed": row.failed,
    }


def explanation_json(explanation: Explanation, title: str) -> dict[str, Any]:
    """The verdict, its sentence in both languages, and what each condition said: a tree of its parts with their values."""
    return {
        **verdict_json(explanation.verdict, title),
        "sentence": {language.value: explanation.sentence(language) for language in Language},
        "conditions": [_condition_json(each) for each in explanation.conditions],
    }


def _condition_json(condition: AskedCondition) -> dict[str, Any]:
    asked = condition.asked
    return {
        "key": condition.key,
        "text": condition.text,
        "holds": asked.holds,
        "missing": asked.missing or None,
        "error": asked.failure.value if asked.failure else None,
        "sentence": {language.value: condition.sentence(language) for language in Language},
        "tree": condition.tree.as_json(),
    }


def avvik_json(avvik: Avvik) -> dict[str, Any]:
    return {
        "id": avvik.id,
        "organisation": avvik.subject.organisation,
        "rule": avvik.subject.rule,
        "unit": avvik.subject.unit,
        "dimension": avvik.subject.dimension,
        "first_period": _text(avvik.first_period),
        "last_period": _text(avvik.last_period),
        "periods": [str(period) for period in avvik.periods],
        "state": avvik.state.value,
        "condition": avvik.condition.value,
        "severity": avvik.severity.value,
        "owner": avvik.owner,
    }


def entry_json(entry: Entry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "who": entry.who,
        "kind": entry.kind.value,
        "facts": dict(entry.facts),
        "words": dict(entry.words),
        "erased": entry.erased,
    }


def problem_json(problem: Problem) -> Mapping[str, str]:
    return {
        "place": str(problem.place),
        "code": problem.code,
        "message_nb": problem.text(Language.NB),
        "message_en": problem.text(Language.EN),
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _target(target: TargetValue | None) -> str | list[str] | None:
    return [plain(end) for end in target] if isinstance(target, tuple) else _number(target)


def _text(value: object | None) -> str | None:
    return None if value is None else str(value)
