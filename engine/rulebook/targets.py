"""The target that holds: by the period that the data is about, never by the day on which it is judged."""

from collections.abc import Iterable

from engine.periods import Period
from engine.rulebook.schema import Target


def resolve(targets: Iterable[Target], period: Period) -> Target | None:
    """The target whose validity holds the whole period, or None: December is judged by December's, whatever January brings.

    Rule files whose targets overlap are refused when they are loaded, so there is at most one.
    """
    return next((target for target in targets if target.holds_in(period)), None)
