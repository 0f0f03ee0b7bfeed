"""Every error that a field of the API can have is said in bokmål and English, with what was wanted and never what came."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from engine.language import Language, translate
from engine.people import Role
from engine.web.api.field_messages import MESSAGES
from engine.web.api.root import operations
from tests.web.api.calls import BATCH, said, script_of
from tests.web.site import Site, role

OURS = {"cursor", "twice"}
WRAPPERS = {
    *("model-fields", "model-field", "function-after", "function-wrap", "nullable", "default", "definitions", "definition-ref"),
    *("chain", "typed-dict", "any", "function-before"),
}
CAN: dict[str, set[str]] = {
    "model": {"model_type", "model_attributes_type", "missing", "extra_forbidden", "dict_type"},
    "str": {"string_type", "string_unicode"},
    "int": {"int_type", "int_parsing", "int_from_float", "int_parsing_size"},
    "bool": {"bool_type", "bool_parsing"},
    "enum": {"enum"},
    "literal": {"literal_error"},
    "date": {"date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"},
    "datetime": {
        *("datetime_type", "datetime_parsing", "datetime_object_invalid", "datetime_from_date_parsing", "timezone_aware"),
    },
    "list": {"list_type"},
}
"""By pydantic's kind of schema; a kind that is not here fails the test."""
BOUNDS = {
    ("str", "min_length"): "string_too_short",
    ("str", "max_length"): "string_too_long",
    ("str", "pattern"): "string_pattern_mismatch",
    ("int", "ge"): "greater_than_equal",
    ("int", "le"): "less_than_equal",
    ("list", "min_length"): "too_short",
    ("list", "max_length"): "too_long",
}


def schemas(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if isinstance(part.get("type"), str):
            yield part
        for name, each in part.items():
            if name not in ("metadata", "serialization", "function", "ctx"):
                yield from schemas(each)
    elif isinstance(part, list | tuple):
        for each in part:
            yield from schemas(each)


def possible() -> set[str]:
    """Every type of error that what is sent to any operation can have."""
    found = {"period"}
    for _, operation in operations():
        for model in operation.models:
            for schema in schemas(model.__pydantic_core_schema__):
                kind = schema["type"]
                if kind in WRAPPERS:
                    continue
                found |= CAN[kind]
                found |= {error for (of, bound), error in BOUNDS.items() if of == kind and bound in schema}
    return found


def test_every_error_that_can_be_has_its_sentence() -> None:
    assert possible() - set(MESSAGES) == set()
    assert set(MESSAGES) - OURS - possible() == set()


@pytest.mark.parametrize("kind", MESSAGES)
def test_every_sentence_is_in_both_languages_with_the_same_details(kind: str) -> None:
    english, bokmaal = MESSAGES[kind], translate(MESSAGES[kind], Language.NB)
    assert english != bokmaal
    assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", bokmaal))


CASES: tuple[tuple[dict[str, Any], str, str, str], ...] = (
    (
        {"value": 4.8},
        "/figures/0/value",
        "en tekst er ventet, og det som kom, er et tall med desimaler",
        "a text is wanted, and what came is a number with a fraction",
    ),
    (
        {"unit": None},
        "/figures/0/unit",
        "en tekst er ventet, og det som kom, er ingenting (null)",
        "a text is wanted, and what came is nothing (null)",
    ),
    ({"status": "Ola Nordmann"}, "/figures/0/status", "ett av disse er ventet: ", "one of these is wanted: "),
    ({"hemmelig": "Ola Nordmann"}, "/figures/0/hemmelig", "er ikke kjent her", "is not known here"),
    ({"period": "Ola Nordmann"}, "/figures/0/period", "en tekst på formen", "a text of the form"),
)


@pytest.mark.parametrize(("change", "pointer", "bokmaal", "english"), CASES)
def test_a_field_is_told_in_the_callers_language_without_what_was_sent(
    site: Site, change: dict[str, Any], pointer: str, bokmaal: str, english: str
) -> None:
    batch = {**BATCH, "figures": [{**BATCH["figures"][0], **change}]}
    for language, words in ((Language.NB, bokmaal), (Language.EN, english)):
        response = script_of(site, site.account(role(Role.DATA_OWNER), language=language)).push(batch)
        (error,) = said(response)["errors"]
        assert (error["pointer"], error["message"][: len(words)]) == (pointer, words)
        assert "Nordmann" not in response.content.decode()
