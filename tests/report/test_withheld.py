"""Figures about few people are not told, and cannot be worked out from those that are."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from engine.evaluate import evaluate
from engine.facts import Figure, Observation, Outcome, Series
from engine.periods import Period
from engine.report.cells import CellMark
from engine.report.collect import collect
from engine.report.document import Document
from engine.report.formats.html import render
from tests.deliveries import book
from tests.report.samples import HEMIT, material, said, table

YEAR = Period.parse("2015")
AT = datetime(2016, 2, 1, tzinfo=UTC)


def _figures(people: Mapping[str, int | None], values: Mapping[str, str], period: Period = YEAR) -> tuple[Observation, ...]:
    return tuple(
        Observation(
            figure=Figure(
                series=Series(HEMIT, "sick_leave_total", unit),
                period=period,
                value=Decimal(values[unit]),
                n=None if count is None else Decimal(count),
            ),
            delivery="d",
            known_at=AT,
            received_at=AT,
        )
        for unit, count in people.items()
    )


def _report(
    people: Mapping[str, int | None], earlier: Mapping[str, int | None] | None = None, *, tells_persons: bool = True
) -> Document:
    """The sick leave of 2015 with so many people in each unit, as a metric about health; `earlier`: all missed 2014."""
    values = {unit: f"{at}.37" for at, unit in enumerate(people, start=41)} | {"hemit": "4.37"}
    whole = material(HEMIT, "2015")
    metric = whole.organisation.metrics["sick_leave_total"].model_copy(
        update={"privacy": "health", "decimals": 2, "maximum": None}
    )
    organisation = whole.organisation.model_copy(update={"metrics": {**whole.organisation.metrics, metric.id: metric}})
    own = tuple(replace(each, organisation=organisation) for each in book().of(HEMIT).rules)
    rules = replace(book(), rules=own, organisations={HEMIT: organisation})
    figures = _figures(people, values)
    if earlier:
        figures = (*_figures(people, dict.fromkeys(people, "3.0")), *_figures(earlier, values, YEAR.shift(-1)))
        limit = rules.by_id["hemit-sick-leave"].rule
        always = limit.model_copy(update={"targets": tuple(t.model_copy(update={"valid_from": None}) for t in limit.targets)})  # type: ignore[attr-defined]
        own = tuple(replace(each, rule=always) if each.rule.id == limit.id else each for each in own)
        rules = replace(rules, rules=own)
    verdicts = evaluate(rules, figures, whole.as_of)
    return collect(
        replace(
            whole,
            organisation=organisation,
            rules=own,
            observations=figures,
            verdicts=verdicts,
            words=(said(HEMIT, "sick_leave_total", "2015", "Fraværet var 4,37."),),
            tells_persons=tells_persons,
        )
    ).document


def _shown(document: Document) -> dict[str, str]:
    found = table(document, "sykefravar-1")
    names = [cell.text for cell in found.header[0]]
    return dict(zip(names[1:], (cell.text for cell in found.rows[0].cells[1:]), strict=True))


LARGE = {"hemit": 300, "it-service": 80, "drift": 70, "forvaltning": 60, "virksomhetsutvikling": 50, "adm": 40}


def test_large_units_are_all_told() -> None:
    assert "·" not in _shown(_report(LARGE)).values()


def test_a_small_unit_takes_another_with_it() -> None:
    """From the whole and four of five units, everybody could work out the fifth."""
    shown = _shown(_report({**LARGE, "adm": 3}))
    assert {name for name, text in shown.items() if text == "·"} == {"Adm 2015", "Virksomhetsutvikling 2015"}


def test_a_part_of_unknown_size_is_taken_for_small() -> None:
    assert _shown(_report({**LARGE, "drift": None}))["Drift 2015"] == "·"


def test_what_is_withheld_is_nowhere_in_the_file() -> None:
    """Neither in sentences, nor in a chart, nor in what an edition is frozen with, nor as missed or met."""
    document = _report({**LARGE, "adm": 3})
    page = render(document).decode() + repr(document)
    assert "46.37" not in page
    assert "46,37" not in page
    assert not [line for line in document.verdicts if line.unit == "adm" and line.outcome in (Outcome.MISSED, Outcome.MET)]
    assert "ikke nådd i IT-service, Drift, Forvaltning." in page.replace("\u00a0", " ")


def test_the_table_says_that_something_is_withheld() -> None:
    found = table(_report({**LARGE, "adm": 3}), "sykefravar-1")
    assert any(CellMark.SUPPRESSED in cell.marks for cell in found.rows[0].cells)
    assert any("for få personer" in line for line in found.legend(material(HEMIT, "2015").language))


def test_what_was_withheld_before_tells_nothing_of_now() -> None:
    """«Better» would say that the unit missed its target in the period in which it was too small to be told."""
    before = {**LARGE, "adm": 3, "hemit": 263}
    document = _report(LARGE, earlier=before)
    page = render(document).decode()
    at = page.index('id="first-page-better"')
    assert "Administrasjon" not in page[at : page.index("</ul>", at)]


def test_a_reader_who_may_see_no_figure_about_persons_gets_none_and_no_words_about_one() -> None:
    """Neither of the whole nor of large units, not as missed and not in what a workbook is made of."""
    whole, without = _report(LARGE), _report(LARGE, tells_persons=False)
    assert "4,37" in render(whole).decode()
    assert set(_shown(without).values()) == {"·"}
    page = render(without).decode() + repr(without)
    assert "4,37" not in page
    assert "4.37" not in page
    assert not [line for line in without.verdicts if line.rule == "hemit-sick-leave"]
