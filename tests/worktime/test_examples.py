"""The worked examples of the definitions, each under its id."""

from typing import Any

import pytest

from engine.worktime.blocks import Known
from engine.worktime.check import check
from engine.worktime.findings import COUNTED_STATUSES
from engine.worktime.normalise import normalise
from engine.worktime.result import Result
from tests.worktime.engine_side import owners_with
from tests.worktime.examples import Example, examples


@pytest.mark.parametrize("example", list(examples()), ids=lambda example: example.id)
def test_the_worked_example(example: Example) -> None:
    """The breaches of the types that it is about, with their windows and figures where it states them."""
    own = {"aml_profile": "example", "valid_from": "2015-07-01", **example.profile}
    own["oncall"] = {"factor": "1/7"} | own.get("oncall", {})
    findings = check(normalise(example.records), owners_with(own), known=Known(*example.known), workers=1)
    for breach, expected in example.expect.items():
        rows = [row for row in findings.results(COUNTED_STATUSES) if row.type == breach]
        if isinstance(expected, int):
            assert len(rows) == expected, breach
        else:
            assert [_stated(row, each) for row, each in zip(rows, expected, strict=True)] == expected, breach


def _stated(row: Result, expected: dict[str, Any]) -> dict[str, Any]:
    said = dict(row.as_json())
    return {key: said["window_start" if key == "start" else key] for key in expected}
