"""The promises of the folder of breach types: its files, its registry, the law, the examples and the guide agree."""

import re
from pathlib import Path

import pytest

import engine.worktime.breaches as registry
from engine.worktime.breaches import KINDS, OF_A_PLAN
from engine.worktime.kinds import TITLES, BreachType
from engine.worktime.terms import AT_LEAST, COUNT_TYPES, REST_TYPES
from tests.worktime.engine_side import SHIPPED
from tests.worktime.examples import examples

_FOLDER = Path(registry.__file__).parent
_FILES = {path.stem: path.read_text(encoding="utf-8") for path in _FOLDER.glob("*.py") if path.stem != "__init__"}
_GUIDE = Path("docs/aml.md").read_text(encoding="utf-8")


def test_every_type_is_a_file_of_its_name() -> None:
    """And every file a type."""
    assert set(_FILES) == {breach.value for breach in BreachType}


def test_every_type_of_a_window_is_registered_under_its_name() -> None:
    """Remarks on records are no windows."""
    assert set(KINDS) == set(BreachType) - {BreachType.DATA_QUALITY}
    for breach, kind in KINDS.items():
        assert kind.find.__module__.endswith(f".{breach}")  # type: ignore[attr-defined]
    assert set(KINDS) > OF_A_PLAN


@pytest.mark.parametrize("breach", list(BreachType))
def test_every_file_says_what_the_law_says_and_how_windows_are_counted(breach: BreachType) -> None:
    """Paragraph, window, what counts, how many breaches one long window is."""
    said = _FILES[breach].split('"""')[1]
    for word in ("§", "indow", "hat counts:", "One long window:"):
        assert word in said, word


@pytest.mark.parametrize("breach", list(BreachType))
def test_every_type_has_its_law_its_title_and_its_heading_in_the_guide(breach: BreachType) -> None:
    """Under its own name."""
    assert all(breach in law.limits for law in SHIPPED.laws)
    assert TITLES[breach]
    assert re.search(rf"^### `{breach}`", _GUIDE, re.MULTILINE)


def test_every_type_of_actual_work_has_an_example_that_breaks_it() -> None:
    """With the window and the figure."""
    broken = {breach for example in examples() for breach, expected in example.expect.items() if expected}
    assert broken == set(KINDS) - OF_A_PLAN


def test_the_guide_names_every_parameter_of_a_profile() -> None:
    """A choice that nobody finds is a hidden default."""
    shipped = SHIPPED.profiles[0].model_dump()
    for key, value in shipped.items():
        for name in value if isinstance(value, dict) else (key,):
            assert f"`{name}`" in _GUIDE or f"{name}:" in _GUIDE, f"{key}.{name}"


def test_limits_of_rests_and_counts_are_what_they_are_called() -> None:
    """What is missing in a rest is its excess; Sundays are counted."""
    assert REST_TYPES < AT_LEAST
    assert {BreachType.CONSECUTIVE_SUNDAYS, BreachType.FREE_SUNDAYS_26W} == COUNT_TYPES
