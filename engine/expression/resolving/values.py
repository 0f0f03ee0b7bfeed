"""What stands alone: literals and names."""

from decimal import Decimal

from engine.expression import exact
from engine.expression.instants import read_instant
from engine.expression.kinds import BOOLEAN, INSTANT, TEXT
from engine.expression.problems import MOST_TOLD, Code, unknown
from engine.expression.resolving.scope import Scope, Unsound
from engine.expression.syntax import Syntax
from engine.expression.tree import Literal, Name
from engine.language import mark


def number(_: Scope, syntax: Syntax) -> Literal:
    value = Decimal(syntax.word)
    return Literal(at=syntax.at, type=exact.literal_type(value), value=value)


def text(_: Scope, syntax: Syntax) -> Literal:
    return Literal(at=syntax.at, type=TEXT, value=syntax.word)


def boolean(_: Scope, syntax: Syntax) -> Literal:
    return Literal(at=syntax.at, type=BOOLEAN, value=syntax.op == "true")


def instant(scope: Scope, syntax: Syntax) -> Literal:
    value = read_instant(syntax.word)
    if value is None:
        what = mark("'{instant}' is not an instant: date, time and offset are needed, as in 2023-04-01T00:00:00+02:00")
        scope.tell(Code.INSTANT, syntax.at, what, instant=syntax.word)
    return Literal(at=syntax.at, type=INSTANT, value=value)


def name(scope: Scope, syntax: Syntax) -> Name:
    if syntax.word in scope.names:
        return Name(at=syntax.at, type=scope.names[syntax.word], name=syntax.word)
    what = mark("there is nothing called '{name}' here")
    near = mark("there is nothing called '{name}' here (did you mean '{suggestion}'?)")
    # Suggestions are looked for among all names, so only for as many as are told.
    known = scope.names if len(scope.findings) < MOST_TOLD else ()
    scope.findings.append(unknown(Code.NAME, syntax.at, syntax.word, known, what, near))
    raise Unsound


def misplaced_null(scope: Scope, syntax: Syntax) -> Literal:
    scope.tell(Code.KIND, syntax.at, mark("null stands only beside == or !=; for another value in its place write (x ?? 0)"))


def misplaced_list(scope: Scope, syntax: Syntax) -> Literal:
    scope.tell(Code.KIND, syntax.at, mark("a list stands only after in, or in $min([a, b]), $max([a, b]), $sum([a, b])"))


def misplaced_function(scope: Scope, syntax: Syntax) -> Literal:
    scope.tell(Code.SYNTAX, syntax.at, mark("'{name}' is a function: its operands follow in brackets"), name=syntax.word)
