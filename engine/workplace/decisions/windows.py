"""Planned maintenance as one person may see it: windows that come, last and are over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.catalogue import Member, Metric, Organisation
from engine.decisions.maintenance import services_by_metric
from engine.maintenance import Window
from engine.rights import Action, Thing
from engine.workplace.place import Workplace


class Standing(StrEnum):
    RUNNING = "running"
    COMING = "coming"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Line:
    window: Window
    standing: Standing
    service: Member | None
    """None where no metric has it as a member any more, or gives it no title."""
    may_end: bool


def standing(window: Window, at: datetime) -> Standing:
    if window.end <= max(at, window.start):
        return Standing.OVER
    return Standing.RUNNING if window.start <= at else Standing.COMING


def windows(place: Workplace, organisation: str, at: datetime) -> tuple[Line, ...]:
    """The latest to begin first. Empty where the person may see none."""
    if organisation not in place.reach(Action.SEE, Thing.MAINTENANCE).units:
        return ()
    found = [each for each in place.store.windows() if each.organisation == organisation]
    metrics = place.book.organisations[organisation].metrics.values()
    members = {name: member for metric in metrics for name, member in metric.by_member.items()}
    may_end = place.may(Action.REGISTER, Thing.MAINTENANCE, organisation)
    told = (Line(each, standing(each, at), members.get(each.service), may_end) for each in found)
    return tuple(sorted(told, key=lambda line: line.window.start, reverse=True))


def one(place: Workplace, name: str, at: datetime) -> Line | None:
    """None for one that is none, and for one of an organisation whose windows the person may not see."""
    found = next((each for each in place.store.windows() if each.id == name), None)
    lines = () if found is None else windows(place, found.organisation, at)
    return next((line for line in lines if line.window.id == name), None)


def services(organisation: Organisation) -> Sequence[tuple[Metric, Sequence[str]]]:
    """The services that a window can be planned for, each under the first metric that has it."""
    known: set[str] = set()
    found: list[tuple[Metric, Sequence[str]]] = []
    for metric, names in services_by_metric(organisation).items():
        if new := [name for name in names if name not in known]:
            found.append((organisation.metrics[metric], new))
        known |= {*names}
    return found
