"""Is this a national identity number? Nobody's working hours may be kept under one.

Birth numbers, D-numbers (day + 40) and the synthetic ones of test environments (month + 40, 65 or 80): eleven digits, a date
in front and two control digits by modulus 11. One in a thousand made-up numbers of eleven digits is one too; such an employee
number has to be replaced.
"""

import re
from calendar import monthrange
from unicodedata import decimal

_BETWEEN_DIGITS = re.compile(r"[\s.\-\u2010-\u2014]+")
_RUN = re.compile(r"\d{6}[\s.-]?\d{4,5}")
_ALONE = re.compile(r"(?<!\d)\d{6}[\s.-]?\d{5}(?!\d)")
_BETWEEN_WORDS = re.compile(r"[\s,.]+")
_NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_LENGTH = 11
_MONTH_SHIFTS = (0, 40, 65, 80)
_LEAP_YEAR = 2000


def is_national_id(text: str) -> bool:
    """True for a valid number, however it is spaced, in digits of any script, and without the zero that a workbook drops."""
    digits = _digits(_BETWEEN_DIGITS.sub("", text))
    if len(digits) == _LENGTH - 1:
        digits = [0, *digits]
    if len(digits) != _LENGTH or not _is_born(digits):
        return False
    return _weighted(digits, _FIRST) % 11 == 0 and _weighted(digits, _SECOND) % 11 == 0


def holds_national_id(text: str) -> bool:
    """True where such a number stands somewhere in a text: it must not be repeated in a message."""
    return is_national_id(text) or any(is_national_id(run) for run in _RUN.findall(text))


def names_somebody(text: str) -> bool:
    """True where such a number stands by itself in an id or the name of a unit; a longer row of digits is none."""
    return any(is_national_id(run) for run in _ALONE.findall(text))


def looks_like_a_name(text: str) -> bool:
    """True for two or more words of letters, such as a first name and a surname; pseudonyms have digits, are one word, or
    tell people apart by a single letter.
    """
    words = [word for word in _BETWEEN_WORDS.split(text) if word]
    return all(_NAME.fullmatch(word) for word in words) and sum(len(word) > 1 for word in words) > 1


def _digits(text: str) -> list[int]:
    """The digits of a text that has nothing else; else none."""
    found = [decimal(letter, -1) for letter in text]
    return [] if -1 in found else found


def _weighted(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False))


def _is_born(digits: list[int]) -> bool:
    """Whether the first four digits are a day of a month, shifted or not."""
    day, month = digits[0] * 10 + digits[1], digits[2] * 10 + digits[3]
    days = {day, day - 40}
    return any(1 <= each <= _days_in(month - shift) for each in days for shift in _MONTH_SHIFTS)


def _days_in(month: int) -> int:
    return monthrange(_LEAP_YEAR, month)[1] if 1 <= month <= 12 else 0
