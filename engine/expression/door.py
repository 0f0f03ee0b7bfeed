"""The one door: text and the types of its names in, a checked expression out, or every problem with its place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.errors import Place
from engine.expression import cache as stored
from engine.expression.guards import MAX_TEXT, checked_tokens
from engine.expression.kinds import Kind, Type
from engine.expression.problems import KINDS, Code, Finding, refused
from engine.expression.resolving import resolve
from engine.expression.syntax import Syntax, depth
from engine.expression.tree import Node, names_in
from engine.language import mark

MAX_DEPTH = 60


@dataclass(frozen=True, slots=True)
class Expression:
    """A text that has been found sound, with its tree and the names it reads."""

    text: str
    root: Node
    names: Mapping[str, Type]

    @property
    def type(self) -> Type:
        return self.root.type


def compile(
    text: str,
    symbols: Mapping[str, Type],
    *,
    result: Kind | None = None,
    place: Place | None = None,
    cache: Path | None = None,
) -> Expression:
    """The checked expression of a text.

    `symbols` are the names it may read. `result` is the kind it must give: BOOLEAN for a condition. `place` is where the text's
    first character stands, for the places of problems. `cache` is a directory for parsed trees; without it rule-engine is
    loaded each time. Raises ExpressionError with every problem found.
    """
    start = place or Place("expression", 1, 1)
    if not isinstance(text, str):
        raise refused("", start, [Finding(Code.SYNTAX, mark("an expression is a text; put it in quotation marks"), 0)])
    syntax = _syntax(text, symbols, start, cache)
    root, findings = resolve(syntax, symbols)
    if root is None:
        raise refused(text, start, findings)
    if result is not None and root.type.kind is not result:
        raise refused(text, start, [_other_result(root, result)])
    return Expression(text, root, {name: symbols[name] for name in sorted(names_in(root))})


def _syntax(text: str, symbols: Mapping[str, Type], start: Place, cache: Path | None) -> Syntax:
    if cache is None or len(text) > MAX_TEXT:
        return _parsed(text, symbols, start)
    entry = stored.key(text, symbols)
    syntax = stored.load(cache, entry)
    if syntax is None:
        syntax = _parsed(text, symbols, start)
        stored.store(cache, entry, syntax)
    return syntax


def _parsed(text: str, symbols: Iterable[str], start: Place) -> Syntax:
    read, findings = checked_tokens(text, symbols)
    if findings:
        raise refused(text, start, findings)
    # Loading rule-engine takes half a second, which a run with nothing new must not pay.
    from engine.expression.parser import Misread, parse

    try:
        syntax = parse(text, read)
    except Misread as misread:
        raise refused(text, start, [misread.finding]) from None
    if depth(syntax) > MAX_DEPTH:
        what = mark("the expression is nested deeper than {limit}")
        raise refused(text, start, [Finding(Code.SIZE, what, syntax.at, {"limit": MAX_DEPTH})])
    return syntax


def _other_result(root: Node, result: Kind) -> Finding:
    if result is Kind.BOOLEAN:
        what = mark("a condition must be true or false; this is {kind}, so compare it with something")
        return Finding(Code.RESULT, what, root.at, {"kind": KINDS[root.type.kind]})
    what = mark("{wanted} is needed here; this is {kind}")
    return Finding(Code.RESULT, what, root.at, {"wanted": KINDS[result], "kind": KINDS[root.type.kind]})
