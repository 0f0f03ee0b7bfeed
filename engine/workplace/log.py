"""The newest entries of the log of avvik, of the organisations whose log the person may see."""

from engine.avvik.entries import Entry, Subject
from engine.rights import Action, Thing
from engine.workplace.place import Workplace


def newest(place: Workplace, most: int) -> tuple[tuple[Subject, Entry], ...]:
    """The last first. What was written, and by whom, is the avvik's own page's to show."""
    return place.store.newest_entries(sorted(place.reach(Action.SEE, Thing.LOG).units), most)
