"""The life of an avvik: one walk from the first miss to a measured effect and back, then every refusal."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from engine.avvik import life
from engine.avvik.avvik import Avvik
from engine.avvik.entries import Draft, EntryKind
from engine.avvik.states import Condition, State
from engine.avvik.work import CauseCode
from engine.errors import MoveRefused
from engine.language import Language
from engine.periods import Period
from tests.avvik.log import Log, in_force, opened, timeline

DUE = date(2023, 4, 30)
FEBRUARY = Period.parse("2023-02")


def test_a_life() -> None:
    """ny → under_behandling → tiltak → effektvurdering → lukket → gjenåpnet, with a sentence per step."""
    log = Log()

    # January misses its target, and the machine opens an avvik that belongs to the rule's owner.
    log.round(in_force(), timeline("3"))
    avvik = log.avvik["A-000001"]
    assert (avvik.state, avvik.condition, avvik.owner, avvik.seen) == (State.NY, Condition.AKTIV, "kvalitet", False)

    # On Monday Kari gives it to Per, and from then on it is under behandling.
    avvik = log.append(avvik.id, life.assign(avvik, "kari@hnikt.no", "per@hnikt.no"))
    assert (avvik.state, avvik.owner, avvik.seen) == (State.UNDER_BEHANDLING, "per@hnikt.no", True)

    # Per finds that too few are on the phones in the morning.
    avvik = log.append(avvik.id, life.set_cause(avvik, "per@hnikt.no", "capacity", "For få på vakt mellom 8 og 10"))
    assert avvik.cause is not None
    assert (avvik.cause.code, avvik.cause.text) == (CauseCode.CAPACITY, "For få på vakt mellom 8 og 10")

    # He plans an action, and will know that it helped when two months in a row meet the target.
    avvik = log.append(avvik.id, life.act(avvik, "per@hnikt.no", "Ny vaktplan", responsible="per@hnikt.no", due=DUE))
    assert avvik.state is State.TILTAK
    [action] = avvik.actions
    assert (action.id, action.text, action.responsible, action.due, action.effect_periods) == (
        "1",
        "Ny vaktplan",
        "per@hnikt.no",
        DUE,
        2,
    )

    # February is missed as well; the avvik grows, and Per reports the action done in that month.
    log.round(in_force(), timeline("34"))
    avvik = log.append(avvik.id, life.done(log.avvik[avvik.id], "per@hnikt.no", "1", period=FEBRUARY))
    assert [*map(str, avvik.periods)] == ["2023-01", "2023-02"]
    assert avvik.state is State.EFFEKTVURDERING

    # After March it has met 1 of 2 periods, so Kari cannot confirm it yet.
    log.round(in_force(), timeline("34."))
    avvik = log.avvik[avvik.id]
    assert avvik.condition is Condition.NORMALISERT
    with pytest.raises(MoveRefused) as refused:
        life.verify(avvik, "kari@hnikt.no", timeline("34."))
    [problem] = refused.value.problems
    expected = "A-000001 [M007] action 1 has no measured effect yet: after 2023-02, met 1 of 2 periods in a row (2023-03)"
    assert problem.line() == expected

    # After April it has, but Per cannot confirm his own action, however he writes his name.
    log.round(in_force(), timeline("34.."))
    avvik = log.avvik[avvik.id]
    with pytest.raises(MoveRefused, match="was not changed"):
        life.verify(avvik, "  Per@HNIKT.no ", timeline("34.."))

    # Kari does, and closes it.
    avvik = log.append(avvik.id, life.verify(avvik, "kari@hnikt.no", timeline("34..")))
    assert (avvik.state, avvik.verified_by) == (State.EFFEKTVURDERING, "kari@hnikt.no")
    avvik = log.append(avvik.id, life.close(avvik, "kari@hnikt.no", "Vaktplanen virket"))
    assert avvik.state is State.LUKKET

    # May misses again, inside the recurrence window: the same avvik is open again, and what was tried is history.
    log.round(in_force(), timeline("34..2"))
    avvik = log.avvik[avvik.id]
    assert len(log.avvik) == 1
    assert (avvik.state, avvik.condition, avvik.verified_by) == (State.GJENAPNET, Condition.AKTIV, None)
    assert [*map(str, avvik.periods)] == ["2023-01", "2023-02", "2023-05"]
    assert (len(avvik.actions), avvik.current_actions) == (1, ())
    assert avvik.owner == "per@hnikt.no"


def in_effektvurdering(effect_periods: int = 1) -> tuple[Log, Avvik]:
    log, avvik = opened()
    avvik = log.append(avvik.id, life.assign(avvik, "kari", "per"))
    avvik = log.append(avvik.id, life.act(avvik, "kari", "Tiltak", responsible="per", due=DUE, effect_periods=effect_periods))
    return log, log.append(avvik.id, life.done(avvik, "per", "1", period=FEBRUARY))


def test_with_an_action_left_the_avvik_stays_in_tiltak() -> None:
    """The effect is judged of all actions together, so it waits for the last."""
    log, avvik = opened()
    avvik = log.append(avvik.id, life.assign(avvik, "kari", "per"))
    for text in ("Ett", "To"):
        avvik = log.append(avvik.id, life.act(avvik, "kari", text, responsible="per", due=DUE))
    avvik = log.append(avvik.id, life.done(avvik, "per", "1", period=FEBRUARY))
    assert avvik.state is State.TILTAK
    avvik = log.append(avvik.id, life.done(avvik, "per", "2", period=FEBRUARY))
    assert avvik.state is State.EFFEKTVURDERING


def test_every_action_must_have_helped() -> None:
    """One action measured over one period and one over two: after one period the second still refuses."""
    log, avvik = opened()
    avvik = log.append(avvik.id, life.assign(avvik, "kari", "per"))
    for periods in (1, 2):
        avvik = log.append(avvik.id, life.act(avvik, "kari", "Tiltak", responsible="per", due=DUE, effect_periods=periods))
    for action in ("1", "2"):
        avvik = log.append(avvik.id, life.done(avvik, "per", action, period=FEBRUARY))
    assert codes(lambda: life.verify(avvik, "kari", timeline("3-."))) == ["M007"]
    assert life.verify(avvik, "kari", iter(timeline("3-..")))


def test_a_failed_effect_goes_back_to_tiltak_and_needs_another_action() -> None:
    """`failed` takes a reason and no measurement; the action that did not help no longer counts."""
    log, avvik = in_effektvurdering(effect_periods=9)
    assert codes(lambda: life.verify(avvik, "kari", (), failed=True)) == ["M004"]
    avvik = log.append(avvik.id, life.verify(avvik, "kari", (), text="Ingen bedring", failed=True))
    assert (avvik.state, avvik.verification, avvik.current_actions) == (State.TILTAK, None, ())
    assert codes(lambda: life.done(avvik, "per", "1")) == ["M009"]
    avvik = log.append(avvik.id, life.act(avvik, "kari", "Noe annet", responsible="ola", due=DUE, effect_periods=1))
    avvik = log.append(avvik.id, life.done(avvik, "ola", "2", period=FEBRUARY))
    assert codes(lambda: life.verify(avvik, "per", timeline("3..."))) == ["M006"]
    assert life.verify(avvik, "kari", timeline("3..."))


def test_a_miss_after_the_verification_takes_it_back() -> None:
    """A confirmed effect closes an avvik only as long as the figures have not spoken against it."""
    log, avvik = in_effektvurdering()
    avvik = log.append(avvik.id, life.verify(avvik, "kari", timeline("3..")))
    log.round(in_force(), timeline("3..2"))
    assert codes(lambda: life.close(log.avvik[avvik.id], "kari")) == ["M008"]


@pytest.mark.parametrize("corrected", ["3.2", "3.?"])
def test_a_correction_of_a_verified_period_takes_it_back(corrected: str) -> None:
    """The figure on which the confirmation rests was wrong, or is gone: it must be measured again."""
    log, avvik = in_effektvurdering()
    log.round(in_force(), timeline("3-."))
    avvik = log.avvik[avvik.id]
    log.append(avvik.id, life.verify(avvik, "kari", timeline("3-.")))
    log.round(in_force(), timeline(corrected.replace("3.", "3-")))
    assert log.avvik[avvik.id].verification is None


def test_an_action_after_the_verification_takes_it_back() -> None:
    """Whoever adds an action says that it is not over."""
    log, avvik = in_effektvurdering()
    avvik = log.append(avvik.id, life.verify(avvik, "kari", timeline("3..")))
    avvik = log.append(avvik.id, life.act(avvik, "kari", "Mer", responsible="per", due=DUE))
    assert (avvik.state, avvik.verified_by) == (State.TILTAK, None)


def test_without_a_stated_period_the_action_was_done_when_it_was_written() -> None:
    """By the calendar in Oslo: half past midnight on 1 June there is still 31 May in UTC."""
    log, avvik = in_effektvurdering()
    avvik = log.append(avvik.id, life.act(avvik, "kari", "Mer", responsible="per", due=DUE))
    log.at = log.at.replace(month=5, day=31, hour=22, minute=29)
    avvik = log.append(avvik.id, life.done(avvik, "per", "2"))
    assert avvik.actions[1].done == Period.parse("2023-06")


def test_rejected_and_taken_up_again() -> None:
    """Both need a reason, and the reason is on record."""
    log, avvik = opened()
    avvik = log.append(avvik.id, life.reject(avvik, "kari", "Feil i uttrekket"))
    assert (avvik.state, avvik.entries[-1].words) == (State.AVVIST, {"reason": "Feil i uttrekket"})
    avvik = log.append(avvik.id, life.reopen(avvik, "kari", "Uttrekket var riktig"))
    assert avvik.state is State.GJENAPNET
    assert life.act(avvik, "kari", "Tiltak", responsible="per", due=DUE)


def test_a_comment_is_possible_in_every_state_and_moves_nothing() -> None:
    """Also on what is closed or rejected."""
    for state in State:
        log, avvik = opened()
        avvik = log.append(avvik.id, [Draft(kind=EntryKind.COMMENT, who="kari", facts={"state": state.value})])
        assert log.append(avvik.id, life.comment(avvik, "kari", "Hei")).state is state


def codes(move: Callable[[], object]) -> list[str]:
    with pytest.raises(MoveRefused) as refused:
        move()
    for problem in refused.value.problems:
        assert "{" not in problem.text(Language.EN)
    return [problem.code for problem in refused.value.problems]


def test_the_refusal_says_what_is_possible_now() -> None:
    """Nobody has to guess the next step."""
    _, avvik = opened()
    with pytest.raises(MoveRefused) as refused:
        life.close(avvik, "kari")
    [problem] = refused.value.problems
    assert problem.line() == (
        "A-000001 [M001] 'close' is not possible while A-000001 is ny; "
        "possible now: comment, attach, assign, cause, reject, erase"
    )


def test_all_objections_are_told_at_once() -> None:
    """A state that does not allow it, a bad name, no text, no criterion: one answer."""
    _, avvik = opened()
    assert codes(lambda: life.act(avvik, "malvakt", " ", responsible="", due=DUE, effect_periods=0)) == [
        "M001",
        "M011",
        "M004",
        "M002",
        "M003",
    ]


def test_an_unknown_cause_is_refused_with_a_suggestion() -> None:
    """The list is short so that causes can be counted."""
    _, avvik = opened()
    with pytest.raises(MoveRefused) as refused:
        life.set_cause(avvik, "kari", "capasity", "…!")
    assert refused.value.problems[0].text().endswith("(did you mean 'capacity'?)")


def test_an_action_is_done_once_and_must_be_there() -> None:
    """The refusal names those that are still to be done."""
    log, avvik = opened()
    avvik = log.append(avvik.id, life.assign(avvik, "kari", "per"))
    for text in ("Ett", "To"):
        avvik = log.append(avvik.id, life.act(avvik, "kari", text, responsible="per", due=DUE))
    avvik = log.append(avvik.id, life.done(avvik, "per", "1"))
    assert codes(lambda: life.done(avvik, "per", "1")) == ["M010"]
    assert codes(lambda: life.done(avvik, "per", "7")) == ["M009"]
    assert codes(lambda: life.done(avvik, "per", "2", period=Period.parse("2023"))) == ["M013"]
    assert codes(lambda: life.done(avvik, "per", "2", period=Period.parse("2013-02"))) == ["M013"]


@pytest.mark.parametrize("periods", [0, -1, 61])
def test_an_effect_is_measured_over_a_sensible_number_of_periods(periods: int) -> None:
    """Nothing to measure is no criterion, and nobody waits for more than sixty periods."""
    log, avvik = opened()
    avvik = log.append(avvik.id, life.assign(avvik, "kari", "per"))
    assert codes(lambda: life.act(avvik, "kari", "T", responsible="per", due=DUE, effect_periods=periods)) == ["M011"]


def test_two_moves_in_the_same_breath() -> None:
    """The second is made on the avvik as the first will leave it."""
    _, avvik = opened()
    first = life.set_cause(avvik, "kari", "other", "Ukjent")
    assert life.act(avvik.after(first), "kari", "Tiltak", responsible="per", due=DUE)
    assert codes(lambda: life.act(avvik, "kari", "Tiltak", responsible="per", due=DUE)) == ["M001"]


def test_only_words_of_people_can_be_erased() -> None:
    """Not the machine's entries, not another avvik's, not twice, and not nothing."""
    log, avvik = opened()
    avvik = log.append(avvik.id, life.comment(avvik, "kari", "Per er syk"))
    drafts = life.erase(avvik, "hr", [2, 2], "Helseopplysning")
    assert drafts[0].facts == {"entries": [2]}
    gone = replace(avvik, entries=(avvik.entries[0], replace(avvik.entries[1], who="", words={}, erased=True)))
    assert codes(lambda: life.erase(gone, "hr", [2], "Igjen")) == ["M014"]
    assert codes(lambda: life.erase(avvik, "hr", [1, 99], "…!")) == ["M014", "M014"]
    assert codes(lambda: life.erase(avvik, "hr", [], "Grunn")) == ["M014"]
