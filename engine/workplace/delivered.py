"""The deliveries that a person may see, accepted and refused."""

from engine.rights import Action, Thing
from engine.store import Delivered, Refused
from engine.workplace.place import Workplace


def delivered(place: Workplace, organisation: str) -> tuple[Delivered | Refused, ...]:
    """The newest first. Empty for who may see none."""
    if not place.may(Action.SEE, Thing.DELIVERY, organisation):
        return ()
    found: list[Delivered | Refused] = [*place.store.deliveries(organisation), *place.store.refused(organisation)]
    return tuple(sorted(found, key=lambda each: (each.received_at, each.id), reverse=True))


def one(place: Workplace, organisation: str, delivery: str) -> Delivered | Refused | None:
    return next((each for each in delivered(place, organisation) if each.id == delivery), None)


def sources(place: Workplace, organisation: str) -> tuple[str, ...]:
    """What a figure of the organisation may come by: its declared sources, and `tidy`."""
    return ("tidy", *sorted({profile.id for owner, profile in place.book.profiles if owner == organisation} - {"tidy"}))
