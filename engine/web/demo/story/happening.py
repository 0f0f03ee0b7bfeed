"""Something that happens at a time, in whichever order it was written down."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple


class Happening(NamedTuple):
    at: datetime
    do: Callable[[], object]
