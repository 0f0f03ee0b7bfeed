"""What may be done with an account, and by whom: the one decision that the page and the command ask before anything is written.

    K001 the own account      K002 another organisation's   K003 used in another organisation   K004 the last administrator
    K005 erased already       K006 open                     K007 closed                        K008 no second factor

Nobody changes the own account here: an administrator who could would give themselves every right without anybody else. Whoever
can invite to an account or take its second factor away can sign in with it, so that takes every organisation it works in.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.errors import AccountRefused, Place, Problem
from engine.language import mark
from engine.people import Duty, Grant, Person, Role
from engine.rights import Action, Reach, Thing, Trees, reach
from engine.rulebook.book import Rulebook


class Act(StrEnum):
    GIVE = "give"
    END = "end"
    INVITE = "invite"
    RESET = "reset"
    """Take the second factor away, so that another is set up at the next sign-in."""
    SIGN_OUT = "sign-out"
    CLOSE = "close"
    REOPEN = "reopen"
    ERASE = "erase"


BOUND_ACTS = frozenset({Act.GIVE, Act.END})
"""What is done in one organisation; everything else is about the whole account."""
_FOR_OPEN = frozenset({Act.GIVE, Act.INVITE, Act.RESET, Act.SIGN_OUT, Act.CLOSE})
_TAKES_ADMIN = frozenset({Act.CLOSE, Act.ERASE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An account as those see it who look after accounts."""

    person: Person
    past: frozenset[str]
    """The organisations in which it ever had a role or a duty."""
    seen: int
    """The number of the last change by people: what a form carries, so that nothing is overwritten unseen."""
    last_sign_in: datetime | None = None
    has_password: bool = False
    has_identity: bool = False
    """Whether the organisation's own sign-in knows it."""
    has_second_factor: bool = False
    sessions: int = 0
    erased_at: datetime | None = None

    @property
    def organisations(self) -> frozenset[str]:
        """Those in which it has a role or a duty now, else those in which it ever had."""
        return self.person.organisations or self.past


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be done with an account."""

    act: Act
    what: Grant | Duty | None = None
    """The role or duty that is given or ended."""


def check(order: Order, standing: Standing, actor: Person | None, everybody: Collection[Person], trees: Trees) -> None:
    """Raises AccountRefused with everything that stands against it. `actor` is None for the operator, at the machine itself."""
    problems = [*_state(order, standing), *_last_admin(order, standing.person, everybody)]
    if actor is not None:
        problems += _rights(order, standing, actor, trees)
    if problems:
        raise AccountRefused("", problems)


def allowed(standing: Standing, actor: Person, everybody: Collection[Person], trees: Trees) -> frozenset[Act]:
    """What the actor may do with the account as a whole, as it stands; roles and duties are asked for one by one."""
    found = set()
    for act in Act:
        order = Order(act=act)
        if not [
            *_state(order, standing),
            *_last_admin(order, standing.person, everybody),
            *_rights(order, standing, actor, trees),
        ]:
            found.add(act)
    return frozenset(found)


def duties_of(book: Rulebook, organisation: str) -> frozenset[str]:
    """The duties that the organisation's rules name: others would be given for nothing."""
    rules = [each.rule for each in book.of(organisation).rules]
    return frozenset({rule.owner for rule in rules} | {duty for rule in rules for duty in rule.notify})


def managed(actor: Person, trees: Trees) -> Reach:
    """The organisations whose accounts the actor looks after."""
    return reach(actor, Action.MANAGE, Thing.ACCOUNT, trees)


def _state(order: Order, standing: Standing) -> Iterator[Problem]:
    if standing.erased_at is not None:
        yield _problem("K005", mark("the account was erased; nothing can be done with it any more"))
    elif order.act in _FOR_OPEN and not standing.person.active:
        yield _problem("K007", mark("the account is closed; open it again first"))
    elif order.act is Act.ERASE and standing.person.active:
        yield _problem("K006", mark("the account is still open; close it first"))
    elif order.act is Act.REOPEN and standing.person.active:
        yield _problem("K006", mark("the account is open"))
    elif order.act is Act.RESET and not standing.has_second_factor:
        yield _problem("K008", mark("the account has no second factor that could be taken away"))


def _rights(order: Order, standing: Standing, actor: Person, trees: Trees) -> Iterator[Problem]:
    own = managed(actor, trees)
    if actor.id == standing.person.id:
        yield _problem("K001", mark("nobody changes the own account here; ask another administrator"))
    if order.act in BOUND_ACTS:
        if order.what is not None and not own.covers(order.what.organisation):
            yield _problem("K002", mark("the rights in that organisation are its own administrators' to give and end"))
    elif not standing.organisations or not all(own.covers(each) for each in standing.organisations):
        message = mark(
            "the account is used in an organisation that you do not look after: its administrators must agree, or the operator"
        )
        yield _problem("K003", message)


def _last_admin(order: Order, account: Person, everybody: Collection[Person]) -> Iterator[Problem]:
    for organisation in sorted(_admin_lost(order, account)):
        others = (each for each in everybody if each.id != account.id and each.active)
        if not any(_is_admin(each, organisation) for each in others):
            message = mark("this is the last administrator of {organisation}: make another one first")
            yield _problem("K004", message, organisation=organisation)


def _admin_lost(order: Order, account: Person) -> frozenset[str]:
    """The organisations that the account would no longer be an administrator of."""
    if not account.active:
        return frozenset()
    held = frozenset(each.organisation for each in account.grants if each.role is Role.ADMIN and not each.unit)
    if order.act in _TAKES_ADMIN:
        return held
    is_admin = isinstance(order.what, Grant) and order.what.role is Role.ADMIN and not order.what.unit
    return held & {order.what.organisation} if order.act is Act.END and order.what is not None and is_admin else frozenset()


def _is_admin(person: Person, organisation: str) -> bool:
    return Grant(role=Role.ADMIN, organisation=organisation) in person.grants


def _problem(code: str, message: str, **details: object) -> Problem:
    return Problem(Place("account"), code, message, details)
