"""What a person asks to be decided: names, words and everything that stands against it, told at once."""

from dataclasses import dataclass, field, replace

from engine.avvik import said
from engine.errors import DecisionRefused, Place, Problem
from engine.language import mark
from engine.names import nearest, shown


@dataclass(frozen=True)
class Asked:
    """A request under its name, with what stands against it so far."""

    place: Place
    problems: list[Problem] = field(default_factory=list)

    def about(self, part: str) -> Place:
        """Where a problem with this part of the request stands, such as `reason`."""
        return replace(self.place, field=part)

    def refuse(self, part: str, code: str, message: str, **details: object) -> None:
        self.problems.append(Problem(self.about(part), code, message, details))

    def person(self, part: str, name: str) -> str:
        kept, problems = said.person(name, self.about(part))
        self.problems.extend(problems)
        return kept

    def words(self, part: str, text: str) -> str:
        kept, problems = said.words(text, self.about(part))
        self.problems.extend(problems)
        return kept

    def known(self, part: str, name: str, names: tuple[str, ...], message: str, near: str) -> None:
        """Refuse a name that nobody knows, with the one that was probably meant."""
        if name in names:
            return
        meant = nearest(name, names)
        if meant is None:
            self.refuse(part, "B001", message, name=shown(name))
        else:
            self.refuse(part, "B001", near, name=shown(name), suggestion=shown(meant))

    def settle(self) -> None:
        """Raises DecisionRefused with all that stands against it."""
        if self.problems:
            raise DecisionRefused(mark("nothing was decided"), self.problems)
