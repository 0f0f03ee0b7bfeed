"""The counts of breaches that were handed over to an organisation's figures, of the units that a person may see counts of."""

from collections.abc import Sequence

from engine.aml.measured import SOURCE
from engine.facts import Observation
from engine.rights import EVERYWHERE, Action, Thing
from engine.workplace.place import Workplace


def counted(
    place: Workplace, organisation: str, unit: str | None, period: str | None, key: Sequence[str] | None, most: int
) -> tuple[Observation, ...]:
    """The next `most` after a key of metric, unit, dimension and period. Empty for who may see none."""
    reach = place.reach(Action.SEE, Thing.AML_COUNTS)
    if organisation not in reach.units:
        return ()
    sought: dict[str, object] = {name: value for name, value in (("unit", unit), ("period", period)) if value is not None}
    seen = reach.units[organisation]
    if seen is not EVERYWHERE:
        sought["unit__in"] = sorted(seen)
    return place.store.figures_after(organisation, SOURCE, sought, key, most)
