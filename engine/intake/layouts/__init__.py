"""The layouts that tables have: `layout: long` in a source profile is long.py here."""

from collections.abc import Mapping
from typing import Protocol

from engine.intake.layouts import crosstab, long
from engine.intake.layouts.delivered import Delivered


class Layout(Protocol):
    """A table to figures: what is sound goes to the collection, everything wrong to the findings."""

    def __call__(self, delivered: Delivered, /) -> None: ...


LAYOUTS: Mapping[str, Layout] = {"crosstab": crosstab.collect, "long": long.collect}
