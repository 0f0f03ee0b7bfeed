"""A final report stays as it was published, byte for byte and chained; a corrected figure makes a new edition."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connections

from engine import rounds
from engine.errors import MoveRefused
from engine.language import Language
from engine.periods import Period
from engine.publishing import Order, draft, finalise
from engine.reception import take_in
from engine.store import Store
from tests.deliveries import FIXTURES, book, delivery_of, read_yaml
from tests.report.samples import HN_IKT, reports, said, texts

NOON = datetime(2023, 4, 20, 12, tzinfo=UTC)
LATER = datetime(2023, 5, 5, 12, tzinfo=UTC)


def order(period: str = "2023-03") -> Order:
    when = Period.parse(period)
    return Order(organisation=HN_IKT, report=reports().of(HN_IKT, when), period=when, language=Language.NB)


def take(store: Store, section: str = "deliveries", upto: str = "9999", first: int = 100) -> None:
    steps = [step for step in read_yaml(FIXTURES / "demo.yaml")[section] if step["organisation"] == HN_IKT][:first]
    for step in steps:
        if step["received_at"] <= upto:
            delivery, profile = delivery_of(book(), step)
            take_in(store, book(), delivery, profile)


def judge(store: Store, at: datetime) -> None:
    rounds.run(store, book().of(HN_IKT), as_of=at.date(), at=at)


@pytest.fixture
def delivered(store: Store) -> Store:
    take(store)
    judge(store, NOON)
    return store


def test_a_final_report_is_kept_byte_for_byte(delivered: Store) -> None:
    edition = finalise(delivered, book(), order(), who="Kari", at=NOON)
    kept = delivered.edition_content(edition, "html")
    assert "Ferdigstilt av Kari" in kept.decode()
    assert delivered.editions(HN_IKT) == (edition,)
    assert delivered.verify_log() == ()


def test_a_correction_after_finalising_makes_a_new_edition_with_a_page_of_changes(delivered: Store) -> None:
    """The first edition stays as it was; the second says what the first said otherwise."""
    first = finalise(delivered, book(), order(), who="Kari", at=NOON)
    before = delivered.edition_content(first, "html")
    take(delivered, "corrections", first=1)
    judge(delivered, LATER)
    second = finalise(delivered, book(), order(), who="Kari", at=LATER)
    page = delivered.edition_content(second, "html").decode().replace("\u00a0", " ")
    assert (second.number, second.seq) == (2, 2)
    assert "Endringer siden utgave 1" in page
    assert "5,2 % ✗ ikke nådd" in page
    assert "4,9 % ✓ nådd" in page
    assert delivered.edition_content(first, "html") == before
    assert delivered.verify_log() == ()


def test_a_later_months_report_tells_what_was_corrected_since(delivered: Store) -> None:
    finalise(delivered, book(), order(), who="Kari", at=NOON)
    take(delivered, "corrections", first=1)
    judge(delivered, LATER)
    told = texts(draft(delivered, book(), order("2023-04")).document).replace("\u00a0", " ")
    assert "Korrigerte tall" in told
    assert "5,2 % ✗ ikke nådd" in told


def test_the_same_report_is_not_finalised_twice(delivered: Store) -> None:
    finalise(delivered, book(), order(), who="Kari", at=NOON)
    with pytest.raises(MoveRefused, match="says the same"):
        finalise(delivered, book(), order(), who="Ola", at=LATER)


def test_new_words_make_a_new_edition(delivered: Store) -> None:
    finalise(delivered, book(), order(), who="Kari", at=NOON)
    delivered.say(said(HN_IKT, "vurdering", "2023-03", "Et godt kvartal."))
    assert finalise(delivered, book(), order(), who="Kari", at=LATER).number == 2


def test_doubtful_words_are_mended_or_accepted_with_a_reason(delivered: Store) -> None:
    delivered.say(said(HN_IKT, "vurdering", "2023-03", "Løsningsgraden i førstelinje er høyt over målet på 70%."))
    with pytest.raises(MoveRefused) as refused:
        finalise(delivered, book(), order(), who="Kari", at=NOON)
    assert [problem.code for problem in refused.value.problems] == ["T001"]
    edition = finalise(delivered, book(), order(), who="Kari", at=NOON, accepted="Sitat fra styresaken")
    assert "Godtatt av Kari: Sitat fra styresaken" in delivered.edition_content(edition, "html").decode()


def test_figures_that_no_round_has_judged_are_judged_before_a_report_is_final(store: Store) -> None:
    take(store)
    with pytest.raises(MoveRefused, match="malvakt run"):
        finalise(store, book(), order(), who="Kari", at=NOON)


def test_a_month_that_has_not_ended_has_no_final_report(delivered: Store) -> None:
    with pytest.raises(MoveRefused, match="has not ended"):
        finalise(delivered, book(), order("2023-04"), who="Kari", at=NOON)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE store_editionfile SET data = X'00'", "L020"),
        ("UPDATE store_edition SET who = 'Ola'", "L020"),
        ('UPDATE store_edition SET basis = \'{"figures": [], "verdicts": [], "content": ""}\'', "L020"),
        ("DELETE FROM store_edition", "L021"),
        ("UPDATE store_edition SET log_head = '1:' || printf('%064d', 1)", "L022"),
    ],
)
def test_whoever_tampers_with_a_final_report_is_found(delivered: Store, change: str, code: str) -> None:
    finalise(delivered, book(), order(), who="Kari", at=NOON)
    with connections[delivered._database.alias].cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(change)
    assert code in {problem.code for problem in delivered.verify_log()}


def test_two_who_finalise_at_once_make_one_edition(delivered: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second has put together a report that is out by the time it is kept."""
    keep = delivered.finalise
    waiting: list[Callable[[], object]] = []
    monkeypatch.setattr(Store, "finalise", lambda _, *given: waiting.append(lambda: keep(*given)))
    for who in ("Kari", "Ola"):
        finalise(delivered, book(), order(), who=who, at=NOON)
    waiting[0]()
    with pytest.raises(MoveRefused, match="in the meantime"):
        waiting[1]()


def test_a_year_of_reports_is_one_chain(store: Store) -> None:
    """Each month is finalised when its figures are in; every edition names the log as it stood then."""
    heads = []
    for month, upto in (
        ("2022-10", "2022-11-30"),
        ("2022-11", "2022-12-31"),
        ("2022-12", "2023-01-31"),
        ("2023-01", "2023-02-28"),
    ):
        take(store, upto=upto)
        at = datetime.fromisoformat(f"{upto}T12:00:00+00:00")
        judge(store, at)
        heads.append(str(store.log_head()))
        finalise(store, book(), replace(order(month), as_of=at.date()), who="Kari", at=at)
    editions = store.editions(HN_IKT)
    assert [str(each.period) for each in editions] == ["2022-10", "2022-11", "2022-12", "2023-01"]
    assert [each.log_head for each in editions] == heads
    assert len(set(heads)) > 1
    assert store.verify_log() == ()


def test_the_store_names_no_file_of_the_machine(delivered: Store) -> None:
    """The bytes hold what was delivered, not where it was read."""
    edition = finalise(delivered, book(), order(), who="Kari", at=NOON)
    assert str(Path.cwd()).encode() not in delivered.edition_content(edition, "html")
