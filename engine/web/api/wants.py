"""What an operation needs: a scope of the caller's token and a right. It is told when the operation is declared."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404
from ninja.errors import ValidationError
from pydantic import BaseModel

from engine.language import mark
from engine.people import Scope
from engine.rights import Action, Thing
from engine.web.api.caller import Request
from engine.web.api.problems import Refused

JSON = "application/json"
Operation = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Wants:
    scopes: frozenset[Scope]
    right: tuple[Action, Thing] | None
    """None for what tells a caller about the caller alone."""


def needs(
    scope: Scope, action: Action | None = None, thing: Thing | None = None, besides: Scope | None = None
) -> Callable[[Operation], Operation]:
    """403 for a token without the scope, and the one besides; 404 for who may do that nowhere, as for what does not exist."""
    wanted = Wants(frozenset({scope, besides or scope}), None if action is None or thing is None else (action, thing))

    def guard(operation: Operation) -> Operation:
        @wraps(operation)
        def guarded(request: Request, *args: Any, **given: Any) -> Any:
            caller = request.auth
            for each in sorted(wanted.scopes):
                if not caller.has(each):
                    raise Refused(403, "scope", mark("The token lacks the scope {scope}."), scope=each.value)
            if wanted.right is not None and not caller.place.reach(*wanted.right):
                raise Http404
            _refuse_others(request, given.get("asked"))
            if "said" in given and request.content_type != JSON:
                raise Refused(415, "media_type", mark("Send the body as {types}."), types=JSON)
            return operation(request, *args, **given)

        guarded.wants = wanted  # type: ignore[attr-defined]
        return guarded

    return guard


def _refuse_others(request: Request, asked: BaseModel | None) -> None:
    """A misspelt filter would give all rows to somebody who asked for a few, and of two values one would be passed over."""
    known = set() if asked is None else set(type(asked).model_fields)
    wrong = {name: "extra_forbidden" for name in request.GET if name not in known}
    wrong |= {name: "twice" for name, values in request.GET.lists() if name in known and len(values) > 1}
    if wrong:
        raise ValidationError([{"loc": ("query", name[:60]), "type": kind} for name, kind in sorted(wrong.items())])


def within(request: Request, action: Action, thing: Thing, organisation: str, unit: str = "") -> None:
    """404 where the caller may not do that in this organisation, or not with an object of this unit."""
    reach = request.auth.place.reach(action, thing)
    if organisation not in reach.units or (unit and not reach.covers(organisation, unit)):
        raise Http404
