"""What can be wrong with a measure, told with the key of the declaration. Every code is explained in docs/measures.md."""

from collections.abc import Iterable
from enum import StrEnum

from engine.errors import Place, Problem, UserError
from engine.names import nearest, shown


class Code(StrEnum):
    NO_MEASURE = "M01"
    KIND = "M02"
    VALUE = "M03"
    TABLE = "M04"
    COLUMN = "M05"
    COLUMN_TYPE = "M06"
    GRAIN = "M08"
    UNIT = "M09"
    ENGINE = "M10"
    SERVICE = "M12"


class MeasureError(UserError):
    """A measure cannot be folded: its declaration and its records do not go together."""


def problem(metric: str, key: str, code: Code, message: str, /, **details: object) -> Problem:
    return Problem(Place(metric, field=key), code, message, details)


def unknown(metric: str, key: str, code: Code, message: str, suggesting: str, name: str, known: Iterable[str]) -> Problem:
    """A name that nobody knows, with the one that was probably meant."""
    meant = nearest(name, known)
    return problem(metric, key, code, suggesting if meant else message, name=shown(name), suggestion=meant)
