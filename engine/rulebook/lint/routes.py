"""Routes: the names they match exist, the duties they tell are some rule's, and the last one lets nothing fall through."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from engine.language import mark
from engine.rulebook.findings import Code, Finding, KeyPath
from engine.rulebook.lint.known import Known, absent
from engine.rulebook.routes import CONDITIONS, Route
from engine.rulebook.schema import Rule

Ask = Callable[[KeyPath, str], Iterator[Finding]]


class RouteLint:
    """Made for all routes of an organisation, asked about each. `lost_rules`: rule files that did not load."""

    def __init__(self, known: Known, rules: Sequence[Rule], lost_rules: Sequence[str]) -> None:
        self._known = known
        self._rules = tuple(rule.id for rule in rules)
        self._duties = tuple(dict.fromkeys(duty for rule in rules for duty in (rule.owner, *rule.notify)))
        self._lost = tuple(lost_rules)

    def __call__(self, route: Route) -> Iterator[Finding]:
        yield from self._each("rules", route.rules, partial(self._name, Code.UNKNOWN_RULE, self._rules))
        yield from self._each("metrics", route.metrics, self._known.metric)
        yield from self._each("units", route.units, self._known.unit)
        for position, duty in enumerate(route.to.duties):
            yield from self._name(Code.UNKNOWN_DUTY, self._duties, ("to", "duties", position), duty)

    def _each(self, key: str, names: Iterable[str], ask: Ask) -> Iterator[Finding]:
        for position, name in enumerate(names):
            yield from ask((key, position), name)

    def _name(self, code: Code, known: Sequence[str], path: KeyPath, name: str) -> Iterator[Finding]:
        if name not in known:
            yield absent(code, path, name, known, self._lost)


class FallbackLint:
    """The last route fits everything and stops there; before it, no other does, or those behind it were never asked."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._last = routes[-1].id if routes else ""

    def __call__(self, route: Route) -> Iterator[Finding]:
        if route.id == self._last:
            yield from _as_fallback(route)
        elif route.fits_everything and route.stops:
            message = mark("this route fits everything, so those below it are never asked: move it to the end")
            yield Finding((), Code.FALLBACK, message)


def _as_fallback(route: Route) -> Iterator[Finding]:
    for key in CONDITIONS:
        if getattr(route, key):
            message = mark("the last route is the fallback and fits everything: it has no '{key}'")
            yield Finding((key,), Code.FALLBACK, message, {"key": key}, at_key=True)
    if not route.stops:
        yield Finding(("then",), Code.FALLBACK, mark("the last route is the fallback: nothing comes after it"))
