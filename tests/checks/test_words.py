"""A verdict in one sentence."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from engine.catalogue import Organisation
from engine.checks.words import amount, sentence
from engine.facts import Observation
from engine.language import Language
from engine.rulebook.schema import Rule
from tests.checks.building import judge, metric, observation, organisation, rule

NBSP = "\u00a0"


def said(each: Rule, owner: Organisation, figures: list[Observation], language: Language = Language.EN) -> str:
    """The sentence of the last verdict as of 30 April 2023."""
    verdict = judge(owner, each, figures, date(2023, 4, 30))[-1]
    return sentence(verdict, owner, each, language).replace(NBSP, " ")


def share(**keys: Any) -> Organisation:
    return organisation(metric(unit_of_measure="%", decimals=1, better="lower", **keys))


def test_a_missed_target_says_what_was_wanted_and_by_how_much() -> None:
    """The report's own question, answered in one line."""
    each = rule("target", title="Sykefravær", title_en="Sick leave", targets=[{"at_most": Decimal("5.0")}])
    figures = [observation("2023-03", "5.2", status="preliminary")]
    assert said(each, share(), figures) == (
        "Sick leave, March 2023: 5.2 %; the target is at most 5.0 %. "
        "Missed by 0.2 percentage points. The figure is provisional."
    )


def test_the_members_title_follows_the_rules() -> None:
    """In the reader's language where it has one."""
    members = [{"id": "red", "title": "Rød", "title_en": "Red"}]
    owner = organisation(metric(dimension="level", members=members))
    each = rule("target", title="Beredskap", targets=[{"between": [0, 2]}], dimensions=["red"])
    figures = [observation("2023-03", 1, dimension="red")]
    assert said(each, owner, figures) == "Beredskap – Red, March 2023: 1; the target is from 0 to 2. Met with 1 to spare."


def test_the_change_is_told_beside_a_figure_without_a_target() -> None:
    """30 against 34 the year before."""
    each = rule("target", title="New", show_change="same_period_last_year")
    figures = [observation("2022-03", 34), observation("2023-03", 30)]
    assert said(each, organisation(metric()), figures) == (
        "New, March 2023: 30; shown for information. The change since March 2022 is -11.8 %."
    )


def test_a_budget_line_for_information_has_its_deviation() -> None:
    """Without it the line would say nothing that the table does not."""
    owner = organisation(metric(better="higher"), metric(id="budget"))
    figures = [observation("2023-03", 8), observation("2023-03", 5, metric="budget")]
    assert said(rule("budget", title="Sales", budget="budget", basis="period", informational=True), owner, figures) == (
        "Sales, March 2023: 8 against a budget of 5, a deviation of 3; shown for information."
    )


def test_bokmal_has_norwegian_numbers() -> None:
    """Comma, space between thousands, the true minus; the budget's unit stands once."""
    owner = organisation(metric(unit_of_measure="1000 NOK", better="higher"), metric(id="budget", unit_of_measure="1000 NOK"))
    figures = [observation("2023-03", 1321), observation("2023-03", -668, metric="budget")]
    text = said(rule("budget", budget="budget", basis="period"), owner, figures, Language.NB)
    assert all(number in text for number in ("1 321 (1000 NOK)", "−668", "1 989"))
    figures = [observation("2023-03", "5.2")]
    assert "−0,2" not in said(rule("target", targets=[{"at_most": 5}]), share(), figures, Language.NB)
    assert "0,2" in said(rule("target", targets=[{"at_most": 5}]), share(), figures, Language.NB)


@pytest.mark.parametrize(
    ("value", "unit_of_measure", "language", "expected"),
    [
        ("65", "%", Language.NB, "65 %"),
        ("1321", "count", Language.NB, "1 321"),
        ("-0.2", "MNOK", Language.NB, "−0,2 MNOK"),
        ("4.8", "1–6", Language.NB, "4,8 (1–6)"),
        ("1321", "1000 NOK", Language.EN, "1321 (1000 NOK)"),
        ("-0.20", "s", Language.EN, "-0.20 s"),
    ],
)
def test_an_amount_reads_as_people_write_it(value: str, unit_of_measure: str, language: Language, expected: str) -> None:
    """A unit that begins like a number does not run into the figure; a count needs none."""
    assert amount(Decimal(value), unit_of_measure, language).replace(NBSP, " ") == expected


def test_words_are_quoted_and_cut() -> None:
    """What somebody delivered as words cannot fill a page, break a line or be a placeholder."""
    figures = [observation("2023-03", words="{what}\n" + "x" * 9000)]
    text = said(rule("statement", title="{value}"), organisation(metric()), figures)
    assert text.startswith("{value}, March 2023: told in words without a number: “{what} xxx")
    assert len(text) < 400
    assert "\n" not in text


def test_a_rule_that_failed_says_so() -> None:
    """With the kind of failure, for whoever mends the rule."""
    owner = organisation(metric(better="neither"), metric(id="budget"))
    each = rule("budget", title="Budget", budget="budget", basis="period")
    figures = [observation("2023-03", 1)]
    assert said(each, owner, figures) == "Budget, March 2023: could not be judged, because the rule failed (ValueError)."


def test_a_figure_before_its_time_is_early() -> None:
    """Not minus 21 days late."""
    each = rule("freshness", title="Budget")
    figures = [observation("2023-03", 1, received="2023-03-10T12:00:00+00:00")]
    assert (
        said(each, organisation(metric()), figures)
        == "Budget, March 2023: the figure came 21 days before the end of the period."
    )


def test_a_tolerance_is_a_part_of_the_demand() -> None:
    """Without it −0.9 against at least 0 would read as missed, though it is met."""
    each = rule("target", title="Balance", targets=[{"at_least": 0, "tolerance": Decimal("3.5")}])
    text = said(each, organisation(metric(decimals=1, unit_of_measure="MNOK")), [observation("2023-03", "-0.9")])
    assert text == "Balance, March 2023: -0.9 MNOK; the target is at least 0 MNOK, with a tolerance of 3.5 MNOK. " + (
        "Met with 2.6 MNOK to spare."
    )
    strict = rule("target", title="Balance", targets=[{"at_least": 0}])
    assert "tolerance" not in said(strict, organisation(metric(decimals=1)), [observation("2023-03", "-0.9")])


def test_what_is_missing_beside_has_its_title() -> None:
    """Readers know a metric by its title, and the member of its dimension too."""
    members = [{"id": "drift", "title": "Drift"}]
    owner = organisation(metric(), metric(id="b", title="Årsbudsjett", dimension="line", members=members))
    each = rule("target", title="Forbruk", targets=[{"at_most": {"metric": "b", "dimension": "drift"}}])
    text = said(each, owner, [observation("2023-03", 1)], Language.NB)
    assert text.startswith("Forbruk, mars 2023: 1; Årsbudsjett")
