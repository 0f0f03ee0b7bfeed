"""Small organisations, rules and figures for tests, made as the loader makes them: through the models that YAML meets."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine.catalogue import Metric, Organisation, Unit
from engine.checks import KINDS
from engine.errors import Place
from engine.evaluate import evaluate
from engine.facts import Figure, Observation, Series, Status, Verdict
from engine.periods import Period
from engine.rulebook.book import InForce, Rulebook
from engine.rulebook.conditions import Conditions
from engine.rulebook.lint.known import Known
from engine.rulebook.schema import Rule

ROOT = "root"
OWN = "figure"
"""The metric that a rule judges when nothing else is said."""


def metric(**keys: Any) -> Metric:
    defaults = {"id": OWN, "unit_of_measure": "count", "decimals": 0, "better": "lower", "grain": "month", "due_days": 10}
    keys = {**defaults, **keys}
    return Metric.model_validate({"title": keys["id"], **keys})


def organisation(*metrics: Metric, units: Iterable[str | Mapping[str, Any]] = ()) -> Organisation:
    """Units are named (then they lie under the root) or given with their keys."""
    given = [{"id": unit} if isinstance(unit, str) else dict(unit) for unit in units]
    tree = [{"id": ROOT, "parent": None}, *({"parent": ROOT, **unit} for unit in given)]
    nodes = {node["id"]: Unit.model_validate({"title": node["id"], **node}) for node in tree}
    return Organisation(id=ROOT, metrics={each.id: each for each in metrics}, units=nodes)


def rule(check: str, **keys: Any) -> Rule:
    defaults: dict[str, Any] = {
        "id": "rule",
        "metric": OWN,
        "missing": {"after_due": "no_data"},
        "severity": "low",
        "owner": "o",
    }
    where = {} if "units" in keys else {"unit": ROOT}
    keys = {**defaults, **where, **keys}
    return KINDS[check].rule.model_validate({"title": keys["id"], "check": check, **keys})


def in_force(each: Rule, owner: Organisation) -> InForce:
    conditions = Conditions(Known(owner)).of(each)
    version = each.version(owner.metrics)
    return InForce(rule=each, organisation=owner, version=version, place=Place("rules.yaml", 1, 1), conditions=conditions)


def rulebook(owner: Organisation, *rules: Rule) -> Rulebook:
    return Rulebook(organisations={owner.id: owner}, rules=tuple(in_force(each, owner) for each in rules))


def observation(
    period: str,
    value: Any = None,
    *,
    metric: str = OWN,
    unit: str = ROOT,
    dimension: str = "",
    delivery: str = "delivery",
    received: str | datetime | None = None,
    known: str | None = None,
    status: str = "final",
    words: str = "",
    organisation: str = ROOT,
    **numbers: Any,
) -> Observation:
    """A figure that came ten days after its period, unless said otherwise. Numbers may be int, Decimal or text."""
    about = Period.parse(period)
    received_at = instant(received) or datetime.combine(about.end + timedelta(days=10), time(12), UTC)
    figure = Figure(
        series=Series(organisation, metric, unit, dimension),
        period=about,
        value=None if value is None else Decimal(value),
        status=Status(status),
        words=words,
        **{name: Decimal(number) for name, number in numbers.items()},
    )
    return Observation(figure=figure, delivery=delivery, known_at=instant(known) or received_at, received_at=received_at)


def instant(text: str | datetime | None) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else text


def judge(owner: Organisation, each: Rule, figures: Iterable[Observation], as_of: date, **keys: Any) -> tuple[Verdict, ...]:
    return evaluate(rulebook(owner, each), figures, as_of, **keys)
