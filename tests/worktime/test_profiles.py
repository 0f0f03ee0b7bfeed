"""AML files load whole or are refused with every problem where it stands; nobody agrees to more than the law lets them."""

from datetime import date
from pathlib import Path

import pytest

from engine.errors import RuleFileError
from engine.worktime.kinds import BreachType
from engine.worktime.profiles import DEFAULT, load
from tests.worktime.engine_side import SHIPPED

_SHIPPED = Path("rules/aml")


def _problems(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "own.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RuleFileError) as refused:
        load(_SHIPPED, file)
    return [problem.line().removeprefix(f"{tmp_path}/") for problem in refused.value.problems]


def test_the_shipped_files_hold_the_named_profiles() -> None:
    """The law's main rule, two kinds of shift work, the agreed limits, and the two exempt kinds of post."""
    assert SHIPPED.names == sorted(
        ["dagarbeider", "turnus-38", "turnus-36", "avtale-tillitsvalgte", "ledende", "saerlig-uavhengig"]
    )
    assert SHIPPED.default == DEFAULT


def test_the_law_is_dated_and_says_from_when_it_was_verified() -> None:
    """Today's limits are taken to hold from 1 July 2015, and were compared with the text of 2026."""
    law = SHIPPED.laws[0]
    assert (law.valid_from, law.verified_from) == (date(2015, 7, 1), date(2026, 1, 1))
    assert law.reference(BreachType.DAY_TOTAL) == "LOV-2005-06-17-62 § 10-6 (8) (9)"


def test_a_profile_of_the_documented_form_loads(tmp_path: Path) -> None:
    """Beside the shipped ones; another version of a shipped name begins on its day."""
    file = tmp_path / "own.yaml"
    file.write_text(
        """
profiles:
  - aml_profile: dagarbeider
    valid_from: 2023-01-01
    law_ref: LOV-2005-06-17-62 kap. 10
    exempt: none
    ordinary: {day: 9, week: 40, averaging: none}
    overtime: {week: 10, four_weeks: 25, year: 200, basis: statutory}
    total: {day: 13, week: 48, averaging_weeks: 1, hard_cap_week: 69}
    rest: {daily: 11, weekly: 35, straddle: true}
    sundays: {max_consecutive: 1, window: statutory, include_holidays: false}
    oncall: {factor: "1/7", count_in: [week], ignore_callout_min: 0}
    windows: {day: sliding, week: iso, attribution: start, dst: elapsed, count: non_overlapping, report_date: crossing}
    warn_at: 0.9
employees:
  - {employee: "1001", profile: turnus-38, valid_from: 2023-01-01, valid_to: 2023-06-30}
  - {employee: "1001", profile: dagarbeider, valid_from: 2023-07-01}
""",
        encoding="utf-8",
    )
    profiles = load(_SHIPPED, file)
    version = profiles.version_on("dagarbeider", date(2023, 5, 1))
    assert version is not None
    assert version.valid_from == date(2023, 1, 1)
    assert profiles.version_on("dagarbeider", date(2022, 5, 1)) != version
    assert [each.profile for each in profiles.employees] == ["turnus-38", "dagarbeider"]


def test_nobody_agrees_to_more_than_the_law_lets_them(tmp_path: Path) -> None:
    """Every ceiling, with the paragraph."""
    told = _problems(
        tmp_path,
        """profiles:
  - aml_profile: too-much
    valid_from: 2023-01-01
    ordinary: {day: 13, week: 55}
    overtime: {week: 21, four_weeks: 51, year: 301}
    total: {day: 16.5, week: 49, hard_cap_week: 70}
    rest: {daily: 7.5, weekly: 27}
    sundays: {max_consecutive: 4}
""",
    )
    assert told == [
        _more("4:21", 13, 12.5, "§§ 10-4 and 10-5"),
        _more("4:31", 55, 54, "§§ 10-4 and 10-5"),
        _more("5:22", 21, 20, "§ 10-6 (4) (5)"),
        _more("5:38", 51, 50, "§ 10-6 (4) (5)"),
        _more("5:48", 301, 300, "§ 10-6 (4) (5)"),
        _more("6:18", 16.5, 16, "§ 10-6 (8) (9)"),
        _more("6:30", 49, 48, "§ 10-6 (8)"),
        _more("6:49", 70, 69, "§ 10-6 (8)"),
        _less("7:19", 7.5, 8, "§ 10-8 (1) (3)"),
        _less("7:32", 27, 28, "§ 10-8 (2) (3)"),
        "own.yaml:8:32 [R041] more than 3 Sundays in a row cannot be agreed (LOV-2005-06-17-62 § 10-8 (4)):"
        " only basis: 10-12 (4) goes further",
    ]


def _more(place: str, hours: float, ceiling: float, paragraph: str) -> str:
    return (
        f"own.yaml:{place} [R041] {hours:g} h is more than the {ceiling:g} h that an agreement can allow"
        f" (LOV-2005-06-17-62 {paragraph}): only basis: 10-12 (4) goes further"
    )


def _less(place: str, hours: float, ceiling: float, paragraph: str) -> str:
    return (
        f"own.yaml:{place} [R041] {hours:g} h is less than the {ceiling:g} h that an agreement must leave"
        f" (LOV-2005-06-17-62 {paragraph}): only basis: 10-12 (4) goes further"
    )


def test_exactly_the_ceilings_can_be_agreed_and_more_by_section_10_12_4(tmp_path: Path) -> None:
    """With the agreement's id and date; the ceilings are the shipped profile's."""
    agreed = SHIPPED.version_on("avtale-tillitsvalgte", date(2023, 1, 1))
    assert agreed is not None
    assert (agreed.total.day, agreed.overtime.year, agreed.rest.daily) == (16 * 60, 300 * 60, 8 * 60)
    file = tmp_path / "own.yaml"
    more = "profiles: [{aml_profile: hav, valid_from: 2023-01-01, total: {day: 19}, basis: 10-12 (4)%s}]"
    file.write_text(more % ", agreement: {id: A-12, date: 2022-11-01}", encoding="utf-8")
    assert load(_SHIPPED, file).version_on("hav", date(2023, 1, 1)) is not None
    assert _problems(tmp_path, more % "") == ["own.yaml:1:12 [R008] basis: 10-12 (4) needs an agreement with id and date"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("profils: []", "own.yaml:1:1 [R005] unknown key 'profils' (did you mean 'profiles'?)"),
        ("- x", "own.yaml:1:1 [R009] the file holds a mapping with the keys profiles, employees"),
        ("profiles: {a: 1}", "own.yaml:1:11 [R009] a list is expected: each item begins with -"),
        ("profiles: [7]", "own.yaml:1:12 [R009] an item holds keys and values: - id: ..."),
        ("profiles: [{aml_profile: x}]", "own.yaml:1:12 [R006] the key 'valid_from' is missing"),
        (
            "profiles: [{aml_profile: x, valid_from: 2023-01-01, windows: {day: slidng}}]",
            "own.yaml:1:68 [R007] 'slidng' is none of sliding, start, fixed (did you mean 'sliding'?)",
        ),
        (
            "profiles: [{aml_profile: x, valid_from: 2023-01-01, total: {day: '13,5'}}]",
            'own.yaml:1:66 [R007] hours are expected, in whole minutes: 13, 12.5 or "177:20"',
        ),
        (
            "profiles: [{aml_profile: x, valid_from: 2023-01-01, total: {day: -1}}]",
            'own.yaml:1:66 [R007] hours are expected, in whole minutes: 13, 12.5 or "177:20"',
        ),
        (
            "profiles: [{aml_profile: x, valid_from: 2023-01-01, oncall: {factor: 7/1}}]",
            'own.yaml:1:70 [R007] a share from 0 to 1 is expected: "1/7", 0.25 or 0',
        ),
        (
            "profiles: [{aml_profile: x, valid_from: 2023-13-01}]",
            "own.yaml:1:41 [R007] a date is expected: 2023-01-31",
        ),
        (
            "profiles: [{aml_profile: x, valid_from: 2023-01-01, day_cutoff: 25:00}]",
            'own.yaml:1:65 [R007] a time of day is expected: "00:00"',
        ),
        (
            "profiles: [{aml_profile: x, valid_from: 2023-01-01, windows: {week_start: monday}}]",
            "own.yaml:1:75 [R007] a weekday and a time are expected: monday 00:00",
        ),
        (
            "profiles: [{aml_profile: x, valid_from: 2010-01-01}]",
            "own.yaml:1:41 [R041] no law is on record for this day: the first holds from 2015-07-01",
        ),
        (
            "profiles: [{aml_profile: x, valid_from: 2023-01-01}, {aml_profile: x, valid_from: 2023-01-01}]",
            "own.yaml:1:68 [R011] the profile 'x' has a version from 2023-01-01 already, in own.yaml:1:12",
        ),
        (
            "profiles: [{aml_profile: x, valid_from: 2023-01-01, overtime: {basis: agreed}}]",
            "own.yaml:1:12 [R008] basis: agreed needs ordinary.agreed_day and ordinary.agreed_week",
        ),
        (
            "employees: [{employee: '1', profile: turnus-83}]",
            "own.yaml:1:38 [R007] no profile is called 'turnus-83' (did you mean 'turnus-38'?)",
        ),
        ("employees: [{employee: 1, profile: ledende}]", "own.yaml:1:24 [R007] a text is expected: put it in quotes"),
        (
            "employees: [{employee: a, profile: ledende}, {employee: a, profile: turnus-38, valid_from: 2023-01-01}]",
            "own.yaml:1:92 [R044] the employee has another profile until 9999-12-31",
        ),
        (
            "employees: [{employee: a, profile: ledende, valid_from: 2023-02-01, valid_to: 2023-01-01}]",
            "own.yaml:1:79 [R008] valid_to comes before valid_from",
        ),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(tmp_path: Path, text: str, told: str) -> None:
    """By line and column, with what was probably meant."""
    assert [line.replace(f"{tmp_path}/", "") for line in _problems(tmp_path, text)] == [told]


def test_a_bomb_is_refused_before_it_is_composed(tmp_path: Path) -> None:
    """The reader is the rulebook's."""
    assert "[R002]" in _problems(tmp_path, "a: &a [x]\nb: *a\n")[0]


def test_thousands_of_employees_come_from_a_file_beside_the_profiles(tmp_path: Path) -> None:
    """With or without dates, beside those whom the file of profiles names itself."""
    lines = [f"{number:06d};turnus-38;2023-01-01;" for number in range(20_000)]
    (tmp_path / "who.csv").write_text("\n".join(["employee;profile;valid_from;valid_to", *lines]), encoding="utf-8")
    own = tmp_path / "own.yaml"
    own.write_text("employees: [{employee: '7', profile: ledende}]\nemployees_from: who.csv\n", encoding="utf-8")
    loaded = load(_SHIPPED, own)
    assert len(loaded.employees) == 20_001
    assert {each.employee: (each.profile, each.valid_from) for each in loaded.employees}["000042"] == (
        "turnus-38",
        date(2023, 1, 1),
    )


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (
            "employee;profile\n1;turnus38\n",
            "who.csv:2 «profile» [R007] no profile is called 'turnus38' (did you mean 'turnus-38'?)",
        ),
        ("employee;profile;valid_from\n1;ledende;2023-02-30\n", "who.csv:2 «valid_from» [R007] a date is expected: 2023-01-31"),
        ("employee;profile\n;ledende\n", "who.csv:2 [R006] the key 'employee' is missing"),
        ("employee;profile\n1;ledende\n1;turnus-36\n", "who.csv:3 «valid_from» [R044]"),
        ("employee;profile;union\n1;ledende;x\n", "who.csv:1 [R009] the headings are employee, profile"),
        (None, "own.yaml"),
    ],
)
def test_what_is_wrong_in_that_file_is_told_with_its_line(tmp_path: Path, content: str | None, problem: str) -> None:
    """As in any other file of profiles."""
    if content is not None:
        (tmp_path / "who.csv").write_text(content, encoding="utf-8")
    told = _problems(tmp_path, "employees_from: who.csv\n" if content else "employees_from: [who.csv]\n")
    assert told[0].startswith(problem)


def test_the_file_lies_in_the_folder_of_the_profiles(tmp_path: Path) -> None:
    """A name that leads elsewhere, or nowhere, is no file."""
    for name in ("../own.yaml", "/etc/hostname", "nobody.csv"):
        [told] = _problems(tmp_path, f"employees_from: {name}\n")
        assert "there is no file" in told
