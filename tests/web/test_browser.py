"""The workplace in a real browser: in and through the overview with the keyboard alone, narrow and wide, in both languages."""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.web.addresses import ADDRESSES

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SIZES = {"narrow": {"width": 360, "height": 740}, "wide": {"width": 1440, "height": 900}}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""What axe-core looks for: WCAG 2.2 at AA, and what it holds to be good practice besides."""


@dataclass(frozen=True)
class Demo:
    """`malvakt demo --serve` as a process of its own."""

    address: str
    links: dict[str, list[str]]
    folder: Path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    for name in ("rules", "fixtures"):
        (folder / name).symlink_to(ROOT / name)
    with served(folder, 8431) as opened:
        yield opened


@contextmanager
def served(folder: Path, port: int) -> Iterator[Demo]:
    """The demo of the folder's own rules and fixtures."""
    links: dict[str, list[str]] = {}
    command = [Path(sys.executable).with_name("malvakt"), "demo", "--serve", "--port", str(port), "--language", "nb"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = ""
        for line in process.stdout:
            if found := re.search(r"\((\w+)\): (http://127\.0\.0\.1:\d+)(/demo/\S+)", line):
                role, address, path = found.groups()
                links.setdefault(role, []).append(address + path)
            if "(admin)" in line:
                break
        yield Demo(address, links, folder)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


def signed_in(chromium: Browser, link: str) -> BrowserContext:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(link)
    with page.expect_navigation():
        page.get_by_role("button", name="Gå inn").click()
    page.close()
    return context


@pytest.fixture(scope="module")
def kari(chromium: Browser, demo: Demo) -> Iterator[BrowserContext]:
    """The quality team's Kari, signed in by the demo's link."""
    context = signed_in(chromium, demo.links["quality"][0])
    yield context
    context.close()


@pytest.fixture
def page(kari: BrowserContext, demo: Demo) -> Iterator[Page]:
    """A page in which nothing may go wrong unseen: no script error, nothing that the content policy refused."""
    opened = kari.new_page()
    opened.set_default_timeout(10_000)
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    yield opened
    opened.close()
    # What answers with an error on purpose is no fault of the page.
    assert [each for each in wrong if "Failed to load resource" not in each] == []


def violations(page: Page) -> list[tuple[str, list[Any]]]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found.response["violations"]]


def focused(page: Page) -> str:
    """The text of what has the focus; of a field, whose text is its options, the name."""
    return str(page.evaluate("(e => e.matches('select') ? e.id : (e.innerText || e.id).trim())(document.activeElement)"))


def tab_to(page: Page, wanted: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(page).endswith(wanted) and "\n" not in focused(page):
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")


def choose_language(page: Page, language: str) -> None:
    page.goto(page.url)
    button = page.get_by_role("button", name="English" if language == "en" else "Norsk")
    if button.count():
        with page.expect_navigation():
            button.click()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_overview_is_read_with_the_keyboard_alone(page: Page, demo: Demo, size: str, language: str) -> None:
    """Skip to the content, choose what was missed, open a target in words, compare with the month before."""
    words = {
        "nb": ("Til innholdet", "ikke nådd", "Med ord", "mars 2023"),
        "en": ("To the content", "missed", "In words", "March 2023"),
    }[language]
    page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
    page.goto(f"{demo.address}/?organisation=helse-nord-ikt&period=2023-03")
    choose_language(page, language)
    assert page.locator("html").get_attribute("lang") == language
    page.keyboard.press("Tab")
    assert focused(page) == words[0]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    tab_to(page, words[1])
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "outcome=missed" in page.url
    assert page.locator("tbody tr").count() == page.locator("tr.o-missed").count() == 10
    page.keyboard.press("Tab")
    tab_to(page, words[2])
    page.keyboard.press("Enter")
    assert page.locator("details[open] p").first.is_visible()
    assert words[3] in page.locator("h1").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]


def test_a_filter_changes_the_table_at_once_and_the_address_with_it(page: Page, demo: Demo) -> None:
    page.goto(f"{demo.address}/?organisation=helse-nord-ikt&period=2023-03")
    page.select_option("#compare", "2023-02")
    page.wait_for_url("**compare=2023-02**")
    assert page.locator("thead th").count() == 9
    page.go_back()
    page.wait_for_url("**/?organisation=helse-nord-ikt&period=2023-03")
    expect(page.locator("thead th")).to_have_count(7)


def test_everything_is_there_without_javascript(chromium: Browser, kari: BrowserContext, demo: Demo) -> None:
    context = chromium.new_context(java_script_enabled=False, storage_state=kari.storage_state())
    page = context.new_page()
    page.goto(f"{demo.address}/?organisation=hemit&period=2015")
    page.select_option("#unit", "it-service")
    with page.expect_navigation():
        page.locator(".filters button").click()
    assert "unit=it-service" in page.url
    assert page.locator("tbody tr").count() == 1
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_no_page_has_a_barrier_that_axe_can_find(page: Page, demo: Demo, size: str, scheme: Any) -> None:
    """Every page of the address list, those behind a form with wrong input, and what is not there."""
    page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
    page.emulate_media(color_scheme=scheme)
    pages = [address for each in ADDRESSES.values() if each.is_page and each.method == "get" for address in each.own]
    found = {}
    for address in [*pages, "/nowhere/", "/account/code-app/", "/?organisation=hemit&outcome=exempt"]:
        page.goto(demo.address + address)
        found[address] = violations(page)
    assert {address: each for address, each in found.items() if each} == {}


def test_no_page_is_wider_than_a_telephone(page: Page, demo: Demo) -> None:
    """With everything unfolded that may be; what is wider, such as a table, scrolls by itself."""
    page.set_viewport_size(SIZES["narrow"])  # type: ignore[arg-type]
    pages = [address for each in ADDRESSES.values() if each.is_page and each.method == "get" for address in each.own]
    wide = {}
    for address in pages:
        page.goto(demo.address + address)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > SIZES["narrow"]["width"]:
            wide[address] = width
    assert wide == {}


def test_the_sign_in_has_no_barrier_either(chromium: Browser, demo: Demo) -> None:
    """Seen by who is not signed in, before and after a wrong password."""
    page = chromium.new_page()
    page.goto(f"{demo.address}/sign-in/")
    assert violations(page) == []
    page.get_by_label("E-post").fill("nobody@hemit.no")
    page.get_by_label("Passord").fill("et helt galt passord")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("alert").is_visible()
    assert violations(page) == []
    page.close()


def test_the_links_of_the_demo_lead_from_role_to_role(chromium: Browser, demo: Demo) -> None:
    """Each is good again and again, also for whoever is in as somebody else; an employee comes to the own first page."""
    page = chromium.new_page()
    for role, name, first in (("board", "Siri", ""), ("employee", "Anne", "aml/"), ("board", "Siri", "")):
        page.goto(demo.links[role][0])
        assert violations(page) == []
        with page.expect_navigation():
            page.get_by_role("button", name="Gå inn").click()
        assert page.url == f"{demo.address}/{first}"
        expect(page.locator(".me")).to_contain_text(name)
    page.close()


def test_it_prints_on_white_without_what_paper_cannot_do(page: Page, demo: Demo) -> None:
    page.goto(f"{demo.address}/?organisation=hemit&period=2015")
    page.emulate_media(media="print", color_scheme="dark")
    for hidden in (".filters", ".top nav", ".who", "a.button"):
        assert not page.locator(hidden).is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("table").is_visible()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_report_is_read_mended_and_made_final(page: Page, demo: Demo, size: str, language: str) -> None:
    """From the list to a text, rewritten, to the question; then the edition as it was kept, without a barrier."""
    months = {"nb": ("mars 2023", "februar 2023"), "en": ("March 2023", "February 2023")}[language]
    month = months[size == "wide"]
    read, write, keep, final = {
        "nb": ("Rapporter", "Tekster og kommentarer", "Lagre tekstene", "Ferdigstill"),
        "en": ("Reports", "Texts and comments", "Keep the texts", "Make final"),
    }[language]
    page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
    page.set_default_timeout(30_000)
    page.goto(f"{demo.address}/reports/?organisation=helse-nord-ikt")
    choose_language(page, language)
    page.get_by_role("link", name=read, exact=True).click()
    page.goto(f"{demo.address}/reports/?organisation=helse-nord-ikt")
    page.get_by_role("link", name=month, exact=True).first.click()
    page.get_by_role("link", name=write).click()
    about = page.locator("textarea[name='text.okonomi']")
    about.fill({"nb": "Godt innenfor, på mandag.", "en": "Well within, on Monday."}[language])
    page.get_by_role("button", name=keep).click()
    expect(page.get_by_role("status")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    page.get_by_role("link", name=final, exact=True).click()
    if page.locator("#reason").count():
        page.fill("#reason", "avtalt")
    page.check("#sure")
    page.get_by_role("button", name=final).click()
    page.wait_for_url("**/reports/editions/*/")
    assert page.locator(".report h2").count() > 3
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    assert violations(page) == []
