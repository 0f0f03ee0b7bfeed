"""A year of an organisation: deliveries that are late, corrected, doubled and refused, an exemption, a held round, a month of
breaches of working time, an avvik worked to closing, forty days without a scheduler. Who was told what, to the letter.
"""

import re
from datetime import date

import pytest

from engine.avvik import life
from engine.avvik.states import State as AvvikState
from engine.decisions.storm import Fate, Verb
from engine.periods import Period
from engine.rulebook.yaml import read_yaml
from engine.store.outbox.nouns import State
from tests.story.year import FIXTURES, Year

KARI, DAG = "kari@nordre.no", "dag@nordre.no"


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    folder = tmp_path_factory.mktemp("year")
    found = Year(folder, f"sqlite:///{folder}/malvakt.sqlite3", date(2025, 2, 3))
    spring(found)
    summer(found)
    autumn(found)
    return found


def spring(year: Year) -> None:
    """A target is missed, nobody looks, then somebody works on it; the figures for April are late."""
    year.live_until(date(2025, 2, 11))
    year.figures("2025-01", "65")
    year.live_until(date(2025, 3, 10))
    year.figures("2025-02", "55")
    year.live_until(date(2025, 3, 11))
    assert year.figures("2025-02", "55").receipt is not None, "the same again"
    assert year.file("organisation;unit;metric\nnordre;nordre;first_line\n").receipt is None, "refused"
    year.live_until(date(2025, 4, 9))
    year.figures("2025-03", "54", {"nett": "6,5"})
    year.live_until(date(2025, 4, 10))
    year.moves(
        "A-000001",
        lambda avvik: life.assign(avvik, KARI, KARI),
        lambda avvik: life.set_cause(avvik, KARI, "capacity", "For få på vakt om morgenen"),
        lambda avvik: life.act(avvik, KARI, "To flere på vakt", responsible=DAG, due=date(2025, 5, 5)),
    )
    year.live_until(date(2025, 4, 16))
    year.figures("2025-03", "58", {"nett": "6,5"})
    year.live_until(date(2025, 5, 20))
    year.figures("2025-04", "61")
    year.live_until(date(2025, 5, 21))
    year.moves("A-000001", lambda avvik: life.done(avvik, DAG, "1", period=Period.parse("2025-05")))
    year.live_until(date(2025, 6, 10))
    year.figures("2025-05", "63")


def summer(year: Year) -> None:
    """June's columns are swapped, and the scheduler is away for forty days."""
    year.live_until(date(2025, 7, 9))
    year.figures("2025-06", "62", "62,0")
    year.live_until(date(2025, 7, 10))
    assert [each.fate for each in year.store.storms()] == [Fate.HELD]
    year.answer("S-0001", Verb.REJECT)
    year.live_until(date(2025, 7, 11))
    year.figures("2025-06", "62")
    year.live_until(date(2025, 7, 12))
    year.day = date(2025, 8, 12)
    year.figures("2025-07", "64", {"service": "7,2", "stab": "6,4"})
    year.day = date(2025, 8, 21)


def autumn(year: Year) -> None:
    """The effect closes the avvik; an exemption, a figure that stays preliminary, a month of breaches."""
    year.live_until(date(2025, 8, 25))
    timeline = year.store.timeline(year.store.one_avvik("A-000001").subject)
    year.moves("A-000001", lambda avvik: life.verify(avvik, KARI, timeline), lambda avvik: life.close(avvik, KARI))
    year.exempt("sykefravar", "stab", date(2025, 11, 15))
    year.live_until(date(2025, 9, 10))
    year.figures("2025-08", "66", {"stab": "6,9"})
    year.live_until(date(2025, 10, 10))
    year.figures("2025-09", "67", {"stab": "7,3"}, status="preliminary")
    year.live_until(date(2025, 10, 13))
    year.work_records("2025-09", range(1, 31), people=6, long_day=10, long=4)
    year.live_until(date(2025, 11, 11))
    year.figures("2025-10", "68", {"stab": "7,1"})
    year.live_until(date(2025, 12, 9))
    year.figures("2025-09", "67", {"stab": "7,3"})
    year.figures("2025-11", "69")
    year.live_until(date(2026, 1, 1))


ROLES = {"quality": "kari", "hr": "hanne", "data_owner": "dag", "leader": "leif", "board": "berit"}


@pytest.mark.parametrize("role", ROLES)
def test_everybody_got_exactly_these_messages(year: Year, role: str) -> None:
    expected = read_yaml(FIXTURES / "messages.yaml").data[role]
    got = [(str(each.on), sorted(each.reasons), each.subject) for each in year.messages() if each.to == ROLES[role]]
    assert sorted(got) == [(str(each["on"]), sorted(each["reasons"]), each["subject"]) for each in expected]


def test_every_message_was_sent(year: Year) -> None:
    """Nothing waits and nothing was given up; each is a file in the folder that the channel writes to."""
    assert set(year.place.outbox.counts().items()) == {
        (State.WAITING, 0),
        (State.SENT, len([*year.messages()])),
        (State.DEAD, 0),
    }
    assert len([*(year.place.settings.rules.parent / "mail").glob("*.eml")]) == len([*year.messages()])


def test_no_mail_tells_anybody_but_hr_of_the_health_of_a_few(year: Year) -> None:
    """And none tells of a person."""
    to_others = [each.text for each in year.messages() if each.to != "hanne" and "Sykefravær" in each.text]
    assert to_others
    assert not [text for text in to_others if re.search(r"Sykefravær, [0-9-]+: [0-9]", text)]
    assert not [each for each in year.messages() if re.search(r"\b100[0-5]\b", each.text)]


def test_what_was_told_is_in_a_log_that_is_whole(year: Year) -> None:
    assert (year.store.verify_log(), year.store.verify_ledger()) == ((), ())
    assert year.store.one_avvik("A-000001").state is AvvikState.LUKKET
