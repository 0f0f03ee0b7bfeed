"""The accounts that somebody may see: those with a role or duty in the own organisations, and of each only what is there."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from engine.accounts import BOUND_ACTS, Act, Standing, allowed, duties_of, managed
from engine.people import Duty, Grant, Role, Token
from engine.rights import Action, Reach, Thing
from engine.store.people.events import BY_PEOPLE, Happened
from engine.store.people.store import People
from engine.workplace.place import Workplace


class Condition(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    ERASED = "erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is narrowed down to; empty = everything."""

    text: str = ""
    organisation: str = ""
    role: Role | None = None
    condition: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One account as this person may see it."""

    standing: Standing
    """Its person has the roles and duties of the organisations in sight alone."""
    is_elsewhere: bool
    """Whether it has a role or a duty in an organisation out of sight."""
    history: tuple[Happened, ...]
    """What people changed, the newest first; coming and going is not among it."""
    names: Mapping[str, str]
    """Id → name, of those who made the changes."""
    tokens: tuple[Token, ...]
    acts: frozenset[Act]
    """What this person may do with the account as a whole."""
    may_give: Reach
    """Where they may give and end roles and duties of it; nowhere for the own account."""


def condition_of(standing: Standing) -> Condition:
    if standing.erased_at is not None:
        return Condition.ERASED
    return Condition.OPEN if standing.person.active else Condition.CLOSED


def listed(place: Workplace, people: People, wanted: Wanted) -> tuple[Standing, ...]:
    """By name. Empty for who may see no account."""
    seen = place.reach(Action.SEE, Thing.ACCOUNT)
    found = people.standings(frozenset(seen.units)) if seen else ()
    return tuple(each for each in (_within(one, seen) for one in found) if _fits(each, wanted))


def one(place: Workplace, people: People, account: str) -> Kept | None:
    """None for one that is not there, and for one that is not for this person."""
    seen = place.reach(Action.SEE, Thing.ACCOUNT)
    found = people.standing(account)
    if found is None or not any(seen.covers(each) for each in found.organisations | found.past):
        return None
    everybody = people.everybody()
    own = managed(place.person, place.trees)
    return Kept(
        standing=_within(found, seen),
        is_elsewhere=any(not seen.covers(each) for each in found.organisations),
        history=tuple(_told(people.history_of(account), seen)),
        names={each.id: each.name for each in everybody},
        tokens=people.tokens(account),
        acts=allowed(found, place.person, everybody, place.trees) - BOUND_ACTS,
        may_give=Reach() if place.person.id == account or found.erased_at else own,
    )


def systems(place: Workplace, people: People) -> tuple[Token, ...]:
    """The tokens of systems in the organisations in sight, the newest first."""
    seen = place.reach(Action.SEE, Thing.ACCOUNT)
    return tuple(each for each in people.tokens() if each.is_system and all(map(seen.covers, each.holder.organisations)))


def may_end(place: Workplace, people: People, token: str) -> bool:
    """Whether the person looks after every organisation that the token's holder works in; nobody ends the own ones here."""
    own = managed(place.person, place.trees)
    found = next((each for each in people.tokens() if each.id == token), None)
    if found is None or found.holder.id == place.person.id:
        return False
    organisations = found.holder.organisations
    return bool(organisations) and all(map(own.covers, organisations))


def choices(place: Workplace, organisations: Collection[str]) -> tuple[tuple[Grant | Duty, ...], tuple[tuple[str, str], ...]]:
    """Every role and duty that may be given in these organisations, with no place yet; and the places."""
    duties = sorted({duty for name in organisations for duty in duties_of(place.book, name)})
    roles = (Grant(role=role, organisation="") for role in Role)
    what: tuple[Grant | Duty, ...] = (*roles, *(Duty(name=duty, organisation="") for duty in duties))
    where = tuple(
        (name, "" if unit == name else unit)
        for name in sorted(organisations)
        for unit in (name, *(each for each in place.book.organisations[name].units if each != name))
    )
    return what, where


def _within(standing: Standing, seen: Reach) -> Standing:
    person = standing.person
    grants = frozenset(each for each in person.grants if seen.covers(each.organisation))
    duties = frozenset(each for each in person.duties if seen.covers(each.organisation))
    return replace(standing, person=replace(person, grants=grants, duties=duties))


def _told(history: Iterable[Happened], seen: Reach) -> Iterator[Happened]:
    """What happened in an organisation out of sight is not told."""
    for each in reversed(tuple(history)):
        if each.kind in BY_PEOPLE and seen.covers(str(each.details.get("organisation", next(iter(seen.units), "")))):
            yield each


def _fits(standing: Standing, wanted: Wanted) -> bool:
    person = standing.person
    text = wanted.text.strip().casefold()
    return (
        (not text or text in person.name.casefold() or text in person.email)
        and (not wanted.organisation or wanted.organisation in person.organisations | standing.past)
        and (wanted.role is None or any(each.role is wanted.role for each in person.grants))
        and (wanted.condition is None or condition_of(standing) is wanted.condition)
    )
