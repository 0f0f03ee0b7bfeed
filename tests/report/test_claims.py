"""What a text says of a target is held against the figure; what is only prose is left in peace."""

from decimal import Decimal

import pytest

from engine.periods import Period
from engine.report.claims import Judged, doubts

MARCH = Period.parse("2023-03")


def _judged(metric: str, titles: tuple[str, ...], value: str, limit: str, *, met: bool) -> Judged:
    return Judged(
        metric=metric,
        titles=titles,
        value=Decimal(value),
        shown=f"{value} %",
        limit=Decimal(limit),
        demand=f"… {limit} %",
        is_met=met,
    )


JUDGED = (
    _judged("answered", ("Andel besvart innen 1 minutt", "Share answered within 1 minute"), "80", "70", met=True),
    _judged("first_line", ("Løsningsgrad i førstelinje", "Share of inquiries solved in first line"), "65", "70", met=False),
    _judged("sick_leave", ("Sykefravær, samlet", "Sick leave, total"), "5.2", "5", met=False),
)


def found(text: str, about: str = "", period: Period = MARCH) -> list[str]:
    return [doubt.message for doubt in doubts(text, JUDGED, period, about)]


@pytest.mark.parametrize(
    "text",
    [
        "For mars var andelen besvart innen 1.minutt på 80%, og dermed høyt over målet på 70%.",
        "Løsningsgraden i førstelinje er som for februar på 65% i mars, og målet på 70% er ikke nådd.",
        "Løsningsgraden er ikke over målet.",
        "Sykefraværet er over målet på 5 %.",
        "Sykefraværet viser en økning fra januar til februar, mens det for mars er på 5,2% som er et normalt nivå.",
        "Andelen besvart er 80 %, opp fra 77 % i februar til mars.",
        "Sick leave is above the target of 5 %.",
        "We may march on.",
        "Vi jobber godt.",
    ],
)
def test_what_the_figures_bear_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Løsningsgraden i førstelinje er høyt over målet på 70%.",
        "Løsningsgraden i førstelinje når målet.",
        "Målet for løsningsgrad i førstelinje er nådd.",
        "Andelen besvart innen ett minutt ligger under målet.",
        "Sykefraværet er innenfor målet.",
        "Sykefraværet er lavere enn kravet på 5 %.",
        "Sick leave is below the target.",
        "The target of 70 % for share solved in first line was met.",
    ],
)
def test_a_claim_against_the_figure_is_found(text: str) -> None:
    assert found(text) == ["the text says otherwise than the figure: {figure}, and the target is {demand}"]


def test_a_claim_without_a_subject_is_about_the_metric_that_it_comments() -> None:
    """«høyt over målet på 70%» stands beside the figure that it is written for."""
    assert found("Vi er høyt over målet på 70%.", about="first_line")
    assert not found("Vi er høyt over målet på 70%.", about="answered")


def test_another_figure_than_the_reports_is_found() -> None:
    assert found("Løsningsgraden i førstelinje er på 72% i mars.") == ["the text says {said}, and the figure is {figure}"]


def test_a_target_that_nobody_has_is_found() -> None:
    assert found("Vi ligger over målet på 85 %.") == ["no target here is {limit}"]


@pytest.mark.parametrize(
    "text",
    [
        "Per oktober er alt som det skal.",
        "I mai ble det bedre.",
        "Mars 2022 var god.",
        "In May it rose.",
        "Per april, mot mars.",
    ],
)
def test_a_month_that_is_not_the_reports_is_found(text: str) -> None:
    assert found(text) == ["the text names {month}, and the report is for {period}"]


def test_months_inside_the_reports_period_are_its_own() -> None:
    assert not found("I januar og mars var det rolig.", period=Period.parse("2023-Q1"))
    assert not found("I oktober var det rolig.", period=Period.parse("2023"))
