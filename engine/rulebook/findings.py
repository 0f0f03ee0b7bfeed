"""What can be wrong with the files under rules/: one code per kind of mistake, each with its heading in docs/lint.md."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from engine.errors import Problem


class Code(StrEnum):
    """The codes of rule files. A code keeps its meaning for ever: people search for it and scripts filter by it."""

    FILE = "R001"
    YAML = "R002"
    DUPLICATE_KEY = "R003"
    UNKNOWN_CHECK = "R004"
    UNKNOWN_KEY = "R005"
    MISSING_KEY = "R006"
    VALUE = "R007"
    KEYS_TOGETHER = "R008"
    FORM = "R009"
    NO_RULES = "R010"
    ID_TWICE = "R011"
    FOLDER = "R012"
    NOT_LOADED = "R013"

    UNKNOWN_UNIT = "R020"
    UNIT_TREE = "R021"
    UNIT_PERIODS = "R022"
    UNKNOWN_ORGANISATION = "R023"

    UNKNOWN_METRIC = "R030"
    UNKNOWN_MEMBER = "R031"
    METRIC = "R032"
    CLASS_GAP = "R033"
    MEASURE = "R034"

    LIMIT_UNIT = "R040"
    LIMIT_RANGE = "R041"
    LEVELS = "R042"
    DIRECTION = "R043"
    OVERLAP = "R044"
    GAP = "R045"
    GRAIN = "R046"
    NEVER_APPLIES = "R047"
    UNSTATED = "R048"
    NO_QUOTE = "R049"
    BREACH_AFTER = "R050"
    RULES_CONTRADICT = "R051"
    PRECISION = "R052"

    SAME_FILES = "R060"
    UNKNOWN_RULE = "R061"
    UNKNOWN_DUTY = "R062"
    FALLBACK = "R063"
    UNKNOWN_SOURCE = "R064"
    TIMETABLE = "R065"

    KIND = "R070"
    KIND_WARNING = "R071"


WARNINGS = frozenset({Code.CLASS_GAP, Code.UNSTATED, Code.NO_QUOTE, Code.PRECISION, Code.SAME_FILES, Code.KIND_WARNING})
"""Told, but they keep no file out; every other code is an error."""

MAX_PROBLEMS = 100
"""Shown for one file; who has more mends these first."""

KeyPath = tuple[str | int, ...]
"""Keys and indices from the top of a file, or of one item in it, down to a value."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong inside one item of a file, before the loader gives it its place.

    `path` leads from the item to the value that is wrong; a path that ends in a key that is not there points at what should
    have held it. `message` is the English text with {placeholders}, marked for translation.
    """

    path: KeyPath
    code: str
    """A Code of rule files, or the rule language's own where the mistake lies inside an expression."""
    message: str
    details: Mapping[str, object] = field(default_factory=dict)
    at_key: bool = False
    """Point at the key itself, not at its value."""
    offset: int | None = None
    """Point so many characters into the value, which is a text."""


def is_warning(problem: Problem) -> bool:
    """True for what is told but keeps no file out."""
    return problem.code in WARNINGS
