"""The items of one kind on their way into the rulebook: read file by file, then sifted; a file with an error gives nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from engine.errors import Place, Problem, RuleFileError
from engine.language import mark
from engine.rulebook.files import RuleFile, content
from engine.rulebook.findings import MAX_PROBLEMS, Code, Finding, is_warning
from engine.rulebook.items import Item, items
from engine.rulebook.messages import findings
from engine.rulebook.stored import read

M = TypeVar("M", bound=BaseModel)
Choose = Callable[[Item], type[M] | Finding]
"""The kind of model that an item is, or why nobody can say."""
Lint = Callable[[M], Iterable[Finding]]
LintFor = Callable[[Sequence[M], Sequence[str]], Lint[M]]
"""From all the items and the files that did not load to what is asked about each item."""


@dataclass(frozen=True, slots=True)
class Entry(Generic[M]):
    """An item that has become what it says it is."""

    model: M
    item: Item

    @property
    def id(self) -> str:
        return str(self.item.data["id"])

    @property
    def file(self) -> str:
        return self.item.document.file


@dataclass(slots=True)
class Pool(Generic[M]):
    """`entries` are sound so far; `lost` are the files that did not load."""

    cache: Path | None = None
    """A folder for files that were read before."""
    entries: list[Entry[M]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    _beside_mistakes: list[Entry[M]] = field(default_factory=list)
    """Items that are right by themselves in files that are lost: not used, but what else is wrong with them is told."""
    _problems: dict[Any, Problem] = field(default_factory=dict)

    @property
    def models(self) -> list[M]:
        return [entry.model for entry in self.entries]

    @property
    def problems(self) -> Sequence[Problem]:
        return tuple(self._problems.values())

    def take(self, file: RuleFile, folder: Path, model: type[M], choose: Choose[M] | None = None) -> None:
        """Read one file: all its items are taken, or none. `choose` finds the kind of the model that an item is."""
        try:
            document = read(content(file.path, folder), file.shown, self.cache)
        except RuleFileError as error:
            self._lose({file.shown}, error.problems)
            return
        entries: list[Entry[M]] = []
        problems: list[Problem] = [*document.problems]
        for item in items(document, file.holds):
            if isinstance(item, Problem):
                problems.append(item)
            elif isinstance(found := _model(item, model, choose), BaseModel):
                entries.append(Entry(found, item))
            else:
                problems.extend(map(item.problem, found))
            if len(problems) > MAX_PROBLEMS:
                break
        if problems:
            self._lose({file.shown}, _shortened(problems))
        (self._beside_mistakes if problems else self.entries).extend(entries)

    def settle(self, *lints: LintFor[M], taken: Mapping[str, Place] | None = None) -> None:
        """Ask each lint about every item and keep out the files with errors, until none is left.

        After each loss the lints begin again: what one file loses, others miss. What is wrong between files comes last,
        so that no file is kept out for contradicting one that is kept out itself. `taken` are ids that others have, and where.
        """
        steps = [partial(self._sound, lint_for) for lint_for in lints]
        while any(self._kept_out(step()) for step in (*steps, partial(self._ids, taken or {}))):
            pass
        everything = [*self.models, *(entry.model for entry in self._beside_mistakes)]
        self._lose((), self._asked(lints[0](everything, self.lost), self._beside_mistakes))

    def _kept_out(self, found: Iterable[Problem]) -> bool:
        problems = list(found)
        errors = {problem.place.file for problem in problems if not is_warning(problem)}
        self._lose(errors, problems)
        self.entries = [entry for entry in self.entries if entry.file not in errors]
        return bool(errors)

    def _sound(self, lint_for: LintFor[M]) -> Iterator[Problem]:
        return self._asked(lint_for(self.models, self.lost), self.entries)

    def _asked(self, lint: Lint[M], entries: Sequence[Entry[M]]) -> Iterator[Problem]:
        first: dict[str, Place] = {}
        # Warnings are not counted: cut after a hundred of them, a file would be taken with its errors unseen.
        errors = Counter(problem.place.file for problem in self.problems if not is_warning(problem))
        for entry in entries:
            for finding in chain(_taken(entry, first, f"{entry.file}:{entry.id}"), lint(entry.model)):
                if errors[entry.file] >= MAX_PROBLEMS:
                    break
                problem = entry.item.problem(finding)
                yield problem
                errors[entry.file] += not is_warning(problem)
                if errors[entry.file] == MAX_PROBLEMS:
                    yield _more(problem)

    def _ids(self, taken: Mapping[str, Place]) -> Iterator[Problem]:
        first = dict(taken)
        for entry in self.entries:
            yield from map(entry.item.problem, _taken(entry, first, entry.id))

    def _lose(self, files: Iterable[str], problems: Iterable[Problem]) -> None:
        self.lost.extend(sorted(files))
        for problem in problems:
            self._problems.setdefault((problem.place, problem.code, problem.text()), problem)


def _model(item: Item, model: type[M], choose: Choose[M] | None) -> M | Iterator[Finding]:
    chosen = choose(item) if choose else model
    if not isinstance(chosen, Finding):
        return _validated(item, chosen)
    found = _validated(item, model)
    others = iter(()) if isinstance(found, BaseModel) else found
    # Which keys the item may have is not known, but those that every item has are looked at all the same.
    return chain((chosen,), (other for other in others if other.code is not Code.UNKNOWN_KEY and not _same(other, chosen)))


def _same(other: Finding, chosen: Finding) -> bool:
    return other == chosen or (bool(chosen.path) and other.path == chosen.path)


def _validated(item: Item, model: type[M]) -> M | Iterator[Finding]:
    try:
        return model.model_validate(item.data)
    except ValidationError as error:
        return islice(findings(error, model, item.data), MAX_PROBLEMS + 1)


def _taken(entry: Entry[M], first: dict[str, Place], key: str) -> Iterator[Finding]:
    """The finding for an id that an earlier item has; else the key is the item's from now on."""
    # An id from the defaults stands in one place for all items, which are several all the same.
    place = entry.item.place(("id",) if "id" in entry.item.own else ())
    earlier = first.setdefault(key, place)
    if earlier != place:
        message = mark("the id '{id}' is taken already, in {first}")
        yield Finding(("id",), Code.ID_TWICE, message, {"id": entry.id, "first": str(earlier)})


def _shortened(problems: Sequence[Problem]) -> Sequence[Problem]:
    if len(problems) <= MAX_PROBLEMS:
        return problems
    return (*problems[:MAX_PROBLEMS], _more(problems[MAX_PROBLEMS]))


def _more(last: Problem) -> Problem:
    return Problem(last.place, last.code, mark("there may be more problems below; these come first"))
