"""The limits of an expression, held on its tokens alone, before rule-engine is asked to parse it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from engine.expression.kinds import MAX_DECIMALS, MAX_DIGITS
from engine.expression.problems import Code, Finding, nearest, unknown
from engine.expression.tokens import Part, Token, ascii_name, tokens
from engine.language import mark

MAX_TEXT = 2_000
MAX_TOKENS = 500
MAX_OPERATORS = 120
MAX_DIVISIONS = 20
"""Each takes three steps of a plan over columns, which the engines plan in time that grows with their square."""
MAX_BRACKETS = 24
MAX_LITERAL = 200
"""Characters of a text in quotation marks."""

FUNCTIONS = ("$abs", "$max", "$min", "$sum")
ATTRIBUTES = ("as_lower", "length", "starts_with")
_COMPARING = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})
_CALCULATING = frozenset({"+", "-", "*", "/"})
_LOOSER = frozenset({"and", "or", "not", "?", ":", ","})
"""What binds looser than `??`, so that it cannot be read into its operands."""
_OPERATORS = _COMPARING | _CALCULATING | (_LOOSER - {":", ","}) | {"??", "."}
_VALUES = frozenset({Part.NUMBER, Part.TEXT, Part.INSTANT, Part.NAME, Part.FUNCTION})
_FOREIGN = {
    "AND": "and",
    "OR": "or",
    "NOT": "not",
    "IN": "in",
    "True": "true",
    "False": "false",
    "None": "null",
    "NULL": "null",
}
_REFUSED_WORDS = frozenset({"for", "if", "elif", "else", "while", "inf", "nan"})


def checked_tokens(text: str, names: Iterable[str]) -> tuple[list[Token], list[Finding]]:
    """The tokens of a text that may be parsed, or what is wrong with it. `names` is only for suggestions."""
    if not text.strip():
        return [], [Finding(Code.SIZE, mark("the expression is empty"), 0)]
    if len(text) > MAX_TEXT:
        what = mark("the expression has {length} characters; {limit} is the most")
        return [], [Finding(Code.SIZE, what, 0, {"length": len(text), "limit": MAX_TEXT})]
    read = list(tokens(text))
    good = [each for each in read if isinstance(each, Token)]
    findings = [each for each in read if isinstance(each, Finding)]
    too_many = _too_many(good)
    if too_many:
        return [], [too_many]
    known = tuple(names)
    for check in (_sizes, _brackets, _attributes, _indexing, _decimal_commas, _defaults):
        findings += check(good)
    findings += [finding for token in good for finding in _word(token, known)]
    return good, findings


def _too_many(read: Sequence[Token]) -> Finding | None:
    operators = [token for token in read if token.text in _OPERATORS and token.part in {Part.SIGN, Part.WORD}]
    divisions = [token for token in operators if token.text == "/"]
    limits = (
        (read, MAX_TOKENS, mark("the expression has {count} words and signs; {limit} is the most")),
        (operators, MAX_OPERATORS, mark("the expression has {count} operators; {limit} is the most")),
        (divisions, MAX_DIVISIONS, mark("the expression has {count} divisions; {limit} is the most")),
    )
    for counted, limit, what in limits:
        if len(counted) > limit:
            return Finding(Code.SIZE, what, counted[limit].at, {"count": len(counted), "limit": limit})
    return None


def _word(token: Token, names: Sequence[str]) -> Iterator[Finding]:
    if token.part is Part.FUNCTION and token.text not in FUNCTIONS:
        yield unknown(
            Code.LANGUAGE,
            token.at,
            token.text,
            FUNCTIONS,
            mark("there is no function '{name}': only $abs, $max, $min and $sum, which give the same answer every time"),
            mark("there is no function '{name}' (did you mean '{suggestion}'?)"),
        )
    elif token.part is Part.NAME and not token.text.isascii():
        plain = ascii_name(token.text)
        what = mark("'{name}' has letters outside a–z in a name (did you mean '{suggestion}'?)")
        yield Finding(Code.CHARACTER, what, token.at, {"name": token.text, "suggestion": nearest(plain, names) or plain})
    elif token.part is Part.NAME and token.text in _REFUSED_WORDS:
        yield Finding(Code.LANGUAGE, mark("'{word}' is not part of the language"), token.at, {"word": token.text})
    elif token.part is Part.NAME and token.text in _FOREIGN and token.text not in names:
        what = mark("'{name}' is not a word of the language (did you mean '{suggestion}'?)")
        yield Finding(Code.LANGUAGE, what, token.at, {"name": token.text, "suggestion": _FOREIGN[token.text]})


def _sizes(read: Sequence[Token]) -> Iterator[Finding]:
    for token in read:
        if token.part is Part.TEXT and len(token.text) > MAX_LITERAL:
            what = mark("a text has {length} characters; {limit} is the most")
            yield Finding(Code.SIZE, what, token.at, {"length": len(token.text), "limit": MAX_LITERAL})
        if token.part is Part.NUMBER:
            whole, _, decimals = token.text.partition(".")
            if len(whole) > MAX_DIGITS or len(decimals) > MAX_DECIMALS:
                what = mark("'{number}' is too long: {digits} digits and {decimals} decimals are the most")
                limits = {"digits": MAX_DIGITS, "decimals": MAX_DECIMALS}
                yield Finding(Code.EXACT, what, token.at, {"number": token.text, **limits})


def _brackets(read: Sequence[Token]) -> Iterator[Finding]:
    closing = {")": "(", "]": "["}
    opened: list[Token] = []
    for token in read:
        if token.part is not Part.SIGN:
            continue
        if token.text in closing.values():
            opened.append(token)
            if len(opened) == MAX_BRACKETS + 1:
                what = mark("brackets are nested deeper than {limit}")
                yield Finding(Code.SIZE, what, token.at, {"limit": MAX_BRACKETS})
        elif token.text in closing and (not opened or opened.pop().text != closing[token.text]):
            yield Finding(Code.SYNTAX, mark("'{bracket}' closes nothing"), token.at, {"bracket": token.text})
            return
    for token in opened[:1]:
        yield Finding(Code.SYNTAX, mark("'{bracket}' is not closed"), token.at, {"bracket": token.text})


def _attributes(read: Sequence[Token]) -> Iterator[Finding]:
    for index, token in enumerate(read):
        if token.part is not Part.SIGN or token.text != ".":
            continue
        after = read[index + 1] if index + 1 < len(read) else None
        if after is None or after.at != token.at + 1 or after.part not in {Part.NAME, Part.WORD} or not _ends_at(read, index):
            yield Finding(Code.SYNTAX, mark("a point stands between a text and its property, without spaces"), token.at)
        elif after.text not in ATTRIBUTES:
            yield unknown(
                Code.LANGUAGE,
                after.at,
                after.text,
                ATTRIBUTES,
                mark("there is no property '{name}': only length, as_lower and starts_with of a text"),
                mark("there is no property '{name}' (did you mean '{suggestion}'?)"),
            )


def _ends_at(read: Sequence[Token], index: int) -> bool:
    """True when the token before this one ends where it begins."""
    if index == 0:
        return False
    before, quotes = read[index - 1], {Part.TEXT: 2, Part.INSTANT: 3}
    return before.at + len(before.text) + quotes.get(before.part, 0) == read[index].at


def _indexing(read: Sequence[Token]) -> Iterator[Finding]:
    for before, token in pairwise(read):
        if token.part is Part.SIGN and token.text == "[" and (before.part in _VALUES or before.text in {")", "]"}):
            yield Finding(Code.LANGUAGE, mark("nothing can be taken out by its place or key: '[' begins a list"), token.at)


def _decimal_commas(read: Sequence[Token]) -> Iterator[Finding]:
    inside: list[str] = []
    for before, token, after in zip(read, read[1:], read[2:], strict=False):
        if before.part is Part.SIGN and before.text in "([":
            inside.append(before.text)
        elif before.part is Part.SIGN and before.text in ")]" and inside:
            inside.pop()
        if token.text == "," and before.part is after.part is Part.NUMBER and inside[-1:] != ["["]:
            written = {"number": f"{before.text},{after.text}", "suggestion": f"{before.text}.{after.text}"}
            what = mark("'{number}': decimals come after a point (did you mean '{suggestion}'?)")
            yield Finding(Code.NUMBER, what, before.at, written)


def _defaults(read: Sequence[Token]) -> Iterator[Finding]:
    """`x ?? 0 < 5` is read as `x ?? (0 < 5)`: what stands beside `??` must be in brackets so that nobody misreads it."""
    groups: list[list[Token]] = [[]]
    operand = False
    for token in read:
        text = token.text if token.part in {Part.SIGN, Part.WORD} else ""
        if text in {"(", "["}:
            groups.append([])
        elif text in {")", "]"}:
            yield from _default_group(groups.pop())
            groups = groups or [[]]
        elif text in _LOOSER:
            yield from _default_group(groups.pop())
            groups.append([])
        elif text and (operand or text != "-"):
            groups[-1].append(token)
        operand = not text or text in {")", "]", "true", "false", "null"}
    for group in groups:
        yield from _default_group(group)


def _default_group(signs: Sequence[Token]) -> Iterator[Finding]:
    beside = [token.text for token in signs if token.text in _COMPARING | _CALCULATING]
    for token in signs:
        if token.text == "??" and beside:
            what = mark("'??' beside '{sign}' is easily misread; put it in brackets with its two operands, as in (x ?? 0)")
            yield Finding(Code.DEFAULT, what, token.at, {"sign": beside[0]})
            return
