"""Who may see what, as a matrix: every role, every relation, every matter."""

import pytest

from engine.aml.rights import Matter, Relation, Sight, Viewer, may_see
from engine.people import Role

ROWS, COUNTS, NOTHING = Sight.ROWS, Sight.COUNTS, Sight.NOTHING

# Columns: the person's own rows, rows of the own unit, other rows.
BREACHES = {
    Role.HR: (ROWS, ROWS, ROWS),
    Role.LEADER: (ROWS, ROWS, COUNTS),
    Role.EMPLOYEE: (ROWS, NOTHING, NOTHING),
    Role.TILLITSVALGT: (ROWS, COUNTS, COUNTS),
    Role.QUALITY: (ROWS, COUNTS, COUNTS),
    Role.BOARD: (ROWS, COUNTS, COUNTS),
    Role.AUDITOR: (ROWS, COUNTS, COUNTS),
    Role.READER: (ROWS, NOTHING, NOTHING),
    Role.DATA_OWNER: (ROWS, NOTHING, NOTHING),
    Role.ADMIN: (ROWS, NOTHING, NOTHING),
}
RELATIONS = (Relation.SELF, Relation.OWN_UNIT, Relation.OTHER)


@pytest.mark.parametrize("role", Role)
def test_records_and_breaches_are_hrs_the_leaders_and_the_persons(role: Role) -> None:
    """Employees' representatives and the quality team get counts; nobody else's rows."""
    for matter in (Matter.RECORDS, Matter.BREACHES):
        assert tuple(may_see(role, relation, matter) for relation in RELATIONS) == BREACHES[role]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("matter", [Matter.NOTES, Matter.LINK])
def test_hrs_words_and_the_link_to_employee_numbers_are_hrs_alone(role: Role, matter: Matter) -> None:
    wanted = ROWS if role is Role.HR else NOTHING
    assert {may_see(role, relation, matter) for relation in RELATIONS} == {wanted}


@pytest.mark.parametrize("role", Role)
def test_who_looked_is_for_review_and_for_whom_it_is_about(role: Role) -> None:
    """HR and auditors review the log; everybody sees who looked at the own rows."""
    others = ROWS if role in (Role.HR, Role.AUDITOR) else NOTHING
    assert tuple(may_see(role, relation, Matter.ACCESS) for relation in RELATIONS) == (ROWS, others, others)


def test_a_relation_is_to_oneself_before_it_is_to_ones_unit() -> None:
    viewer = Viewer(who="kari", role=Role.LEADER, units=frozenset({"drift"}), pseudonym="P-1")
    assert viewer.relation("P-1", "drift") is Relation.SELF
    assert viewer.relation("P-2", "drift") is Relation.OWN_UNIT
    assert viewer.relation("P-2", "adm") is Relation.OTHER


def test_nobody_is_related_to_what_has_no_name() -> None:
    """A viewer without a pseudonym is not the person of a row without one; a row without a unit is in no leader's unit."""
    viewer = Viewer(who="x", role=Role.LEADER, units=frozenset({""}))
    assert viewer.relation("", "") is Relation.OTHER
