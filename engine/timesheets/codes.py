"""The codes of what is wrong with a file of work records; docs/aml-hr.md has a line for each. What any file can have is D…."""

from enum import StrEnum


class Code(StrEnum):
    """A code keeps its meaning for ever."""

    FORMAT = "W001"
    UNKNOWN_COLUMN = "W010"
    MISSING_COLUMN = "W011"
    COLUMN_TWICE = "W012"
    UNION = "W013"
    NATIONAL_ID = "W020"
    BLANK = "W021"
    TOO_LONG = "W022"
    CONTROL_CHARACTER = "W023"
    TIME = "W024"
    YEAR = "W025"
    WORD = "W026"
    NOT_TEXT = "W027"
    NAME = "W028"
    COUNTS = "W030"
