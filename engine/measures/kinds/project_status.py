"""How the projects stand by their latest reports: lights, progress, red risks.

measure: {kind: project_status, over: reports, at: reported, project: project, light: light, figure: share, lights: [red],
          valid_periods: 1, per: month, missing: withhold, incomplete: show}
"""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from engine.catalogue import Metric
from engine.errors import Problem
from engine.intake.records.clock import DAY, MICROS
from engine.intake.records.source import ColumnType
from engine.language import mark
from engine.measures.plan import Folded, Scope
from engine.measures.problems import Code, problem
from engine.measures.rows import Found, Group, amount, ratio
from engine.measures.schema import Measure, Missing, Text
from engine.periods import Period
from engine.schema import Many, Name


class ProjectStatus(Measure):
    """A project counts with its latest report, as long as that is valid."""

    kind: Literal["project_status"]
    at: Name
    project: Name
    figure: Literal["share", "count", "progress", "red_risks"]
    """share and count: of projects with one of the lights. progress: their mean. red_risks: their sum."""
    light: Name | None = None
    lights: Many[str] = ()
    value: Text | None = None
    """The progress or the number of red risks of a report."""
    valid_periods: int = Field(ge=1, le=24)
    """How many periods a report speaks for: 1 is its own alone."""
    missing: Missing

    folded_here: ClassVar[str] = "reports, the same ones counted there; the latest of each project chosen here"
    instants: ClassVar[tuple[str, ...]] = ()
    names: ClassVar[tuple[str, ...]] = ("project", "light")
    numbers: ClassVar[tuple[str, ...]] = ("value",)

    @model_validator(mode="after")
    def _keys_go_together(self) -> Self:
        of_lights = self.figure in ("share", "count")
        if of_lights is not (self.light is not None and bool(self.lights)) or of_lights is (self.value is not None):
            message = mark("share and count have light and lights; progress and red_risks have value")
            raise PydanticCustomError("project_status", message)
        return self

    def checks(self, metric: Metric) -> Sequence[Problem]:
        if (metric.ratio_factor != 1) is not (self.figure == "share") and self.figure != "progress":
            return [problem(metric.id, "figure", Code.VALUE, mark("a share is measured in %, a count is not"))]
        return ()

    def folded(self, scope: Scope) -> Folded:
        reports: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for row in self._rows(scope):
            reports[scope.series(row)].append(row)
        found: dict[Group, Found] = {}
        unknown: dict[Group, int] = {}
        failed: dict[Group, int] = {}
        for series, rows in reports.items():
            failures = sum(row["count"] for row in rows if row["failed"])
            for period in scope.periods:
                group = Group(*series, period)
                found[group], unknown[group] = self._found(self._latest(rows, period), scope)
                failed[group] = failures
        return Folded(found, unknown, failed)

    def _rows(self, scope: Scope) -> list[dict[str, Any]]:
        clock = MICROS if scope.type_of(self.at) is ColumnType.INSTANT else DAY
        columns = {"day": self.at + DAY, "at": self.at + clock, "project": self.project, **scope.series_columns()}
        if self.light is not None:
            columns["light"] = self.light
        numbers = {} if self.value is None else {"value": self.value}
        return scope.listed(self.over, columns, where=self.where, numbers=numbers)

    def _latest(self, rows: Sequence[dict[str, Any]], period: Period) -> dict[str, list[dict[str, Any]]]:
        """Each project's latest reports that are valid in the period: several where they have the same time."""
        first, last = period.shift(1 - self.valid_periods).start.toordinal() - 1, period.end.toordinal() - 1
        latest: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            if row["day"] is None or not first <= row["day"] <= last:
                continue
            known = latest.get(row["project"], [])
            if not known or row["at"] > known[0]["at"]:
                latest[row["project"]] = [row]
            elif row["at"] == known[0]["at"]:
                known.append(row)
        return latest

    def _found(self, latest: dict[str, list[dict[str, Any]]], scope: Scope) -> tuple[Found, int]:
        key = "light" if self.light is not None else "value"
        said = {project: {row[key] for row in rows if not row["unknown"]} for project, rows in latest.items()}
        # Two reports of the same time that contradict each other say nothing.
        values = [next(iter(each)) for each in said.values() if len(each) == 1 and None not in each]
        unknown = len(said) - len(values)
        n = len(values)
        match self.figure:
            case "share":
                return ratio(sum(1 for each in values if each in self.lights), n, scope.metric.ratio_factor, n), unknown
            case "count":
                return amount(sum(1 for each in values if each in self.lights), n), unknown
            case "progress":
                return ratio(sum(map(Fraction, values), Fraction(0)), n, 1, n), unknown
            case "red_risks":
                return amount(sum(map(Fraction, values), Fraction(0)), n), unknown
