"""Figures arrive: a delivered file is read whole under its source profile, or refused whole with every problem named.

choose    which source profile is the file's
declare   what the deliverer says about it: period, day of extraction, final or preliminary
read      bytes → table (csv | xlsx | parquet) → figures (long | crosstab), or DeliveryRefused
"""

from typing import TYPE_CHECKING, Any

from engine.intake.profile import TIDY, Profile

if TYPE_CHECKING:
    from engine.intake.announcing import choose, declare
    from engine.intake.reading import read

__all__ = ["TIDY", "Profile", "choose", "declare", "read"]


def __getattr__(name: str) -> Any:
    """Whoever needs profiles alone, as rules do, must not load the readers of files for it."""
    match name:
        case "choose" | "declare":
            from engine.intake import announcing

            return getattr(announcing, name)
        case "read":
            from engine.intake.reading import read

            return read
    raise AttributeError(f"module 'engine.intake' has no attribute '{name}'")
