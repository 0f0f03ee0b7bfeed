"""Source profiles: their names, and files that could be two sources'."""

from typing import Any

from engine.intake.profile import Profile
from engine.rulebook.lint.sources import SourceLint, shared_files
from tests.rulebook.lint.making import known, metric, told

MEMBERS = [{"id": "day", "title": "D"}, {"id": "week", "title": "W"}]
CATALOGUES = {"org": known(metric(), metric("d", dimension="type", members=MEMBERS)), "other": known(metric("n"))}


def profile(id: str = "k", **keys: Any) -> Profile:  # noqa: A002
    given: dict[str, Any] = {"format": "csv", "layout": "long", "columns": {"V": {"metric": "m"}}}
    return Profile.model_validate({"id": id, **given, **keys})


def said(**keys: Any) -> list[str]:
    return [path for path, _ in told(SourceLint("org", CATALOGUES)(profile(**keys)))]


def test_names_that_are_there_are_silent() -> None:
    """Columns, maps, rows; the empty text is the figure without a dimension."""
    columns = {"T": {"role": "dimension", "map": {"Dag": "day", "Sum": ""}}, "V": {"metric": "d"}, "W": {"metric": "m"}}
    assert said(columns=columns) == []
    assert said(organisation="other", columns={"V": {"metric": "n"}}) == []


def test_names_that_are_not_there_are_told_where_they_stand() -> None:
    """In the column or in its map."""
    columns = {
        "E": {"role": "unit", "map": {"Drift": "drift"}},
        "T": {"role": "dimension", "map": {"Dag": "day", "År": "year"}},
        "V": {"metric": "d"},
        "W": {"metric": "x"},
    }
    assert said(columns=columns, unit="y") == ["unit", "columns/E/map/Drift", "columns/T/map/År", "columns/W/metric"]
    metrics = {"M": {"role": "metric", "map": {"Én": "m", "To": "mm"}}, "V": {"role": "value"}}
    assert said(columns=metrics) == ["columns/M/map/To"]
    rows = {"A": {"metric": "d", "dimension": "month"}, "B": {"ignore": True}, "C": {"metric": "m", "unit": "z"}}
    assert said(layout="crosstab", headings="year", columns={}, rows=rows) == ["rows/A/dimension", "rows/C/unit"]


def test_an_unknown_organisation_is_all_that_is_said() -> None:
    """Its metrics cannot be known either."""
    assert said(organisation="ogr", unit="x") == ["organisation"]


def test_a_file_for_two_sources_is_doubted_once_for_each_pair() -> None:
    """At the first glob that is to blame; a profile's own globs may overlap."""
    earlier = [profile("a", files=["a-{period}.csv"]), profile("b", files=["b.csv", "b-*.csv"])]
    later = profile("c", files=["x.csv", "?-2023.csv", "?-2024.csv"])
    assert told(shared_files(later, earlier)) == [
        ("files/1", "a file's name can match both this and the source a: name such files apart"),
        ("files/1", "a file's name can match both this and the source b: name such files apart"),
    ]
    assert list(shared_files(later, [])) == []
