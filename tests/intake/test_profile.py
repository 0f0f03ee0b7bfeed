"""A source profile that contradicts itself is refused when it is written, not when a file arrives."""

from typing import Any

import pytest
from pydantic import ValidationError

from engine.intake import TIDY, Profile
from engine.intake.profile import Column, Role
from engine.numbers import Shape

LONG: dict[str, Any] = {"id": "p", "format": "csv", "layout": "long", "columns": {"Antall": {"metric": "m"}}}
CROSSTAB: dict[str, Any] = {
    "id": "p",
    "format": "xlsx",
    "layout": "crosstab",
    "headings": "year",
    "rows": {"Ansatte": {"metric": "m"}},
}


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ({"columns": {}}, "a long table has columns"),
        ({"rows": {"A": {"metric": "m"}}}, "a long table has columns, and none of"),
        ({"columns": {"A": {"role": "period"}}}, "no column has figures"),
        ({"columns": {"A": {"role": "metric"}}}, "no column has figures"),
        ({"columns": {"A": {"role": "value"}}}, "no column has figures"),
        ({"columns": {"A": {"metric": "m", "role": "value"}}}, "either a role or a metric"),
        ({"columns": {"A": {}}}, "either a role or a metric"),
        ({"columns": {"A": {"metric": "m"}, "B": {"role": "metric"}}}, "not both"),
        ({"columns": {"A": {"metric": "m"}, "B": {"role": "value"}}}, "not both"),
        ({"columns": {"A": {"metric": "m"}, "B": {"role": "unit"}, "C": {"role": "unit"}}}, "two columns have the same role"),
        ({"columns": {"A": {"metric": "m"}, "B": {"metric": "o"}, "C": {"role": "n"}}}, "belong to one figure"),
        (
            {"columns": {"A": {"metric": "m", "unit": "u"}, "B": {"role": "unit"}}},
            "from a column or from the profile, not both",
        ),
        ({"columns": {"A": {"metric": "m", "period_offset": -1}, "B": {"role": "period"}}}, "not both"),
        ({"columns": {"A": {"metric": "m", "map": {"x": "y"}}}}, "a map belongs to a column of names"),
        (
            {"columns": {"A": {"metric": "m"}, "B": {"role": "unit", "number": {"blank": "zero"}}}},
            "belongs to a column of numbers",
        ),
        ({"columns": {"A": {"metric": "m"}, "B": {"role": "unit", "unit": "u"}}}, "belong to a column with a metric"),
        ({"columns": {"A": {"metric": "m"}, " A\u00a0": {"metric": "o"}}}, "the same but for their white space"),
        ({"columns": {"A": {"metric": "m", "number": {"decimal": "point"}}}, "number": {"thousands": "point"}}, "two meanings"),
        (
            {
                "columns": {
                    "A": {"role": "metric"},
                    "B": {"role": "value", "number": {"fraction": True}},
                    "C": {"role": "n"},
                    "D": {"role": "numerator"},
                }
            },
            "a fraction brings its numerator",
        ),
        ({"number": {"thousands": "comma"}}, "the decimal mark and the thousands separator are the same"),
        ({"number": {"suffix": ["5 %"]}}, "a suffix is a unit"),
        ({"files": ["a/{period}.csv"]}, "without folders"),
        ({"files": ["{period}-{period}.csv"]}, "at most once"),
        ({"columns": {"A": {"role": "vlaue"}}}, "Input should be"),
        ({"encoding": "latin-1"}, "Input should be"),
        ({"header_row": 0}, "greater than or equal to 1"),
        ({"colums": {}}, "Extra inputs"),
    ],
)
def test_a_long_profile_that_contradicts_itself_is_refused(keys: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        Profile.model_validate({**LONG, **keys})


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ({"rows": {}}, "a crosstab has headings and rows"),
        ({"headings": None}, "a crosstab has headings and rows"),
        ({"columns": {"A": {"metric": "m"}}}, "a crosstab has headings and rows, and no columns"),
        ({"rows": {"A": {"metric": "m", "ignore": True}}}, "either a metric or ignore"),
        ({"rows": {"A": {}}}, "either a metric or ignore"),
        ({"headings": "month"}, "Input should be"),
    ],
)
def test_a_crosstab_profile_that_contradicts_itself_is_refused(keys: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        Profile.model_validate({**CROSSTAB, **keys})


def test_headings_and_labels_are_compared_without_their_white_space() -> None:
    profile = Profile.model_validate({**CROSSTAB, "rows": {"Liggende\n i  HF": {"metric": "m"}, 2014: {"metric": "m"}}})
    assert list(profile.rows) == ["Liggende i HF", "2014"]


def test_a_column_overrides_the_number_keys_one_by_one() -> None:
    profile = Profile.model_validate({**LONG, "number": {"dash": "zero", "suffix": ["%"]}})
    assert profile.shape(Column(metric="m", number=Shape(dash="missing"))) == Shape(dash="missing", suffix=("%",))


def test_the_period_is_needed_where_no_column_has_it() -> None:
    assert Profile.model_validate(LONG).needs_period
    assert Profile.model_validate(CROSSTAB).needs_period
    assert not TIDY.needs_period


def test_tidy_is_what_the_documentation_says() -> None:
    """The header of the tidy file is a promise to people who write exporters."""
    header = "organisation;unit;metric;dimension;period;value;numerator;denominator;n;status"
    assert list(TIDY.columns) == header.split(";")
    assert all(column.role == heading for heading, column in TIDY.columns.items())
    assert (TIDY.encoding, TIDY.delimiter, TIDY.column(Role.WORDS)) == ("utf-8", ";", None)
