"""What every channel's item in the file of channels has, and secrets that neither stand in the file nor print.

A secret is written as the name of a variable of the environment in braces: `password: "{SMTP_PASSWORD}"`.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, Self

from pydantic import BeforeValidator, SecretStr
from pydantic_core import PydanticCustomError

from engine.errors import Place, Problem
from engine.language import mark
from engine.names import shown
from engine.schema import Id, Strict

_NAME: Final = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}", re.ASCII)


def _named(value: Any) -> Any:
    if isinstance(value, SecretStr):
        return value
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        message = mark('a secret stands in the environment, and here its name in quotes and braces: "{example}"')
        raise PydanticCustomError("secret", message, {"example": "{SMTP_PASSWORD}"})
    return SecretStr(value)


def _text(value: Any) -> Any:
    return SecretStr(value) if isinstance(value, str) else value


Secret = Annotated[SecretStr, BeforeValidator(_named)]
"""The name of a variable in braces, and nothing else."""
SecretUrl = Annotated[SecretStr, BeforeValidator(_text)]
"""An address, in which names in braces stand for variables; it may hold a secret, so it never prints."""


class ChannelConfig(Strict):
    """Kinds of channels derive from this and add their keys."""

    id: Id
    kind: str

    def with_secrets(self, environment: Mapping[str, str]) -> Self:
        """The same with the values of the variables. KeyError for one that is not set: `missing` tells them beforehand."""
        given = {
            name: SecretStr(_NAME.sub(lambda found: environment[found[1]], value.get_secret_value()))
            for name, value in self
            if isinstance(value, SecretStr)
        }
        return self.model_copy(update=given)

    def missing(self, environment: Mapping[str, str], place: Place) -> tuple[Problem, ...]:
        """The variables that it names and that are not set, or empty."""
        names = [
            found[1] for _, value in self if isinstance(value, SecretStr) for found in _NAME.finditer(value.get_secret_value())
        ]
        message = mark("the channel {channel} needs the variable {name}, which is not set")
        return tuple(
            Problem(place, "C001", message, {"channel": self.id, "name": shown(name)})
            for name in dict.fromkeys(names)
            if not environment.get(name)
        )
