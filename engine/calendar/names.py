"""The names of weekdays and months in bokmål and in English."""

from typing import Final

WEEKDAYS: Final = {
    **dict(zip(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), range(7), strict=True)),
    **dict(zip(("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"), range(7), strict=True)),
}
"""0 is Monday."""

_MONTHS = (
    ("january", "januar"),
    ("february", "februar"),
    ("march", "mars"),
    ("april", "april"),
    ("may", "mai"),
    ("june", "juni"),
    ("july", "juli"),
    ("august", "august"),
    ("september", "september"),
    ("october", "oktober"),
    ("november", "november"),
    ("december", "desember"),
)
MONTHS: Final = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
