"""What is derived from the entries, and that a lawful erasure leaves it standing."""

from dataclasses import replace
from datetime import date

from engine.avvik import life
from engine.avvik.avvik import Avvik
from engine.avvik.entries import Entry
from engine.avvik.states import Condition, State
from engine.periods import Period
from engine.rulebook.schema import Severity
from tests.avvik.log import Log, in_force, opened, timeline


def erased(avvik: Avvik) -> Avvik:
    """The avvik after every word and name of people was erased."""

    def without_words(entry: Entry) -> Entry:
        return entry if entry.by_machine else replace(entry, who="", words={}, erased=True)

    return replace(avvik, entries=tuple(map(without_words, avvik.entries)))


def worked() -> Avvik:
    log, avvik = opened("35", severity="high")
    avvik = log.append(avvik.id, life.assign(avvik, "kari", "per"))
    avvik = log.append(avvik.id, life.set_cause(avvik, "per", "supplier", "Treg leverandør"))
    avvik = log.append(avvik.id, life.act(avvik, "per", "Purre", responsible="per", due=date(2023, 4, 30), effect_periods=1))
    avvik = log.append(avvik.id, life.done(avvik, "per", "1", period=Period.parse("2023-02")))
    return log.append(avvik.id, life.verify(avvik, "kari", timeline("35.")))


def test_an_erasure_leaves_what_is_derived() -> None:
    """State, condition, severity, periods, cause, due dates and criteria, the confirmed effect: all of it rests on facts."""
    whole, after = worked(), erased(worked())
    for name in ("state", "condition", "severity", "told", "ever_told", "opened_at", "seen", "earlier", "joined_into", "grain"):
        assert getattr(after, name) == getattr(whole, name), name
    assert whole.cause is not None
    assert after.cause == replace(whole.cause, text="")
    assert after.actions == tuple(replace(action, text="", responsible="") for action in whole.actions)
    assert whole.verification is not None
    assert after.verification == replace(whole.verification, by="")
    assert life.close(after, "kari")


def test_after_an_erasure_the_owner_is_the_rules_again() -> None:
    """Somebody must have it."""
    assert (worked().owner, erased(worked()).owner) == ("per", "kvalitet")


def test_no_name_and_no_text_of_a_person_is_a_fact() -> None:
    """Facts are kept for good, so nothing that can be erased may be in them."""
    said = ("kari", "'per'", "Purre", "Treg leverandør")
    assert not any(word in str(entry.facts) for entry in worked().entries for word in said)


def test_a_new_avvik_tells_itself() -> None:
    """From the opening alone: whose it is, how bad, since when, and that nobody has looked."""
    _, avvik = opened("35", severity="high")
    assert (avvik.state, avvik.condition, avvik.severity) == (State.NY, Condition.AKTIV, Severity.HIGH)
    assert (avvik.owner, avvik.seen, avvik.cause, avvik.actions, avvik.verified_by) == ("kvalitet", False, None, (), None)
    assert (str(avvik.first_period), str(avvik.last_period)) == ("2023-01", "2023-02")
    assert avvik.opened_at == avvik.entries[0].at


def test_cleared_but_nobody_has_looked() -> None:
    """ny and normalisert is still in the review queue."""
    log, avvik = opened("3")
    log.round(in_force(), timeline("3."))
    avvik = log.avvik[avvik.id]
    assert (avvik.state, avvik.condition, avvik.seen) == (State.NY, Condition.NORMALISERT, False)


def test_without_missed_periods_there_is_no_first_and_no_last() -> None:
    """A corrected avvik has none left, and says so."""
    log, avvik = opened("3")
    log.round(in_force(), timeline("."))
    avvik = log.avvik[avvik.id]
    assert (avvik.periods, avvik.first_period, avvik.last_period, avvik.condition) == ((), None, None, Condition.KORRIGERT)
    assert life.reject(avvik, "kari", "Tallet var feil")


def test_an_entry_that_was_made_anew_changes_what_is_derived() -> None:
    """The fold has no memory beside the entries."""
    log = Log()
    log.round(in_force(), timeline("3"))
    avvik = log.avvik["A-000001"]
    assert avvik.after(life.assign(avvik, "kari", "per")).owner == "per"
    assert avvik.owner == "kvalitet"
