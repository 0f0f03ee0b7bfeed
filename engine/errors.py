"""What goes wrong for a user, with the place, the code and what to do.

    UserError                 exit code 2, never a traceback
    ├── UsageError            the command was called wrongly
    │   └── WrongAnnouncement what is said about a file contradicts itself, or is too little
    ├── SettingsError         a setting has a wrong value
    ├── RuleFileError         one or more problems in rule files
    ├── DeliveryRefused       one or more problems in a delivered file; the file lies in quarantine
    ├── MoveRefused           the avvik cannot make that move now, or not by that person
    │   └── Overtaken         somebody wrote on the avvik since the one who moves looked at it
    ├── DecisionRefused       an exemption, a maintenance window or the answer to a storm cannot be decided like that
    ├── NotAllowed            the one who asks has no right to these rows
    ├── AccountRefused        that cannot be done with the account, or not by that person
    │   └── AccountOvertaken  somebody changed the account since the one who acts looked at it
    ├── BackupRefused         a backup is damaged, of a newer release, or cannot be restored there
    └── StoreError            the database is missing, too old, locked or not ours

Everything else that is raised is a bug: exit code 3, with a traceback.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.language import Language, Marked, translate


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something stands: line and column in a text, sheet and cell in a workbook."""

    file: str
    line: int | None = None
    column: int | None = None
    field: str = ""
    """The heading of the column in a delivered table, or which part of a request, where there is one."""
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        text = self.file
        if self.sheet or self.cell:
            text += f" {self.sheet}!{self.cell}" if self.cell else f" {self.sheet}"
        for number in (self.line, self.column):
            if number is not None:
                text += f":{number}"
        return f"{text} «{self.field}»" if self.field else text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `message` is the English text with {placeholders}, the key of the translation."""

    place: Place
    code: str
    message: str
    details: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: Language = Language.EN) -> str:
        return _filled(self.message, self.details, language)

    def line(self, language: Language = Language.EN) -> str:
        return f"{self.place} [{self.code}] {self.text(language)}"


class UserError(Exception):
    """A user's mistake, told with every problem that was found."""

    exit_code = 2

    def __init__(self, message: str, problems: Iterable[Problem] = (), **details: object) -> None:
        self.message = message
        self.details = details
        self.problems = tuple(problems)
        # Where the problems say all there is to say, there is no message of its own.
        super().__init__(self.text() or "; ".join(problem.line() for problem in self.problems))

    def text(self, language: Language = Language.EN) -> str:
        return _filled(self.message, self.details, language)


def _filled(message: str, details: Mapping[str, object], language: Language) -> str:
    """The message in the language, and what is marked among its details too."""
    told = {name: translate(each, language) if isinstance(each, Marked) else each for name, each in details.items()}
    return translate(message, language).format(**told)


class UsageError(UserError):
    """The command was called wrongly."""


class SettingsError(UserError):
    """A setting has a wrong value."""


class RuleFileError(UserError):
    """One or more problems in rule files."""


class DeliveryRefused(UserError):
    """A delivered file has problems; nothing of it is used."""


class MoveRefused(UserError):
    """The avvik cannot make that move now, or not by that person."""


class Overtaken(MoveRefused):
    """Somebody wrote on the avvik since the one who moves looked at it; nothing was written."""


class DecisionRefused(UserError):
    """An exemption, a maintenance window or the answer to a storm cannot be decided like that."""


class NotAllowed(UserError):
    """The one who asks has no right to these rows."""


class StoreError(UserError):
    """The database is missing, too old, locked or not ours."""


class AccountRefused(UserError):
    """That cannot be done with the account, or not by that person."""


class AccountOvertaken(AccountRefused):
    """Somebody changed the account since the one who acts looked at it; nothing was written."""


class BackupRefused(UserError):
    """A backup is damaged, of a newer release, or cannot be restored there."""
