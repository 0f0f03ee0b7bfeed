"""Which revision of each figure holds now. Every delivery is kept; the figure drawn last is the one that is judged."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from engine.facts import Figure, Observation, Series, Status
from engine.known import Known, delivered
from engine.periods import Period

Figures = Mapping[Series, Mapping[Period, Known]]
"""The figure that holds for each series and period."""


Precedence = Mapping[tuple[str, str], Sequence[str]]
"""By organisation and metric: its sources, the one that goes before all others first."""


def current(observations: Iterable[Observation], precedence: Precedence | None = None) -> Figures:
    """The current figures, in one pass; the order of the observations does not matter."""
    before = precedence or {}
    arrived: defaultdict[Series, dict[Period, list[Observation]]] = defaultdict(dict)
    for observation in observations:
        figure = observation.figure
        arrived[figure.series].setdefault(figure.period, []).append(observation)
    return {
        series: {period: _settle(found, before.get(series[:2], ())) for period, found in by_period.items()}
        for series, by_period in arrived.items()
    }


def _settle(observations: Sequence[Observation], sources: Sequence[str]) -> Known:
    """The figure of the highest rank, under the revision with which its content first stood there.

    The same figure sent again is no news and judges nothing anew. Received is the first time that anything was said: a
    correction does not make a figure late.
    """
    # The revision breaks a tie of rank: one delivery with two figures for one cell must not be read by chance.
    ranked = sorted(observations, key=lambda each: (each.rank, each.revision)) if len(observations) > 1 else observations
    ranked = _of_first_source(ranked, sources) if sources else ranked
    begun = ranked[-1]
    for observation in reversed(ranked):
        if observation.content != begun.content:
            break
        begun = observation
    told = [each.received_at for each in ranked if says_something(each.figure)]
    return delivered(begun.figure, begun.revision, min(told, default=begun.received_at))


def _of_first_source(ranked: Sequence[Observation], sources: Sequence[str]) -> Sequence[Observation]:
    """Those of the first source whose latest figure says something; where none does, all of them."""
    places = [sources.index(each.source) if each.source in sources else len(sources) for each in ranked]
    for place in sorted(set(places)):
        own = [each for each, its_place in zip(ranked, places, strict=True) if its_place == place]
        if says_something(own[-1].figure):
            return own
    return ranked


def says_something(figure: Figure) -> bool:
    """False for a reported null and for what its deliverer declares wrong: neither is the figure that was due."""
    numbers = (figure.value, figure.numerator, figure.denominator)
    return figure.status is not Status.INVALID and (bool(figure.words) or any(number is not None for number in numbers))
