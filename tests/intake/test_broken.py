"""Every broken delivery gets exactly the lines that fixtures/broken/deliveries/cases.yaml says, and nothing of it is used."""

from typing import Any

import pytest

from engine.errors import DeliveryRefused
from engine.intake import choose
from engine.language import Language
from tests.intake import parquets, workbooks
from tests.intake.catalogue import FOLDER, figures, profiles, yaml

CASES: list[dict[str, Any]] = yaml(FOLDER / "cases.yaml")
A_HUNDRED_AND_FIFTY = "a-hundred-and-fifty-mistakes.csv"


def name_of(case: dict[str, Any]) -> str:
    return str(case.get("file") or case.get("workbook") or case.get("parquet"))


def content_of(case: dict[str, Any]) -> bytes:
    if "file" in case:
        return (FOLDER / case["file"]).read_bytes()
    made: bytes = getattr(workbooks if "workbook" in case else parquets, name_of(case))()
    return made


def refused(content: bytes, name: str, case: dict[str, Any]) -> DeliveryRefused:
    known = [("helse-nord-ikt", profile) for profile in profiles().values()]
    profile = choose(known, name, case["profile"], decimal=case.get("decimal"))
    organisation = case.get("organisation") or (None if case["profile"] == "tidy" else "helse-nord-ikt")
    with pytest.raises(DeliveryRefused) as raised:
        figures(content, profile, name=name, organisation=organisation, period=case.get("period"))
    return raised.value


# A bomb that is not stopped would end the test run here, not a user's evening.
@pytest.mark.timeout(20)
@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_a_broken_delivery_is_refused_word_for_word(case: dict[str, Any]) -> None:
    """The sender learns where each mistake stands, what it is and what to do."""
    refusal = refused(content_of(case), name_of(case), case)
    assert [problem.line(Language.EN) for problem in refusal.problems] == case["lines"].splitlines()
    assert refusal.exit_code == 2


def test_every_broken_file_is_a_case() -> None:
    files = {path.name for path in FOLDER.iterdir()} - {"cases.yaml", "catalogue.yaml", A_HUNDRED_AND_FIFTY}
    assert files == {case["file"] for case in CASES if "file" in case}
    assert len(files) >= 45


def test_a_hundred_problems_are_named_and_the_rest_counted() -> None:
    refusal = refused((FOLDER / A_HUNDRED_AND_FIFTY).read_bytes(), A_HUNDRED_AND_FIFTY, {"profile": "tidy"})
    assert len(refusal.problems) == 101
    assert refusal.problems[-1].line() == f"{A_HUNDRED_AND_FIFTY} [D099] and 50 more problems"
    assert str(refusal) == f"{A_HUNDRED_AND_FIFTY} is refused and nothing of it is used; problems: 150"


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_no_message_is_longer_than_a_reader_can_bear(case: dict[str, Any]) -> None:
    """Whatever a file holds, a line about it stays a line."""
    for line in case["lines"].splitlines():
        assert len(line) < 250
        assert line.isprintable()
