"""What a layout works on: a table, its profile, what was declared about it, and where its problems and figures go."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from engine.catalogue import Organisation
from engine.errors import Place
from engine.facts import Declaration, Status
from engine.intake.cells import BAD, Bad, CellProblem
from engine.intake.collection import Collection
from engine.intake.findings import Findings
from engine.intake.profile import Profile, Role
from engine.intake.table import Field, Table

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Delivered:
    table: Table
    profile: Profile
    declaration: Declaration
    organisations: Mapping[str, Organisation]
    findings: Findings
    collection: Collection

    @property
    def status(self) -> Status:
        """Of figures that do not say it themselves."""
        return self.declaration.status or Status.FINAL

    def attempt(
        self, place: Callable[[], Place], function: Callable[_Asked, _Answer], *args: _Asked.args, **kwargs: _Asked.kwargs
    ) -> _Answer | Bad:
        """The function's answer, or BAD when it raises a CellProblem, which is then told with its place."""
        try:
            return function(*args, **kwargs)
        except CellProblem as found:
            problem = found if self.findings.full else found.suggesting()
            self.findings.add(place(), problem.code, problem.message, **problem.details)
            return BAD


@dataclass(frozen=True, slots=True)
class At:
    """Where a figure stands: its row, the columns of its parts, and the column that is its own."""

    table: Table
    line: int
    fields: Mapping[Role, Field]
    own: Field

    def place(self, part: Role) -> Place:
        return self.table.place(self.line, self.fields.get(part, self.own))

    def spot(self) -> str:
        return self.table.spot(self.line, self.own)
