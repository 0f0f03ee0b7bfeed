"""Which files lie under the rules folder, whose they are and what they hold; read once, and never from outside the folder."""

import os
import re
import stat
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from engine.errors import Place, Problem, RuleFileError
from engine.language import mark
from engine.names import shown
from engine.rulebook.findings import Code

MAX_BYTES: Final = 256 * 1024

_ORGANISATION = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}", re.ASCII)
_OF_ANOTHER_ROOM: Final = frozenset({"guard.yaml", "report.yaml"})
_OWN_NAMES: Final = frozenset({"units", "metrics", "records", "sources", "calendar", "routes"})
_RESERVED_FOLDERS: Final = frozenset({"aml"})


class Holds(StrEnum):
    """What a file holds; the word is the key of its list."""

    UNITS = "units"
    METRICS = "metrics"
    RECORDS = "records"
    SOURCES = "sources"
    RULES = "rules"
    CALENDAR = "calendar"
    ROUTES = "routes"
    CHANNELS = "channels"
    """Of the operator's own file, which lies outside the rules folder."""

    REPORTS = "reports"
    """Read by engine/report/, which stands later in the stream."""

    @property
    def lists(self) -> tuple[str, ...]:
        """The keys of the lists in such a file. Only items of the first get the file's defaults."""
        return ("deliveries", "runs") if self is Holds.CALENDAR else (self.value,)


@dataclass(frozen=True, slots=True)
class RuleFile:
    path: Path
    shown: str
    """As the user writes it: relative to where the folder was given."""
    organisation: str
    holds: Holds


@dataclass(slots=True)
class Shelf:
    """The files of the folder in the order of their names, and what lies there that is not read."""

    folder: Path
    files: list[RuleFile] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, path: Path, message: str, **details: object) -> None:
        self.problems.append(Problem(Place(str(path)), Code.FOLDER, message, details))


def find(folder: Path) -> Shelf:
    """Look through the folder. Names that begin with a dot are passed over, so that mounted configuration maps work."""
    shelf = Shelf(folder)
    if not folder.is_dir():
        shelf.refuse(folder, mark("there is no such folder; say where the rules are with --rules"))
        return shelf
    for entry in _entries(folder, shelf):
        if not _is_folder(entry, shelf):
            if entry.suffix.lower() in {".yaml", ".yml"}:
                shelf.refuse(entry, mark("the file lies in no organisation's folder: move it into rules/<organisation>/"))
        elif entry.is_symlink():
            shelf.refuse(entry, mark("a link to a folder is not followed"))
        elif not _ORGANISATION.fullmatch(entry.name):
            shelf.refuse(entry, mark("{name} cannot be an organisation's id: a-z, 0-9, - and _"), name=shown(entry.name))
        elif entry.name not in _RESERVED_FOLDERS:
            shelf.organisations.append(entry.name)
            shelf.files.extend(_files_of(entry, shelf))
    return shelf


def content(path: Path, inside: Path | None = None) -> bytes:
    """The file's bytes, at most one more than is allowed; a RuleFileError when it is not a plain file, or not `inside`."""
    try:
        real = path.resolve(strict=True)
        if inside is not None and not real.is_relative_to(inside.resolve()):
            raise _refused(path, mark("the link leads out of the rules folder"))
        # Without NONBLOCK a pipe would wait for a writer for ever; NOFOLLOW because the path was resolved just now.
        descriptor = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise _refused(path, mark("this is not a plain file"))
            return file.read(MAX_BYTES + 1)
    except (OSError, RuntimeError) as error:
        raise _refused(path, mark("the file cannot be opened ({reason})"), reason=_reason(error)) from None


def _files_of(top: Path, shelf: Shelf) -> list[RuleFile]:
    found: list[RuleFile] = []
    waiting = [top]
    while waiting:
        for entry in _entries(waiting.pop(), shelf):
            if _is_folder(entry, shelf) and entry.is_symlink():
                shelf.refuse(entry, mark("a link to a folder is not followed"))
            elif _is_folder(entry, shelf):
                waiting.append(entry)
            elif entry.suffix == ".yaml" and entry.name not in _OF_ANOTHER_ROOM:
                held = entry.stem if entry.stem in _OWN_NAMES else "rules"
                found.append(RuleFile(entry, str(entry), top.name, Holds(held)))
            elif entry.suffix.lower() in {".yml", ".yaml"} and entry.name not in _OF_ANOTHER_ROOM:
                shelf.refuse(entry, mark("only files that end in .yaml are read: rename it"))
    return sorted(found, key=lambda file: file.path.relative_to(top).as_posix())


def _entries(folder: Path, shelf: Shelf) -> list[Path]:
    """What lies in the folder, by name, without what is hidden and what has a name that nobody can read."""
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        shelf.refuse(folder, mark("the folder cannot be opened ({reason})"), reason=_reason(error))
        return []
    for entry in entries:
        if not entry.name.isprintable():
            shelf.refuse(folder, mark("{name} has letters in its name that nobody can see: rename it"), name=shown(entry.name))
    return [entry for entry in entries if entry.name.isprintable() and not entry.name.startswith(".")]


def _is_folder(path: Path, shelf: Shelf) -> bool:
    try:
        return path.is_dir()
    except OSError as error:
        shelf.refuse(path, mark("the folder cannot be opened ({reason})"), reason=_reason(error))
        return False


def _reason(error: OSError | RuntimeError) -> str:
    """RuntimeError is a link that leads to itself."""
    return os.strerror(error.errno) if isinstance(error, OSError) and error.errno else "?"


def _refused(path: Path, message: str, **details: object) -> RuleFileError:
    problem = Problem(Place(str(path)), Code.FILE, message, details)
    return RuleFileError(mark("the file cannot be read"), (problem,))
