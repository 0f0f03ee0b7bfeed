"""A mistake in report.yaml is told with its place and the name that was meant; it costs the report and nothing else."""

from pathlib import Path

import pytest

from engine.errors import UsageError
from engine.periods import Period
from engine.report.loader import Reports, load
from tests.deliveries import ROOT, book
from tests.report.samples import HN_IKT, reports

_REPORT = """
- id: rapport
  title: Rapport
  grain: month
  chapters:
    - id: kapittel
      title: Kapittel
      parts:
        - {part}
"""


def loaded(tmp_path: Path, part: str, text: str = _REPORT) -> Reports:
    folder = tmp_path / HN_IKT
    folder.mkdir()
    (folder / "report.yaml").write_text(text.replace("{part}", part), encoding="utf-8")
    return load(tmp_path, book())


def test_the_shipped_reports_have_no_mistakes() -> None:
    assert reports().problems == ()
    assert {name: [each.id for each in own] for name, own in reports().by_organisation.items()} == {
        "helse-nord-ikt": ["virksomhetsrapport"],
        "hemit": ["arsrapport"],
    }


@pytest.mark.parametrize(
    ("part", "column", "said"),
    [
        ("chart: {metric: first_line_resolutin}", 27, "unknown metric 'first_line_resolutin' (did you mean 'first_line_reso"),
        ("comments: [inqiries]", 22, "unknown metric 'inqiries' (did you mean 'inquiries'?)"),
        ("sentences: [hnikt-first-lin]", 23, "unknown rule 'hnikt-first-lin' (did you mean 'hnikt-first-line'?)"),
        ("table: {caption: A, rows: [{}], columns: [{heading: B}]}", 38, "this row has cells without a metric"),
        ("table: {caption: A, metric: fte, rows: [{unit: oslo}], columns: [{heading: B}]}", 58, "unknown unit 'oslo'"),
        ('table: {caption: "{yaer}", metric: fte, rows: [{}], columns: [{heading: B}]}', 28, "{yaer} stands for nothing here"),
        ("table: {caption: A, metric: preparedness, rows: [{member: gren}], columns: [{}]}", 69, "preparedness has no"),
        ("projects: lights", 21, "the report does not say where projects are reported"),
        ("words: fte", 18, "fte is a metric"),
        ("chart: {metric: fte, members: all}", 41, "fte has no dimension"),
        ("tabel: {}", 11, "unknown key 'tabel' (did you mean 'table'?)"),
        ("{words: a, comments: [fte]}", 11, "a part has exactly one of"),
        ("chart: {metric: fte, periods: {last: 3, of: year}}", 41, "periods has either last or of"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(tmp_path: Path, part: str, column: int, said: str) -> None:
    found = loaded(tmp_path, part)
    assert found.by_organisation == {HN_IKT: ()}
    problem = found.problems[0]
    assert problem.text().startswith(said)
    assert (problem.place.line, problem.place.column) == (9, column)


def test_a_broken_report_harms_no_other_organisation(tmp_path: Path) -> None:
    (tmp_path / "hemit").mkdir()
    (tmp_path / "hemit" / "report.yaml").write_bytes((ROOT / "rules/hemit/report.yaml").read_bytes())
    found = loaded(tmp_path, "chart: {metric: nothing}")
    assert found.errors
    assert [each.id for each in found.by_organisation["hemit"]] == ["arsrapport"]


@pytest.mark.parametrize(
    ("period", "wanted", "said"),
    [
        ("2023", None, "has no report for 2023; its reports are made per month"),
        ("2023-03", "virksomhetsraport", "did you mean 'virksomhetsrapport'"),
    ],
)
def test_a_report_that_does_not_exist_is_refused_with_what_there_is(period: str, wanted: str | None, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        reports().of(HN_IKT, Period.parse(period), wanted)
