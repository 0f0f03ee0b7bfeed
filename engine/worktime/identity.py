"""Recognises Norwegian national identity numbers (fødselsnummer, D-nummer), so that none is ever taken in."""

import re
from datetime import date

_ELEVEN = re.compile(r"[0-9]{6} ?[0-9]{5}", re.ASCII)
_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def is_national_identity_number(text: str) -> bool:
    """Whether a text has the date and the two check digits of a national identity number, also of test persons."""
    if not _ELEVEN.fullmatch(text):
        return False
    digits = [int(digit) for digit in text if digit != " "]
    checks = [sum(map(int.__mul__, weights, digits)) % 11 for weights in (_FIRST, _SECOND)]
    return checks == [0, 0] and _has_a_date(digits)


def _has_a_date(digits: list[int]) -> bool:
    # D numbers add 4 to the first digit of the day; synthetic persons add 4 or 8 to that of the month.
    day = digits[0] % 4 * 10 + digits[1]
    month = digits[2] % 4 * 10 + digits[3] if digits[2] >= 4 else digits[2] * 10 + digits[3]
    try:
        # In some century: 2000 is the leap year that tells no date wrong.
        date(2000, month, day)
    except ValueError:
        return False
    return True
