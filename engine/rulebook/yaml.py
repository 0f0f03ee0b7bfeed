"""The only YAML reader of the product: YAML 1.2 from ruamel's events, with exact numbers, true positions and nothing clever.

Read are mappings with text keys, lists, text, numbers, true, false and null. Anchors, aliases, tags, merge keys, directives and
second documents are refused: an 820-byte file of merge keys keeps every loader busy for ever. The document is composed here
while the events arrive, without recursion, so that a limit ends a bomb where it is reached.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import Event

from engine.errors import Place, Problem, RuleFileError
from engine.language import mark
from engine.rulebook.composer import Composer
from engine.rulebook.document import Document
from engine.rulebook.files import MAX_BYTES, content
from engine.rulebook.findings import Code

# What no editor shows, or shows elsewhere than it stands: control characters, exotic line ends, turned writing direction.
_INVISIBLE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
_REFUSED_CHARACTER = re.compile(f"[\t{_INVISIBLE}]")

_SYNTAX = {
    "mapping values are not allowed": mark("a colon stands where it cannot: put the text in quotes, or mend the indentation"),
    "cannot start any token": mark("a text cannot begin with this character: put it in quotes"),
    "chomping or indentation": mark("a text that begins with > or | is put in quotes; a limit is written at_least: 70"),
    "stream end": mark("a bracket or a quote that is opened here is never closed"),
    "end of stream": mark("a bracket or a quote that is opened here is never closed"),
    "',' or": mark("a comma is missing here, or the bracket before this is not closed"),
    "sequence entries are not allowed": mark("a list begins on a line of its own"),
    "unknown escape": mark("after a backslash in double quotes stands what means nothing: use single quotes"),
    "block end": mark(
        "the indentation does not fit the lines above, or a text with a quote or bracket in it needs quotes around it"
    ),
}
"""What ruamel says (a part of it), and what to do about it."""


def read_yaml(path: Path) -> Document:
    """The document in a file; a RuleFileError when it cannot be opened or read."""
    return read(content(path), str(path))


def read(written: bytes, file: str) -> Document:
    """The document in a file's bytes; a RuleFileError with every problem when anything is wrong with it."""
    document = read_on(written, file)
    if document.problems:
        raise RuleFileError(mark("the file cannot be read"), document.problems)
    return document


def read_on(written: bytes, file: str) -> Document:
    """As `read`, but what hides no other mistake is told in the document's `problems`, for who looks for the others, too."""
    text = _decoded(written, file)
    _check_characters(text, file)
    composer = Composer(file, text)
    try:
        return composer.compose(_events(text))
    except MarkedYAMLError as error:
        raise _refused(composer.problems, _syntax_problem(error, file)) from None
    except YAMLError:
        raise _refused(composer.problems, Problem(Place(file), Code.YAML, mark("this is not YAML"))) from None


def _events(text: str) -> Iterator[Event]:
    events: Iterator[Event] = YAML(typ="safe", pure=True).parse(text)
    return events


def _decoded(written: bytes, file: str) -> str:
    if len(written) > MAX_BYTES:
        raise _refused((), Problem(Place(file), Code.FILE, mark("the file is larger than 256 kB: split it")))
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _spot(written[: error.start].decode("utf-8", "replace"))
        message = mark("the file is not UTF-8 (perhaps cp1252 or UTF-16): save it as UTF-8")
        raise _refused((), Problem(Place(file, line, column), Code.FILE, message)) from None


def _check_characters(text: str, file: str) -> None:
    found = _REFUSED_CHARACTER.search(text)
    if found is None:
        return
    place = Place(file, *_spot(text[: found.start()]))
    if found.group() == "\t":
        raise _refused((), Problem(place, Code.YAML, mark('a tab character: indent with spaces; in a text write "\\t"')))
    details = {"code": f"U+{ord(found.group()):04X}"}
    raise _refused((), Problem(place, Code.YAML, mark("an invisible character ({code}): remove it"), details))


def _spot(before: str) -> tuple[int, int]:
    lines = re.split(r"\r\n|\r|\n", before)
    return len(lines), len(lines[-1]) + 1


def _syntax_problem(error: MarkedYAMLError, file: str) -> Problem:
    said = str(error.problem)
    message = next((ours for theirs, ours in _SYNTAX.items() if theirs in said), mark("this is not YAML"))
    unclosed = "end" in said and "stream" in said
    at = (error.context_mark if unclosed else None) or error.problem_mark
    return Problem(Place(file, at.line + 1, at.column + 1), Code.YAML, message)


def _refused(found: Sequence[Problem], last: Problem) -> RuleFileError:
    return RuleFileError(mark("the file cannot be read"), (*found, last))
