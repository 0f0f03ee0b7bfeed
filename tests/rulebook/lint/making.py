"""Small metrics, targets and rules for the lints."""

from typing import Any

from engine.catalogue import Metric, Organisation, Unit
from engine.checks import KINDS
from engine.rulebook.findings import Finding
from engine.rulebook.lint.known import Known
from engine.rulebook.schema import Rule


def metric(id: str = "m", **keys: Any) -> Metric:  # noqa: A002
    given = {"unit_of_measure": "count", "decimals": 0, "better": "neither", "grain": "month", "due_days": 20}
    return Metric.model_validate({"id": id, "title": id, **given, **keys})


def unit(id: str, parent: str | None = "org", **keys: Any) -> Unit:  # noqa: A002
    return Unit.model_validate({"id": id, "title": id, "parent": parent, **keys})


def known(*metrics: Metric, units: tuple[Unit, ...] = (), lost: bool = False) -> Known:
    tree = {"org": unit("org", None), **{each.id: each for each in units}}
    organisation = Organisation(id="org", units=tree, metrics={each.id: each for each in metrics})
    return Known(organisation, ("units.yaml",) if lost else (), ("metrics.yaml",) if lost else ())


def rule(id: str = "r", check: str = "target", **keys: Any) -> Rule:  # noqa: A002
    given: dict[str, Any] = {
        "metric": "m",
        "missing": {"after_due": "no_data"},
        "severity": "low",
        "owner": "o",
        "decided_by": "o",
    }
    where = {} if "units" in keys else {"unit": "org"}
    return KINDS[check].rule.model_validate({"id": id, "title": id, "check": check, **given, **where, **keys})


def told(findings: Any) -> list[tuple[str, str]]:
    """Each finding as its path and its sentence."""
    return [("/".join(map(str, each.path)), sentence(each)) for each in findings]


def sentence(finding: Finding) -> str:
    return finding.message.format(**finding.details)
