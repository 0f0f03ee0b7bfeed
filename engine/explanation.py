"""Why a rule says what it says of one unit, member and period: its verdict, and each condition asked, part by part."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import localcontext
from typing import TYPE_CHECKING

from engine.catalogue import Metric, Organisation
from engine.checks.case import Case
from engine.checks.conditions import Asked, ask, decides
from engine.checks.words import sentence
from engine.current import current
from engine.evaluate import EXACT, evaluate
from engine.facts import Observation, Verdict
from engine.language import Language, mark, translate
from engine.panel import OrganisationPanel
from engine.periods import Period
from engine.rulebook.book import InForce, Rulebook
from engine.rulebook.schema import Rule

if TYPE_CHECKING:
    from engine.expression.explaining import Explained


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCondition:
    """One condition with what it said."""

    key: str
    text: str
    asked: Asked
    tree: "Explained"
    metrics: Sequence[Metric]

    def sentence(self, language: Language) -> str:
        """What decided, with the metrics' titles."""
        from engine.expression.explaining import sentence

        titles = {metric.id: _title(metric, language) for metric in self.metrics}
        if self.asked.missing:
            message = translate(mark("It cannot be decided, because {missing} is missing."), language)
            return message.format(missing=titles[self.asked.missing])
        return sentence(self.tree, language, titles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The conditions stand in the order in which they were asked; those behind the one that decided were not."""

    rule: Rule
    organisation: Organisation
    verdict: Verdict
    conditions: tuple[AskedCondition, ...]

    def sentence(self, language: Language) -> str:
        """The verdict in words, with its value and its target."""
        return sentence(self.verdict, self.organisation, self.rule, language)

    @property
    def metric(self) -> Metric:
        return self.organisation.metrics[self.rule.metric]


def explain(
    found: InForce, observations: Sequence[Observation], as_of: date, *, unit: str, dimension: str, period: Period
) -> Explanation | None:
    """The explanation of one verdict as of that day; None where the rule has none."""
    book = Rulebook(organisations={found.organisation.id: found.organisation}, rules=(found,))
    verdicts = evaluate(book, observations, as_of, period=period)
    verdict = next((each for each in verdicts if (each.unit, each.dimension) == (unit, dimension)), None)
    if verdict is None:
        return None
    metrics = found.organisation.metrics
    case = Case(
        rule=found.rule,
        metric=metrics[found.rule.metric],
        unit=unit,
        dimension=dimension,
        period=period,
        metrics=metrics,
        panel=OrganisationPanel(found.organisation, current(observations), as_of),
        as_of=as_of,
        conditions=found.conditions,
    )
    with localcontext(EXACT):
        return Explanation(rule=found.rule, organisation=found.organisation, verdict=verdict, conditions=tuple(_asked(case)))


def _asked(case: Case[Rule]) -> Iterator[AskedCondition]:
    for key, condition in case.conditions.items():
        from engine.expression.explaining import explain as explained

        asked = ask(case, condition)
        yield AskedCondition(
            key=key,
            text=condition.expression.text,
            asked=asked,
            tree=explained(condition.expression, asked.values),
            metrics=[case.metrics[metric] for metric in condition.metrics],
        )
        if decides(key, asked):
            return


def _title(metric: Metric, language: Language) -> str:
    return metric.title_en or metric.title if language is Language.EN else metric.title
