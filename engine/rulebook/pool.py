"""The items of one kind on their way into the rulebook: read file by file, then sifted; a file with an error gives nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from engine.errors import Place, Problem, RuleFileError
from engine.language import mark
from engine.rulebook.files import RuleFile, content
from engine.rulebook.findings import MAX_PROBLEMS, Code, Finding, is_warning
from engine.rulebook.items import Item, items
from engine.rulebook.messages import findings
from engine.rulebook.yaml import read

M = TypeVar("M", bound=BaseModel)
Choose = Callable[[Item], type[M] | Finding]
"""The model of an item, or why it has none."""
Lint = Callable[[M], Iterable[Finding]]


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

    entries: list[Entry[M]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    _problems: dict[Any, Problem] = field(default_factory=dict)

    @property
    def models(self) -> list[M]:
        return [entry.model for entry in self.entries]

    @property
    def problems(self) -> Sequence[Problem]:
        return tuple(self._problems.values())

    def take(self, file: RuleFile, folder: Path, choose: Choose[M]) -> None:
        """Read one file: all its items are taken, or none."""
        try:
            document = read(content(file.path, folder), file.shown)
        except RuleFileError as error:
            self._lose({file.shown}, error.problems)
            return
        entries: list[Entry[M]] = []
        problems: list[Problem] = []
        for item in items(document, file.holds):
            if isinstance(item, Problem):
                problems.append(item)
            elif isinstance(found := _model(item, choose), BaseModel):
                entries.append(Entry(found, item))
            else:
                problems.extend(map(item.problem, found))
            if len(problems) > MAX_PROBLEMS:
                break
        if problems:
            self._lose({file.shown}, _shortened(problems))
        else:
            self.entries.extend(entries)

    def sift(self, lint_for: Callable[[Sequence[M], Sequence[str]], Lint[M]], taken: Mapping[str, Place] | None = None) -> None:
        """Ask the lint about every item until no file with an error is left: what one file loses, others miss.

        `taken` are the ids that others have already, and where.
        """
        while True:
            found = list(self._found(lint_for(self.models, self.lost), dict(taken or {})))
            errors = {problem.place.file for problem in found if not is_warning(problem)}
            self._lose(errors, found)
            if not errors:
                return
            self.entries = [entry for entry in self.entries if entry.file not in errors]

    def _found(self, lint: Lint[M], taken: dict[str, Place]) -> Iterator[Problem]:
        left: dict[str, int] = {}
        for entry in self.entries:
            room = left.setdefault(entry.file, MAX_PROBLEMS)
            problems = list(map(entry.item.problem, islice(_all(entry, lint, taken), room)))
            left[entry.file] -= len(problems)
            yield from problems

    def _lose(self, files: Iterable[str], problems: Iterable[Problem]) -> None:
        self.lost.extend(sorted(files))
        for problem in problems:
            self._problems.setdefault((problem.place, problem.code, problem.text()), problem)


def _model(item: Item, choose: Choose[M]) -> M | Iterator[Finding]:
    chosen = choose(item)
    if isinstance(chosen, Finding):
        return iter((chosen,))
    try:
        return chosen.model_validate(item.data)
    except ValidationError as error:
        return islice(findings(error, chosen, item.data), MAX_PROBLEMS)


def _all(entry: Entry[M], lint: Lint[M], taken: dict[str, Place]) -> Iterator[Finding]:
    place = entry.item.place(("id",))
    first = taken.setdefault(entry.id, place)
    if first != place:
        message = mark("the id '{id}' is taken already, in {first}")
        yield Finding(("id",), Code.ID_TWICE, message, {"id": entry.id, "first": str(first)})
    yield from lint(entry.model)


def _shortened(problems: Sequence[Problem]) -> Sequence[Problem]:
    if len(problems) <= MAX_PROBLEMS:
        return problems
    last = problems[MAX_PROBLEMS]
    more = Problem(last.place, last.code, mark("there may be more problems below; these come first"))
    return (*problems[:MAX_PROBLEMS], more)
