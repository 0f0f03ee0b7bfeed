"""What every rule must get right whatever it checks: names, lists, sources, and when a miss becomes an avvik."""

from collections.abc import Iterator
from typing import Any

from engine.catalogue import Metric
from engine.language import mark
from engine.rulebook.conditions import Conditions
from engine.rulebook.findings import Code, Finding, KeyPath
from engine.rulebook.lint.known import Known, repeated
from engine.rulebook.lint.targets import HasTargets, statement_findings, target_findings
from engine.rulebook.schema import OutOf, Rule


class RuleLint:
    """Asked about each rule of an organisation."""

    def __init__(self, known: Known, conditions: Conditions) -> None:
        self._known = known
        self._conditions = conditions

    def __call__(self, rule: Rule) -> Iterator[Finding]:
        """What depends on names is only looked at once the names are right: one line for one mistake."""
        yield from self._lists(rule)
        wrong_names = list(self._names(rule))
        if wrong_names:
            lost = [finding for finding in wrong_names if finding.code is Code.NOT_LOADED]
            yield from lost[:1] or wrong_names
            return
        yield from self._what_it_says(rule)
        yield from self._conditions.findings(rule)
        yield from rule.problems(self._known.organisation)

    def _lists(self, rule: Rule) -> Iterator[Finding]:
        yield from repeated(("units",), rule.units if isinstance(rule.units, tuple) else ())
        yield from repeated(("dimensions",), rule.dimensions if isinstance(rule.dimensions, tuple) else ())
        yield from repeated(("notify",), rule.notify)

    def _names(self, rule: Rule) -> Iterator[Finding]:
        known = self._known
        if rule.unit is not None:
            yield from known.unit(("unit",), rule.unit)
        for position, unit in enumerate(rule.units if isinstance(rule.units, tuple) else ()):
            yield from known.unit(("units", position), unit)
        yield from known.metric(("metric",), rule.metric)
        for name in rule.metrics:
            if name != rule.metric and name not in known.organisation.metrics:
                yield from known.metric(_where(rule, name), name)
        metric = known.organisation.metrics.get(rule.metric)
        if metric:
            yield from self._members(rule, metric)

    def _members(self, rule: Rule, metric: Metric) -> Iterator[Finding]:
        if rule.dimensions == "all":
            if not metric.members:
                message = mark("{of} has no dimension, so there is nothing to take all of")
                yield Finding(("dimensions",), Code.UNKNOWN_MEMBER, message, {"of": metric.id})
            return
        for position, name in enumerate(rule.dimensions):
            yield from self._known.member(("dimensions", position), metric, name)

    def _what_it_says(self, rule: Rule) -> Iterator[Finding]:
        yield from statement_findings((), rule.source, rule.decided_by, needed=False)
        if isinstance(rule.breach_after, OutOf) and rule.breach_after.missed > rule.breach_after.of:
            yield Finding(("breach_after",), Code.BREACH_AFTER, mark("more missed periods are asked for than are looked at"))
        if isinstance(rule, HasTargets):
            yield from target_findings(rule, rule.targets, rule.warn_margin, self._known)


def _where(rule: Rule, name: str) -> KeyPath:
    """The path of another metric's name: a kind says which metrics it reads, not under which of its keys."""
    own_keys = rule.model_dump(mode="json", exclude=set(Rule.model_fields))
    return _path_to(name, own_keys) or ("metric",)


def _path_to(name: str, data: Any) -> KeyPath | None:
    if isinstance(data, dict | list):
        for step, value in data.items() if isinstance(data, dict) else enumerate(data):
            if value == name:
                return (step,)
            rest = _path_to(name, value)
            if rest is not None:
                return (step, *rest)
    return None
