"""The page that describes the API: every operation from the one description, without a script from elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from engine.web.access import WorkRequest, signed_in
from engine.web.api.root import api


@dataclass(frozen=True, slots=True)
class Described:
    method: str
    path: str
    told: str
    parameters: tuple[str, ...]
    fields: tuple[str, ...]
    """Of what is sent; those with * are needed."""


@signed_in
@require_safe
def docs(request: WorkRequest) -> HttpResponse:
    return render(request, "api/docs.html", {"operations": [*described()], "version": api.version})


def described() -> Iterator[Described]:
    """In the order in which they are declared."""
    schema = api.get_openapi_schema()
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            told = operation.get("description") or operation["summary"]
            parameters = tuple(map(_parameter, operation.get("parameters", ())))
            yield Described(method.upper(), path, told, parameters, _fields(schema, operation))


def _parameter(each: dict[str, Any]) -> str:
    return f"{each['name']}{'*' if each.get('required') else ''}"


def _fields(schema: dict[str, Any], operation: dict[str, Any]) -> tuple[str, ...]:
    content = operation.get("requestBody", {}).get("content", {})
    reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    model = schema["components"]["schemas"].get(reference.rpartition("/")[2], {})
    needed = model.get("required", ())
    return tuple(name + ("*" if name in needed else "") for name in model.get("properties", ()))
