"""What a person asks to be decided: names, words and everything that stands against it, told at once."""

from dataclasses import dataclass, field

from engine.avvik import said
from engine.errors import DecisionRefused, Place, Problem
from engine.language import mark
from engine.names import nearest, shown


@dataclass(frozen=True)
class Asked:
    """A request under its name, with what stands against it so far."""

    place: Place
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, code: str, message: str, **details: object) -> None:
        self.problems.append(Problem(self.place, code, message, details))

    def person(self, name: str) -> str:
        kept, problems = said.person(name, self.place)
        self.problems.extend(problems)
        return kept

    def words(self, text: str) -> str:
        kept, problems = said.words(text, self.place)
        self.problems.extend(problems)
        return kept

    def known(self, name: str, names: tuple[str, ...], message: str, near: str) -> None:
        """Refuse a name that nobody knows, with the one that was probably meant."""
        if name in names:
            return
        meant = nearest(name, names)
        if meant is None:
            self.refuse("B001", message, name=shown(name))
        else:
            self.refuse("B001", near, name=shown(name), suggestion=shown(meant))

    def settle(self) -> None:
        """Raises DecisionRefused with all that stands against it."""
        if self.problems:
            raise DecisionRefused(mark("nothing was decided"), self.problems)
