"""What every kind of check owes: its place in the registry, its cases, its page, its sentence, an example that loads."""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import engine.checks
from engine.checks import KINDS
from engine.checks.words import sentence
from engine.language import Language
from engine.period_words import period_words
from engine.rulebook.book import Rulebook
from engine.rulebook.loader import load
from engine.rulebook.schema import Rule
from tests.checks.cases import examples

PAGE = Path(__file__).parents[2] / "docs" / "checks.md"
EXAMPLE = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


def headings() -> dict[str, str]:
    """The text under each heading of the page; what stands before the first is under the empty one."""
    _, *rest = re.split(r"^## (.+)$", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(rest[::2], rest[1::2], strict=True))


@pytest.fixture
def shown(tmp_path: Path) -> Rulebook:
    """The page's examples, loaded as a rules folder: its metrics, and one file per kind."""
    folder = tmp_path / "eksempel"
    folder.mkdir()
    metrics = EXAMPLE.search(PAGE.read_text("utf-8"))
    assert metrics
    (folder / "metrics.yaml").write_text(metrics[1], "utf-8")
    for kind in KINDS:
        (folder / f"{kind}.yaml").write_text("\n".join(EXAMPLE.findall(headings()[kind])), "utf-8")
    return load(tmp_path, {name: kind.rule for name, kind in KINDS.items()})


def test_every_module_that_judges_is_registered_under_its_own_name() -> None:
    """The word in the YAML is the name of the file, and no file is forgotten."""
    modules = [import_module(f"engine.checks.{found.name}") for found in iter_modules(engine.checks.__path__)]
    judges = {module.__name__.rpartition(".")[2]: module.judge for module in modules if hasattr(module, "judge")}
    assert judges == {name: kind.judge for name, kind in KINDS.items()}
    assert {name: kind.rule.kind for name, kind in KINDS.items()} == {name: name for name in KINDS}


def test_every_kind_has_cases_and_every_case_a_source() -> None:
    """A kind without cases is a kind that nobody has tried."""
    assert {example.kind for example in examples()} == set(KINDS)
    assert [example.name for example in examples() if not example.told.get("source")] == []


def test_every_kind_has_a_heading_whose_examples_load(shown: Rulebook) -> None:
    """What the page shows can be copied: it loads without an error or a warning, under the kind whose heading it has."""
    assert [problem.line() for problem in shown.problems] == []
    assert {Path(each.place.file).stem for each in shown.rules} == set(KINDS)
    assert [each.rule.id for each in shown.rules if each.rule.check != Path(each.place.file).stem] == []


def test_every_key_of_a_kind_stands_on_its_page() -> None:
    """A key that is not on the page is a key that nobody uses."""
    missing = {
        name: [key for key in kind.rule.model_fields if key not in Rule.model_fields and f"`{key}`" not in headings()[name]]
        for name, kind in KINDS.items()
    }
    assert missing == {name: [] for name in KINDS}


def test_every_verdict_of_every_case_has_a_sentence() -> None:
    """Whatever a kind answers can be said, with the period in it and no placeholder left."""
    for example in examples():
        owner, (_, rule) = example.organisation(), example.models()
        for verdict in example.verdicts():
            said = sentence(verdict, owner, rule, Language.EN)
            assert period_words(verdict.period, Language.EN) in said
            assert not re.search(r"[{}]|  |\(\)", said), said
