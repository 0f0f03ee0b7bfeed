"""People and machine taking turns at random: whatever they do, no avvik gets into a state that the table does not know."""

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from engine.avvik import life
from engine.avvik.avvik import Avvik
from engine.avvik.entries import Draft, EntryKind
from engine.avvik.request import is_responsible
from engine.avvik.said import is_same_person
from engine.avvik.states import MOVES, Actor, Condition, State
from engine.errors import MoveRefused
from tests.avvik.log import Log, in_force, timeline

PEOPLE = st.sampled_from(["kari", "per", "Per ", "ola", "malvakt"])
DUE = date(2023, 6, 30)
KEYS: dict[str, Any] = {"recurrence": 2}

ALLOWED = {(source, row.target) for row in MOVES for source in row.sources if row.target}


class Workplace(RuleBasedStateMachine):
    """A subject whose figures keep coming and being corrected while people work its avvik."""

    def __init__(self) -> None:
        super().__init__()
        self.log = Log()
        self.signs = "3"
        self._judge()

    def _judge(self) -> None:
        self.log.round(in_force(**KEYS), timeline(self.signs))

    def _move(self, newest: bool, move: Callable[[Avvik], tuple[Draft, ...]]) -> None:
        avvik = list(self.log.avvik.values())[-1 if newest else 0]
        try:
            drafts = move(avvik)
        except MoveRefused as refusal:
            assert refusal.problems
            return
        self.log.append(avvik.id, drafts)

    @precondition(lambda self: len(self.signs) < 12)
    @rule(sign=st.sampled_from("36.w?"))
    def a_period_is_judged(self, sign: str) -> None:
        self.signs += sign
        self._judge()

    @rule(data=st.data(), sign=st.sampled_from("36.?"))
    def a_figure_is_corrected(self, data: st.DataObject, sign: str) -> None:
        place = data.draw(st.integers(0, len(self.signs) - 1))
        self.signs = self.signs[:place] + sign + self.signs[place + 1 :]
        self._judge()

    @rule(newest=st.booleans())
    def the_next_step_on_the_way_to_closing(self, newest: bool) -> None:
        self._move(newest, self._next_step)

    def _next_step(self, avvik: Avvik) -> tuple[Draft, ...]:
        if avvik.state is State.NY:
            return life.assign(avvik, "kari", "per")
        if avvik.state is State.EFFEKTVURDERING:
            verdicts = timeline(self.signs)
            return life.close(avvik, "kari") if avvik.verification else life.verify(avvik, "kari", verdicts)
        still_open = [action.id for action in avvik.current_actions if action.done is None]
        if still_open:
            return life.done(avvik, "per", still_open[0], period=max(avvik.ever_told))
        return life.act(avvik, "kari", "Tiltak", responsible="per", due=DUE, effect_periods=1)

    @rule(newest=st.booleans(), by=PEOPLE, to=PEOPLE)
    def assign(self, newest: bool, by: str, to: str) -> None:
        self._move(newest, lambda avvik: life.assign(avvik, by, to))

    @rule(newest=st.booleans(), by=PEOPLE, responsible=PEOPLE, periods=st.integers(1, 2))
    def act(self, newest: bool, by: str, responsible: str, periods: int) -> None:
        self._move(
            newest, lambda avvik: life.act(avvik, by, "Tiltak", responsible=responsible, due=DUE, effect_periods=periods)
        )

    @rule(newest=st.booleans(), by=PEOPLE, action=st.integers(1, 4), data=st.data())
    def done(self, newest: bool, by: str, action: int, data: st.DataObject) -> None:
        period = data.draw(st.sampled_from([verdict.period for verdict in timeline(self.signs)]))
        self._move(newest, lambda avvik: life.done(avvik, by, str(action), period=period))

    @rule(newest=st.booleans(), by=PEOPLE, failed=st.booleans())
    def verify(self, newest: bool, by: str, failed: bool) -> None:
        self._move(newest, lambda avvik: life.verify(avvik, by, timeline(self.signs), text="Vurdert", failed=failed))

    @rule(newest=st.booleans(), by=PEOPLE)
    def close(self, newest: bool, by: str) -> None:
        self._move(newest, lambda avvik: life.close(avvik, by))

    @rule(newest=st.booleans(), by=PEOPLE)
    def reject(self, newest: bool, by: str) -> None:
        self._move(newest, lambda avvik: life.reject(avvik, by, "Ikke et avvik"))

    @rule(newest=st.booleans(), by=PEOPLE)
    def reopen(self, newest: bool, by: str) -> None:
        self._move(newest, lambda avvik: life.reopen(avvik, by, "Likevel"))

    @invariant()
    def states_follow_the_table(self) -> None:
        """Each step of each avvik is a row of the table, and the machine's are its own rows."""
        for avvik in self.log.avvik.values():
            state = State.NY
            for entry in avvik.entries[1:]:
                if "state" in entry.facts:
                    to = State(entry.facts["state"])
                    assert to is state or (state, to) in ALLOWED
                    assert not entry.by_machine or (state, to) == (State.LUKKET, State.GJENAPNET)
                    state = to

    @invariant()
    def only_another_judges_an_effect(self) -> None:
        """At the time of each verification its author was responsible for no action, and was no machine."""
        for avvik in self.log.avvik.values():
            for place, entry in enumerate(avvik.entries):
                if entry.kind is EntryKind.VERIFIED:
                    then = Avvik(id=avvik.id, subject=avvik.subject, entries=avvik.entries[:place])
                    assert not is_responsible(then, entry.who)
                    assert not is_same_person(entry.who, "malvakt")

    @invariant()
    def what_is_closed_was_confirmed(self) -> None:
        """At the time of each closing somebody had confirmed the measured effect of every action."""
        for avvik in self.log.avvik.values():
            for place, entry in enumerate(avvik.entries):
                if entry.kind is EntryKind.CLOSED:
                    then = Avvik(id=avvik.id, subject=avvik.subject, entries=avvik.entries[:place])
                    assert then.verification is not None
                    assert all(action.done for action in then.current_actions)

    @invariant()
    def nothing_is_left_to_say(self) -> None:
        """After a move the machine says at most once what follows from it; then it is silent."""
        self._judge()
        assert self.log.round(in_force(**KEYS), timeline(self.signs)) == 0

    @invariant()
    def condition_and_periods_agree(self) -> None:
        """korrigert is just what has no missed period left."""
        for avvik in self.log.avvik.values():
            assert (avvik.condition is Condition.KORRIGERT) == (not avvik.periods)


Workplace.TestCase.settings = settings(max_examples=120, stateful_step_count=40)
test_workplace = Workplace.TestCase


def test_the_table_names_every_actor() -> None:
    """The invariants above rest on the table; all three kinds of actors are in it."""
    assert {row.actor for row in MOVES} == set(Actor)
