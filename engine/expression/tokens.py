"""The words of an expression, each with its place: what is not in the language is refused here, before rule-engine sees it.

rule-engine evaluates constants while it parses, so that a hostile text can hang it; its own tokens reach far beyond ours.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.expression.problems import Code, Finding
from engine.language import mark


class Part(StrEnum):
    NUMBER = "number"
    TEXT = "text"
    INSTANT = "instant"
    NAME = "name"
    FUNCTION = "function"
    WORD = "word"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Token:
    part: Part
    text: str
    at: int


WORDS = frozenset({"and", "or", "not", "in", "true", "false", "null"})
SIGNS = frozenset({"==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "??", "?", ":", ".", ",", "(", ")", "[", "]"})

_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\n]+)
  | (?P<instant>d(?:"[^"\n]*"|'[^'\n]*'))
  | (?P<prefixed>[A-Za-z](?:"[^"\n]*"|'[^'\n]*'))
  | (?P<text>"[^"\n]*"|'[^'\n]*')
  | (?P<number>\.?[0-9][0-9A-Za-z_]*(?:\.[0-9A-Za-z_]*)*)
  | (?P<letters>[A-Za-z_][A-Za-z0-9_]*[^\x00-\x7F\W]\w*|[^\x00-\x7F\W\d]\w*)
  | (?P<name>\$?[A-Za-z_][A-Za-z0-9_]*)
  | (?P<sign>=~~|!~~|=~|!~|==|!=|<=|>=|<>|<<|>>|&&|&\.|&\[|\|\||\*\*|//|\?\?|[<>+\-*/?:.,()\[\]])
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", re.ASCII)

_INSTEAD = {
    "=": "==",
    "!": "not",
    "&&": "and",
    "||": "or",
    "<>": "!=",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "−": "-",
    "–": "-",
    "×": "*",
    "·": "*",
    "÷": "/",
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
    "’": "'",
}
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "AE", "Ø": "O", "Å": "A"})


def tokens(text: str) -> Iterator[Token | Finding]:
    """Every token in the order of the text; what does not belong comes as a finding in its place."""
    for found in _TOKEN.finditer(text):
        kind, word, at = str(found.lastgroup), found.group(), found.start()
        if kind != "space":
            yield _READERS[kind](word, at)


def _number(word: str, at: int) -> Token | Finding:
    if _NUMBER.fullmatch(word):
        return Token(Part.NUMBER, word, at)
    what = mark("'{number}' is not a number as it is written here: digits, and a point before the decimals, as in 0.5 or 1000")
    return Finding(Code.NUMBER, what, at, {"number": word})


def _text(word: str, at: int) -> Token | Finding:
    problem = _unfit(word)
    if problem:
        return Finding(Code.TEXT, problem, at)
    return Token(Part.TEXT, word[1:-1], at)


def _unfit(word: str) -> str:
    if "\\" in word:
        return mark("a text has no backslash; use the other quotation mark for a quotation mark")
    if any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co"} for character in word):
        return mark("the text has a character that cannot be seen")
    if not unicodedata.is_normalized("NFC", word):
        return mark("the text has a letter that is put together of two characters; write it as one (NFC)")
    return ""


def _instant(word: str, at: int) -> Token | Finding:
    problem = _unfit(word)
    return Finding(Code.TEXT, problem, at) if problem else Token(Part.INSTANT, word[2:-1], at)


def _name(word: str, at: int) -> Token:
    if word.startswith("$"):
        return Token(Part.FUNCTION, word, at)
    return Token(Part.WORD if word in WORDS else Part.NAME, word, at)


def _sign(word: str, at: int) -> Token | Finding:
    return Token(Part.SIGN, word, at) if word in SIGNS else _other(word, at)


def _prefixed(word: str, at: int) -> Finding:
    return Finding(Code.LANGUAGE, mark("a text has no letter before its quotation mark: '{prefix}'"), at, {"prefix": word[0]})


def ascii_name(word: str) -> str:
    """How a Norwegian word is written as a name: sykefravær is sykefravaer."""
    return unicodedata.normalize("NFKD", word.translate(_LETTERS)).encode("ascii", "ignore").decode() or "name"


def _other(word: str, at: int) -> Finding:
    if word in _INSTEAD:
        what = mark("'{sign}' is not a sign of the language; write {instead}")
        return Finding(Code.CHARACTER, what, at, {"sign": word, "instead": _INSTEAD[word]})
    if word in {'"', "'"}:
        return Finding(Code.TEXT, mark("a text that begins here does not end on its line"), at)
    if unicodedata.category(word[0]) in {"Nd", "No", "Nl"}:
        return Finding(Code.CHARACTER, mark("'{digit}' is not a digit from 0 to 9"), at, {"digit": word})
    if not word.isprintable():
        code = " ".join(f"U+{ord(character):04X}" for character in word)
        return Finding(Code.CHARACTER, mark("the character {code} cannot be seen and does not belong here"), at, {"code": code})
    return Finding(Code.LANGUAGE, mark("'{sign}' is not part of the language"), at, {"sign": word})


_READERS: Mapping[str, Callable[[str, int], Token | Finding]] = {
    "instant": _instant,
    "prefixed": _prefixed,
    "text": _text,
    "number": _number,
    "name": _name,
    "sign": _sign,
    "letters": _name,
    "other": _other,
}
