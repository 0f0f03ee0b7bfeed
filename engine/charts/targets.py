"""The stated target over the periods in which it held: December by December's, whatever January's is."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from engine.charts.figure import TargetStep
from engine.facts import Cause, Comparator, Verdict


def steps(judged: Iterable[tuple[str, Verdict]], demand: Callable[[Verdict], str]) -> Iterator[TargetStep]:
    """`judged`: each period's label with its verdict, in order. A period that has no target ends the step before it.

    One that could not be judged, such as for want of a figure, does not: the target held there too.
    """
    held = [each for each in judged if each[1].target is not None or each[1].cause is Cause.NO_TARGET]
    for (_, target, comparator), run in groupby(held, lambda row: (row[1].rule, row[1].target, row[1].comparator)):
        listed = list(run)
        ends = target if isinstance(target, tuple) else (target,)
        sides = (Comparator.AT_LEAST, Comparator.AT_MOST) if len(ends) == 2 else (comparator,)
        for limit, side in zip(ends, sides, strict=True):
            if limit is not None and side is not None:
                yield TargetStep(
                    first=listed[0][0], last=listed[-1][0], limit=limit, comparator=side, text=demand(listed[0][1])
                )
