"""A person at work: who they are, the rules that hold and the store, with the one question whether something may be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from engine.people import Person
from engine.rights import Action, Reach, Thing, Trees, reach
from engine.rulebook.book import InForce, Rulebook
from engine.store import Store


def trees_of(book: Rulebook) -> Trees:
    return {name: {unit.id: unit.parent for unit in each.units.values()} for name, each in book.organisations.items()}


@dataclass(frozen=True)
class Workplace:
    """Made anew for each request, so that a role that was taken back is gone with the next click."""

    person: Person
    book: Rulebook
    store: Store

    @cached_property
    def trees(self) -> Trees:
        return trees_of(self.book)

    @cached_property
    def _reaches(self) -> dict[tuple[Action, Thing], Reach]:
        return {}

    def reach(self, action: Action, thing: Thing) -> Reach:
        """Worked out once per request: a long list asks it for every row."""
        if (action, thing) not in self._reaches:
            self._reaches[action, thing] = reach(self.person, action, thing, self.trees)
        return self._reaches[action, thing]

    def may(self, action: Action, thing: Thing, organisation: str, unit: str = "") -> bool:
        return self.reach(action, thing).covers(organisation, unit)

    def organisations(self, thing: Thing = Thing.VERDICT) -> tuple[str, ...]:
        """Those of which the person may see some of this, by their titles."""
        seen = self.reach(Action.SEE, thing).units
        return tuple(sorted(seen, key=lambda name: self.book.organisations[name].title))

    def sees_figure(self, rule: InForce, unit: str) -> bool:
        """Whether what the rule reads may be shown: figures about persons or health are for fewer eyes."""
        return not self.is_sensitive(rule) or self.may(Action.SEE, Thing.PERSONAL_FIGURE, rule.organisation.id, unit)

    def is_sensitive(self, rule: InForce) -> bool:
        """Whether it reads a figure about persons or health, in its conditions too."""
        metrics = rule.organisation.metrics
        asked = (name for condition in rule.conditions.values() for name in condition.metrics)
        return any(metrics[name].is_about_persons for name in (*rule.rule.metrics, *asked) if name in metrics)

    def rules(self, organisation: str) -> Iterable[InForce]:
        """The organisation's rules that the person may read; none for who may not see that organisation."""
        return self.book.of(organisation).rules if self.may(Action.SEE, Thing.RULE, organisation) else ()
