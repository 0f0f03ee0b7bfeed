"""Working time, rules, deliveries and the log in a real browser: a morning's work in both languages, narrow and wide."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.web.evidence import keep_evidence
from tests.web.test_browser import SIZES, Demo, choose_language, chromium, demo, kari, signed_in, violations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
__all__ = ["chromium", "demo", "kari"]  # fixtures that the tests here take by their names

WORDS = {
    "nb": ("Fortsett", "Poster", "Sett årsaken", "Det er skrevet.", "Kontroller nå", "Loggen er hel.", "Hvorfor?"),
    "en": ("Go on", "Records", "Say the cause", "It is written.", "Verify now", "The log is whole.", "Why?"),
}


@pytest.fixture(scope="module")
def evidence(demo: Demo) -> Demo:
    # In a thread of its own: where the browser's loop runs, Django refuses to ask a database.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(keep_evidence, f"sqlite:///{demo.folder}/var/demo.sqlite3").result()
    return demo


@pytest.fixture(scope="module")
def hans(chromium: Browser, evidence: Demo) -> Iterator[BrowserContext]:
    """HR."""
    context = signed_in(chromium, evidence.links["hr"][0])
    yield context
    context.close()


@pytest.fixture(scope="module")
def dag(chromium: Browser, evidence: Demo) -> Iterator[BrowserContext]:
    """The data owner."""
    context = signed_in(chromium, evidence.links["data_owner"][0])
    yield context
    context.close()


def fits(page: Page, size: str) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["nb", "en"])
def test_hr_says_why_opens_the_records_and_gives_the_cause(
    hans: BrowserContext, evidence: Demo, size: str, language: str
) -> None:
    go_on, records, say_cause, written, *_ = WORDS[language]
    page = hans.new_page()
    page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
    page.goto(f"{evidence.address}/aml/?organisation=hemit")
    choose_language(page, language)
    assert fits(page, size)
    assert violations(page) == []
    page.goto(f"{evidence.address}/aml/breaches/?organisation=hemit")
    if page.locator("#why").count():
        assert violations(page) == []
        page.locator("#why").fill("Månedens gjennomgang")
        with page.expect_navigation():
            page.get_by_role("button", name=go_on).click()
    page.get_by_role("link", name=records).first.click()
    assert "08:00–22:00" in page.locator(".behind").inner_text()
    assert fits(page, size)
    assert violations(page) == []
    page.goto(f"{evidence.address}/aml/cases/?organisation=hemit&state=ny")
    page.locator("main tbody a").first.click()
    page.select_option("#cause", "cover")
    with page.expect_navigation():
        page.get_by_role("button", name=say_cause).click()
    assert written in page.get_by_role("status").inner_text()
    assert fits(page, size)
    assert violations(page) == []
    page.close()


def test_a_data_owner_looks_at_a_file_and_accepts_it(dag: BrowserContext, evidence: Demo, tmp_path: Path) -> None:
    heading = "organisation;unit;metric;dimension;period;value;numerator;denominator;n;status"
    good, bad = tmp_path / "april.tidy.csv", tmp_path / "feil.tidy.csv"
    row = "helse-nord-ikt;helse-nord-ikt;first_line_resolution;;2023-04;{};;;;final"
    good.write_text(f"{heading}\n{row.format(71)}\n", encoding="utf-8")
    bad.write_text(f"{heading}\n{row.format('sytti')}\n", encoding="utf-8")
    page = dag.new_page()
    page.goto(f"{evidence.address}/deliveries/new/?organisation=helse-nord-ikt")
    for file, said in ((bad, "Den kan ikke tas imot"), (good, "Ingenting er tatt vare på ennå")):
        page.set_input_files("#file", file)
        with page.expect_navigation():
            page.get_by_role("button", name="Se på den").click()
        assert said in page.get_by_role("status").inner_text()
        assert violations(page) == []
    with page.expect_navigation():
        page.get_by_role("button", name="Ta imot filen").click()
    assert "Tatt imot: 1 tall, 1 nye" in page.get_by_role("status").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="Last ned originalen").click()
    assert Path(download.value.path()).read_bytes() == good.read_bytes()
    page.close()


@pytest.mark.parametrize("language", ["nb", "en"])
def test_quality_asks_a_rule_why_and_verifies_the_log(kari: BrowserContext, demo: Demo, language: str) -> None:
    *_, verify, whole, why = WORDS[language]
    page = kari.new_page()
    for size in SIZES:
        page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
        page.goto(f"{demo.address}/rules/hnikt-first-line/")
        choose_language(page, language)
        assert fits(page, size)
        page.get_by_role("link", name=why).first.click()
        assert "65" in page.locator(".sentence").inner_text()
        assert fits(page, size)
        page.goto(f"{demo.address}/log/")
        with page.expect_navigation():
            page.get_by_role("button", name=verify).click()
        assert whole in page.get_by_role("status").inner_text()
        assert fits(page, size)
        assert violations(page) == []
    page.close()
