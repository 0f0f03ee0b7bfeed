"""What is wrong with a delivered file: one code per kind of mistake, all of a file's problems at once."""

from enum import StrEnum
from typing import NoReturn

from engine.errors import DeliveryRefused, Place, Problem
from engine.language import mark

MAX_SHOWN = 100
"""Problems named; a file with more has one mistake made many times."""


class Code(StrEnum):
    """The codes of deliveries, each with its heading in docs/sources.md. A code keeps its meaning for ever."""

    TOO_LARGE = "D001"
    EMPTY = "D002"
    ENCODING = "D003"
    LETTERS_LOST = "D004"
    CONTROL_CHARACTER = "D005"
    QUOTES = "D006"
    FIELD_COUNT = "D007"
    DELIMITER = "D008"
    COMMENT = "D009"

    UNKNOWN_HEADING = "D010"
    MISSING_HEADING = "D011"
    HEADING_TWICE = "D012"
    NO_HEADING = "D013"
    PERIOD_HEADING = "D014"
    LAST_HEADING = "D015"
    UNKNOWN_LABEL = "D016"
    MISSING_LABEL = "D017"
    LABEL_TWICE = "D018"
    HEADER_ROW = "D019"

    NUMBER = "D020"
    TYPE = "D021"
    PERCENT = "D022"
    UNMAPPED = "D023"
    PERIOD = "D024"
    BLANK = "D025"
    STATUS = "D026"
    WORDS = "D027"

    UNKNOWN_ORGANISATION = "D030"
    OTHER_ORGANISATION = "D031"
    UNKNOWN_METRIC = "D032"
    UNKNOWN_UNIT = "D033"
    UNIT_NOT_THEN = "D034"
    UNKNOWN_DIMENSION = "D035"

    OUT_OF_RANGE = "D040"
    NOT_WHOLE = "D041"
    NEGATIVE = "D042"
    CONTRADICTION = "D043"
    HALF_A_RATIO = "D044"
    GRAIN = "D045"
    NOT_BEGUN = "D046"
    TWICE = "D047"

    NOT_A_WORKBOOK = "D050"
    ENCRYPTED = "D051"
    OTHER_FORMAT = "D052"
    MACROS = "D053"
    EXTERNAL_LINKS = "D054"
    UNPACKED_SIZE = "D055"
    DOCTYPE = "D056"
    XML = "D057"
    SHEET = "D058"
    HIDDEN = "D060"
    MERGED = "D061"
    ERROR_CELL = "D062"
    FORMULA = "D063"
    SPAN = "D064"
    CELL_ORDER = "D065"
    READER_STOPPED = "D066"

    NOT_PARQUET = "D070"
    COLUMN_TYPE = "D071"

    MORE = "D099"


class Findings:
    """The problems found so far in one file. The first hundred are kept, the rest are counted."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.count = 0
        self._shown: list[Problem] = []
        self._told: set[tuple[Place, str, str]] = set()

    @property
    def full(self) -> bool:
        """True when what is added now is counted and not shown."""
        return self.count >= MAX_SHOWN

    def add(self, place: Place, code: StrEnum, message: str, /, **details: object) -> None:
        """Tell of a problem. What is wrong with a heading is found again in every row, and told once."""
        # Plain values only: a refusal is kept in quarantine, and may be told in another language later.
        plain = {name: value if isinstance(value, int | str) else str(value) for name, value in details.items()}
        key = (place, message, str(plain))
        if key in self._told:
            return
        self.count += 1
        if self.count <= MAX_SHOWN:
            self._told.add(key)
            self._shown.append(Problem(place, code, message, plain))

    def refuse(self, code: StrEnum, message: str, place: Place | None = None, /, **details: object) -> NoReturn:
        """Nothing more can be read: this problem and those before it."""
        self.add(place or Place(self.file), code, message, **details)
        raise self.refusal()

    def refuse_if_any(self) -> None:
        if self.count:
            raise self.refusal()

    def refusal(self) -> DeliveryRefused:
        problems = sorted(self._shown, key=_reading_order)
        if self.count > MAX_SHOWN:
            more = {"count": self.count - MAX_SHOWN}
            problems.append(Problem(Place(self.file), Code.MORE, mark("and {count} more problems"), more))
        message = mark("{file} is refused and nothing of it is used; problems: {count}")
        return DeliveryRefused(message, problems, file=self.file, count=self.count)


def _reading_order(problem: Problem) -> tuple[int, int, str]:
    """From the top of the file to its end, in a sheet from left to right; those of one place as they were found."""
    place = problem.place
    column = place.cell.rpartition(":")[2].rstrip("0123456789")
    row = place.cell.rpartition(":")[2][len(column) :]
    return place.line or int(row or 0), len(column), column
