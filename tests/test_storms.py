"""A swapped column is likelier than a dozen breaches: the round is held until a person says what it was."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from engine import rounds
from engine.avvik.states import Condition
from engine.decisions.storm import Fate, Ruling, Verb, ruled
from engine.errors import DecisionRefused
from engine.facts import Outcome
from engine.rulebook.loader import Rulebook
from engine.store import Store
from tests.decisions.organisations import UNITS, deliver, everywhere, write
from tests.store.samples import NOON, TODAY

MARCH = date(2023, 4, 20)


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    return write(tmp_path / "rules")


def run(store: Store, book: Rulebook, ruling: Ruling | None = None, as_of: date = TODAY) -> rounds.Round:
    return rounds.run(store, book, as_of=as_of, at=NOON, ruling=ruling)


def answer(store: Store, verb: Verb, name: str = "S-0001") -> Ruling:
    return ruled(store.storms(), name, verb, by="kari", reason="sett på tallene")[1]


def swapped(store: Store, book: Rulebook) -> rounds.Round:
    """February was met everywhere; in March every unit misses at once."""
    deliver(store, "2023-02", everywhere("4.0"))
    assert run(store, book).held == ()
    deliver(store, "2023-03", everywhere("9.0"), day=1)
    return run(store, book)


def test_a_storm_is_held_with_its_list_and_nothing_of_it_is_in_the_log(store: Store, book: Rulebook) -> None:
    result = swapped(store, book)
    (storm,) = result.held
    assert (result.opened, result.changed, store.avvik(), store.log_head().count) == ((), (), (), 0)
    assert (storm.id, storm.sudden, storm.judged_before, storm.fate) == ("S-0001", 12, 12, Fate.HELD)
    assert storm.openings == tuple(("hemit-sick-leave", unit, "", ("2023-03",)) for unit in UNITS)
    assert [(each.judged, each.rules, each.held) for each in result.tallies] == [(1, 1, True)]


def test_the_verdicts_of_a_held_round_stand(store: Store, book: Rulebook) -> None:
    swapped(store, book)
    march = [each for each in store.verdicts() if str(each.period) == "2023-03"]
    assert {each.outcome for each in march} == {Outcome.MISSED}


def test_later_rounds_over_the_same_basis_stay_held_and_write_no_row(store: Store, book: Rulebook) -> None:
    swapped(store, book)
    before = store.ledger_head()
    for later in range(3):
        assert [storm.id for storm in run(store, book, as_of=TODAY + timedelta(days=later)).held] == ["S-0001"]
    assert (store.ledger_head(), store.log_head().count) == (before, 0)


def test_a_released_round_writes_exactly_what_was_held(store: Store, book: Rulebook) -> None:
    (storm,) = swapped(store, book).held
    run(store, book)
    result = run(store, book, answer(store, Verb.RELEASE))
    opened = [(each.subject.rule, each.subject.unit, "", tuple(map(str, each.periods))) for each in store.avvik()]
    assert tuple(opened) == storm.openings
    assert (len(result.opened), result.held, store.storms()[0].fate) == (12, (), Fate.RELEASED)
    assert (store.storms()[0].settled_by, store.storms()[0].reason) == ("kari", "sett på tallene")
    assert (run(store, book).opened, store.verify_log(), store.verify_ledger()) == ((), (), ())


def test_a_rejected_round_raises_nothing_until_the_figures_change(store: Store, book: Rulebook) -> None:
    swapped(store, book)
    assert run(store, book, answer(store, Verb.REJECT)).opened == ()
    assert (run(store, book).held, store.avvik()) == ((), ())
    deliver(store, "2023-03", everywhere("4.0") | {"u03": "7.0"}, day=2)
    assert len(run(store, book).opened) == 1
    assert [each.subject.unit for each in store.avvik()] == ["u03"]


def test_a_rejected_round_makes_no_avvik_active_that_was_over(store: Store, book: Rulebook) -> None:
    """One unit missed in January and was back to normal in February; the swapped March says nothing about it."""
    deliver(store, "2023-01", {**everywhere("4.0"), UNITS[0]: "9.0"})
    run(store, book)
    deliver(store, "2023-02", everywhere("4.0"), day=1)
    run(store, book)
    deliver(store, "2023-03", everywhere("9.0"), day=2)
    run(store, book)
    before = store.log_head()
    run(store, book, answer(store, Verb.REJECT))
    (only,) = store.avvik()
    assert (only.condition, store.log_head()) == (Condition.NORMALISERT, before)


def test_what_misses_after_a_rejected_period_is_raised_without_it(store: Store, book: Rulebook) -> None:
    swapped(store, book)
    run(store, book, answer(store, Verb.REJECT))
    deliver(store, "2023-04", everywhere("4.0") | {"u01": "8.0"}, day=30)
    run(store, book, as_of=date(2023, 5, 20))
    assert [(each.subject.unit, [*map(str, each.periods)]) for each in store.avvik()] == [("u01", ["2023-04"])]


def test_a_rejected_round_is_asked_about_again_when_the_rule_changes(store: Store, book: Rulebook, tmp_path: Path) -> None:
    swapped(store, book)
    run(store, book, answer(store, Verb.REJECT))
    stricter = write(tmp_path / "stricter", below="4.5")
    assert [storm.id for storm in run(store, stricter).held] == ["S-0002"]


def test_corrected_figures_end_a_storm_by_themselves(store: Store, book: Rulebook) -> None:
    swapped(store, book)
    deliver(store, "2023-03", everywhere("4.1") | {"u05": "6.0"}, day=2)
    result = run(store, book)
    assert (result.held, [each.fate for each in store.storms()]) == ((), [Fate.OVER])
    (avvik,) = store.avvik()
    facts = avvik.entries[0].facts
    # Nobody was ever told of the swapped figure: the log knows February's verdict and this one.
    assert (avvik.subject.unit, facts["value"], facts["reason"]) == ("u05", "6.0", "first")


def test_releasing_what_has_changed_says_so_and_judges_anew(store: Store, book: Rulebook) -> None:
    swapped(store, book)
    release = answer(store, Verb.RELEASE)
    deliver(store, "2023-03", everywhere("8.0"), day=2)
    result = run(store, book, release)
    assert (result.opened, [storm.id for storm in result.held]) == ((), ["S-0002"])
    assert [each.fate for each in store.storms()] == [Fate.OVER, Fate.HELD]
    with pytest.raises(DecisionRefused) as refused:
        answer(store, Verb.RELEASE, "S-0001")
    assert [problem.code for problem in refused.value.problems] == ["B006"]
    assert len(run(store, book, answer(store, Verb.RELEASE, "S-0002")).opened) == 12


def test_a_storm_holds_no_other_organisation(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "rules")
    book = write(tmp_path / "rules", "acme")
    deliver(store, "2023-02", everywhere("4.0"), organisation="acme")
    swapped(store, book)
    deliver(store, "2023-03", everywhere("4.0") | {"u02": "6.0"}, organisation="acme", day=2)
    result = run(store, book)
    assert ([storm.organisation for storm in result.held], len(result.opened)) == (["hemit"], 1)
    assert [(each.organisation, each.held) for each in result.tallies] == [("acme", False), ("hemit", True)]


def test_two_storms_in_one_round_wait_each_for_its_own_answer(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "rules")
    book = write(tmp_path / "rules", "acme")
    for organisation in ("acme", "hemit"):
        deliver(store, "2023-02", everywhere("4.0"), organisation=organisation)
    run(store, book)
    for organisation in ("acme", "hemit"):
        deliver(store, "2023-03", everywhere("9.0"), organisation=organisation, day=1)
    assert [storm.id for storm in run(store, book).held] == ["S-0001", "S-0002"]
    result = run(store, book, answer(store, Verb.RELEASE, "S-0002"))
    assert (len(result.opened), [storm.organisation for storm in result.held]) == (12, ["acme"])


def test_a_first_load_of_history_is_no_storm(store: Store, book: Rulebook) -> None:
    deliver(store, "2023-02", everywhere("9.0"))
    deliver(store, "2023-03", everywhere("9.5"), day=1)
    assert len(run(store, book).opened) == 12


@pytest.mark.parametrize(
    ("guard", "missing", "held"),
    [
        ("", 4, False),
        ("", 5, True),
        ("storm: {share: 1}\n", 12, False),
        ("storm: {share: 1, max_new: 11}\n", 12, True),
        ("storm: {least: 1, share: 0.25}\n", 3, False),
        ("storm: {least: 1, share: 0.25}\n", 4, True),
    ],
)
def test_the_limits_of_guard_yaml_decide(store: Store, tmp_path: Path, guard: str, missing: int, held: bool) -> None:
    """By default a storm is five new avvik or more that are over 40 % of what was judged before, or over twenty."""
    book = write(tmp_path / "rules", guard=guard)
    deliver(store, "2023-02", everywhere("4.0"))
    run(store, book)
    deliver(store, "2023-03", everywhere("4.0") | dict.fromkeys(UNITS[:missing], "6.0"), day=1)
    assert bool(run(store, book).held) is held


def test_what_was_found_by_correction_is_told_as_such_after_a_release(store: Store, book: Rulebook) -> None:
    """The verdict that stood before the held round is remembered for the log, however many rounds came in between."""
    deliver(store, "2023-02", everywhere("4.0"))
    run(store, book)
    deliver(store, "2023-02", everywhere("9.0"), day=1)
    run(store, book)
    run(store, book)
    run(store, book, answer(store, Verb.RELEASE))
    facts = store.avvik()[0].entries[0].facts
    assert (facts["reason"], facts["before"]["value"], facts["value"]) == ("found_by_correction", "4.0", "9.0")
