"""Which profile a file is for and what is declared about it: said, never guessed."""

from datetime import date

import pytest

from engine.errors import UsageError
from engine.facts import Status
from engine.intake import TIDY, Profile, choose, declare
from engine.periods import Period
from tests.intake.catalogue import profiles

KNOWN = [("helse-nord-ikt", profile) for profile in profiles().values()]


def long(**keys: object) -> Profile:
    columns = {"Antall": {"metric": "errors_registered"}}
    return Profile.model_validate({"id": "p", "format": "csv", "layout": "long", "columns": columns, **keys})


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("brukerstotte-2023-03.csv", "brukerstotte"),
        ("BRUKERSTOTTE-2023-Q1.CSV", "brukerstotte"),
        ("okonomi-2023.csv", "okonomi"),
        ("nokkeltall-drift-2023-W12.xlsx", "drift"),
        ("mine-tidy-tall.csv", "tidy"),
    ],
)
def test_a_file_finds_its_profile_by_its_name(name: str, source: str) -> None:
    assert choose(KNOWN, name).id == source


def test_a_name_typed_on_a_mac_is_the_same_name() -> None:
    """macOS sends å as a and a ring."""
    assert choose([("o", long(files=["måned-{period}.csv"]))], "ma\u030aned-2023-03.csv").id == "p"


@pytest.mark.parametrize("name", ["brukerstotte-mars.csv", "brukerstotte-2023-03.csv.exe", "../brukerstotte-2023-03.csv", ""])
def test_a_file_that_no_glob_matches_is_a_usage_error(name: str) -> None:
    with pytest.raises(UsageError, match="no source profile is for a file named"):
        choose(KNOWN, name)


def test_a_file_that_two_globs_match_is_a_usage_error_that_names_both() -> None:
    both = [("o", long(id="first", files=["*.csv"])), ("o", long(id="second", files=["a*.csv"]))]
    with pytest.raises(UsageError, match="fits more than one source profile: first, second"):
        choose(both, "a.csv")


def test_a_profile_of_ones_own_goes_before_the_built_in_one() -> None:
    assert choose([("o", long(files=["our-tidy-*.csv"]))], "our-tidy-2023.csv").id == "p"


def test_an_unknown_source_is_a_usage_error_with_a_suggestion() -> None:
    with pytest.raises(UsageError, match=r"there is no source 'brukerstøtte' \(did you mean 'brukerstotte'\?\)"):
        choose(KNOWN, "x.csv", "brukerstøtte")
    with pytest.raises(UsageError, match=r"there is no source 'zzz'$"):
        choose(KNOWN, "x.csv", "zzz")


def test_a_source_that_two_organisations_have_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="more than one organisation has a source 'p': a, b"):
        choose([("a", long()), ("b", long())], "x.csv", "p")


def test_the_profile_brings_its_organisation() -> None:
    profile = choose([("hemit", long(files=["x-{period}.csv"]))], "x-2015.csv")
    assert declare(profile, "x-2015.csv").organisation == "hemit"
    with pytest.raises(UsageError, match="the source 'p' belongs to 'hemit', not to 'helse-nord-ikt'"):
        declare(profile, "x-2015.csv", organisation="helse-nord-ikt")


def test_the_built_in_profile_has_its_organisation_in_the_rows() -> None:
    assert declare(TIDY, "x.csv").organisation == ""
    with pytest.raises(UsageError, match="does not say whose figures"):
        declare(long(columns={"A": {"metric": "m"}, "P": {"role": "period"}}), "x.csv")


def test_the_period_comes_from_the_call_or_from_the_name() -> None:
    profile = profiles()["okonomi"]
    said = {"organisation": "helse-nord-ikt"}
    assert declare(profile, "okonomi-2023-03.csv", **said).period == Period.parse("2023-03")
    assert declare(profile, "x.csv", period="2023-03", **said).period == Period.parse("2023-03")
    assert declare(profile, "okonomi-2023-q1.csv", **said).period == Period.parse("2023-Q1")


@pytest.mark.parametrize(
    ("name", "period", "message"),
    [
        ("okonomi-2023-03.csv", "2023-02", "the delivery is declared for 2023-02, but its name says 2023-03"),
        ("okonomi-2023-13.csv", None, "'2023-13' is not a period"),
        ("okonomi-2023-03.csv", "mars", "'mars' is not a period"),
        ("okonomi.csv", None, "the figures of 'okonomi' follow the delivery's period"),
    ],
)
def test_a_period_that_is_missing_wrong_or_contradicted_is_a_usage_error(name: str, period: str | None, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        declare(profiles()["okonomi"], name, organisation="helse-nord-ikt", period=period)


def test_what_the_call_says_is_in_the_declaration() -> None:
    said = declare(TIDY, "x.csv", extracted_at=date(2023, 4, 13), preliminary=True)
    assert (said.source, said.extracted_at, said.status) == ("tidy", date(2023, 4, 13), Status.PRELIMINARY)
    assert declare(TIDY, "x.csv", preliminary=False).status is Status.FINAL
    assert declare(TIDY, "x.csv").status is None


def test_the_call_may_name_the_decimal_mark() -> None:
    assert choose(KNOWN, "x", "tidy", decimal="point").number.decimal == "point"
    with pytest.raises(UsageError, match="the decimal mark is comma or point, not 'dot'"):
        choose(KNOWN, "x", "tidy", decimal="dot")
    with pytest.raises(UsageError, match="its thousands are written with that mark"):
        choose([("o", long(number={"thousands": "point"}))], "x", "p", decimal="point")
