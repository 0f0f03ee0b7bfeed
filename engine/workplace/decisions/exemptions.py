"""Exemptions as one person may see them: in force, planned and over, with the avvik that nobody is told of because of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.catalogue import Unit
from engine.exemptions import Exemption
from engine.rights import Action, Thing
from engine.rulebook.book import InForce
from engine.store.review.cards import Card
from engine.workplace.place import Workplace
from engine.workplace.review.rows import rows

MOST_SILENT = 500
"""Open avvik that are looked at for one page."""


class Standing(StrEnum):
    IN_FORCE = "in_force"
    PLANNED = "planned"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Line:
    exemption: Exemption
    standing: Standing
    rule: InForce | None
    """None when the rule is no longer in force."""
    unit: Unit | None
    """None for every unit that the rule judges, and for a unit that is no longer there."""
    silent: tuple[Card, ...]
    """The open avvik that nobody is told of now because of it, as far as the person may see them."""
    may_end: bool


def standing(exemption: Exemption, today: date) -> Standing:
    if exemption.is_over_on(today):
        return Standing.OVER
    return Standing.IN_FORCE if exemption.holds_on(today) else Standing.PLANNED


def exemptions(place: Workplace, organisation: str, today: date) -> tuple[Line, ...]:
    """The newest first. Empty where the person may see none."""
    return _lines(place, registered(place, organisation)[::-1], today)


def registered(place: Workplace, organisation: str) -> tuple[Exemption, ...]:
    """Likewise without their avvik, in the order in which they were registered."""
    if organisation not in place.reach(Action.SEE, Thing.EXEMPTION).units:
        return ()
    return tuple(each for each in place.store.exemptions() if each.organisation == organisation and sees(place, each))


def one(place: Workplace, name: str, today: date) -> Line | None:
    """None for one that is none, and for one that is not for this person."""
    found = [each for each in place.store.exemptions() if each.id == name and sees(place, each)]
    return next(iter(_lines(place, found, today)), None)


def about(place: Workplace, known: Iterable[Exemption], rule: str, unit: str | None = None) -> tuple[Exemption, ...]:
    """Those of a rule that the person may see, of all units or of those that hold for one; the newest first."""
    own = (each for each in known if each.rule == rule and (unit is None or each.unit in ("", unit)))
    return tuple(each for each in own if sees(place, each))[::-1]


def sees(place: Workplace, exemption: Exemption) -> bool:
    """Whether it is about a unit of theirs; one for all units that the rule judges is about each of these."""
    reach, found = place.reach(Action.SEE, Thing.EXEMPTION), place.book.by_id.get(exemption.rule)
    if found is None:
        # What its figures were about nobody can say any more.
        where = exemption.organisation, exemption.unit
        return reach.covers(*where) and place.may(Action.SEE, Thing.PERSONAL_FIGURE, *where)
    units = (exemption.unit,) if exemption.unit else found.rule.units_of(found.organisation)
    return any(reach.covers(exemption.organisation, unit) and place.sees_figure(found, unit) for unit in units)


def may_register(place: Workplace, organisation: str, unit: str) -> bool:
    """Also whether they may end it. `unit` empty = every unit that the rule judges, which is the whole organisation's."""
    return place.may(Action.REGISTER, Thing.EXEMPTION, organisation, unit)


def may_exempt(place: Workplace, found: InForce) -> bool:
    """Whether they may register one for some unit that the rule judges."""
    reach = place.reach(Action.REGISTER, Thing.EXEMPTION)
    units = found.rule.units_of(found.organisation)
    return any(reach.covers(found.organisation.id, unit) and place.sees_figure(found, unit) for unit in units)


def choices(place: Workplace, organisation: str) -> tuple[tuple[InForce, ...], tuple[Unit, ...], bool]:
    """The rules and units for which the person may register one, and whether they may for all units of a rule at once."""
    reach = place.reach(Action.REGISTER, Thing.EXEMPTION)
    units = [unit for unit in place.book.organisations[organisation].units.values() if reach.covers(organisation, unit.id)]
    rules = [each for each in place.rules(organisation) if may_exempt(place, each)]
    return tuple(rules), tuple(units), reach.covers(organisation)


def _lines(place: Workplace, found: Sequence[Exemption], today: date) -> tuple[Line, ...]:
    in_force = [each for each in found if each.holds_on(today)]
    open_ones = _open(place, in_force)
    return tuple(
        Line(
            exemption=each,
            standing=standing(each, today),
            rule=place.book.by_id.get(each.rule),
            unit=place.book.organisations[each.organisation].units.get(each.unit),
            silent=tuple(card for card in open_ones if each.covers(each.organisation, card.rule, card.unit, today)),
            may_end=standing(each, today) is not Standing.OVER and may_register(place, each.organisation, each.unit),
        )
        for each in found
    )


def _open(place: Workplace, in_force: Sequence[Exemption]) -> tuple[Card, ...]:
    """One query, however many exemptions there are; they are all of one organisation."""
    if not in_force or in_force[0].organisation not in place.reach(Action.SEE, Thing.AVVIK).units:
        return ()
    visible = rows(place, in_force[0].organisation)
    return place.store.open_cards(visible, {each.rule for each in in_force}, MOST_SILENT)
