"""Every operation under /api, with the description of them all (OpenAPI 3.1)."""

import json
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.errors import ValidationError, ValidationErrorContext
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser

from engine.language import mark
from engine.people import Scope
from engine.web.access import PUBLIC
from engine.web.api import aml, avvik, cases, decided, deliveries, figures, files, judged, moves, nouns
from engine.web.api.caller import Bearer, PerMinute, Request, Session
from engine.web.api.field_messages import came
from engine.web.api.problems import MEDIA_TYPE, attach
from engine.web.api.shapes import ProblemBody
from engine.web.api.wants import needs

VERSION = "1"
DESCRIPTION = mark(
    "What the pages show and do, under the same rights. Numbers are decimal text, periods are text, times have their offset. "
    "Errors are problem+json (RFC 9457) with a reference into the log."
)
_ERRORS = (400, 401, 403, 404, 413, 422, 429, 500, 503)
_ERRORS_OF_WRITES = (409, 412, 415, 428)
_PROBLEM = "ProblemBody"


class Strict(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        """JSON in which nothing is said twice: of two values for one name nobody knows which was meant."""
        return json.loads(request.body, object_pairs_hook=_once, parse_constant=_refuse)


class Api(NinjaAPI):
    def validation_error_from_error_contexts(self, error_contexts: list[ValidationErrorContext[Any]]) -> ValidationError:
        """With the kind of what came, and never with what came."""
        return ValidationError([*chain.from_iterable(map(_errors, error_contexts))])

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None) -> OpenAPISchema:
        """With what goes wrong, which every operation answers alike."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schema["components"]["schemas"].update(_problem_schemas())
        for operations in schema["paths"].values():
            for method, operation in operations.items():
                _add_errors(operation, _ERRORS + (_ERRORS_OF_WRITES if method == "post" else ()))
        return schema


api = Api(
    title="Målvakt",
    version=VERSION,
    description=DESCRIPTION,
    urls_namespace="api",
    parser=Strict(),
    docs_url=None,
    openapi_url=None,
    auth=[Bearer(), Session()],
    throttle=[PerMinute()],
)
attach(api)
for each in (nouns, judged, avvik, moves, files, figures, deliveries, decided, aml, cases):
    api.add_router("", each.router)


@api.get("/openapi.json", include_in_schema=False, url_name="api-openapi")
@needs(Scope.READ)
def openapi(request: Request) -> HttpResponse:
    """The description of every operation, for whoever is signed in or has a token."""
    return api.create_response(request, api.get_openapi_schema(), status=200)


def operations() -> Iterator[tuple[str, Operation]]:
    """Every operation with its path below /api."""
    for bound in api._get_bound_routers():  # noqa: SLF001 -- the library has no public way to its operations
        for path, view in bound.path_operations.items():
            yield from ((path, operation) for operation in view.operations)


def _opened() -> tuple[list[Any], str, str]:
    """The addresses. Who may do what is asked by each operation (wants.py), so the guard of the pages lets all pass."""
    patterns, app, namespace = api.urls
    for each in patterns:
        if isinstance(each, URLPattern):
            each.callback.policy = PUBLIC  # type: ignore[attr-defined]
    return patterns, app, namespace


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _errors(context: ValidationErrorContext[Any]) -> Iterator[dict[str, Any]]:
    model = context.model
    for error in context.pydantic_validation_error.errors(include_url=False):
        where = (model.__ninja_param_source__, *model.__ninja_flatten_map_reverse__.get(error["loc"], error["loc"]))
        yield {"loc": where, "type": error["type"], "ctx": error.get("ctx", {}), "came": came(error["input"])}


def _problem_schemas() -> dict[str, Any]:
    schema = ProblemBody.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs"), _PROBLEM: schema}


def _add_errors(operation: dict[str, Any], statuses: tuple[int, ...]) -> None:
    content = {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{_PROBLEM}"}}}
    for status in statuses:
        operation["responses"][status] = {"description": "Problem", "content": content}


urls = _opened()
