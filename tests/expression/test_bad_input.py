"""Every wrong text gets its own sentence, at the place in the text where it is wrong."""

import pytest

from engine import expression
from engine.errors import Place
from engine.expression import BOOLEAN, INSTANT, TEXT, Code, ExpressionError, Kind, number
from engine.expression.guards import MAX_BRACKETS, MAX_DIVISIONS, MAX_LITERAL, MAX_OPERATORS, MAX_TEXT, MAX_TOKENS

NAMES = {
    "calls": number(digits=9, decimals=0),
    "answered": number(digits=9, decimals=0),
    "wait": number(decimals=0, unit="s"),
    "share": number(digits=3, decimals=2, unit="%"),
    "fine": number(decimals=12),
    "code": TEXT,
    "open": BOOLEAN,
    "closed_at": INSTANT,
}

_NULL = "null stands only beside == or !=; for another value in its place write (x ?? 0)"
_LIST = "in is followed by a list of 1 to 100 written values, as in [1, 2]"


def _no_function(name: str) -> str:
    return f"there is no function '{name}': only $abs, $max, $min and $sum, which give the same answer every time"


def _no_property(name: str) -> str:
    return f"there is no property '{name}': only length, as_lower and starts_with of a text"


def _no_number(word: str) -> str:
    return f"'{word}' is not a number as it is written here: digits, and a point before the decimals, as in 0.5 or 1000"


def _no_instant(word: str) -> str:
    return f"'{word}' is not an instant: date, time and offset are needed, as in 2023-04-01T00:00:00+02:00"


def _default_beside(sign: str) -> str:
    return f"'??' beside '{sign}' is easily misread; put it in brackets with its two operands, as in (x ?? 0)"


CASES = [
    # What hangs, kills or misleads rule-engine when it is asked to parse it.
    ("10**10**10 > 1", 3, Code.LANGUAGE, "'**' is not part of the language"),
    ("calls ** calls > 1", 7, Code.LANGUAGE, "'**' is not part of the language"),
    ("9 // 2 > 1", 3, Code.LANGUAGE, "'//' is not part of the language"),
    ("calls % 2 == 0", 7, Code.LANGUAGE, "'%' is not part of the language"),
    ('"a" * 1000000000 == code', 5, Code.KIND, "'*' calculates with numbers; this is a text"),
    ("$range(1000000).length > 1", 1, Code.LANGUAGE, _no_function("$range")),
    ("$now > closed_at", 1, Code.LANGUAGE, _no_function("$now")),
    ("$random(6) == 6", 1, Code.LANGUAGE, _no_function("$random")),
    ("[y for y in [1]] == 1", 4, Code.LANGUAGE, "'for' is not part of the language"),
    ('code =~ "(a+)+$"', 6, Code.LANGUAGE, "'=~' is not part of the language"),
    ('code !~~ "a"', 6, Code.LANGUAGE, "'!~~' is not part of the language"),
    ("(1e9999999).floor > 1", 2, Code.NUMBER, _no_number("1e9999999")),
    ('code.encode("punycode") == code', 6, Code.LANGUAGE, _no_property("encode")),
    ("calls.__class__.__mro__ == 1", 7, Code.LANGUAGE, _no_property("__class__")),
    ("code[0] == code", 5, Code.LANGUAGE, "nothing can be taken out by its place or key: '[' begins a list"),
    ("{1, 2} == calls", 1, Code.LANGUAGE, "'{' is not part of the language"),
    ("calls & 1 == 1", 7, Code.LANGUAGE, "'&' is not part of the language"),
    ("inf > calls", 1, Code.LANGUAGE, "'inf' is not part of the language"),
    ("calls > nan", 9, Code.LANGUAGE, "'nan' is not part of the language"),
    ('b"ab" == code', 1, Code.LANGUAGE, "a text has no letter before its quotation mark: 'b'"),
    ('t"P1D" == code', 1, Code.LANGUAGE, "a text has no letter before its quotation mark: 't'"),
    ("calls > 1 # many", 11, Code.LANGUAGE, "'#' is not part of the language"),
    # What a person writes who knows another language, or Norwegian.
    ("sykefravær < 5", 1, Code.CHARACTER, "'sykefravær' has letters outside a–z in a name (did you mean 'sykefravaer'?)"),
    ("åpen", 1, Code.CHARACTER, "'åpen' has letters outside a–z in a name (did you mean 'open'?)"),
    ("calls < 7,5", 9, Code.NUMBER, "'7,5': decimals come after a point (did you mean '7.5'?)"),
    ("calls < −5", 9, Code.CHARACTER, "'−' is not a sign of the language; write -"),
    ("calls < ５", 9, Code.CHARACTER, "'５' is not a digit from 0 to 9"),
    ("calls ≤ 5", 7, Code.CHARACTER, "'≤' is not a sign of the language; write <="),
    ("calls = 5", 7, Code.CHARACTER, "'=' is not a sign of the language; write =="),
    ("open && open", 6, Code.CHARACTER, "'&&' is not a sign of the language; write and"),
    ("!open", 1, Code.CHARACTER, "'!' is not a sign of the language; write not"),
    ("open AND open", 6, Code.LANGUAGE, "'AND' is not a word of the language (did you mean 'and'?)"),
    ("open == True", 9, Code.LANGUAGE, "'True' is not a word of the language (did you mean 'true'?)"),
    ("code == «A»", 9, Code.CHARACTER, "'«' is not a sign of the language; write \""),
    ("calls < 1_000", 9, Code.NUMBER, _no_number("1_000")),
    ("calls < 1e3", 9, Code.NUMBER, _no_number("1e3")),
    ("calls < 007", 9, Code.NUMBER, _no_number("007")),
    ("calls < .5", 9, Code.NUMBER, _no_number(".5")),
    ("calls < 5.", 9, Code.NUMBER, _no_number("5.")),
    ('code == "abc', 9, Code.TEXT, "a text that begins here does not end on its line"),
    ('code == "a\\"b"', 9, Code.TEXT, "a text has no backslash; use the other quotation mark for a quotation mark"),
    ('code == "a\u202eb"', 9, Code.TEXT, "the text has a character that cannot be seen"),
    ('code == "A\u030as"', 9, Code.TEXT, "the text has a letter that is put together of two characters; write it as one (NFC)"),
    ("calls >\u00a05", 8, Code.CHARACTER, "the character U+00A0 cannot be seen and does not belong here"),
    # Grammar.
    ("", 1, Code.SIZE, "the expression is empty"),
    ("   \n", 1, Code.SIZE, "the expression is empty"),
    ("calls <", 8, Code.SYNTAX, "the expression ends before it is complete"),
    ("calls < 5 <= 6", 11, Code.SYNTAX, "'<=' does not continue a comparison; write two comparisons joined by and"),
    ("calls 5", 7, Code.SYNTAX, "'5' is not expected here; is an operator, a value or a bracket missing before it?"),
    ("(calls < 5", 1, Code.SYNTAX, "'(' is not closed"),
    ("calls < 5)", 10, Code.SYNTAX, "')' closes nothing"),
    ("(calls < 5]", 11, Code.SYNTAX, "']' closes nothing"),
    ("5 (calls)", 1, Code.SYNTAX, "what stands before the bracket is not a function; is an operator missing?"),
    ("code . length > 2", 6, Code.SYNTAX, "a point stands between a text and its property, without spaces"),
    ("code.length() > 2", 6, Code.SYNTAX, "'length' is not a function; write it without brackets"),
    ("code.starts_with", 6, Code.SYNTAX, "'starts_with' is a function: its operands follow in brackets"),
    ("$min > 3", 1, Code.SYNTAX, "'$min' is a function: its operands follow in brackets"),
    ("wait ?? 0 < 5", 6, Code.DEFAULT, _default_beside("<")),
    ("calls + answered ?? 0", 18, Code.DEFAULT, _default_beside("+")),
    # Meaning.
    ("cals > 5", 1, Code.NAME, "there is nothing called 'cals' here (did you mean 'calls'?)"),
    ("true or qqqq > 5", 9, Code.NAME, "there is nothing called 'qqqq' here"),
    ("code.lenght > 2", 6, Code.LANGUAGE, "there is no property 'lenght' (did you mean 'length'?)"),
    ("$mx([calls]) > 2", 1, Code.LANGUAGE, "there is no function '$mx' (did you mean '$max'?)"),
    ('calls == "5"', 7, Code.KIND, "'==' needs values of one kind; here are a number and a text"),
    ("open and calls", 10, Code.KIND, "'and' joins conditions, which are true or false; this is a number"),
    ("not calls", 5, Code.KIND, "'not' joins conditions, which are true or false; this is a number"),
    ("calls ? open : open", 1, Code.KIND, "'?' joins conditions, which are true or false; this is a number"),
    ("(open ? calls : code) == 1", 7, Code.KIND, "':' needs values of one kind; here are a number and a text"),
    ("open < true", 6, Code.KIND, "true and false have no order for '<'"),
    ("code + code == code", 6, Code.KIND, "'+' calculates with numbers; this is a text"),
    ("calls.length > 2", 1, Code.KIND, "'length' is a property of texts; this is a number"),
    ("calls < null", 9, Code.KIND, _NULL),
    ("(calls ?? null) < 3", 11, Code.KIND, _NULL),
    ("calls in answered", 7, Code.KIND, _LIST),
    ("calls in []", 7, Code.KIND, _LIST),
    (
        "calls in [answered]",
        11,
        Code.KIND,
        "a list after in has written values only; for several names join conditions with or",
    ),
    ('calls in [1, "a"]', 7, Code.KIND, "'in' needs values of one kind; here are a number and a text"),
    ("open in [true]", 6, Code.KIND, "a condition is true or false without a list"),
    ("[1, 2] == calls", 2, Code.KIND, "a list stands only after in, or in $min([a, b]), $max([a, b]), $sum([a, b])"),
    ("$min(calls, answered) > 1", 1, Code.KIND, "'$min' takes one list of 1 to 20 numbers, as in $min([a, b])"),
    ("$abs(calls, answered) > 1", 1, Code.KIND, "$abs takes one number"),
    ("code.starts_with(code)", 6, Code.KIND, 'starts_with takes one written text, as in code.starts_with("A")'),
    ("wait < share", 6, Code.UNIT, "'<' needs numbers of one unit of measure; here are s and %"),
    ("wait + share > 1", 6, Code.UNIT, "'+' needs numbers of one unit of measure; here are s and %"),
    ("$max([wait, share]) > 1", 1, Code.UNIT, "'$max' needs numbers of one unit of measure; here are s and %"),
    ("calls / 0 > 1", 7, Code.ZERO, "this always divides by zero"),
    (
        "fine * fine > 1",
        6,
        Code.EXACT,
        "the product would have 24 decimals; 18 can be kept exact: use figures with fewer",
    ),
    ("calls < 1234567890123456", 9, Code.EXACT, "'1234567890123456' is too long: 15 digits and 12 decimals are the most"),
    ('closed_at > d"2023-04-01"', 13, Code.INSTANT, _no_instant("2023-04-01")),
    ('closed_at > d"2023-04-01T00:00:00"', 13, Code.INSTANT, _no_instant("2023-04-01T00:00:00")),
    ('closed_at > d"2023-02-30T00:00:00Z"', 13, Code.INSTANT, _no_instant("2023-02-30T00:00:00Z")),
    # What is not a condition.
    ("calls", 1, Code.RESULT, "a condition must be true or false; this is a number, so compare it with something"),
    ("calls + 1", 7, Code.RESULT, "a condition must be true or false; this is a number, so compare it with something"),
    ("wait", 1, Code.RESULT, "a condition must be true or false; this is a number, so compare it with something"),
    # Size.
    ("a" * (MAX_TEXT + 1), 1, Code.SIZE, f"the expression has {MAX_TEXT + 1} characters; {MAX_TEXT} is the most"),
    ("1," * MAX_TOKENS, 501, Code.SIZE, f"the expression has {2 * MAX_TOKENS} words and signs; {MAX_TOKENS} is the most"),
    (
        "-" * (MAX_OPERATORS + 1) + "1",
        MAX_OPERATORS + 1,
        Code.SIZE,
        f"the expression has {MAX_OPERATORS + 1} operators; {MAX_OPERATORS} is the most",
    ),
    (
        "1" + "/1" * (MAX_DIVISIONS + 1),
        42,
        Code.SIZE,
        f"the expression has {MAX_DIVISIONS + 1} divisions; {MAX_DIVISIONS} is the most",
    ),
    ("(" * 25 + "1" + ")" * 25, 25, Code.SIZE, f"brackets are nested deeper than {MAX_BRACKETS}"),
    ("-" * 61 + "calls", 1, Code.SIZE, "the expression is nested deeper than 60"),
    (
        f'code == "{"a" * (MAX_LITERAL + 1)}"',
        9,
        Code.SIZE,
        f"a text has {MAX_LITERAL + 1} characters; {MAX_LITERAL} is the most",
    ),
]


@pytest.mark.parametrize(("text", "column", "code", "message"), CASES, ids=[text[:30] or "empty" for text, *_ in CASES])
def test_a_wrong_text_is_told_where_and_why(text: str, column: int, code: Code, message: str) -> None:
    """One problem, its column in the text, its code and what to do about it."""
    with pytest.raises(ExpressionError) as caught:
        expression.compile(text, NAMES, result=Kind.BOOLEAN)
    first = caught.value.problems[0]
    assert (first.place.line, first.place.column, first.code, first.text()) == (1, column, code, message)


def test_every_problem_of_a_text_is_told_at_once_in_the_order_of_the_text() -> None:
    """Who corrects a rule does it once."""
    with pytest.raises(ExpressionError) as caught:
        expression.compile("cals > 1 and wait < share\n  and code == 5 and opn", NAMES)
    told = [(problem.place.line, problem.place.column, problem.code) for problem in caught.value.problems]
    assert told == [(1, 1, Code.NAME), (1, 19, Code.UNIT), (2, 12, Code.KIND), (2, 21, Code.NAME)]


def test_a_problem_stands_in_the_file_where_the_expression_stands() -> None:
    """The place of the first character is where the counting begins."""
    with pytest.raises(ExpressionError) as caught:
        expression.compile("calls > 1\nand cals > 1", NAMES, place=Place("rules/drift.yaml", 12, 9))
    assert caught.value.problems[0].line().startswith("rules/drift.yaml:13:13 [X07]")


def test_a_message_never_repeats_more_than_forty_characters_of_the_text() -> None:
    """A name of two thousand letters is not echoed."""
    with pytest.raises(ExpressionError) as caught:
        expression.compile("x" * 1900 + " > 1", NAMES)
    assert caught.value.problems[0].text() == f"there is nothing called '{'x' * 39}…' here"


def test_a_text_with_hundreds_of_mistakes_tells_the_first_twenty() -> None:
    """A pasted page of something else does not come back as a page of problems."""
    with pytest.raises(ExpressionError) as caught:
        expression.compile("§ " * 400, NAMES)
    assert len(caught.value.problems) == 20


@pytest.mark.parametrize("text", [5, None, True, ["calls > 1"]])
def test_what_is_not_a_text_is_a_users_mistake(text: object) -> None:
    """YAML reads `when: 5` as a number; that is no reason for a traceback."""
    with pytest.raises(ExpressionError) as caught:
        expression.compile(text, NAMES)  # type: ignore[arg-type]
    assert caught.value.problems[0].text() == "an expression is a text; put it in quotation marks"
