"""What may be done with an account: nobody their own, nobody another organisation's, and never the last administrator."""

import pytest

from engine.accounts import Act, Order, Standing, allowed, check
from engine.errors import AccountRefused
from engine.people import Grant, Person, Role

TREES = {"acme": {"acme": None, "drift": "acme"}, "hemit": {"hemit": None}}


def person(name: str, *roles: tuple[Role, str], active: bool = True) -> Person:
    grants = frozenset(Grant(role=role, organisation=where) for role, where in roles)
    return Person(id=name, name=name, email=f"{name}@acme.no", grants=grants, active=active)


ADA = person("ada", (Role.ADMIN, "acme"))
BO = person("bo", (Role.ADMIN, "acme"))
KARI = person("kari", (Role.QUALITY, "acme"))
BOTH = person("both", (Role.READER, "acme"), (Role.HR, "hemit"))
HR = Grant(role=Role.HR, organisation="acme")


def codes(order: Order, of: Person, by: Person | None, *others: Person, **state: object) -> set[str]:
    standing = Standing(person=of, past=frozenset(), seen=0, **state)  # type: ignore[arg-type]
    try:
        check(order, standing, by, [of, *others], TREES)
    except AccountRefused as refused:
        return {problem.code for problem in refused.problems}
    return set()


@pytest.mark.parametrize("act", Act)
def test_nobody_does_anything_with_the_own_account(act: Act) -> None:
    """An administrator who could would give themselves HR's rights, and nobody would have agreed."""
    order = Order(act=act, what=HR if act in (Act.GIVE, Act.END) else None)
    assert "K001" in codes(order, ADA, ADA, BO)


@pytest.mark.parametrize("act", [Act.INVITE, Act.RESET, Act.CLOSE, Act.SIGN_OUT])
def test_who_works_in_two_organisations_is_touched_by_whoever_looks_after_both(act: Act) -> None:
    """An invitation is a way in: with it acme's administrator would be hemit's HR."""
    assert codes(Order(act=act), BOTH, ADA, has_second_factor=True) == {"K003"}
    everywhere = person("eva", (Role.ADMIN, "acme"), (Role.ADMIN, "hemit"))
    assert codes(Order(act=act), BOTH, everywhere, has_second_factor=True) == set()


def test_rights_are_given_where_one_looks_after_the_whole_and_nowhere_else() -> None:
    assert codes(Order(act=Act.GIVE, what=HR), KARI, ADA) == set()
    assert codes(Order(act=Act.GIVE, what=Grant(role=Role.READER, organisation="hemit")), KARI, ADA) == {"K002"}
    for role in set(Role) - {Role.ADMIN}:
        assert codes(Order(act=Act.GIVE, what=HR), KARI, person("x", (role, "acme"))) == {"K002"}
    in_unit = Person(
        id="u", name="u", email="u@x", grants=frozenset({Grant(role=Role.ADMIN, organisation="acme", unit="drift")})
    )
    assert codes(Order(act=Act.GIVE, what=HR), KARI, in_unit) == {"K002"}


@pytest.mark.parametrize("by", [None, BO])
@pytest.mark.parametrize("order", [Order(act=Act.CLOSE), Order(act=Act.END, what=Grant(role=Role.ADMIN, organisation="acme"))])
def test_the_last_administrator_stays(order: Order, by: Person | None) -> None:
    """For the operator too. A closed administrator is none."""
    closed = person("bo", (Role.ADMIN, "acme"), active=False)
    assert "K004" in codes(order, ADA, None, KARI)
    assert "K004" in codes(order, ADA, None, closed)
    assert codes(order, ADA, by, BO) == set()


def test_what_is_erased_stays_so_and_only_what_is_closed_is_erased() -> None:
    from datetime import UTC, datetime

    gone = {"erased_at": datetime(2026, 1, 1, tzinfo=UTC)}
    for act in Act:
        assert "K005" in codes(Order(act=act, what=HR), KARI, ADA, **gone)
    assert codes(Order(act=Act.ERASE), KARI, ADA) == {"K006"}
    assert codes(Order(act=Act.ERASE), person("k", (Role.READER, "acme"), active=False), ADA) == set()
    assert codes(Order(act=Act.INVITE), person("k", (Role.READER, "acme"), active=False), ADA) == {"K007"}


def test_an_account_without_any_right_is_the_operators() -> None:
    """Whoever invited to it before it is given its rights would have a way in to them."""
    nobody = person("new")
    assert codes(Order(act=Act.INVITE), nobody, ADA) == {"K003"}
    assert codes(Order(act=Act.INVITE), nobody, None) == set()


def test_the_page_offers_what_would_be_carried_out() -> None:
    standing = Standing(person=KARI, past=frozenset(), seen=0, has_second_factor=True)
    assert allowed(standing, ADA, [ADA, KARI], TREES) >= {Act.INVITE, Act.RESET, Act.CLOSE, Act.SIGN_OUT}
    assert not allowed(standing, ADA, [ADA, KARI], TREES) & {Act.ERASE, Act.REOPEN}
    bare = Standing(person=KARI, past=frozenset(), seen=0)
    assert Act.RESET not in allowed(bare, ADA, [ADA, KARI], TREES)
    assert allowed(standing, person("x", (Role.AUDITOR, "acme")), [ADA, KARI], TREES) == frozenset({Act.GIVE, Act.END})
