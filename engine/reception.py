"""A delivered file on its way in: read whole and stored, or refused whole and put in quarantine with every problem named."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.errors import DeliveryRefused, Problem
from engine.facts import Delivery
from engine.intake import read
from engine.intake.profile import Profile
from engine.rulebook.loader import Rulebook
from engine.store import Receipt, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """What became of a file: a receipt, or the problems it was refused for."""

    delivery: Delivery
    receipt: Receipt | None
    problems: Sequence[Problem] = ()


def preview(store: Store, rulebook: Rulebook, delivery: Delivery, profile: Profile) -> Reception:
    """What `take_in` would answer now. Nothing is kept, neither figures nor the refusal."""
    try:
        figures = read(delivery, profile, rulebook.organisations)
    except DeliveryRefused as refused:
        return Reception(delivery=delivery, receipt=None, problems=refused.problems)
    return Reception(delivery=delivery, receipt=store.news(delivery, figures))


def take_in(store: Store, rulebook: Rulebook, delivery: Delivery, profile: Profile) -> Reception:
    try:
        figures = read(delivery, profile, rulebook.organisations)
    except DeliveryRefused as refused:
        store.quarantine(delivery, refused.problems)
        return Reception(delivery=delivery, receipt=None, problems=refused.problems)
    return Reception(delivery=delivery, receipt=store.receive(delivery, figures))
