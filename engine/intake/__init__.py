"""Figures arrive: a delivered file is read whole under its source profile, or refused whole with every problem named.

choose    which source profile is the file's
declare   what the deliverer says about it: period, day of extraction, final or preliminary
read      bytes → table (csv | xlsx | parquet) → figures (long | crosstab), or DeliveryRefused
"""

from engine.intake.announcing import choose, declare
from engine.intake.profile import TIDY, Profile
from engine.intake.reading import read

__all__ = ["TIDY", "Profile", "choose", "declare", "read"]
