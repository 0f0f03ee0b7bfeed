"""Evidence about persons: pseudonymous, corrected without overwriting, shown by right, logged, deleted in time."""

from dataclasses import replace
from datetime import date

import pytest

from engine.aml.cases import CaseKind, CaseState, set_cause
from engine.aml.retention import cuts
from engine.aml.rights import Viewer
from engine.errors import MoveRefused, NotAllowed, UsageError
from engine.people import Role
from engine.store.person import models
from engine.store.person.store import PersonStore
from engine.worktime.kinds import BreachType, Source
from tests.store.person.samples import AT, HR, handover, round_of, work

LONG = work("1001", 6, hours=14)
"""14 hours on 6 March: more than 13 in a day, and less than 11 hours of rest."""


def test_the_same_records_again_change_nothing(persons: PersonStore) -> None:
    first = persons.take([LONG, work("1002", 6)], handover())
    again = persons.take([work("1002", 6), LONG], handover())
    assert (first.new, first.people, again.new, again.replaced) == (2, 2, 0, 0)
    assert round_of(persons).found == 2
    assert round_of(persons).found == 0


def test_a_corrected_record_withdraws_the_breach_and_the_case_says_so(persons: PersonStore) -> None:
    """The old record, the old breach and the case stay on record; back again, the breach returns."""
    persons.take([LONG], handover())
    assert (round_of(persons).opened, round_of(persons).opened) == (2, 0)
    corrected = persons.take([work("1001", 6, hours=8)], handover())
    assert (corrected.new, corrected.replaced) == (1, 1)
    assert round_of(persons).withdrawn == 2
    cases = persons.cases(HR, "hemit", why="review", at=AT)
    assert {(case.state, len(case.breaches)) for case in cases} == {(CaseState.NY, 0)}
    persons.take([LONG], handover())
    assert round_of(persons).found == 2
    kinds = [entry.kind for entry in persons.cases(HR, "hemit", why="review", at=AT)[0].entries]
    assert kinds == [CaseKind.OPENED, CaseKind.WITHDRAWN, CaseKind.EXTENDED]


def test_a_corrected_record_changes_the_breach(persons: PersonStore) -> None:
    persons.take([LONG], handover())
    round_of(persons)
    persons.take([work("1001", 6, hours=15)], handover())
    assert (round_of(persons).changed, round_of(persons).changed) == (2, 0)
    breaches = persons.breaches(HR, "hemit", why="review", at=AT)
    assert [str(each.result.actual) for each in breaches if each.result.type is BreachType.DAY_TOTAL] == ["15.00"]


def test_a_file_speaks_only_of_the_employees_and_days_that_it_has(persons: PersonStore) -> None:
    """One unit's file, or one day's, leaves all others as they are."""
    persons.take([LONG, work("1001", 7), work("1002", 6)], handover())
    day = handover(first=date(2023, 3, 7), last=date(2023, 3, 7))
    assert persons.take([work("1001", 7, hours=9)], day).replaced == 1
    with persons.reading("hemit") as held:
        assert len(list(held.records())) == 3


def test_a_complete_file_says_that_the_others_did_not_work(persons: PersonStore) -> None:
    persons.take([LONG, work("1002", 6)], handover())
    round_of(persons)
    assert persons.take([work("1002", 6)], handover(complete=True)).replaced == 1
    assert round_of(persons).withdrawn == 2


def test_a_complete_file_speaks_of_those_who_come_later_too(persons: PersonStore) -> None:
    """Who began in April was known not to work in March: the first weeks can be judged."""
    persons.take([work("1001", 6)], handover(complete=True))
    april = handover(first=date(2023, 4, 1), last=date(2023, 4, 30), complete=True)
    persons.take([work("1001", 3, month=4), work("1002", 3, month=4)], april)
    with persons.reading("hemit") as held:
        known = set(held.known().values())
    assert {(span.first, span.last) for spans in known for span in spans} == {(date(2023, 3, 1), date(2023, 4, 30))}


def test_a_record_is_known_by_its_id_on_another_day(persons: PersonStore) -> None:
    """A shift that was moved does not count twice."""
    persons.take([work("1001", 6, record_id="17")], handover(last=date(2023, 3, 7)))
    persons.take([work("1001", 9, record_id="17")], handover(first=date(2023, 3, 8)))
    with persons.reading("hemit") as held:
        assert [record.start.day for record in held.records()] == [9]


def test_plan_and_work_do_not_replace_each_other(persons: PersonStore) -> None:
    plan = replace(work("1001", 6), source=Source.PLANNED)
    persons.take([LONG, plan], handover())
    assert persons.take([plan], handover()).replaced == 0
    with persons.reading("hemit") as held:
        assert len(list(held.records())) == 2


def test_records_outside_the_declared_days_are_refused(persons: PersonStore) -> None:
    with pytest.raises(UsageError, match="2023-02-06"):
        persons.take([work("1001", 6, month=2)], handover())
    with pytest.raises(UsageError):
        persons.take([], handover())


def test_no_row_but_the_link_has_an_employee_number(persons: PersonStore) -> None:
    """Without one table the rest speaks of nobody; and a pseudonym says nothing about the number."""
    persons.take([work("emp-1001", 6, hours=14)], handover())
    round_of(persons)
    persons.cases(HR, "hemit", why="review", at=AT)
    with persons.reading("hemit") as held:
        db = held._db
    for model in (
        models.Record,
        models.Breach,
        models.BreachEntry,
        models.Case,
        models.CaseEntry,
        models.Access,
        models.Covered,
    ):
        assert "emp-1001" not in str(list(model.objects.using(db).values()))
    pseudonym = models.Link.objects.using(db).get().pseudonym_id
    assert persons.employee(HR, pseudonym, why="the leader is to be told", at=AT) == "emp-1001"
    assert persons.access_log()[-1].what == "link"


def test_rows_are_shown_by_right_and_every_look_is_logged(persons: PersonStore) -> None:
    persons.take([LONG, work("1002", 6, hours=14, unit="adm")], handover())
    round_of(persons)
    everybody = persons.breaches(HR, "hemit", why="review", at=AT)
    own = everybody[0].result.employee
    leader = Viewer(who="per", role=Role.LEADER, units=frozenset({"adm"}))
    employee = Viewer(who="eva", role=Role.EMPLOYEE, pseudonym=own)
    assert len(everybody) == 4
    assert {each.result.unit for each in persons.breaches(leader, "hemit", why="my unit", at=AT)} == {"adm"}
    assert {each.result.employee for each in persons.breaches(employee, "hemit", why="my own", at=AT)} == {own}
    log = [(line.who, line.what, line.rows, line.why) for line in persons.access_log()]
    assert log == [("kari", "breaches", 4, "review"), ("per", "breaches", 2, "my unit"), ("eva", "breaches", 2, "my own")]


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.HR, Role.LEADER)])
def test_who_sees_no_rows_gets_none_and_the_attempt_is_logged(persons: PersonStore, role: Role) -> None:
    persons.take([LONG], handover())
    round_of(persons)
    viewer = Viewer(who="x", role=role)
    for ask in (persons.breaches, persons.cases):
        with pytest.raises(NotAllowed):
            ask(viewer, "hemit", why="curious", at=AT)
    with pytest.raises(UsageError):
        persons.case(viewer, "H-000001", why="curious", at=AT)
    with pytest.raises(NotAllowed):
        persons.employee(viewer, "P-1", why="curious", at=AT)
    with pytest.raises(NotAllowed):
        persons.move(viewer, "H-000001", lambda case: set_cause(case, "x", "callout"), at=AT)
    assert [line.rows for line in persons.access_log()] == [0, 0, 0]


def test_hr_works_a_case_and_the_leader_does_not_read_hrs_words(persons: PersonStore) -> None:
    persons.take([LONG], handover())
    round_of(persons)
    moved = persons.move(HR, "H-000001", lambda case: set_cause(case, HR.who, "callout"), at=AT)
    assert moved.state is CaseState.UNDER_BEHANDLING
    with pytest.raises(MoveRefused):
        persons.move(HR, "H-000001", lambda case: set_cause(case, HR.who, "unknown"), at=AT)
    leader = Viewer(who="per", role=Role.LEADER, units=frozenset({"drift"}))
    seen, breaches = persons.case(leader, "H-000001", why="my unit", at=AT)
    assert {(entry.who, entry.text) for entry in seen.entries} == {("", "")}
    assert len(breaches) == 1
    for nothing in ("H-000099", "H-0", "x", "H-٣"):
        with pytest.raises(UsageError):
            persons.case(HR, nothing, why="x", at=AT)


def test_what_is_too_old_is_deleted_and_said(persons: PersonStore) -> None:
    """Records go after 14 months, and the breach that they proved stands; after three years it goes, and the name with it."""
    persons.take([LONG], handover())
    round_of(persons)
    early = persons.retain(cuts(date(2024, 5, 1), 14, 36), by="drift", at=AT)
    assert (early.records, early.breaches) == (0, 0)
    records = persons.retain(cuts(date(2024, 6, 1), 14, 36), by="drift", at=AT)
    assert (records.records, records.breaches, records.people) == (1, 0, 0)
    after = round_of(persons)
    assert (after.withdrawn, after.measured.months) == (0, ()), "without records nothing is withdrawn and nothing counted"
    rest = persons.retain(cuts(date(2026, 4, 1), 14, 36), by="drift", at=AT)
    assert (rest.breaches, rest.cases, rest.people) == (2, 2, 1)
    assert persons.organisations() == ()
    with persons.reading("hemit") as held:
        db = held._db
    left = [
        model.__name__
        for model in (models.Record, models.Link, models.Batch, models.CaseEntry)
        if model.objects.using(db).exists()
    ]
    assert left == []


def test_a_deleted_month_is_not_known_any_more(persons: PersonStore) -> None:
    """Of a file that covers a deleted month and a kept one, only the kept one is known."""
    persons.take([work("1001", 6, month=2), work("1001", 6)], handover(first=date(2023, 2, 1)))
    persons.retain(cuts(date(2024, 5, 1), 14, 36), by="drift", at=AT)
    with persons.reading("hemit") as held:
        [(span,)] = held.known().values()
    assert (span.first, span.last) == (date(2023, 3, 1), date(2023, 3, 31))
