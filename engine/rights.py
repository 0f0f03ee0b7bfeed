"""Who may do what with which objects: the one policy that pages, API, exports, charts and search ask.

What it does not name is denied. A role is granted in one organisation, in the whole of it or in a unit and what lies below: the
policy says which roles may do an action with a class of objects, the grants say where. Rows about persons follow
engine.aml.rights, which this asks.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from engine.aml.rights import Relation, Sight, Viewer, may_see
from engine.people import Grant, Person, Role


class Thing(StrEnum):
    """A class of objects."""

    VERDICT = "verdict"
    """What was judged and the figures behind it."""
    PERSONAL_FIGURE = "personal_figure"
    """Whatever is about a metric whose privacy class is person or health: asked for besides the object itself."""
    AVVIK = "avvik"
    DELIVERY = "delivery"
    RULE = "rule"
    EXEMPTION = "exemption"
    MAINTENANCE = "maintenance"
    """A planned window of a service, which belongs to no unit."""
    HELD_ROUND = "held_round"
    """What a storm holds back: it would be avvik, so that whoever sees those sees this, unit by unit."""
    REPORT = "report"
    LOG = "log"
    AML_COUNTS = "aml_counts"
    AML_ROWS = "aml_rows"
    """Breaches, records and cases: each row is asked for again with whose it is."""
    ACCESS_LOG = "access_log"
    ACCOUNT = "account"


class Action(StrEnum):
    SEE = "see"
    EXPORT = "export"
    COMMENT = "comment"
    WORK = "work"
    """Cause, actions, and the moves of an avvik up to its effect."""
    ASSIGN = "assign"
    VERIFY = "verify"
    DECIDE = "decide"
    """Close, reject, reopen; approve what is held back; finalise a report."""
    DELIVER = "deliver"
    REGISTER = "register"
    """Exemptions and maintenance windows: make them, and end them before their time."""
    PLAN = "plan"
    """Try a shift or a swap against the roster, before it is made."""
    MANAGE = "manage"


class Extent(StrEnum):
    """How far a grant in a unit reaches."""

    UNITS = "units"
    """Objects of that unit and those below it."""
    ORGANISATION = "organisation"
    """Objects that belong to no unit, such as rules: whoever has the role anywhere in the organisation."""
    WHOLE = "whole"
    """Objects that belong to no unit and tell about all of them, such as a file: only a grant in the whole organisation."""


_ALL_BUT_EMPLOYEE: Final = frozenset(Role) - {Role.EMPLOYEE}
_READING: Final = frozenset({Role.READER, Role.LEADER, Role.QUALITY, Role.HR, Role.DATA_OWNER, Role.AUDITOR})
_FOLLOWING_UP: Final = frozenset({Role.LEADER, Role.QUALITY})
_WITH_DATA: Final = frozenset({Role.QUALITY, Role.DATA_OWNER, Role.AUDITOR, Role.ADMIN})

POLICY: Final[Mapping[tuple[Thing, Action], tuple[frozenset[Role], Extent]]] = {
    (Thing.VERDICT, Action.SEE): (_ALL_BUT_EMPLOYEE, Extent.UNITS),
    (Thing.VERDICT, Action.EXPORT): (_READING | {Role.BOARD}, Extent.UNITS),
    (Thing.PERSONAL_FIGURE, Action.SEE): (_FOLLOWING_UP | {Role.HR, Role.BOARD, Role.AUDITOR}, Extent.UNITS),
    (Thing.AVVIK, Action.SEE): (_READING, Extent.UNITS),
    (Thing.AVVIK, Action.EXPORT): (_FOLLOWING_UP | {Role.AUDITOR}, Extent.UNITS),
    (Thing.AVVIK, Action.COMMENT): (_FOLLOWING_UP | {Role.HR, Role.DATA_OWNER}, Extent.UNITS),
    (Thing.AVVIK, Action.WORK): (_FOLLOWING_UP, Extent.UNITS),
    (Thing.AVVIK, Action.ASSIGN): (_FOLLOWING_UP, Extent.UNITS),
    (Thing.AVVIK, Action.VERIFY): (_FOLLOWING_UP, Extent.UNITS),
    (Thing.AVVIK, Action.DECIDE): (frozenset({Role.QUALITY}), Extent.UNITS),
    (Thing.DELIVERY, Action.SEE): (_WITH_DATA, Extent.WHOLE),
    (Thing.DELIVERY, Action.EXPORT): (_WITH_DATA - {Role.ADMIN}, Extent.WHOLE),
    (Thing.DELIVERY, Action.DELIVER): (frozenset({Role.DATA_OWNER, Role.QUALITY}), Extent.WHOLE),
    (Thing.RULE, Action.SEE): (_ALL_BUT_EMPLOYEE, Extent.ORGANISATION),
    # Who keeps the rules: they see what is wrong with the files.
    (Thing.RULE, Action.MANAGE): (frozenset({Role.QUALITY, Role.DATA_OWNER, Role.ADMIN}), Extent.ORGANISATION),
    (Thing.EXEMPTION, Action.SEE): (_READING, Extent.UNITS),
    (Thing.EXEMPTION, Action.REGISTER): (frozenset({Role.QUALITY}), Extent.UNITS),
    (Thing.MAINTENANCE, Action.SEE): (_READING, Extent.ORGANISATION),
    (Thing.MAINTENANCE, Action.REGISTER): (frozenset({Role.QUALITY}), Extent.WHOLE),
    (Thing.HELD_ROUND, Action.SEE): (_READING, Extent.UNITS),
    # One answer for everything that the round holds: only for whoever answers for all of it.
    (Thing.HELD_ROUND, Action.DECIDE): (frozenset({Role.QUALITY}), Extent.WHOLE),
    (Thing.REPORT, Action.SEE): (_ALL_BUT_EMPLOYEE, Extent.WHOLE),
    # Its files have the figures about persons in them: only for those who may see these.
    (Thing.REPORT, Action.EXPORT): (_FOLLOWING_UP | {Role.HR, Role.BOARD, Role.AUDITOR}, Extent.WHOLE),
    (Thing.REPORT, Action.COMMENT): (frozenset({Role.QUALITY, Role.DATA_OWNER}), Extent.WHOLE),
    (Thing.REPORT, Action.DECIDE): (frozenset({Role.QUALITY}), Extent.WHOLE),
    (Thing.LOG, Action.SEE): (frozenset({Role.QUALITY, Role.BOARD, Role.AUDITOR, Role.ADMIN}), Extent.UNITS),
    (Thing.AML_COUNTS, Action.SEE): (
        frozenset(role for role in Role if may_see(role, Relation.OTHER) is not Sight.NOTHING),
        Extent.UNITS,
    ),
    (Thing.AML_ROWS, Action.SEE): (
        # Everybody has the own rows; which others there are is `viewer`'s to say.
        frozenset(role for role in Role if may_see(role, Relation.SELF) is Sight.ROWS),
        Extent.ORGANISATION,
    ),
    (Thing.AML_ROWS, Action.EXPORT): (frozenset({Role.HR}), Extent.WHOLE),
    (Thing.AML_ROWS, Action.WORK): (frozenset({Role.HR}), Extent.WHOLE),
    (Thing.AML_ROWS, Action.PLAN): (frozenset({Role.LEADER, Role.HR}), Extent.UNITS),
    (Thing.ACCESS_LOG, Action.SEE): (frozenset({Role.HR, Role.AUDITOR}), Extent.WHOLE),
    (Thing.ACCOUNT, Action.SEE): (frozenset({Role.ADMIN, Role.AUDITOR}), Extent.WHOLE),
    (Thing.ACCOUNT, Action.MANAGE): (frozenset({Role.ADMIN}), Extent.WHOLE),
}
"""Which roles may do what, and how far a grant in a unit reaches."""

Trees = Mapping[str, Mapping[str, str | None]]
"""Organisation → unit → the unit above it; of every unit there ever was."""

EVERYWHERE: Final = None
"""Every unit of the organisation, and what belongs to none."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where somebody may do something with a class of objects. It filters rows, and answers for one."""

    units: Mapping[str, frozenset[str] | None] = field(default_factory=dict)
    """Organisation → the units, or EVERYWHERE. An organisation that is not here is out of reach."""

    def covers(self, organisation: str, unit: str = "") -> bool:
        """For an object of a unit, or with "" for one that belongs to none."""
        if organisation not in self.units:
            return False
        units = self.units[organisation]
        return units is EVERYWHERE or unit in units

    def __bool__(self) -> bool:
        return bool(self.units)


def reach(person: Person, action: Action, thing: Thing, trees: Trees) -> Reach:
    """Where the person may do that. Empty for a closed account, an unknown pair and an organisation without rules."""
    roles, extent = POLICY.get((thing, action), (frozenset(), Extent.WHOLE))
    held = [each for each in person.grants if person.active and each.role in roles and each.organisation in trees]
    organisations = {grant.organisation for grant in held}
    found = {name: _within([each for each in held if each.organisation == name], extent, trees[name]) for name in organisations}
    return Reach({name: units for name, units in found.items() if units is EVERYWHERE or units})


def may(person: Person, action: Action, thing: Thing, trees: Trees, *, organisation: str, unit: str = "") -> bool:
    """For one object. `unit` is empty for what belongs to none."""
    return reach(person, action, thing, trees).covers(organisation, unit)


def viewer(person: Person, organisation: str, trees: Trees) -> Viewer | None:
    """The person as the evidence of working time knows those who look; None for who has no role in the organisation.

    HR of a unit sees that unit's rows as its leader does; HR's own words and the link to employee numbers need HR of the whole.
    """
    if not person.active or organisation not in trees:
        return None
    own = [grant for grant in person.grants if grant.organisation == organisation]
    if not own:
        return None
    if any(grant.role is Role.HR and not grant.unit for grant in own):
        return Viewer(who=person.id, role=Role.HR, pseudonym=person.employee, organisation=organisation)
    leading = [grant for grant in own if grant.role in (Role.LEADER, Role.HR)]
    if leading:
        units = _led(leading, trees[organisation])
        return Viewer(who=person.id, role=Role.LEADER, units=units, pseudonym=person.employee, organisation=organisation)
    role = min((grant.role for grant in own), key=lambda role: (may_see(role, Relation.OTHER) is Sight.NOTHING, role))
    return Viewer(who=person.id, role=role, pseudonym=person.employee, organisation=organisation)


def below(unit: str, tree: Mapping[str, str | None]) -> frozenset[str]:
    """The unit and everything under it."""
    found, front = {unit}, {unit}
    while front:
        front = {each for each, above in tree.items() if above in front} - found
        found |= front
    return frozenset(found)


def _within(grants: Collection[Grant], extent: Extent, tree: Mapping[str, str | None]) -> frozenset[str] | None:
    if any(not grant.unit for grant in grants):
        return EVERYWHERE
    match extent:
        case Extent.WHOLE:
            return frozenset()
        case Extent.ORGANISATION:
            return frozenset({""})
        case Extent.UNITS:
            return frozenset[str]().union(*(below(grant.unit, tree) for grant in grants if grant.unit in tree))


def _led(grants: Collection[Grant], tree: Mapping[str, str | None]) -> frozenset[str]:
    """Every unit where one of the grants is in the whole organisation."""
    units = _within(grants, Extent.UNITS, tree)
    return frozenset(tree) if units is EVERYWHERE else units
