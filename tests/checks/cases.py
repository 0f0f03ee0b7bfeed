"""The cases in fixtures/checks/<kind>.yaml, read and made ready.

- case: what it promises
  source: where the figures or the rule come from
  metric: {…}            the metric that is judged; its id is `figure`
  metrics: [{id: …}]     others that the rule reads
  units: [a, b]          units below the root
  rule: {…}              the keys of the kind, and any of the rule's own
  figures:               one row per series, a column per period: a number, words, or {value:, numerator:, n:, status:, …}
    - {unit: a, dimension: x, metric: …, 2023-01: 5}
  as_of: 2023-04-13
  rest: met              the answer in every row that `expected` does not name; without it, it names all
  expected:
    - {unit: a, of: x, at: 2023-01, is: outcome/cause, value: 5, target: …, margin: …, details: {…}, marks: […]}

Numbers are compared as they print, so that 5.0 is not 5. The cause, marks and `provisional` are exact even where a row does
not name them; what else a row does not name may be anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine.catalogue import Metric, Organisation
from engine.facts import Observation, Verdict
from engine.numbers import plain
from engine.rulebook.schema import Rule
from engine.rulebook.yaml import read
from tests.checks.building import ROOT, judge, metric, observation, organisation, rule

FOLDER = Path(__file__).parents[2] / "fixtures" / "checks"


@dataclass(frozen=True)
class Example:
    """One case of one kind."""

    kind: str
    told: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.kind}: {self.told['case']}"

    def verdicts(self) -> tuple[Verdict, ...]:
        as_of = date.fromisoformat(self.told["as_of"])
        return judge(self.organisation(), rule(self.kind, **self.told["rule"]), self.observations(), as_of)

    def organisation(self) -> Organisation:
        metrics = [metric(**self.told["metric"]), *(metric(**each) for each in self.told.get("metrics", ()))]
        return organisation(*metrics, units=self.told.get("units", ()))

    def models(self) -> tuple[Metric, Rule]:
        return metric(**self.told["metric"]), rule(self.kind, **self.told["rule"])

    def observations(self) -> Iterator[Observation]:
        for row in self.told["figures"]:
            series = {key: row[key] for key in ("metric", "unit", "dimension") if key in row}
            for period, told in row.items():
                if period not in series:
                    yield observation(period, **series, **_figure(told))

    def expected(self) -> list[dict[str, Any]]:
        return [{"unit": ROOT, "of": "", **row, "at": str(row["at"])} for row in self.told["expected"]]

    def answer(self, verdict: Verdict, asked: dict[str, Any]) -> dict[str, Any]:
        """The verdict in the words of the expected row, with the keys that it names."""
        said: dict[str, Any] = {
            "unit": verdict.unit,
            "of": verdict.dimension,
            "at": str(verdict.period),
            "is": f"{verdict.outcome}/{verdict.cause}" if verdict.cause else str(verdict.outcome),
            "marks": [str(each) for each in verdict.marks],
            "provisional": verdict.provisional,
            "details": dict(verdict.details),
            "comparator": str(verdict.comparator),
            "words": verdict.words,
        }
        numbers = ("value", "raw_value", "target", "margin", "numerator", "denominator")
        said.update({name: printed(getattr(verdict, name)) for name in numbers})
        return {key: said[key] for key in asked}


def examples() -> list[Example]:
    return [
        Example(path.stem, told) for path in sorted(FOLDER.glob("*.yaml")) for told in read(path.read_bytes(), path.name).data
    ]


def asked_for(row: dict[str, Any]) -> dict[str, Any]:
    """The expected row with the keys that are exact even where it does not name them."""
    numbers = ("value", "raw_value", "target", "margin", "numerator", "denominator")
    told = {key: printed(value) if key in numbers else value for key, value in row.items()}
    return {"marks": [], "provisional": False, **told}


def printed(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [printed(each) for each in value]
    return None if value is None else plain(Decimal(value))


def _figure(told: Any) -> dict[str, Any]:
    if isinstance(told, str):
        return {"words": told}
    return dict(told) if isinstance(told, dict) else {"value": told}
