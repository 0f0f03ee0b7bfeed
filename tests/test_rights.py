"""The policy as a table written by hand, and the promises that hold whatever it says: deny by default, stay in scope."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.aml.rights import Matter, Relation, Sight, may_see
from engine.people import Grant, Person, Role
from engine.rights import POLICY, Action, Thing, below, may, reach, viewer

TREES = {
    "acme": {"acme": None, "drift": "acme", "vakt": "drift", "hr": "acme"},
    "hemit": {"hemit": None, "drift": "hemit"},
}

EXPECTED = """
verdict see            reader leader quality hr data_owner board tillitsvalgt auditor admin
verdict export         reader leader quality hr data_owner board auditor
personal_figure see    leader quality hr board auditor
avvik see              reader leader quality hr data_owner auditor
avvik export           leader quality auditor
avvik comment          leader quality hr data_owner
avvik work             leader quality
avvik assign           leader quality
avvik verify           leader quality
avvik decide           quality
delivery see           quality data_owner auditor admin
delivery export        quality data_owner auditor
delivery deliver       quality data_owner
rule see               reader leader quality hr data_owner board tillitsvalgt auditor admin
rule manage            quality data_owner admin
exemption see          reader leader quality hr data_owner auditor
exemption register     quality
maintenance see        reader leader quality hr data_owner auditor
maintenance register   quality
held_round see         reader leader quality hr data_owner auditor
held_round decide      quality
report see             reader leader quality hr data_owner board tillitsvalgt auditor admin
report export          leader quality hr board auditor
report comment         quality data_owner
report decide          quality
log see                quality board auditor admin
aml_counts see         leader quality hr board tillitsvalgt auditor
aml_rows see           reader employee leader quality hr data_owner board tillitsvalgt auditor admin
aml_rows export        hr
aml_rows work          hr
aml_rows plan          leader hr
access_log see         hr auditor
account see            auditor admin
account manage         admin
"""


def person(*grants: Grant, active: bool = True, employee: str = "") -> Person:
    return Person(id="p", name="Kari", email="kari@acme.no", active=active, grants=frozenset(grants), employee=employee)


def in_acme(role: Role, unit: str = "") -> Grant:
    return Grant(role=role, organisation="acme", unit=unit)


def expected() -> dict[tuple[str, str], set[str]]:
    rows = (line.split() for line in EXPECTED.strip().splitlines())
    return {(thing, action): set(roles) for thing, action, *roles in rows}


@pytest.mark.parametrize("role", Role)
def test_each_role_may_what_the_table_says_and_nothing_else(role: Role) -> None:
    who = person(in_acme(role))
    allowed = {(thing.value, action.value) for thing in Thing for action in Action if reach(who, action, thing, TREES)}
    assert allowed == {pair for pair, roles in expected().items() if role.value in roles}


def test_the_table_names_every_pair_of_the_policy() -> None:
    assert {(thing.value, action.value) for thing, action in POLICY} == set(expected())


def test_a_grant_in_a_unit_reaches_what_lies_below_it_and_nothing_beside_or_above() -> None:
    who = person(in_acme(Role.LEADER, "drift"))
    assert {unit for unit in TREES["acme"] if may(who, Action.SEE, Thing.AVVIK, TREES, organisation="acme", unit=unit)} == {
        "drift",
        "vakt",
    }
    assert not may(who, Action.SEE, Thing.AVVIK, TREES, organisation="acme")
    assert not may(who, Action.SEE, Thing.AVVIK, TREES, organisation="hemit", unit="drift")


def test_what_belongs_to_no_unit_is_for_the_whole_or_for_whoever_is_there() -> None:
    """A file tells about all units; a rule about none in particular."""
    who = person(in_acme(Role.QUALITY, "drift"))
    assert not reach(who, Action.SEE, Thing.DELIVERY, TREES)
    assert may(who, Action.SEE, Thing.RULE, TREES, organisation="acme")
    assert not may(who, Action.SEE, Thing.RULE, TREES, organisation="hemit")


grants = st.builds(
    Grant,
    role=st.sampled_from(Role),
    organisation=st.sampled_from(["acme", "hemit", "gone"]),
    unit=st.sampled_from(["", "acme", "drift", "vakt", "hr", "gone"]),
)


@given(st.lists(grants, max_size=4), st.sampled_from(Thing), st.sampled_from(Action))
def test_nothing_is_reached_without_a_role_of_the_policy_in_that_very_place(
    given: list[Grant], thing: Thing, action: Action
) -> None:
    """Whatever grants are combined: each unit that is reached lies under one that a fitting role was granted in."""
    found = reach(person(*given), action, thing, TREES)
    roles = POLICY.get((thing, action), (frozenset(), None))[0]
    for organisation, units in found.units.items():
        fitting = [grant for grant in given if grant.organisation == organisation and grant.role in roles]
        assert fitting
        for unit in units or ():
            tree = TREES[organisation]
            assert unit == "" or any(grant.unit in tree and unit in below(grant.unit, tree) for grant in fitting)
        assert units is not None or any(not grant.unit for grant in fitting)


@given(st.lists(grants, max_size=3), st.sampled_from(Thing), st.sampled_from(Action))
def test_a_closed_account_reaches_nothing(given: list[Grant], thing: Thing, action: Action) -> None:
    assert not reach(person(*given, active=False), action, thing, TREES)
    assert viewer(person(*given, active=False), "acme", TREES) is None


@given(st.lists(grants, max_size=3), grants, st.sampled_from(Thing), st.sampled_from(Action))
def test_another_role_takes_nothing_away(given: list[Grant], more: Grant, thing: Thing, action: Action) -> None:
    before, after = (reach(person(*each), action, thing, TREES) for each in (given, [*given, more]))
    for organisation, units in before.units.items():
        assert all(after.covers(organisation, unit) for unit in units or ("", *TREES[organisation]))


def test_rows_about_persons_are_hrs_the_leaders_and_the_own() -> None:
    """The viewer that the evidence asks about is made from the grants, within one organisation."""
    hr = viewer(person(in_acme(Role.HR), in_acme(Role.LEADER, "drift")), "acme", TREES)
    assert hr is not None
    assert hr.role is Role.HR
    leader = viewer(person(in_acme(Role.LEADER, "drift"), in_acme(Role.BOARD), employee="x1"), "acme", TREES)
    assert leader is not None
    assert leader.role is Role.LEADER
    assert leader.units == {"drift", "vakt"}
    assert leader.relation("x1", "hr") is Relation.SELF
    assert leader.relation("x2", "vakt") is Relation.OWN_UNIT
    assert leader.relation("x2", "hr") is Relation.OTHER
    assert viewer(person(in_acme(Role.HR)), "hemit", TREES) is None


def test_hr_of_a_unit_sees_that_units_rows_and_never_the_link() -> None:
    who = person(in_acme(Role.HR, "drift"))
    found = viewer(who, "acme", TREES)
    assert found is not None
    assert found.units == {"drift", "vakt"}
    assert may_see(found.role, Relation.OTHER, Matter.LINK) is not Sight.ROWS
    hr = viewer(person(in_acme(Role.HR)), "acme", TREES)
    assert hr is not None
    assert may_see(hr.role, Relation.OTHER, Matter.LINK) is Sight.ROWS


def test_of_several_roles_the_one_that_sees_counts_is_taken() -> None:
    found = viewer(person(in_acme(Role.ADMIN), in_acme(Role.TILLITSVALGT)), "acme", TREES)
    assert found is not None
    assert found.role is Role.TILLITSVALGT
