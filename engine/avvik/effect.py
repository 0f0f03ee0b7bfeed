"""Did it help? The effect of an action, measured from the verdicts after it was done: "met 1 of 2 periods".

An effect criterion is so many periods in a row, the newest ones, that met the target (a warning has met it). The period in
which the action was done is not among them, because only part of it had the action. Periods without a judgement neither count
nor break the row.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.avvik.work import Action
from engine.facts import Outcome, Verdict
from engine.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """How far one action's effect has come."""

    action: str
    needed: int
    met: tuple[Period, ...]
    """The newest periods that met the target in a row, in order, at most as many as are needed."""

    @property
    def is_reached(self) -> bool:
        return len(self.met) == self.needed


def measure(action: Action, timeline: Iterable[Verdict]) -> Measurement:
    """Measure an action from all current verdicts of the avvik's rule, unit and dimension, in any order."""
    return Measurement(
        action=action.id, needed=action.effect_periods, met=_met_since(action, timeline)[-action.effect_periods :]
    )


def _met_since(action: Action, timeline: Iterable[Verdict]) -> tuple[Period, ...]:
    if action.done is None:
        return ()
    grain, done = action.done.grain, action.done
    since = sorted((v for v in timeline if v.period.grain is grain and v.period > done), key=lambda verdict: verdict.period)
    met: list[Period] = []
    for verdict in since:
        if verdict.outcome is Outcome.MISSED:
            met.clear()
        elif verdict.outcome in (Outcome.MET, Outcome.WARNING):
            met.append(verdict.period)
    return tuple(met)
