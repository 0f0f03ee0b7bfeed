"""Random expressions of the language, as a person could write them."""

import random
from collections.abc import Callable

from engine.expression import Kind
from tests.expression.tables import NAMES, TEXTS

_INSTANTS = ['d"2023-03-26T01:00:00Z"', 'd"2023-03-26T03:00:00+02:00"', "d'2023-03-26T00:59:59.999Z'"]
_NUMBERS = ["0", "1", "2", "3", "5", "7", "10", "100", "0.5", "0.01", "2.5", "70", "0.000001", "999999999", "123456789.25"]


class Writer:
    """Writes one expression. `depth` is how many operators may still be nested."""

    def __init__(self, pick: random.Random) -> None:
        self.pick = pick

    def write(self, kind: Kind, depth: int) -> str:
        simple, compound = _FORMS[kind]
        form = self.pick.choice(simple) if depth <= 0 or self.pick.random() < 0.15 else self.pick.choice(compound)
        written = form(self, depth - 1)
        return f"({written})" if self.pick.random() < 0.1 else written

    def compound(self, kind: Kind, depth: int) -> str:
        """An expression that is more than a name or a literal."""
        return self.pick.choice(_FORMS[kind][1])(self, depth - 1)

    def name(self, kind: Kind) -> str:
        return self.pick.choice([name for name, declared in NAMES.items() if declared.kind is kind])

    def part(self, kind: Kind, depth: int) -> str:
        """An operand; in brackets unless it stands alone, so that it is read as it was meant."""
        written = self.write(kind, depth)
        alone = written.isalnum() or (written[0] == "(" and _closes_last(written))
        return written if alone else f"({written})"

    def any_kind(self) -> Kind:
        return self.pick.choice(list(Kind))


def _closes_last(written: str) -> bool:
    level = 0
    for index, character in enumerate(written):
        level += (character == "(") - (character == ")")
        if level == 0:
            return index == len(written) - 1
    return False


Form = Callable[[Writer, int], str]


def _name(kind: Kind) -> Form:
    return lambda writer, depth: writer.name(kind)


def _joined(kind: Kind, *signs: str) -> Form:
    return lambda writer, depth: f"{writer.part(kind, depth)} {writer.pick.choice(signs)} {writer.part(kind, depth)}"


def _choice(kind: Kind) -> Form:
    return lambda writer, depth: " ".join(
        [writer.part(Kind.BOOLEAN, depth), "?", writer.part(kind, depth), ":", writer.part(kind, depth)]
    )


def _default(kind: Kind) -> Form:
    return lambda writer, depth: f"({writer.part(kind, depth)} ?? {writer.part(kind, depth)})"


def _number(writer: Writer, depth: int) -> str:
    return writer.pick.choice(_NUMBERS)


def _text(writer: Writer, depth: int) -> str:
    return f'"{writer.pick.choice(TEXTS)}"'


def _instant(writer: Writer, depth: int) -> str:
    return writer.pick.choice(_INSTANTS)


def _truth(writer: Writer, depth: int) -> str:
    return writer.pick.choice(["true", "false"])


def _compared(writer: Writer, depth: int) -> str:
    kind = writer.any_kind()
    sign = writer.pick.choice(["==", "!="] if kind is Kind.BOOLEAN else ["==", "!=", "<", "<=", ">", ">="])
    return f"{writer.part(kind, depth)} {sign} {writer.part(kind, depth)}"


def _missing(writer: Writer, depth: int) -> str:
    return f"{writer.part(writer.any_kind(), depth)} {writer.pick.choice(['==', '!='])} null"


def _listed(writer: Writer, depth: int) -> str:
    kind = writer.pick.choice([Kind.NUMBER, Kind.TEXT, Kind.INSTANT])
    literal = {Kind.NUMBER: _number, Kind.TEXT: _text, Kind.INSTANT: _instant}[kind]
    sign = "-" if kind is Kind.NUMBER and writer.pick.random() < 0.3 else ""
    listed = ", ".join(sign + literal(writer, 0) for _ in range(writer.pick.randint(1, 4)))
    return f"{writer.part(kind, depth)} {writer.pick.choice(['in', 'not in'])} [{listed}]"


def _chain(writer: Writer, depth: int) -> str:
    sign = writer.pick.choice([" and ", " or "])
    return sign.join(writer.part(Kind.BOOLEAN, depth) for _ in range(writer.pick.randint(2, 4)))


def _prefixed(writer: Writer, depth: int) -> str:
    return f"{writer.part(Kind.TEXT, depth)}.starts_with({_text(writer, depth)})"


def _aggregate(writer: Writer, depth: int) -> str:
    items = ", ".join(writer.write(Kind.NUMBER, depth) for _ in range(writer.pick.randint(1, 3)))
    return f"{writer.pick.choice(['$min', '$max', '$sum'])}([{items}])"


_FORMS: dict[Kind, tuple[list[Form], list[Form]]] = {
    Kind.BOOLEAN: (
        [_name(Kind.BOOLEAN), _name(Kind.BOOLEAN), _truth],
        [
            *[_compared] * 6,
            *[_chain] * 4,
            _missing,
            _listed,
            _prefixed,
            lambda writer, depth: f"not {writer.part(Kind.BOOLEAN, depth)}",
            _choice(Kind.BOOLEAN),
            _default(Kind.BOOLEAN),
        ],
    ),
    Kind.NUMBER: (
        [_name(Kind.NUMBER), _name(Kind.NUMBER), _number],
        [
            *[_joined(Kind.NUMBER, "+", "-", "*", "/")] * 8,
            _aggregate,
            lambda writer, depth: f"-{writer.part(Kind.NUMBER, depth)}",
            lambda writer, depth: f"$abs({writer.write(Kind.NUMBER, depth)})",
            lambda writer, depth: f"{writer.part(Kind.TEXT, depth)}.length",
            _choice(Kind.NUMBER),
            _default(Kind.NUMBER),
        ],
    ),
    Kind.TEXT: (
        [_name(Kind.TEXT), _name(Kind.TEXT), _text],
        [
            lambda writer, depth: f"{writer.part(Kind.TEXT, depth)}.as_lower",
            _choice(Kind.TEXT),
            _default(Kind.TEXT),
        ],
    ),
    Kind.INSTANT: (
        [_name(Kind.INSTANT), _name(Kind.INSTANT), _instant],
        [_choice(Kind.INSTANT), _default(Kind.INSTANT)],
    ),
}
