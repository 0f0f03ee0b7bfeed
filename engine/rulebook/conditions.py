"""A rule's texts in the rule language (`when`, `except`, and a kind's own), held against what its organisation measures.

A name is a metric, read for the same unit as the rule, for the same member where the metric has members, and for the period
around; or it is a number of the period itself: `month`, `week`, `quarter`, `tertial`, `year`. Only rules that have such a text
load the language.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from engine.catalogue import Metric
from engine.errors import Place
from engine.language import mark
from engine.names import shown
from engine.periods import Grain
from engine.rulebook.findings import Code, Finding
from engine.rulebook.lint.beside import LIES_IN, problems_beside
from engine.rulebook.lint.known import Known, absent
from engine.rulebook.schema import Rule

if TYPE_CHECKING:
    from engine.expression import Expression, ExpressionError, Result, Type
    from engine.expression.tree import Name, Node

MAX_DECIMALS = 12
"""Of a figure compared exactly; what is finer is rounded half up before a condition sees it, as quotients are."""
_MAX_DIGITS = 15

_PERIODS = {grain.value: grain for grain in Grain}
_READABLE = re.compile(r"[a-z_][a-z0-9_]*", re.ASCII)
_FIRST_LINE = Place("", 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A sound text, ready to be asked about one period."""

    expression: "Expression"
    metrics: Mapping[str, int]
    """The metrics that it reads, in the order of the text, with the offset where each first stands."""
    periods: tuple[Grain, ...]
    """The numbers of the period that it reads."""
    needed: frozenset[str]
    """The metrics without which nothing is said; for the others the text itself says what their absence means."""
    answer: "Callable[[Mapping[str, Decimal | None]], Result]"
    """From the values of all names, at most `MAX_DECIMALS` decimals, None for a missing figure."""


class Conditions:
    """Reads the texts of one organisation's rules. Each is parsed once, however often it is asked about."""

    def __init__(self, known: Known, cache: Path | None = None) -> None:
        """`cache` is a folder for parsed texts; without it the parser is loaded for the first text."""
        self._known = known
        self._cache = cache
        self._read: dict[tuple[str, str, Grain], Condition | list[Finding]] = {}
        self._named: dict[tuple[str, Grain], Mapping[str, Type]] = {}

    def of(self, rule: Rule) -> Mapping[str, Condition]:
        """The rule's conditions by their key; those that are not sound are left out."""
        found = {key: self._condition(rule, text) for key, text in rule.expressions.items()}
        return {key: condition for key, condition in found.items() if isinstance(condition, Condition)}

    def findings(self, rule: Rule) -> Iterator[Finding]:
        """What is wrong with the rule's texts. Its own metric exists by now."""
        for key, text in rule.expressions.items():
            found = self._condition(rule, text)
            if not isinstance(found, Condition):
                yield from (replace(finding, path=(key,)) for finding in found)
                continue
            for metric, at in found.metrics.items():
                beside = problems_beside(rule, self._known.organisation, (key,), metric, same_unit=False)
                yield from (replace(finding, offset=at) for finding in beside)

    def _condition(self, rule: Rule, text: str) -> Condition | list[Finding]:
        grain = self._known.organisation.metrics[rule.metric].grain
        key = (text, rule.compare, grain)
        if key not in self._read:
            self._read[key] = list(self._unreadable(text)) or self._compiled(*key)
        return self._read[key]

    def _unreadable(self, text: str) -> Iterator[Finding]:
        """A metric that is named although its name would be read as a subtraction."""
        from engine.expression import Code as Language

        for metric in self._known.organisation.metrics:
            found = None if _READABLE.fullmatch(metric) else re.search(rf"(?<![\w-]){re.escape(metric)}(?![\w-])", text)
            if found:
                message = mark("{name} cannot be named here, where - is minus: give the metric an id with _ instead")
                yield Finding((), Language.NAME, message, {"name": shown(metric)}, offset=found.start())

    def _compiled(self, text: str, compare: str, grain: Grain) -> Condition | list[Finding]:
        from engine.expression import ExpressionError, Kind
        from engine.expression import compile as compiled
        from engine.expression.plain import plain

        try:
            found = compiled(text, self._names(compare, grain), result=Kind.BOOLEAN, place=_FIRST_LINE, cache=self._cache)
        except ExpressionError as error:
            return self._told(error, text)
        mentioned: dict[str, int] = {}
        for name in sorted(_names_in(found.root), key=lambda name: name.at):
            mentioned.setdefault(name.name, name.at)
        return Condition(
            expression=found,
            metrics={name: at for name, at in mentioned.items() if name not in _PERIODS},
            periods=tuple(_PERIODS[name] for name in mentioned if name in _PERIODS),
            needed=frozenset(name.name for name in _names_in(found.root, needed=True)) - _PERIODS.keys(),
            answer=plain(found.root),
        )

    def _names(self, compare: str, grain: Grain) -> "Mapping[str, Type]":
        """What may be named, with its exact range. The period's own numbers come first: a metric cannot take their place."""
        if (compare, grain) in self._named:
            return self._named[compare, grain]
        from engine.expression import number

        def of(metric: Metric) -> "Type":
            decimals = MAX_DECIMALS if compare == "exact" else metric.decimals
            return number(digits=_MAX_DIGITS, decimals=decimals, unit=metric.unit_of_measure)

        metrics = self._known.organisation.metrics
        readable = {name: of(metric) for name, metric in metrics.items() if _READABLE.fullmatch(name)}
        periods = {each.value: number(digits=4, decimals=0) for each in LIES_IN[grain]}
        self._named[compare, grain] = readable | periods
        return self._named[compare, grain]

    def _told(self, error: "ExpressionError", text: str) -> list[Finding]:
        from engine.expression import Code as Language

        lost, told = self._known.lost_metrics, []
        for problem in error.problems:
            offset = _offset(text, problem.place)
            if lost and problem.code == Language.NAME:
                name = str(problem.details["name"])
                return [replace(absent(Code.UNKNOWN_METRIC, (), name, (), lost), offset=offset)]
            told.append(Finding((), problem.code, problem.message, problem.details, offset=offset))
        return told


def _offset(text: str, place: Place) -> int:
    """How far into the text a place of it lies, counted from its first line and column."""
    lines = text.split("\n")[: (place.line or 1) - 1]
    return sum(len(line) + 1 for line in lines) + (place.column or 1) - 1


def _names_in(node: "Node", *, needed: bool = False) -> "Iterator[Name]":
    """The names in the tree; only the needed ones: those where a missing figure has no meaning, as it has in `x ?? 0`."""
    from engine.expression.tree import Default, Missing, Name, parts

    if isinstance(node, Name):
        yield node
    elif not (needed and isinstance(node, Default | Missing)):
        for part in parts(node):
            yield from _names_in(part, needed=needed)
