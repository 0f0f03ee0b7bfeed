"""Which avvik somebody may see, as the store asks for it, and by which names they are theirs."""

from engine.avvik.avvik import Avvik
from engine.avvik.said import folded
from engine.errors import UsageError
from engine.people import Person
from engine.rights import Action, Thing
from engine.store.review.queue import Rows
from engine.workplace.place import Workplace


def rows(place: Workplace, organisation: str) -> Rows:
    """KeyError for an organisation of which the person may see no avvik."""
    return rows_within(place, organisation, place.reach(Action.SEE, Thing.AVVIK).units[organisation])


def rows_within(place: Workplace, organisation: str, units: frozenset[str] | None) -> Rows:
    """Of these units what may be shown to the person: figures about persons or health are for fewer eyes."""
    sensitive = place.reach(Action.SEE, Thing.PERSONAL_FIGURE).units
    # A rule that is no longer in force is not among these: what its figures were about nobody can say any more.
    open_rules = frozenset(each.rule.id for each in place.book.of(organisation).rules if not place.is_sensitive(each))
    return Rows(
        organisation=organisation,
        units=units,
        open_rules=open_rules,
        sensitive_units=sensitive.get(organisation, frozenset()),
    )


def one(place: Workplace, avvik_id: str) -> Avvik | None:
    """None for one that is not there, and for one that is not for this person."""
    try:
        avvik = place.store.one_avvik(avvik_id)
    except UsageError:
        return None
    return avvik if sees(place, avvik) else None


def sees(place: Workplace, avvik: Avvik) -> bool:
    subject = avvik.subject
    if not place.may(Action.SEE, Thing.AVVIK, subject.organisation, subject.unit):
        return False
    found = place.book.by_id.get(subject.rule)
    if found is None:
        return place.may(Action.SEE, Thing.PERSONAL_FIGURE, subject.organisation, subject.unit)
    return place.sees_figure(found, subject.unit)


def names_of(person: Person, organisation: str) -> frozenset[str]:
    """The folded names under which an avvik of the organisation is this person's: the account's and the duties'."""
    duties = {duty.name for duty in person.duties if duty.organisation == organisation}
    return frozenset(map(folded, {person.email, person.id, *duties}))


def may_anywhere(place: Workplace, action: Action, organisation: str) -> bool:
    """Whether some avvik of the organisation may be worked so, for controls that are about several."""
    return organisation in place.reach(action, Thing.AVVIK).units
