"""Whatever the order in which figures come and are corrected, the log tells the same breaches in the end, and nothing twice."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.avvik.avvik import Avvik
from engine.avvik.entries import Draft, EntryKind
from engine.avvik.states import State
from engine.rulebook.schema import OutOf
from tests.avvik.log import Log, in_force, timeline

SIGNS = "358.w?n-"

rules = st.fixed_dictionaries(
    {
        "breach_after": st.integers(1, 3)
        | st.builds(lambda missed, more: OutOf(missed=missed, of=missed + more), st.integers(1, 3), st.integers(1, 2)),
        "clear_after": st.integers(1, 3),
        "recurrence": st.integers(0, 4),
    }
)
runs = st.text(SIGNS, min_size=1, max_size=9)
Rule = dict[str, Any]


def straight(rule: Rule, run: str) -> Log:
    """The log of somebody who got all figures at once, right from the start."""
    log = Log()
    log.round(in_force(**rule), timeline(run))
    return log


@settings(max_examples=150)
@given(rules, runs, st.data())
def test_any_order_and_partition_of_arrivals_ends_with_the_same_breaches(rule: Rule, run: str, data: st.DataObject) -> None:
    """Periods arriving one by one, in bunches, backwards: the same sets of periods and the same conditions."""
    places = [place for place, sign in enumerate(run) if sign != "-"]
    order = data.draw(st.permutations(places))
    rounds = data.draw(st.lists(st.integers(0, len(order)), max_size=4).map(sorted))
    log = Log()
    for count in [*rounds, len(order)]:
        arrived = set(order[:count])
        log.round(in_force(**rule), timeline("".join(s if i in arrived else "-" for i, s in enumerate(run))))
    assert log.breaches == straight(rule, run).breaches


@settings(max_examples=150)
@given(rules, st.lists(runs, max_size=5), runs)
def test_any_corrections_on_the_way_end_with_the_same_breaches(rule: Rule, wrong: list[str], run: str) -> None:
    """Figures that were wrong at first, in any number and combination, leave no trace in what is missed now."""
    log = Log()
    for earlier in wrong:
        log.round(in_force(**rule), timeline(_as_long(earlier, run)))
    log.round(in_force(**rule), timeline(run))
    assert log.breaches == straight(rule, run).breaches


@settings(max_examples=150)
@given(rules, st.lists(runs, min_size=1, max_size=5), st.lists(st.sampled_from([State.AVVIST, State.LUKKET]), max_size=3))
def test_deciding_twice_adds_nothing(rule: Rule, rounds: list[str], ends: list[State]) -> None:
    """A round that is run again, after a crash or by a second process, finds nothing left to say; people's moves included."""
    log = Log()
    for run in rounds:
        log.round(in_force(**rule), timeline(run))
    for avvik, end in zip(list(log.avvik.values()), ends, strict=False):
        _end(log, avvik, end)
    log.round(in_force(**rule), timeline(rounds[-1]))
    assert log.round(in_force(**rule), timeline(rounds[-1])) == 0


@settings(max_examples=150)
@given(rules, st.lists(runs, min_size=1, max_size=5), st.lists(st.sampled_from([State.AVVIST, State.LUKKET]), max_size=3))
def test_the_machine_opens_and_reopens_and_nothing_else(rule: Rule, rounds: list[str], ends: list[State]) -> None:
    """It never closes or rejects, writes no words, gives no avvik away, and no period is on two avvik that it keeps."""
    log = Log()
    for run in rounds:
        log.round(in_force(**rule), timeline(run))
        for avvik, end in zip(list(log.avvik.values()), ends, strict=False):
            if avvik.state.is_open:
                _end(log, avvik, end)
    entries = [entry for avvik in log.avvik.values() for entry in avvik.entries if entry.by_machine]
    assert {entry.facts.get("state", "ny") for entry in entries} <= {"ny", "gjenåpnet"}
    assert not any(entry.words for entry in entries)
    assert all(avvik.owner == "kvalitet" for avvik in log.avvik.values())
    held = [period for avvik in log.avvik.values() if avvik.state is not State.AVVIST for period in avvik.periods]
    assert len(held) == len(set(held))


def _as_long(earlier: str, run: str) -> str:
    """Every period that was ever judged is judged at the end, or its old verdict would rightly stand."""
    judged = earlier.ljust(len(run), "-")[: len(run)]
    return "".join("-" if last == "-" else sign for sign, last in zip(judged, run, strict=True))


def _end(log: Log, avvik: Avvik, state: State) -> None:
    kind = EntryKind.CLOSED if state is State.LUKKET else EntryKind.REJECTED
    log.append(avvik.id, [Draft(kind=kind, who="kari", facts={"state": state.value})])
