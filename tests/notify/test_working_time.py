"""HR's digest of breaches of working time: counts, types, units and links; never a name, an hour or a pseudonym."""

from datetime import UTC, datetime
from typing import Any

from engine.aml.standing import Happened
from engine.avvik.chain import Head
from engine.notify.compose import Frame
from engine.notify.matter import Heard
from engine.notify.notice import Notice
from engine.notify.working_time import BreachNews, about, tell_hr
from engine.reasons import Reason
from engine.worktime.kinds import BreachType, Status
from tests.notify.world import ORG, person

AT = datetime(2023, 3, 25, 8, tzinfo=UTC)
FRAME = Frame(organisation_title="Helse", rules={}, head=Head(7, "ab" * 32), address="https://malvakt.example")
HR = {"roles": ["hr"]}


def news(seq: int, happened: Happened = Happened.FOUND, **given: Any) -> BreachNews:
    return BreachNews(
        **{
            "seq": seq,
            "breach": f"b{seq}",
            "happened": happened,
            "type": BreachType.DAY_TOTAL,
            "status": Status.BRUDD,
            "unit": "drift",
            "case": "H-000001",
            **given,
        }
    )


def tell(*entries: BreachNews, heard: tuple[Heard, ...] = (), **people: Any) -> list[Notice]:
    everybody = [person(name, given) for name, given in (people or {"hanne": HR}).items()]
    return [*tell_hr(ORG, everybody, entries, heard, frame=FRAME, channel="email", at=AT)]


def test_the_digest_counts_by_type_unit_and_limit() -> None:
    [notice] = tell(
        news(1), news(2), news(3, unit="service"), news(4, type=BreachType.WEEKLY_REST, status=Status.ABSOLUTT, case="H-000002")
    )
    letter = notice.letter
    assert letter.subject == "Over lovens ytre grense: Arbeidstid – nye brudd: 4 (Helse)"
    table = [line.split() for line in letter.text.splitlines()]
    assert ["Samlet", "tid", "per", "dag", "drift", "brudd", "2"] in table
    assert ["Samlet", "tid", "per", "dag", "service", "brudd", "1"] in table
    assert ["Ukentlig", "arbeidsfri", "drift", "over", "ytre", "grense", "1"] in table
    assert "https://malvakt.example/aml/H-000002/" in letter.text
    assert letter.html.count("<td align=") == 12


def test_it_goes_to_hr_of_the_whole_organisation_and_nobody_else() -> None:
    people = {
        "hanne": HR,
        "leif": {"roles": ["leader"]},
        "kari": {"roles": ["quality"], "duties": ["hr"]},
        "per": {"roles": ["hr@drift"]},
        "gone": {**HR, "active": False},
        "mute": {**HR, "email": ""},
    }
    assert [notice.recipient for notice in tell(news(1), **people)] == ["hanne"]


def test_nobody_hears_twice_of_the_same_and_everybody_of_what_is_new_to_them() -> None:
    told = Heard(recipient="hanne", about=about(ORG), reason=Reason.FIRST, upto=2, at=AT)
    assert tell(news(1), news(2), heard=(told,)) == []
    by_name = {n.recipient: n.letter.subject for n in tell(news(1), news(2), news(3), heard=(told,), hanne=HR, hilde=HR)}
    assert by_name == {"hanne": "Arbeidstid – nye brudd: 1 (Helse)", "hilde": "Arbeidstid – nye brudd: 3 (Helse)"}


def test_found_and_withdrawn_in_between_is_nothing_to_hear_of() -> None:
    """But what HR has heard of is told as withdrawn; a changed one as changed."""
    gone = news(2, Happened.WITHDRAWN, breach="b1")
    assert "b1" not in tell(news(1), gone, news(3))[0].letter.text
    assert tell(news(1), gone, news(3))[0].letter.subject == "Arbeidstid – nye brudd: 1 (Helse)"
    told = Heard(recipient="hanne", about=about(ORG), reason=Reason.FIRST, upto=1, at=AT)
    [notice] = tell(news(1), gone, news(3, Happened.CHANGED), heard=(told,))
    assert notice.letter.subject == "Arbeidstid – endret: 1, trukket tilbake: 1 (Helse)"


def test_when_everything_new_was_withdrawn_again_nobody_gets_a_mail() -> None:
    assert tell(news(1), news(2, Happened.WITHDRAWN, breach="b1")) == []


def test_a_units_name_cannot_break_out() -> None:
    letter = tell(news(1, unit="<b>x\r\nBcc: y"))[0].letter
    assert "<b>" not in letter.html
    assert "\nBcc" not in letter.text
