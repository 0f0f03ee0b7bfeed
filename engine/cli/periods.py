"""Periods as people write them."""

from collections.abc import Iterable

from engine.periods import Period


def ranges(periods: Iterable[Period]) -> str:
    """Runs of periods from first to last: 2022-11–2023-03, 2023-05."""
    runs: list[list[Period]] = []
    for period in periods:
        if runs and period == runs[-1][-1].shift(1):
            runs[-1].append(period)
        else:
            runs.append([period])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
