"""What pydantic found wrong in an item → findings in words for the people who write rules; raw input never gets further."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from pydantic_core.core_schema import ErrorType

from engine.language import mark
from engine.names import printable, shown
from engine.rulebook.findings import Code, Finding, KeyPath
from engine.rulebook.unknown import unknown
from engine.schema import ID_PATTERN, MESSAGE, NAME_PATTERN, NO_ID, NO_NAME, SENTENCES

_BRACED = re.compile(r"\{(\w+)\}")
_PYDANTICS_OWN: Final = frozenset(get_args(ErrorType))
_QUOTED = re.compile(r"'([^']*)'")


def findings(error: ValidationError, model: type[BaseModel], data: Mapping[str, Any]) -> Iterator[Finding]:
    """One finding for each mistake in the item's data that kept it from becoming the model."""
    return (_finding(details, model, data) for details in error.errors(include_url=False))


def _finding(details: ErrorDetails, model: type[BaseModel], data: Mapping[str, Any]) -> Finding:
    path, models, key = _walk(details["loc"], model, data)
    kind, given = details["type"], details["input"]
    if kind == "missing":
        return Finding(path, Code.MISSING_KEY, mark("the key '{key}' is missing"), {"key": key})
    if kind == "extra_forbidden":
        return unknown(Code.UNKNOWN_KEY, path, path[-1], _keys(models), at_key=True)
    if kind in ("literal_error", "enum"):
        choices = _QUOTED.findall(details["ctx"]["expected"])
        if not isinstance(given, str):
            return Finding(path, Code.VALUE, mark("one of {choices} is expected"), {"choices": ", ".join(choices)})
        if len(choices) == 1:
            return Finding(path, Code.VALUE, mark("{choice} is expected, or a list: [first, second]"), {"choice": choices[0]})
        return unknown(Code.VALUE, path, given, choices, choices=", ".join(choices))
    if kind == "string_type":
        return Finding(path, Code.VALUE, _text_expected(given))
    if kind == "string_pattern_mismatch":
        return _pattern(path, given, details["ctx"]["pattern"])
    if kind in SENTENCES:
        return Finding(path, Code.VALUE, SENTENCES[kind], details.get("ctx", {}))
    if kind in _PYDANTICS_OWN:
        said = printable(details["msg"], 120)
        return Finding(path, Code.VALUE, mark("this value is not accepted: {said}"), {"said": said})
    # A rule of ours: its message is the sentence. About a whole model it is about keys that do not go together.
    together = bool(models) and isinstance(given, dict)
    if marked := details.get("ctx", {}).get(MESSAGE):
        return Finding(path, Code.KEYS_TOGETHER if together else Code.VALUE, marked, dict(details["ctx"]))
    # {period} in it is meant as it stands: filled in with itself, so that the text is still the key of its translation.
    itself = {name: f"{{{name}}}" for name in _BRACED.findall(details["msg"])}
    return Finding(path, Code.KEYS_TOGETHER if together else Code.VALUE, details["msg"], itself)


def _text_expected(given: object) -> str:
    if given is None:
        return mark("a text is expected, and nothing stands here")
    if isinstance(given, dict | list):
        return mark("a text is expected")
    return mark("a text is expected: put it in quotes")


def _pattern(path: KeyPath, given: object, pattern: str) -> Finding:
    if pattern == ID_PATTERN:
        return Finding(path, Code.VALUE, NO_ID, {"name": shown(given)})
    if pattern == NAME_PATTERN:
        return Finding(path, Code.VALUE, NO_NAME, {"name": shown(given)})
    return Finding(path, Code.VALUE, mark("one line of text is expected, not empty and of at most 300 characters"))


def _walk(loc: tuple[int | str, ...], model: type[BaseModel], data: Any) -> tuple[KeyPath, set[type[BaseModel]], str]:
    """Where an error's location lies in the data, which models may stand there, and the last step that the data does not have.

    pydantic puts the names of union members between the keys; what the data does not have is no step. Under an unknown key,
    and under the free keys of a mapping, the models stay those around it.
    """
    path: KeyPath = ()
    models, outside = {model}, ""
    for step in loc:
        if not _has(data, step):
            outside = str(step)
            continue
        path, data = (*path, step), data[step]
        fields = [each.model_fields[step].annotation for each in models if isinstance(step, str) and step in each.model_fields]
        if fields:
            models = set().union(*map(_models, fields))
    return path, models, outside


def _has(data: Any, step: int | str) -> bool:
    return step in data if isinstance(data, dict) else isinstance(data, list) and isinstance(step, int) and step < len(data)


def _models(annotation: Any) -> set[type[BaseModel]]:
    """Every model inside an annotation, whatever lists, mappings and unions are around it."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    return set().union(*map(_models, get_args(annotation)))


def _keys(models: set[type[BaseModel]]) -> list[str]:
    return sorted({field.alias or name for model in models for name, field in model.model_fields.items()})
