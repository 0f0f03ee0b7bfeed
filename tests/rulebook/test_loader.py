"""The rules folder as a whole: what is in force, under which version, and that nothing in it can bring the loading down."""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.catalogue import Organisation
from engine.checks import KINDS
from engine.periods import Period
from engine.rulebook.findings import Code, Finding
from engine.rulebook.loader import load
from engine.rulebook.schema import Rule
from engine.rulebook.yaml import read_yaml
from tests.rulebook.conftest import FIXTURES, Rules
from tests.rulebook.writing import written

ROOT = Path(__file__).parents[2]
KEYS = {name: kind.rule for name, kind in KINDS.items()}


def test_the_shipped_rules_are_sound() -> None:
    """Both organisations load without an error; the hole at day 16 is seen."""
    book = load(ROOT / "rules", KEYS)
    assert book.errors == ()
    assert {"helse-nord-ikt", "hemit"} <= set(book.organisations)
    assert Code.CLASS_GAP in {problem.code for problem in book.warnings}


def test_a_rule_in_force_knows_its_organisation_version_and_place(rules: Rules) -> None:
    """What a verdict and a message need to say where they come from."""
    book = rules.load()
    (found,) = book.rules
    assert found.organisation is book.organisations["eksempel"]
    assert found.version == found.rule.version(found.organisation.metrics)
    assert str(found.place) == "rules/eksempel/alle.yaml:2:5"


def test_without_units_there_is_the_root_unit(rules: Rules) -> None:
    """A small organisation needs no tree."""
    (rules.organisation / "units.yaml").unlink()
    assert rules.lines() == []
    assert list(rules.load().organisations["eksempel"].units) == ["eksempel"]


def test_the_root_unit_comes_first_and_the_others_in_the_files_order(rules: Rules) -> None:
    """Tables list units as people listed them."""
    rules.put(
        "units.yaml", "- {id: b, title: B, parent: eksempel}\n- {id: eksempel, title: E}\n- {id: a, title: A, parent: b}\n"
    )
    rules.put("alle.yaml", "[]")
    assert list(rules.load().organisations["eksempel"].units) == ["eksempel", "b", "a"]


def test_no_rules_is_loud(rules: Rules, tmp_path: Path) -> None:
    """An organisation without a rule, and a folder without an organisation: nothing would be judged, nothing missed."""
    rules.put("alle.yaml", "rules: []")
    assert rules.lines() == ["rules/eksempel [R010] no rule of eksempel is in force: nothing of it is judged"]
    (tmp_path / "tom").mkdir()
    assert [problem.code for problem in load(tmp_path / "tom", KEYS).errors] == ["R010"]
    assert [problem.code for problem in load(tmp_path / "borte", KEYS).errors] == ["R012"]


def test_a_key_that_stands_twice_hides_no_other_mistake(rules: Rules) -> None:
    """All of a file's mistakes at once: a repeated key is told, and the file is read on with its first value."""
    rule = (
        "- {{id: {}, {}, metric: {}, unit: eksempel, check: statement, missing: {{after_due: no_data}}, "
        "severity: low, owner: kvalitet}}\n"
    )
    rules.put(
        "flere.yaml",
        rule.format("en", "title: T, title: U", "first_lin") + rule.format("to", "titel: T, title: T", "first_line"),
    )
    assert [line.partition("] ")[2] for line in rules.lines()] == [
        "the key 'title' stands here for the second time (first in line 1)",
        "unknown metric 'first_lin' (did you mean 'first_line'?)",
        "unknown key 'titel' (did you mean 'title'?)",
    ]
    assert [found.rule.id for found in rules.load().rules] == ["lost-i-forstelinje"]


def test_ids_of_rules_are_unlike_in_the_whole_folder_and_of_metrics_in_their_organisation(rules: Rules) -> None:
    """An avvik is found by its rule's id alone; two organisations may both measure sick leave."""
    for file in FIXTURES.joinpath("sound").iterdir():
        text = file.read_text().replace("eksempel", "nabo")
        rules.put(f"../nabo/{file.name}", text)
    assert [line.split("] ")[1] for line in rules.lines()] == [
        "no rule of nabo is in force: nothing of it is judged",
        "the id 'lost-i-forstelinje' is taken already, in rules/eksempel/alle.yaml:2:9",
        "a file's name can match both this and the source brukerstotte: name such files apart",
    ]
    book = rules.load()
    assert [organisation for organisation, _ in book.profiles] == ["eksempel", "nabo"]


def test_a_source_of_one_organisation_may_bring_anothers_figures(rules: Rules) -> None:
    """Its names are then the other's: all catalogues are read before any source."""
    rules.put(
        "../aaa/sources.yaml", "- {id: k, organisation: eksempel, format: csv, layout: long, columns: {V: {metric: result}}}\n"
    )
    assert [line for line in rules.lines() if "R010" not in line] == []


class Doubtful(Rule):
    """A kind that doubts everything."""

    kind: ClassVar[str] = "doubtful"
    other: str = ""

    def problems(self, organisation: Organisation) -> Iterable[Finding]:
        yield Finding(
            ("other",), Code.KIND_WARNING if self.other == "hm" else Code.KIND, "{metric} is doubtful", {"metric": self.metric}
        )


@pytest.mark.parametrize(("other", "code", "in_force"), [("hm", "R071", 1), ("no", "R070", 0)])
def test_a_kind_may_find_mistakes_of_its_own(rules: Rules, other: str, code: str, in_force: int) -> None:
    """The finding gets its place from the path in the rule; only an error keeps the file out."""
    text = FIXTURES.joinpath("sound", "alle.yaml").read_text()
    rules.put(
        "alle.yaml", text.replace("check: target", f"check: doubtful\n    other: {other}").replace("targets:", "note: x #")
    )
    book = load(rules.folder, {"doubtful": Doubtful})
    assert [problem.line() for problem in book.problems][-1] == f"rules/eksempel/alle.yaml:7:12 [{code}] first_line is doubtful"
    assert len(book.rules) == in_force


def test_the_versions_are_the_same_under_any_hash_seed_and_language() -> None:
    """A restart that re-versions every rule would judge ten years again."""
    script = (
        "from pathlib import Path; from engine.checks import KINDS; from engine.rulebook.loader import load;"
        "print(*[(r.rule.id, r.version) for r in load(Path('rules'), {n: k.rule for n, k in KINDS.items()}).rules])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "LANG": language, "TZ": zone},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed, language, zone in [
            ("0", "C", "UTC"),
            ("1", "nb_NO.UTF-8", "Europe/Oslo"),
            ("4242", "tr_TR.UTF-8", "Pacific/Kiritimati"),
        ]
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 1_000


# Rules as people could write them: each written as YAML must come back as it was.
IDS = st.from_regex(r"[a-z0-9][a-z0-9_\-]{0,20}", fullmatch=True)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf", "Cn")), max_size=30)
LINES = TEXTS.map(str.strip).filter(bool)
LIMITS = st.decimals(min_value=1, max_value=99, places=0)
SOURCES = st.fixed_dictionaries({"document": TEXTS, "chapter": TEXTS, "quote": LINES})
COMPARISONS = st.one_of(
    st.fixed_dictionaries({"at_least": LIMITS}),
    st.fixed_dictionaries({"equals": LIMITS, "tolerance": LIMITS}),
    st.tuples(LIMITS, LIMITS).map(lambda pair: {"between": sorted(pair)}),
)


@st.composite
def successive_targets(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Targets one after the other, from year to year."""
    first = draw(st.integers(1990, 2030))
    count = draw(st.integers(0, 4))
    targets = []
    for year in range(first, first + count):
        validity = {"valid_from": Period.parse(str(year)), "valid_to": Period.parse(f"{year}-12")}
        targets.append({**validity, **draw(COMPARISONS), "source": draw(SOURCES), "decided_by": draw(IDS)})
    return targets


RULES = st.fixed_dictionaries(
    {
        "id": IDS,
        "title": LINES,
        "metric": st.just("first_line"),
        "check": st.just("target"),
        "units": st.just("all") | st.lists(st.sampled_from(["eksempel", "drift"]), min_size=1, unique=True),
        "targets": successive_targets(),
        "breach_after": st.integers(1, 60) | st.just({"missed": 2, "of": 3}),
        "clear_after": st.integers(1, 60),
        "recurrence": st.integers(0, 60),
        "compare": st.sampled_from(["as_published", "exact"]),
        "missing": st.fixed_dictionaries(
            {"after_due": st.sampled_from(["no_data", "missed"])}, optional={"minimum_n": st.integers(1, 10**6)}
        ),
        "severity": st.sampled_from(["low", "medium", "high", "critical"]),
        "owner": IDS,
        "notify": st.lists(IDS, max_size=3, unique=True),
    },
    optional={"title_en": TEXTS, "note": TEXTS},
)


@given(keys=RULES)
@settings(max_examples=60)
def test_a_rule_round_trips(keys: dict[str, Any]) -> None:
    """A rule written as YAML loads to the same rule with the same version; nothing is lost, rounded or guessed."""
    rule = KEYS["target"].model_validate(keys)
    with TemporaryDirectory() as folder:
        sound = {file.name: file.read_text() for file in FIXTURES.joinpath("sound").iterdir()}
        for name, text in {**sound, "alle.yaml": written([rule.model_dump()])}.items():
            Path(folder, "eksempel").mkdir(exist_ok=True)
            Path(folder, "eksempel", name).write_text(text, encoding="utf-8")
        book = load(Path(folder), KEYS)
    assert book.problems == ()
    assert [each.rule for each in book.rules] == [rule]
    assert book.rules[0].version == rule.version(book.organisations["eksempel"].metrics)


HOSTILE = st.sampled_from([None, True, 0, -1, 10**29, Decimal("0.5")]) | st.sampled_from(
    ["", "x", "all", "2023", "2023-13", "\n", "{x}", "x" * 4_000, "[", "{period}{period}"]
)
HOSTILE |= st.lists(HOSTILE, max_size=2) | st.sampled_from(
    [
        {},
        {"a": 1},
        {"": None},
        {"metric": "result"},
        {"metric": 3},
        {"missed": 1, "of": 2},
        {"x": {"role": "unit", "map": {"a": "b"}}},
    ]
)


def steps(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every path to a value in the data."""
    for step, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield (*path, step)
        yield from steps(value, (*path, step))


@given(data=st.data())
@settings(max_examples=120)
def test_whatever_stands_in_a_file_is_told_and_never_brings_the_loading_down(data: st.DataObject) -> None:
    """Any value in any place of any file: problems with places, short enough to read, and the book of the rest."""
    with TemporaryDirectory() as folder:
        Path(folder, "eksempel").mkdir()
        spoilt = data.draw(st.sampled_from(sorted(path.name for path in FIXTURES.joinpath("sound").iterdir())))
        for file in FIXTURES.joinpath("sound").iterdir():
            content = deepcopy(read_yaml(file).data)
            if file.name == spoilt:
                *way, last = data.draw(st.sampled_from(list(steps(content))))
                holder = content
                for step in way:
                    holder = holder[step]
                holder[last] = data.draw(HOSTILE)
            Path(folder, "eksempel", file.name).write_text(written(content), encoding="utf-8")
        book = load(Path(folder), KEYS)
    assert all(len(problem.line()) < 600 for problem in book.problems)
    assert all(problem.place.line for problem in book.problems if problem.code != Code.NO_RULES)
