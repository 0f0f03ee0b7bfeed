"""The report answers the board, says what is missing, and says the same of the same."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engine.charts.figure import ChartFigure
from engine.facts import Figure, Observation, Series, Status
from engine.language import Language
from engine.periods import Period
from engine.report.basis import Basis
from engine.report.cells import CellMark
from engine.report.collect import collect
from engine.report.document import Callout, CalloutKind, Heading
from engine.report.formats.html import render
from engine.report.material import Earlier
from tests.report.samples import HEMIT, HN_IKT, corrected, material, said, table, texts


def test_the_first_page_says_what_was_missed_for_how_long_and_by_how_much() -> None:
    missed = table(collect(material(HN_IKT, "2023-03")).document, "first-page-missed-targets")
    row = next(row for row in missed.rows if row.cells[0].text == "Løsningsgrad i førstelinje")
    assert [cell.text.replace("\u00a0", " ") for cell in row.cells[1:4]] == [
        "65 %",
        "≥ 70 %",
        "5 perioder, siden november 2022",
    ]


def test_a_quarter_tells_what_was_missed_in_any_of_its_months() -> None:
    """Preparedness was yellow in January; in March, with which the quarter ends, it was not."""
    document = collect(replace(material(HN_IKT, "2023-03"), period=Period.parse("2023-Q1"))).document
    missed = [row.cells[0].text.replace("\u00a0", " ") for row in table(document, "first-page-missed-targets").rows]
    assert "Ingen gul eller rød beredskap · Gul (januar 2023)" in missed
    assert missed.count("Løsningsgrad i førstelinje") == 1


def test_what_was_missed_before_and_is_met_now_is_told_as_better() -> None:
    document = collect(material(HN_IKT, "2022-10")).document
    at = next(i for i, block in enumerate(document.blocks) if isinstance(block, Heading) and block.id == "first-page-better")
    assert "Besvart innen 1 minutt" in str(document.blocks[at + 1])


def test_a_month_without_deliveries_says_so_chapter_by_chapter() -> None:
    """No figure, no chart and no judgement of an earlier month stands in for it."""
    document = collect(material(HN_IKT, "2023-05")).document
    boxes = [block for block in document.blocks if isinstance(block, Callout) and block.kind is CalloutKind.MISSING]
    told = [box for box in boxes if "mai 2023" in box.lines[0]]
    assert len(told) == 10  # eight chapters with figures, lights and risks
    shown = table(document, "brukerstotte-1")
    assert {row.cells[-1].text for row in shown.rows} == {"–"}


def test_the_same_material_gives_the_same_report_in_either_order() -> None:
    whole = material(HN_IKT, "2023-03")
    turned = replace(whole, observations=tuple(reversed(whole.observations)))
    assert render(collect(whole).document) == render(collect(turned).document)


def test_the_report_is_told_in_english_too() -> None:
    document = collect(material(HN_IKT, "2023-03", language=Language.EN)).document
    assert document.meta.title == "Monthly report March 2023"
    assert table(document, "resultat-1").rows[0].cells[1].text == "84,446"
    assert "Figures in 1000 NOK" in table(document, "resultat-1").unit_note


def test_a_comment_is_carried_over_with_its_age() -> None:
    comment = said(HEMIT, "pcs", "2014", "Flere bærbare.")
    document = collect(material(HEMIT, "2015", words=(comment,))).document
    assert table(document, "nokkeltall-1").rows[0].cells[-1].text == "Flere bærbare. (Skrevet for 2014)"


def test_a_directors_assessment_is_not_carried_over() -> None:
    """Last month's assessment is of last month."""
    told = said(HN_IKT, "vurdering", "2023-02", "Alt er vel.")
    assert "Alt er vel." not in texts(collect(material(HN_IKT, "2023-03", words=(told,))).document)


def test_a_text_gets_its_figures_from_the_report() -> None:
    told = said(
        HN_IKT,
        "vurdering",
        "2023-03",
        "I {month}: {first_line_resolution} mot {first_line_resolution.target}, {open_avvik.in-hf} åpne.",
    )
    shown = texts(collect(material(HN_IKT, "2023-03", words=(told,))).document).replace("\u00a0", " ")
    assert "I mars: 65 % mot ≥ 70 %, 120 åpne." in shown


@pytest.mark.parametrize(
    "wrong",
    [
        "Løsningsgraden i førstelinje er høyt over målet på 70%.",
        "Per oktober er alt som det skal.",
        "Sykefraværet er {sykefravær_total}, det vil si {sick_leave}.",
    ],
)
def test_a_text_that_the_figures_do_not_bear_is_flagged_on_the_first_page(wrong: str) -> None:
    collected = collect(material(HN_IKT, "2023-03", words=(said(HN_IKT, "vurdering", "2023-03", wrong),)))
    assert [flag.about for flag in collected.flags] == ["vurdering"]
    first = collected.document.blocks[0]
    assert isinstance(first, Callout)
    assert first.kind is CalloutKind.FLAG


def test_the_printed_reports_words_hold_but_for_the_month_that_is_wrong_in_them() -> None:
    """«per oktober» in March's report; every other sentence agrees with the figures."""
    flags = collect(material(HN_IKT, "2023-03")).flags
    assert ["oktober" in flag.quote for flag in flags] == [True]
    assert collect(material(HEMIT, "2015")).flags == ()


def test_a_correction_is_told_with_figure_and_verdict_before_and_after() -> None:
    before = collect(material(HN_IKT, "2023-03")).document
    earlier = Earlier(period=Period.parse("2023-03"), edition=1, as_of=date(2023, 4, 18), basis=Basis.of(before))
    after = collect(material(HN_IKT, "2023-03", corrected(), earlier=earlier, edition=2)).document
    told = [
        [cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table(after, "first-page-corrected-verdicts").rows
    ]
    assert ["Sykefravær, samlet", "mars 2023", "5,2 % ✗ ikke nådd", "4,9 % ✓ nådd"] in told
    assert len(table(after, "first-page-corrected-figures").rows) == 1


def test_a_corrected_and_a_provisional_figure_are_marked() -> None:
    cell = table(collect(material(HN_IKT, "2023-03", corrected())).document, "sykefravar-1").rows[0].cells[-1]
    assert {CellMark.PROVISIONAL, CellMark.CORRECTED} <= set(cell.marks)


def test_what_an_earlier_period_could_not_know_is_no_correction() -> None:
    """April's report tells what changed in March's; April's own figures are news."""
    before = collect(material(HN_IKT, "2023-02")).document
    earlier = Earlier(period=Period.parse("2023-02"), edition=1, as_of=date(2023, 3, 18), basis=Basis.of(before))
    document = collect(material(HN_IKT, "2023-03", earlier=earlier)).document
    assert not [each for each in document.tables if each.id.startswith("first-page-corrected")]


def test_every_figure_tells_the_delivery_that_brought_it() -> None:
    document = collect(material(HN_IKT, "2023-03")).document
    lines = [line for line in document.figures if line.metric == "first_line_resolution" and line.period == "2023-03"]
    assert [line.value for line in lines] == [Decimal(65)]
    assert lines[0].provenance
    assert lines[0].provenance.source == "hnikt-brukerstotte"


def test_hostile_words_stay_words() -> None:
    hostile = '<script>alert(1)</script> #import "x" =HYPERLINK("http://x") {{7*7}} {0.__class__} \u202egnp.exe \x1b[31m'
    document = collect(material(HN_IKT, "2023-03", words=(said(HN_IKT, "vurdering", "2023-03", hostile),))).document
    page = render(document).decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "{{7*7}}" in page
    assert "\u202e" not in page
    assert "\x1b" not in page


def test_two_hundred_metrics_over_five_years_are_a_report_too() -> None:
    """Hundreds of figures beside the report's own cost seconds, not minutes; the work grows with the figures alone."""
    whole = material(HN_IKT, "2023-03")
    base = next(iter(whole.organisation.metrics.values()))
    metrics = {f"m{i}": base.model_copy(update={"id": f"m{i}", "grain": whole.period.grain}) for i in range(200)}
    at = datetime(2023, 4, 1, tzinfo=UTC)
    more = tuple(
        Observation(
            figure=Figure(
                series=Series(HN_IKT, name, HN_IKT), period=whole.period.shift(-back), value=Decimal(back), status=Status.FINAL
            ),
            delivery="d",
            known_at=at,
            received_at=at,
        )
        for name in metrics
        for back in range(60)
    )
    organisation = whole.organisation.model_copy(update={"metrics": {**whole.organisation.metrics, **metrics}})
    document = collect(replace(whole, organisation=organisation, observations=(*whole.observations, *more))).document
    assert sum(line.metric.startswith("m") for line in document.figures) >= 200 * 60


def test_a_chart_begins_with_its_first_figure() -> None:
    """First line is known from September on; half a year of nothing in front of it would tell nothing."""
    document = collect(material(HN_IKT, "2023-03")).document
    charts = [block for block in document.blocks if isinstance(block, ChartFigure)]
    assert charts
    for chart in charts:
        first = [series.points[0] for panel in chart.panels for series in panel.series]
        assert any(point.value is not None or point.withheld for point in first)
        assert all(len(series.points) == len(chart.periods) for panel in chart.panels for series in panel.series)
