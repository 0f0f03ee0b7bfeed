"""The AML files → the laws, the profiles and who has which, or every problem of all files at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from engine.errors import Problem, RuleFileError
from engine.language import mark
from engine.names import nearest, shown
from engine.rulebook.document import Document
from engine.rulebook.findings import Code, Finding
from engine.rulebook.items import Item
from engine.rulebook.messages import findings
from engine.rulebook.unknown import unknown
from engine.rulebook.yaml import read_yaml
from engine.worktime.assigned import Line, assigned_in
from engine.worktime.ceilings import beyond_the_law
from engine.worktime.law import Law, law_on
from engine.worktime.profile import Assigned, Profile

DEFAULT = "dagarbeider"
"""Whoever is given no other profile is judged by the law's main rule."""

_UNKNOWN = mark("no profile is called {name}")
_UNKNOWN_NEAR = mark("no profile is called {name} (did you mean '{nearest}'?)")

_FROM_FILE = "employees_from"

M = TypeVar("M", bound=BaseModel)
Placed = tuple[Item | Line, M]


@dataclass(frozen=True, slots=True)
class Profiles:
    """Everything the AML files say. `default` is the profile of employees that no file names; None: they have none."""

    laws: tuple[Law, ...]
    profiles: tuple[Profile, ...]
    employees: tuple[Assigned, ...] = ()
    default: str | None = DEFAULT

    @property
    def names(self) -> list[str]:
        return sorted({profile.aml_profile for profile in self.profiles})

    def version_on(self, name: str, day: date) -> Profile | None:
        """The version of a profile that holds on a day: the last one that has begun, unless it has ended."""
        begun = [each for each in self.profiles if each.aml_profile == name and each.valid_from <= day]
        last = max(begun, key=lambda each: each.valid_from, default=None)
        return None if last is None or (last.valid_to is not None and last.valid_to < day) else last


def load(folder: Path, own: Path | None = None, *, default: str | None = DEFAULT) -> Profiles:
    """The laws and profiles shipped in `folder` (rules/aml), and those in a file of the user's `own`.

    Raises RuleFileError with every problem: unknown or wrong keys, a profile beyond the law's ceilings, two versions from one
    day, an employee with an unknown profile or with two at once.
    """
    loading = _Loading()
    laws = tuple(sorted(loading.listed(read_yaml(folder / "law.yaml"), {"laws": Law})["laws"], key=lambda law: law.valid_from))
    files = [folder / "profiles.yaml"] + ([own] if own else [])
    lists = [loading.placed(read_yaml(file), {"profiles": Profile, "employees": Assigned}, file.parent) for file in files]
    profiles = [each for found in lists for each in found["profiles"]]
    employees = [each for found in lists for each in found["employees"]]
    loading.check(_lawful(profiles, laws))
    loading.check(_versions(profiles))
    loading.check(_known(employees, {profile.aml_profile for _, profile in profiles}))
    loading.check(_one_at_a_time(employees))
    loaded = Profiles(laws, tuple(model for _, model in profiles), tuple(model for _, model in employees), default)
    if default is not None and default not in loaded.names and not loading.problems:
        raise unknown_profile(default, loaded.names)
    loading.done()
    return loaded


def unknown_profile(name: str, known: Sequence[str]) -> RuleFileError:
    meant = nearest(name, known)
    return RuleFileError(_UNKNOWN_NEAR if meant else _UNKNOWN, name=shown(name), nearest=meant)


class _Loading:
    """Collects problems over all files, so that one look at them is enough."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def listed(self, document: Document, models: Mapping[str, type[Any]]) -> dict[str, list[Any]]:
        return {key: [model for _, model in found] for key, found in self.placed(document, models).items()}

    def placed(
        self, document: Document, models: Mapping[str, type[Any]], folder: Path | None = None
    ) -> dict[str, list[tuple[Item | Line, Any]]]:
        """The items under each of the file's keys, with their places; employees also from a file of theirs in the folder."""
        found: dict[str, list[tuple[Item | Line, Any]]] = {key: [] for key in models}
        if not isinstance(document.data, dict):
            message = mark("the file holds a mapping with the keys {keys}")
            self.problems.append(Problem(document.place(()), Code.FORM, message, {"keys": ", ".join(models)}))
            return found
        whole = Item(document, (), document.data, frozenset(document.data))
        for key, entries in document.data.items():
            if key == _FROM_FILE and folder is not None:
                found["employees"] += self._from_file(whole, entries, folder)
            elif key not in models:
                self.problems.append(whole.problem(unknown(Code.UNKNOWN_KEY, (key,), key, models, at_key=True)))
            elif not isinstance(entries, list):
                message = mark("a list is expected: each item begins with -")
                self.problems.append(whole.problem(Finding((key,), Code.FORM, message)))
            else:
                found[key] += self._models(document, key, entries, models[key])
        return found

    def _from_file(self, whole: Item, name: Any, folder: Path) -> Iterator[Placed[Assigned]]:
        if not isinstance(name, str):
            message = mark("the name of a CSV file is expected, in the folder of this one")
            self.problems.append(whole.problem(Finding((_FROM_FILE,), Code.FORM, message)))
            return
        for line in assigned_in(name, folder):
            if isinstance(line, Problem):
                self.problems.append(line)
            else:
                yield line

    def check(self, found: Iterable[tuple[Item | Line, Finding]]) -> None:
        self.problems += [item.problem(finding) for item, finding in found]

    def done(self) -> None:
        if self.problems:
            raise RuleFileError(mark("the AML files have problems"), sorted(self.problems, key=_reading_order))

    def _models(self, document: Document, key: str, entries: Sequence[Any], model: type[M]) -> Iterator[Placed[M]]:
        for position, entry in enumerate(entries):
            if not isinstance(entry, dict):
                place = document.place((key, position))
                self.problems.append(Problem(place, Code.FORM, mark("an item holds keys and values: - id: ...")))
                continue
            item = Item(document, (key, position), entry, frozenset(entry))
            try:
                yield item, model.model_validate(entry)
            except ValidationError as error:
                self.problems += map(item.problem, findings(error, model, entry))


def _reading_order(problem: Problem) -> tuple[str, int, int]:
    return problem.place.file, problem.place.line or 0, problem.place.column or 0


def _lawful(profiles: Iterable[Placed[Profile]], laws: tuple[Law, ...]) -> Iterator[tuple[Item | Line, Finding]]:
    for item, profile in profiles:
        law = law_on(laws, profile.valid_from)
        if law is None:
            message = mark("no law is on record for this day: the first holds from {first}")
            first = laws[0].valid_from if laws else "?"
            yield item, Finding(("valid_from",), Code.LIMIT_RANGE, message, {"first": first})
        else:
            yield from ((item, finding) for finding in beyond_the_law(profile, law))


def _versions(profiles: Iterable[Placed[Profile]]) -> Iterator[tuple[Item | Line, Finding]]:
    first: dict[tuple[str, date], Item | Line] = {}
    for item, profile in profiles:
        taken = first.setdefault((profile.aml_profile, profile.valid_from), item)
        if taken is not item:
            message = mark("the profile {name} has a version from {day} already, in {first}")
            details = {"name": shown(profile.aml_profile), "day": profile.valid_from, "first": str(taken.place())}
            yield item, Finding(("aml_profile",), Code.ID_TWICE, message, details)


def _known(employees: Iterable[Placed[Assigned]], names: set[str]) -> Iterator[tuple[Item | Line, Finding]]:
    for item, assigned in employees:
        if assigned.profile not in names:
            meant = nearest(assigned.profile, names)
            details = {"name": shown(assigned.profile), "nearest": meant}
            yield item, Finding(("profile",), Code.VALUE, _UNKNOWN_NEAR if meant else _UNKNOWN, details)


def _one_at_a_time(employees: Iterable[Placed[Assigned]]) -> Iterator[tuple[Item | Line, Finding]]:
    """Nobody has two profiles on one day, and no assignment ends before it begins."""
    by_employee: dict[str, list[tuple[date, date, Item | Line]]] = {}
    for item, assigned in employees:
        span = assigned.valid_from or date.min, assigned.valid_to or date.max
        if span[1] < span[0]:
            yield item, Finding(("valid_to",), Code.KEYS_TOGETHER, mark("valid_to comes before valid_from"))
        else:
            by_employee.setdefault(assigned.employee, []).append((*span, item))
    for spans in by_employee.values():
        spans.sort(key=lambda span: span[:2])
        for (_, before_ends, _), (begins, _, item) in pairwise(spans):
            if begins <= before_ends:
                message = mark("the employee has another profile until {day}")
                yield item, Finding(("valid_from",), Code.OVERLAP, message, {"day": before_ends})
