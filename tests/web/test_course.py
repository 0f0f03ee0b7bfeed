"""The chart of a course: what it shows, in words and figures, before anybody draws it."""

from dataclasses import replace
from decimal import Decimal

from engine.catalogue import Metric
from engine.charts import svg
from engine.charts.figure import ChartFigure, Panel
from engine.facts import Comparator, Outcome
from engine.language import Language
from engine.periods import Period
from engine.web.course import DRAWN, Course, figure, legend
from tests.store.samples import verdict

METRIC = Metric.model_validate(
    {"id": "m", "title": "M", "unit_of_measure": "%", "decimals": 1, "better": "lower", "grain": "month", "due_days": 20}
)


def course(
    *told: tuple[str, str | None, str],
    missed: tuple[str, ...] = (),
    corrected: tuple[str, ...] = (),
    exempt: tuple[str, ...] = (),
    metric: Metric | None = METRIC,
) -> Course:
    """Each: period, value, target."""
    timeline = [
        replace(
            verdict(period, value, Outcome.NO_DATA if value is None else Outcome.MISSED if period in missed else Outcome.MET),
            target=Decimal(target),
            comparator=Comparator.AT_MOST,
        )
        for period, value, target in told
    ]
    return Course(
        title="Sykefravær",
        series="Drift",
        timeline=timeline,
        metric=metric,
        shaded=[*map(Period.parse, missed)],
        corrected=frozenset(map(Period.parse, corrected)),
        exempt=frozenset(map(Period.parse, exempt)),
    )


def shown(asked: Course, language: Language = Language.NB) -> ChartFigure:
    found = figure(asked, language)
    assert found is not None
    return found


def panel(asked: Course) -> Panel:
    return shown(asked).panels[0]


def test_a_period_without_a_verdict_or_a_figure_is_a_hole_and_what_is_missing_is_said() -> None:
    found = panel(course(("2023-01", "4", "5"), ("2023-02", None, "5"), ("2023-04", "4", "5")))
    assert [point.value for point in found.series[0].points] == [4, None, None, 4]
    assert found.notes == (("februar 2023", "?"),)


def test_figures_and_demands_are_written_as_the_reader_writes_them() -> None:
    asked = course(("2023-01", "4.6", "5.5"))
    assert panel(asked).series[0].points[0].text == "4,6 %"
    assert panel(asked).targets[0].text == "≤ 5,5 %"
    english = shown(asked, Language.EN)
    assert english.periods == ("January 2023",)
    assert english.panels[0].series[0].points[0].text == "4.6 %"


def test_only_the_periods_of_the_avvik_are_shaded() -> None:
    months = [(f"2023-0{month}", "6", "5") for month in range(1, 7)]
    found = panel(course(*months, missed=("2022-12", "2023-02", "2023-03", "2023-05")))
    assert found.shaded == ("februar 2023", "mars 2023", "mai 2023")


def test_corrected_and_exempt_periods_carry_their_letters_and_the_words_say_them() -> None:
    found = shown(course(("2023-01", "6", "5"), ("2023-02", "4", "5"), corrected=("2023-01",), exempt=("2023-01",)))
    assert found.panels[0].notes == (("januar 2023", "KU"),)
    assert "Korrigert: januar 2023." in found.alternative
    assert ">KU</text>" in svg(found, Language.NB)


def test_the_legend_has_what_is_in_the_chart_and_nothing_else() -> None:
    plain = shown(course(("2023-01", "4", "5")))
    assert [sign for sign, _ in legend(plain, Language.NB)] == ["╌╌"]
    full = shown(course(("2023-01", "6", "5"), ("2023-02", None, "5"), missed=("2023-01",), corrected=("2023-01",)))
    assert [*legend(full, Language.NB)][1:] == [("▼", "ikke nådd"), ("K", "korrigert"), ("?", "mangler tall")]


def test_the_words_tell_the_figures_the_demand_and_what_was_missed() -> None:
    found = shown(course(("2023-01", "4", "5"), ("2023-02", "6", "5"), missed=("2023-02",)))
    assert found.alternative == ("Sykefravær. Drift: januar 2023 4 %, februar 2023 6 %. Ikke nådd i februar 2023. Mål: ≤ 5 %.")


def test_three_years_are_drawn_however_old_the_first_figure_is() -> None:
    found = shown(course(("1990-01", "4", "5"), ("2023-01", "4", "5")))
    assert len(found.periods) == DRAWN


def test_a_rule_that_is_no_longer_in_force_is_drawn_with_bare_figures() -> None:
    found = shown(course(("2023-01", "4.6", "5"), metric=None))
    assert (found.unit, found.panels[0].series[0].points[0].text) == ("", "4,6")


def test_without_a_figure_there_is_no_chart() -> None:
    assert figure(course(), Language.NB) is None
    assert figure(course(("2023-01", None, "5")), Language.NB) is None
    assert figure(course(("1990-01", "4", "5"), ("2023-01", None, "5")), Language.NB) is None


def test_every_figure_can_be_drawn_whatever_it_is() -> None:
    for values in (("0", "0"), ("-5", "5"), ("1e12", "3"), ("0.001", "0.002"), ("1e300", "-1e300")):
        found = shown(course(*((f"2023-0{n}", value, value) for n, value in enumerate(values, start=1))))
        assert "NaN" not in svg(found, Language.NB)
