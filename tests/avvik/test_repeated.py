"""A second click is recognised by what the first one wrote, and nothing else is."""

from collections.abc import Callable, Sequence

from engine.avvik import life
from engine.avvik.avvik import Avvik
from engine.avvik.entries import Draft
from engine.avvik.repeated import as_seen, is_repeated
from tests.avvik.log import Log, in_force, timeline

KARI, OLA = "kari@hnikt.no", "ola@hnikt.no"


def comment(by: str, text: str) -> Callable[[Avvik], Sequence[Draft]]:
    def move(avvik: Avvik) -> Sequence[Draft]:
        return life.comment(avvik, by, text)

    return move


def begun() -> tuple[Log, Avvik]:
    log = Log()
    log.round(in_force(), timeline("3"))
    return log, log.avvik["A-000001"]


def test_the_same_words_by_the_same_person_are_a_second_click() -> None:
    log, avvik = begun()
    seen = avvik.entries[-1].seq
    avvik = log.append(avvik.id, life.comment(avvik, KARI, "Ringt Per"))
    assert is_repeated(avvik, seen, comment(KARI, "Ringt Per"))
    # Still so when somebody else wrote after the first click.
    avvik = log.append(avvik.id, life.comment(avvik, OLA, "Fint"))
    assert is_repeated(avvik, seen, comment(KARI, "Ringt Per"))


def test_other_words_another_person_and_another_place_are_none() -> None:
    log, avvik = begun()
    seen = avvik.entries[-1].seq
    assert not is_repeated(avvik, seen, comment(KARI, "Ringt Per"))
    avvik = log.append(avvik.id, life.comment(avvik, OLA, "Ringt Per"))
    assert not is_repeated(avvik, seen, comment(KARI, "Ringt Per"))
    assert not is_repeated(avvik, seen, comment(OLA, "Ringt Pål"))
    assert not is_repeated(avvik, seen + 1000, comment(OLA, "Ringt Per"))


def test_a_move_that_was_never_possible_is_none() -> None:
    log, avvik = begun()
    seen = avvik.entries[-1].seq
    avvik = log.append(avvik.id, life.comment(avvik, KARI, "hei"))
    assert not is_repeated(avvik, seen, lambda each: life.close(each, KARI))


def test_the_avvik_as_it_was_seen() -> None:
    log, avvik = begun()
    after = log.append(avvik.id, life.comment(avvik, KARI, "hei"))
    assert as_seen(after, avvik.entries[-1].seq) == avvik
    assert as_seen(after, 0) is None
    assert as_seen(after, avvik.entries[-1].seq + 500) is None
