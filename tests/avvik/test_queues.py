"""Which queue an avvik waits in, on its way through a life, and in whose hands it is."""

from datetime import date

from engine.avvik import life
from engine.avvik.avvik import Avvik
from engine.avvik.queues import Queue, due, hands, queues
from engine.periods import Period
from tests.avvik.log import Log, in_force, timeline

KARI, PER = "kari@hnikt.no", "Per@HNIKT.no"
DUE = date(2023, 4, 30)


def test_a_life_through_the_queues() -> None:
    log = Log()
    log.round(in_force(), timeline("3"))
    avvik = log.avvik["A-000001"]
    assert (queues(avvik), hands(avvik), due(avvik)) == ({Queue.NEW}, {"kvalitet"}, None)

    # Farther from the target: still new, and worse.
    log.round(in_force(), timeline("36"))
    assert queues(log.avvik[avvik.id]) == {Queue.NEW, Queue.WORSE}

    # Kari gives it to Per: it is his, and in no queue, because a person has seen what is worse.
    avvik = log.append(avvik.id, life.assign(log.avvik[avvik.id], KARI, PER))
    assert (queues(avvik), hands(avvik)) == (set(), {"per@hnikt.no"})

    # What has to be done by somebody else is in both hands until it is done.
    avvik = log.append(avvik.id, life.act(avvik, PER, "Ny vaktplan", responsible=KARI, due=DUE, effect_periods=1))
    assert (hands(avvik), due(avvik)) == ({"per@hnikt.no", KARI}, DUE)
    avvik = log.append(avvik.id, life.done(avvik, KARI, "1", period=Period.parse("2023-02")))
    assert (queues(avvik), hands(avvik), due(avvik)) == ({Queue.EFFECT}, {"per@hnikt.no"}, None)

    # Rejected it is nobody's.
    avvik = log.append(avvik.id, life.reject(avvik, KARI, "Feil i tallene"))
    assert (queues(avvik), hands(avvik)) == (set(), set())


def test_what_cleared_before_anybody_looked_waits_to_be_seen() -> None:
    log = Log()
    log.round(in_force(), timeline("3"))
    log.round(in_force(), timeline("3.."))
    avvik = log.avvik["A-000001"]
    assert queues(avvik) == {Queue.UNSEEN}
    assert queues(log.append(avvik.id, life.assign(avvik, KARI, PER))) == set()


def test_a_deadline_of_an_earlier_attempt_is_nobodys_any_more() -> None:
    log = Log()
    avvik = _with_action(log)
    avvik = log.append(avvik.id, life.reject(avvik, KARI, "ingen feil"))
    avvik = log.append(avvik.id, life.reopen(avvik, KARI, "likevel"))
    assert due(avvik) is None


def _with_action(log: Log) -> Avvik:
    log.round(in_force(), timeline("3"))
    avvik = log.append("A-000001", life.assign(log.avvik["A-000001"], KARI, PER))
    return log.append(avvik.id, life.act(avvik, PER, "Ny vaktplan", responsible=KARI, due=DUE))
