"""Held rounds as one person may see them: what would have been opened in the own units, and what became of earlier ones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.catalogue import Member, Unit
from engine.decisions.storm import Fate, Storm
from engine.periods import Period
from engine.rights import Action, Thing
from engine.rulebook.book import InForce
from engine.store.review.cards import Card
from engine.workplace.place import Workplace
from engine.workplace.review.rows import rows


@dataclass(frozen=True, slots=True)
class Opening:
    """An avvik that the round would have opened."""

    name: str
    """The rule's id."""
    rule: InForce | None
    """None when the rule is no longer in force."""
    unit_name: str
    """The unit's id."""
    unit: Unit | None
    """None for a unit that is no longer there."""
    dimension: str
    member: Member | None
    """The member of the metric's dimension, where it is about one that is there still."""
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Held:
    storm: Storm
    openings: tuple[Opening, ...]
    additions: tuple[Card, ...]
    """The avvik that would have been added to."""
    is_whole: bool
    """False where some of it is not for this person: then the round's own counts are not either."""
    may_decide: bool

    @property
    def waits(self) -> bool:
        return self.storm.fate is Fate.HELD


def held(place: Workplace, organisation: str) -> tuple[Held, ...]:
    """Every round of the organisation that ever was held, the newest first; one that holds nothing of theirs is none."""
    if organisation not in place.reach(Action.SEE, Thing.HELD_ROUND).units:
        return ()
    own = [each for each in reversed(place.store.storms()) if each.organisation == organisation]
    cards = _cards(place, own)
    return tuple(found for each in own if (found := _seen(place, each, cards)) is not None)


def waiting(place: Workplace, organisation: str) -> Held | None:
    """The one that waits for a person."""
    if organisation not in place.reach(Action.SEE, Thing.HELD_ROUND).units:
        return None
    storm = next((each for each in place.store.storms() if each.organisation == organisation and each.fate is Fate.HELD), None)
    return None if storm is None else _seen(place, storm, _cards(place, [storm]))


def one(place: Workplace, name: str) -> Held | None:
    """None for one that is none, and for one that holds nothing of this person's."""
    storm = next((each for each in place.store.storms() if each.id == name), None)
    return None if storm is None else _seen(place, storm, _cards(place, [storm]))


def _seen(place: Workplace, storm: Storm, cards: Mapping[str, Card]) -> Held | None:
    """`cards`: the avvik that such rounds add to, as far as the person may see them."""
    openings = tuple(_opening(place, storm.organisation, each) for each in _visible(place, storm))
    additions = tuple(cards[name] for name in storm.additions if name in cards)
    if not openings and not additions:
        return None
    return Held(
        storm=storm,
        openings=openings,
        additions=additions,
        is_whole=(len(openings), len(additions)) == (len(storm.openings), len(storm.additions)),
        may_decide=place.may(Action.DECIDE, Thing.HELD_ROUND, storm.organisation),
    )


def _visible(place: Workplace, storm: Storm) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Asked once for all of them: there may be thousands."""
    own, reach = storm.organisation, place.reach(Action.SEE, Thing.HELD_ROUND)
    personal = place.reach(Action.SEE, Thing.PERSONAL_FIGURE)
    # A rule that is no longer in force is not among these: what its figures were about nobody can say any more.
    open_rules = {each.rule.id for each in place.book.of(own).rules if not place.is_sensitive(each)}
    for each in storm.openings:
        rule, unit, *_ = each
        if reach.covers(own, unit) and (rule in open_rules or personal.covers(own, unit)):
            yield each


def _opening(place: Workplace, organisation: str, each: tuple[str, str, str, tuple[str, ...]]) -> Opening:
    name, unit, dimension, periods = each
    found = place.book.by_id.get(name)
    units = place.book.organisations[organisation].units
    return Opening(
        name=name,
        rule=found,
        unit_name=unit,
        unit=units.get(unit),
        dimension=dimension,
        member=None if found is None else found.organisation.metrics[found.rule.metric].by_member.get(dimension),
        periods=tuple(map(Period.parse, periods)),
    )


def _cards(place: Workplace, storms: Sequence[Storm]) -> Mapping[str, Card]:
    """One query, however many rounds there are; they are all of one organisation."""
    added = {name for storm in storms for name in storm.additions}
    if not added or storms[0].organisation not in place.reach(Action.SEE, Thing.AVVIK).units:
        return {}
    return {card.id: card for card in place.store.cards(rows(place, storms[0].organisation), added)}
