"""The word in a profile is the name of a file, and it is in the registry and in the documentation."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from engine.intake.formats import READERS
from engine.intake.layouts import LAYOUTS
from engine.intake.profile import Profile, Role
from engine.numbers import Shape

ROOT = Path(__file__).parents[2]
DOCUMENTATION = (ROOT / "docs/sources.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("key", "registry", "folder"), [("format", READERS, "formats"), ("layout", LAYOUTS, "layouts")])
def test_every_word_is_a_file_a_registry_entry_and_documented(key: str, registry: Mapping[str, Any], folder: str) -> None:
    words = set(get_args(Profile.model_fields[key].annotation))
    assert words == set(registry)
    for word, entry in registry.items():
        assert entry.__module__ == f"engine.intake.{folder}.{word}"
        assert f"`{word}`" in DOCUMENTATION


@pytest.mark.parametrize("model", [Profile, Shape])
def test_every_key_of_a_profile_is_documented(model: type[Profile] | type[Shape]) -> None:
    assert [key for key in model.model_fields if f"`{key}`" not in DOCUMENTATION] == []


def test_every_role_is_documented() -> None:
    assert [role for role in Role if role not in DOCUMENTATION] == []
