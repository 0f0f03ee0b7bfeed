"""An answer to a held round is given once: by whoever was first, and never to something else than was held."""

import threading
from pathlib import Path

import pytest

from engine import rounds
from engine.decisions.storm import Fate, Ruling, Verb
from engine.errors import DecisionRefused, UsageError
from engine.rulebook.loader import Rulebook
from engine.ruling import answer
from engine.store import Store, open_store
from engine.telling import Telling
from tests.decisions.organisations import deliver, everywhere, write
from tests.store.samples import NOON, TODAY


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    return write(tmp_path / "rules")


@pytest.fixture
def swapped(store: Store, book: Rulebook) -> Store:
    for day, (period, value) in enumerate((("2023-02", "4.0"), ("2023-03", "9.0"))):
        deliver(store, period, everywhere(value), day=day)
        rounds.run(store, book, as_of=TODAY, at=NOON)
    return store


def test_released_it_opens_what_was_held_and_says_so(swapped: Store, book: Rulebook) -> None:
    done = answer(swapped, Telling(book=book), "s-0001", Verb.RELEASE, by="kari", reason="ekte", at=NOON)
    assert (done.storm.fate, done.storm.settled_by, len(done.round.opened)) == (Fate.RELEASED, "kari", 12)
    with pytest.raises(DecisionRefused):
        answer(swapped, Telling(book=book), "S-0001", Verb.REJECT, by="ola", reason="nei", at=NOON)


def test_a_ruling_that_comes_too_late_runs_no_round(swapped: Store, book: Rulebook) -> None:
    """It was fit to be given when it was given; by the time its round could begin another one had been."""
    late = Ruling(storm="S-0001", verb=Verb.REJECT, by="ola", reason="nei")
    answer(swapped, Telling(book=book), "S-0001", Verb.RELEASE, by="kari", reason="ekte", at=NOON)
    before = swapped.last_round(), swapped.ledger_head(), swapped.log_head()
    with pytest.raises(DecisionRefused) as refused:
        rounds.run(swapped, book, as_of=TODAY, at=NOON, ruling=late)
    assert [problem.text() for problem in refused.value.problems] == ["S-0001 is settled already: released"]
    assert (swapped.last_round(), swapped.ledger_head(), swapped.log_head()) == before


def test_of_several_at_once_one_is_taken_and_each_other_is_told(swapped: Store, book: Rulebook, database_url: str) -> None:
    begin, taken, told = threading.Barrier(4), list[str](), list[str]()

    def give(name: str, verb: Verb) -> None:
        own = open_store(database_url)
        begin.wait()
        try:
            answer(own, Telling(book=book), "S-0001", verb, by=name, reason=name, at=NOON)
            taken.append(name)
        except DecisionRefused as refused:
            told.append(refused.problems[0].code)
        finally:
            own.close()

    threads = [threading.Thread(target=give, args=(f"p{n}", [*Verb][n % 2])) for n in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    (storm,) = swapped.storms()
    assert (taken, told) == ([storm.settled_by], ["B006"] * 3)


def test_without_a_rule_in_force_it_is_held_still(swapped: Store, book: Rulebook, tmp_path: Path) -> None:
    (tmp_path / "rules" / "hemit" / "hr.yaml").write_text("[]\n")
    from engine.checks import KINDS
    from engine.rulebook.loader import load

    empty = load(tmp_path / "rules", {name: kind.rule for name, kind in KINDS.items()})
    with pytest.raises(UsageError):
        answer(swapped, Telling(book=empty), "S-0001", Verb.RELEASE, by="kari", reason="ekte", at=NOON)
    assert swapped.storms()[0].fate is Fate.HELD
