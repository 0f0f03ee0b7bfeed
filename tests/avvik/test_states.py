"""The table of moves: what it must hold whatever rows are added to it."""

from engine.avvik.states import MOVES, Actor, Move, State, moves_from, transition


def test_the_machine_never_closes_or_rejects() -> None:
    """Its rows lead to ny and gjenåpnet only."""
    assert {row.target for row in MOVES if row.actor is Actor.MACHINE} == {State.NY, State.GJENAPNET}


def test_the_responsible_never_judges_the_effect() -> None:
    """Confirming and failing an effect take another person."""
    judging = {row.move for row in MOVES if row.actor is Actor.ANOTHER_PERSON}
    assert judging == {Move.VERIFY, Move.FAIL}


def test_only_from_effektvurdering_is_it_closed() -> None:
    """There is no short way to lukket."""
    assert [row.sources for row in MOVES if row.target is State.LUKKET] == [(State.EFFEKTVURDERING,)]


def test_gjenapnet_goes_on_like_under_behandling() -> None:
    """What may follow is the same, row by row."""
    assert [*moves_from(State.GJENAPNET)] == [*moves_from(State.UNDER_BEHANDLING)]


def test_a_move_has_at_most_one_row_in_a_state() -> None:
    """Otherwise the order of the table would decide."""
    for move in Move:
        sources = [state for row in MOVES if row.move is move for state in row.sources]
        assert len(sources) == len(set(sources))


def test_every_state_is_reached_and_left() -> None:
    """No dead ends: a closed or rejected avvik can be opened again."""
    assert {row.target for row in MOVES} >= set(State)
    for state in State:
        assert any(row.target not in (None, state) for row in moves_from(state))


def test_every_row_has_its_words_in_both_languages() -> None:
    """Pages and messages read their labels here."""
    assert all(row.nb and row.en for row in MOVES)


def test_a_move_that_the_state_does_not_know_has_no_row() -> None:
    """None, not an exception: the caller says what is possible instead."""
    assert transition(Move.CLOSE, State.NY) is None
    assert transition(Move.CLOSE, State.EFFEKTVURDERING) is not None
