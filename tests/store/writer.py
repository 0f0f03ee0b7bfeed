"""A program that writes to a store until it is killed, and says on a line of its own whenever something was acknowledged."""

import sys
from datetime import timedelta
from itertools import count

from engine.periods import Grain, Period
from engine.store import Store, open_store
from tests.store.samples import NOON, TODAY, comment, delivery, figure, opening, verdict

FIGURES, VERDICTS = 40, 25
STEPS = ("delivery", "round", "comment")
"""What one turn writes: each of these is one transaction."""


def period(number: int) -> str:
    return str(Period(Grain.MONTH, 2000 * 12 + number))


def take_step(store: Store, turn: int, step: str) -> None:
    at = NOON + timedelta(days=turn)
    if step == "delivery":
        store.receive(delivery(str(turn), at), [figure(period(number), str(turn)) for number in range(FIGURES)])
    elif step == "round":
        with store.round() as work:
            judged = [verdict(period(number), str(turn)) for number in range(VERDICTS)]
            work.judge(judged, as_of=TODAY, at=at)
            work.apply([opening(period=period(turn))], at)
    else:
        store.append(f"A-{turn + 1:06d}", [comment(f"runde {turn}")], at)


def write_until_killed(store: Store) -> None:
    for turn in count():
        for step in STEPS:
            take_step(store, turn, step)
            print(step, flush=True)  # noqa: T201 -- the test reads it


def stop_in_the_middle(store: Store) -> None:
    """Everything of a round is written, but not committed."""
    with store.round() as work:
        work.judge([verdict()], as_of=TODAY, at=NOON)
        work.apply([opening()], NOON)
        print("middle", flush=True)  # noqa: T201 -- the test reads it
        input()


if __name__ == "__main__":
    {"write": write_until_killed, "middle": stop_in_the_middle}[sys.argv[2]](open_store(sys.argv[1]))
