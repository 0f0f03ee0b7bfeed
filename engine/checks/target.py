"""A figure against a stated target that is valid in the figure's period.

check: target
targets:
  - {valid_from: 2022-09, at_least: 70, decided_by: kvalitet}
warn_margin: 2
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar

from pydantic import Field

from engine.catalogue import Organisation
from engine.checks.answers import informational, resting_on, without_number
from engine.checks.beside import read_beside
from engine.checks.case import Case, Judgement, Reading
from engine.checks.change import Against, change, earlier
from engine.checks.compare import Compared, compare
from engine.facts import Cause, Comparator, Mark, Outcome, TargetValue
from engine.rulebook.findings import Finding
from engine.rulebook.lint.beside import problems_beside
from engine.rulebook.schema import OfMetric, Rule, Target
from engine.rulebook.targets import resolve
from engine.schema import Many, Number


class TargetRule(Rule):
    kind: ClassVar[str] = "target"

    targets: Many[Target] = ()
    """The targets with their validity in data periods; none: the figure is shown for information."""
    warn_margin: Number | None = Field(default=None, ge=0)
    """For targets that state none of their own: met with less to spare than this is a warning."""
    show_change: Against | None = None
    """Show the change since then beside the figure; it never decides."""

    @property
    def metrics(self) -> tuple[str, ...]:
        others = (target.limit.metric for target in self.targets if isinstance(target.limit, OfMetric))
        return tuple(dict.fromkeys((self.metric, *others)))

    def problems(self, organisation: Organisation) -> Iterable[Finding]:
        for position, target in enumerate(self.targets):
            if isinstance(target.limit, OfMetric):
                limit, path = target.limit, ("targets", position, target.comparator.value)
                members = None if limit.dimension is None else [((*path, "dimension"), limit.dimension)]
                # What every limit has, such as its unit of measure, is looked at with the other targets' levels.
                yield from problems_beside(self, organisation, (*path, "metric"), limit.metric, members, same_unit=False)


def judge(case: Case[TargetRule]) -> Judgement:
    rule, own = case.rule, case.read()
    details = change(own, earlier(case, rule.show_change)) if rule.show_change else {}
    targets = [target for target in rule.targets if target.concerns(case.dimension)]
    if not targets:
        return informational(own, details)
    target = resolve(targets, case.period)
    if target is None:
        return Judgement(outcome=Outcome.NOT_APPLICABLE, reading=own, cause=Cause.NO_TARGET, details=details)
    if own.value is None:
        return without_number(rule, own, None if isinstance(target.limit, OfMetric) else target.limit, target.comparator)
    limit, source = _limit(case, target)
    if limit is None:
        # The figure is there, so nothing is late about it: what is missing is named, and no breach is made of it.
        missing = {"missing": target.limit.metric}
        return Judgement(
            outcome=Outcome.NO_DATA,
            reading=own,
            cause=source.cause,
            comparator=target.comparator,
            details={**details, **missing},
        )
    compared = compare(own.value, target.comparator, limit, target.tolerance)
    return Judgement(
        outcome=_outcome(compared, target, rule.warn_margin),
        reading=resting_on(own, source),
        target=limit,
        comparator=target.comparator,
        margin=compared.margin,
        details=details,
        marks=(Mark.ON_THE_LIMIT,) if compared.margin == 0 and _has_room(target) else (),
    )


def _limit(case: Case[TargetRule], target: Target) -> tuple[TargetValue | None, Reading]:
    """The number to compare with, None while its figure is missing, and the reading that it rests on."""
    if isinstance(target.limit, OfMetric):
        reading = read_beside(case, target.limit.metric, target.limit.dimension)
        return reading.value, reading
    return target.limit, Reading(period=case.period)


def _outcome(compared: Compared, target: Target, default: Decimal | None) -> Outcome:
    if not compared.met:
        return Outcome.MISSED
    warn_margin = default if target.warn_margin is None else target.warn_margin
    near = warn_margin is not None and compared.margin < warn_margin and _has_room(target)
    return Outcome.WARNING if near else Outcome.MET


def _has_room(target: Target) -> bool:
    """False where met leaves no room to come closer: `equals` without a tolerance is always exactly on its limit."""
    return target.comparator is not Comparator.EQUALS or target.tolerance > 0
