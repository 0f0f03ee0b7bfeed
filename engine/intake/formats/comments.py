"""Lines with # at the top of a text, of which one may declare the file's decimal mark: `# decimal: point`."""

import re
from dataclasses import dataclass
from typing import cast

from engine.errors import Place
from engine.intake.findings import Code, Findings
from engine.language import mark
from engine.names import nearest, shown
from engine.numbers import DecimalMark

_LINE_END = re.compile(r"\r\n|\r|\n")
_KEY = re.compile(r"#\s*(?P<key>[a-z]+)\s*[:=]\s*(?P<value>\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Commented:
    """A text without the comments above it; `lines` is how many they were."""

    text: str
    lines: int = 0
    decimal: DecimalMark | None = None


def without_comments(text: str, findings: Findings) -> Commented:
    position, lines, decimal = 0, 0, None
    while text.startswith(("#", '"#'), position):
        lines += 1
        end = _LINE_END.search(text, position)
        # Excel quotes such a line and fills it up with delimiters when it saves it.
        said = text[position : end.start() if end else None].strip(' ";,\t|')
        decimal = _declared(said, Place(findings.file, lines), findings) or decimal
        position = end.end() if end else len(text)
    return Commented(text[position:], lines, decimal)


def _declared(said: str, place: Place, findings: Findings) -> DecimalMark | None:
    """What a comment declares. A misspelt declaration is a problem: the wrong mark would make other numbers."""
    found = _KEY.fullmatch(said[:100])
    if found is None or nearest(found["key"], ["decimal"]) is None:
        return None
    if found["key"].lower() == "decimal" and found["value"].lower() in ("comma", "point"):
        return cast(DecimalMark, found["value"].lower())
    findings.add(
        place, Code.COMMENT, mark("{text} is read as a declaration: # decimal: comma or # decimal: point"), text=shown(said)
    )
    return None
