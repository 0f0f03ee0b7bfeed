"""What a person gives as a name or as words, as it is kept, with everything that stands against it."""

import unicodedata

from engine.avvik.entries import MACHINE
from engine.errors import Place, Problem
from engine.language import mark
from engine.names import UNSHOWABLE, is_showable, shown

LONGEST_NAME, LONGEST_TEXT = 100, 10_000
_RESERVED = (MACHINE, "målvakt")


def person(name: str, place: Place) -> tuple[str, list[Problem]]:
    """A name as it is kept: white space collapsed, at most 100 printable characters in Latin letters, not the machine's."""
    kept = " ".join(unicodedata.normalize("NFC", name).split())
    if not any(map(str.isalnum, kept)):
        return kept, [Problem(place, "M002", mark("the name of a person or role is needed"))]
    if len(kept) > LONGEST_NAME or not _is_plain(kept):
        message = mark("{name} cannot be a name: at most {most} printable characters, letters from the Latin alphabet")
        return kept, [Problem(place, "M002", message, {"name": shown(kept), "most": LONGEST_NAME})]
    if any(is_same_person(kept, reserved) for reserved in _RESERVED):
        return kept, [Problem(place, "M003", mark("{name} is the machine's own name, and no person's"), {"name": shown(kept)})]
    return kept, []


def words(text: str, place: Place, *, needed: bool = True) -> tuple[str, list[Problem]]:
    """A text as it is kept: lines end in \\n, no white space around; at most 10 000 characters, all of them showable."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    problems = []
    if needed and not any(unicodedata.category(letter)[0] in "LNPS" for letter in kept):
        problems.append(Problem(place, "M004", mark("words are needed here, and there are none")))
    if len(kept) > LONGEST_TEXT:
        message = mark("the text has {length} characters, and at most {most} are allowed")
        problems.append(Problem(place, "M005", message, {"length": len(kept), "most": LONGEST_TEXT}))
    if not is_showable(kept):
        problems.append(Problem(place, "M005", UNSHOWABLE))
    return kept, problems


def is_same_person(one: str, other: str) -> bool:
    """Kari@X.no and kari@x.no are one person: nobody verifies the own effect by writing the name otherwise."""
    return folded(one) == folded(other)


def folded(name: str) -> str:
    """The form in which two names of one person are equal."""
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).split())


def _is_plain(name: str) -> bool:
    # Letters of other alphabets look like Latin ones, so that a Cyrillic «а» would make a second «kari».
    return name.isprintable() and all("LATIN" in unicodedata.name(letter, "") for letter in name if letter.isalpha())
