"""What pages need of the evidence: each role its part of it, in one organisation, and every look logged."""

from dataclasses import replace

import pytest

from engine.aml.rights import Viewer
from engine.aml.table import Asked, Axis, table
from engine.casework import judge
from engine.errors import NotAllowed, UsageError
from engine.people import Role
from engine.store.person.store import PersonStore
from engine.worktime.kinds import BreachType
from tests.store.person.samples import AT, HR, handover, round_of, work
from tests.worktime.engine_side import SHIPPED

LEADER = Viewer(who="per", role=Role.LEADER, units=frozenset({"adm"}), organisation="hemit")


@pytest.fixture(autouse=True)
def _evidence(persons: PersonStore) -> None:
    rows = [work("1001", 6, hours=14), work("1001", 7), work("1001", 20), work("1002", 6, hours=14, unit="adm")]
    persons.take([*rows, *(work(f"20{number:02d}", 8) for number in range(10))], handover())
    round_of(persons)


def test_the_records_behind_a_breach_are_those_of_its_window(persons: PersonStore) -> None:
    """For who may see the breach; another's is none, and the attempt is logged."""
    breaches = persons.breaches(HR, "hemit", why="review", at=AT)
    own = next(each for each in breaches if each.result.unit == "drift" and each.result.type is BreachType.DAY_TOTAL)
    records = persons.records(HR, "hemit", own.result.key, why="review", at=AT)
    assert [(row.start.day, row.employee) for row in records] == [(6, own.result.employee)]
    for wrong in (own.result.key, ("P-1", "day_total", "", "", "")):
        with pytest.raises(UsageError):
            persons.records(LEADER, "hemit", wrong, why="curious", at=AT)
    assert [line.rows for line in persons.access_log()] == [4, 1, 0, 0]


@pytest.mark.parametrize("role", [Role.TILLITSVALGT, Role.QUALITY, Role.BOARD, Role.AUDITOR, Role.LEADER, Role.HR])
def test_the_overview_has_counts_and_hides_the_small_groups(persons: PersonStore, role: Role) -> None:
    """What employees' representatives get: nobody's row, and no unit of which somebody could be recognised."""
    tally = persons.overview(replace(LEADER, role=role), "hemit")
    made = table(Asked(tally, sorted(tally)), (Axis.UNIT, Axis.MONTH))
    assert {line.key: list(line.values) for line in made.rows} == {"adm": [None], "drift": [None], "…": [4]}
    assert persons.access_log() == ()


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.READER, Role.ADMIN, Role.DATA_OWNER])
def test_who_follows_nothing_up_gets_no_overview(persons: PersonStore, role: Role) -> None:
    with pytest.raises(NotAllowed):
        persons.overview(replace(LEADER, role=role), "hemit")


def test_nobody_sees_another_organisations_evidence(persons: PersonStore) -> None:
    """Not HR, not by the number of a case, and not by a pseudonym."""
    elsewhere = replace(HR, organisation="hnikt")
    [case, *_] = persons.cases(HR, "hemit", why="review", at=AT)
    judge(persons, "hnikt", SHIPPED, AT)
    for ask in (persons.breaches, persons.cases):
        with pytest.raises(NotAllowed):
            ask(elsewhere, "hemit", why="curious", at=AT)
    with pytest.raises(NotAllowed):
        persons.overview(elsewhere, "hemit")
    with pytest.raises(UsageError):
        persons.case(elsewhere, case.id, why="curious", at=AT)
    with pytest.raises(UsageError):
        persons.move(elsewhere, case.id, lambda case: pytest.fail("reached"), at=AT)
    with pytest.raises(UsageError):
        persons.employee(elsewhere, case.about.person, why="curious", at=AT)


def test_the_log_of_looks_is_for_review_and_for_whom_it_is_about(persons: PersonStore) -> None:
    """An employee sees who looked at the own rows; a leader without rows of the own sees nothing of it."""
    own = persons.breaches(HR, "hemit", why="review", at=AT)[0].result.employee
    persons.breaches(LEADER, "hemit", why="my unit", at=AT)
    employee = Viewer(who="eva", role=Role.EMPLOYEE, pseudonym=own, organisation="hemit")
    looks = {line.why for line in persons.access_log(employee)}
    adm = persons.breaches(LEADER, "hemit", why="again", at=AT)[0].result.employee
    assert looks == ({"review", "my unit"} if own == adm else {"review"})
    assert len(persons.access_log(Viewer(who="rev", role=Role.AUDITOR))) == 3
    with pytest.raises(NotAllowed):
        persons.access_log(LEADER)
