"""What a route looks like in routes.yaml: whom to tell of what, how, and how often.

routes:
  - {id: aml, metrics: [aml_breaches], to: {roles: [hr]}}
  - {id: late, reasons: [no_data], to: {roles: [data_owner], of_rule: [owner]}}
  - {id: grave, severity: [high, critical], to: {of_rule: [owner, leader]}, then: continue}
  - {id: others, to: {of_rule: [owner, notify]}, digest: monday}

The routes are asked in this order. The first that fits ends the search unless it says `then: continue`. The last one is the
fallback: it fits everything, so that nothing is told to nobody.
"""

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from engine.language import mark
from engine.people import Role
from engine.reasons import Reason
from engine.rulebook.schema import Severity
from engine.schema import Id, Many, Strict, as_tuple

DEFAULT_CHANNEL: Final = "email"
CONDITIONS: Final = ("rules", "metrics", "severity", "units", "privacy", "reasons")
"""The keys that say what a route fits; one without any fits everything."""


class OfRule(StrEnum):
    """Those whom the matter itself names."""

    OWNER = "owner"
    """Whoever the avvik was assigned to, else those with the duty that the rule has as `owner`."""
    NOTIFY = "notify"
    """Those with a duty that the rule has in `notify`."""
    LEADER = "leader"
    """The leader of the unit, or of the nearest unit above it that has one."""


class Digest(StrEnum):
    """When what has gathered is sent."""

    AT_ONCE = "at_once"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def weekday(self) -> int | None:
        """As date.weekday() counts, Monday is 0; None for at once."""
        return None if self is Digest.AT_ONCE else list(Digest).index(self) - 1


def _for_which_somebody_is_told(reason: Reason) -> Reason:
    if reason is Reason.NONE:
        raise PydanticCustomError("reason", mark("'none' is why nobody is told; a route names the others"))
    return reason


_Severity = Annotated[Severity, Field(strict=False)]
_Reason = Annotated[Reason, Field(strict=False), AfterValidator(_for_which_somebody_is_told)]
_Role = Annotated[Role, Field(strict=False)]
_OfRule = Annotated[OfRule, Field(strict=False)]
_Privacy = Literal["open", "internal", "person", "health"]


class To(Strict):
    """Who is told: those that the rule names, those with a duty, those with a role. All of them, each once."""

    of_rule: Many[_OfRule] = ()
    duties: Many[Id] = ()
    roles: Many[_Role] = ()

    @model_validator(mode="after")
    def _somebody(self) -> "To":
        if not (self.of_rule or self.duties or self.roles):
            raise PydanticCustomError("nobody", mark("to: names nobody: give of_rule, duties or roles"))
        return self


class Route(Strict):
    """One line of the list."""

    id: Id
    rules: Many[Id] = ()
    metrics: Many[Id] = ()
    severity: Many[_Severity] = ()
    units: Many[Id] = ()
    """These units and what lies below them."""
    privacy: Annotated[tuple[_Privacy, ...], BeforeValidator(as_tuple)] = ()
    reasons: Many[_Reason] = ()
    to: To
    channels: Annotated[tuple[Id, ...], BeforeValidator(as_tuple), Field(min_length=1)] = (DEFAULT_CHANNEL,)
    then: Literal["stop", "continue"] = "stop"
    digest: Digest = Field(default=Digest.AT_ONCE, strict=False)
    """On which day what has gathered is sent."""
    reminder_days: int = Field(default=14, ge=1, le=366)
    """After how many days something that nobody has touched is told again, and after as many more to the leader."""

    @property
    def fits_everything(self) -> bool:
        return not any(getattr(self, key) for key in CONDITIONS)

    @property
    def stops(self) -> bool:
        return self.then == "stop"


BUILT_IN: Final = (Route(id="built-in", to=To(of_rule=(OfRule.OWNER, OfRule.NOTIFY))),)
"""For an organisation without routes.yaml, or with one that did not load: a mistake there silences nobody."""
