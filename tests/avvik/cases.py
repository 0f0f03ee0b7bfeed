"""The decision tables in fixtures/avvik, as parameters named after their cases."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

FIXTURES = Path(__file__).parents[2] / "fixtures" / "avvik"


def cases(table: str) -> list[object]:
    read = YAML(typ="safe", pure=True).load(FIXTURES / f"{table}.yaml")
    return [pytest.param(case, id=case["name"]) for case in read]
