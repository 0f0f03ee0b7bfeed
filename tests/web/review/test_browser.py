"""A Monday morning of the quality team in a real browser: in both languages, with the keyboard alone, on a telephone too."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web.test_browser import SIZES, Demo, choose_language, chromium, demo, kari, page, violations

__all__ = ["chromium", "demo", "kari", "page"]  # fixtures

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

QUEUE = "/avvik/?organisation=helse-nord-ikt"
STORY = {
    ("nb", "wide"): "A-000014",
    ("en", "narrow"): "A-000015",
}
"""Which avvik each reader works, on which screen."""
WORDS = {
    "nb": {
        "new": "Nye",
        "comment": "Kommenter",
        "assign": "Tildel",
        "cause": "Sett årsak",
        "act": "Legg til tiltak",
        "done": "Meld tiltak utført",
        "state": "effektvurdering",
        "met": "nådd i 0 av 1 perioder",
        "written": "Lagret.",
    },
    "en": {
        "new": "New",
        "comment": "Comment",
        "assign": "Assign",
        "cause": "Set the cause",
        "act": "Add an action",
        "done": "Report an action done",
        "state": "judging the effect (effektvurdering)",
        "met": "met 0 of 1 periods",
        "written": "Written.",
    },
}


def press_until(page: Page, key: str, wanted: str) -> None:
    for _ in range(30):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement.getAttribute('href')") == wanted:
            return
    raise AssertionError(f"{key} does not reach {wanted}")


def focus_on(page: Page, wanted: str) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == wanted:
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")


def open_form(page: Page, title: str) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('summary') ? document.activeElement.innerText.trim() : ''") == title:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"the keyboard does not reach the form «{title}»")


def choose(page: Page, text: str) -> None:
    """In a list that has the focus: by the beginning of the choice's name, as a person types it."""
    page.keyboard.type(text)


def send(page: Page, words: dict[str, str]) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_have_text(words["written"])
    assert violations(page) == []


@pytest.mark.parametrize(("language", "size"), STORY)
def test_a_monday_morning_with_the_keyboard_alone(page: Page, demo: Demo, language: str, size: str) -> None:
    words, avvik = WORDS[language], STORY[language, size]
    page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
    page.goto(demo.address + QUEUE)
    choose_language(page, language)

    # What is new? The first queue, then j down to the one she knows, Enter.
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText").startswith(words["new"]):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "queue=new" in page.url
    assert violations(page) == []
    press_until(page, "j", f"/avvik/{avvik}/")
    page.keyboard.press("k")
    press_until(page, "j", f"/avvik/{avvik}/")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]

    # She writes what she knows, gives it to herself, and says why it happened.
    focus_on(page, "comment_text")
    page.keyboard.type("Ringte kundesenteret: <b>to sluttet</b> i januar.")
    page.keyboard.press("Tab")
    send(page, words)
    expect(page.locator(".entries .words").first).to_have_text("Ringte kundesenteret: <b>to sluttet</b> i januar.")
    open_form(page, words["assign"])
    page.keyboard.press("Tab")
    choose(page, "Kari")
    page.keyboard.press("Tab")
    send(page, words)
    open_form(page, words["cause"])
    page.keyboard.press("Tab")
    choose(page, "Fo" if language == "nb" else "To")
    page.keyboard.press("Tab")
    page.keyboard.type("For få på vakt")
    page.keyboard.press("Tab")
    send(page, words)

    # An action for somebody else, its effect after one period; it is done, and the effect is measured live.
    open_form(page, words["act"])
    page.keyboard.press("Tab")
    page.keyboard.type("Ny vaktplan")
    page.keyboard.press("Tab")
    choose(page, "Hans")
    page.keyboard.press("Tab")
    page.keyboard.type("05012027" if language == "nb" else "01052027")
    focus_on(page, "act_effect_periods")
    page.keyboard.press("Control+A")
    page.keyboard.type("1")
    page.keyboard.press("Tab")
    send(page, words)
    open_form(page, words["done"])
    for _ in range(4):
        page.keyboard.press("Tab")
    send(page, words)
    assert words["state"] in page.locator(".facts").inner_text()
    expect(page.locator(".effect")).to_contain_text(words["met"])
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]


def test_two_at_their_desks_get_a_clear_choice(chromium: Browser, kari: BrowserContext, demo: Demo, page: Page) -> None:
    """Kari has the page open while somebody else writes: she reads it, her words are kept, and she sends them again."""
    page.goto(f"{demo.address}/avvik/A-000007/")
    choose_language(page, "nb")
    other = kari.new_page()
    other.goto(f"{demo.address}/avvik/A-000007/")
    other.locator("#comment_text").fill("Skrevet først")
    with other.expect_navigation():
        other.locator("form[action$='/comment/'] button").click()
    other.close()
    page.locator("#comment_text").fill("Mine lange ord")
    with page.expect_navigation():
        page.locator("form[action$='/comment/'] button").click()
    expect(page.locator("#refused")).to_contain_text("Skrevet først")
    expect(page.locator("#refused")).to_contain_text("Mine lange ord")
    assert page.locator("#comment_text").input_value() == "Mine lange ord"
    assert violations(page) == []
    with page.expect_navigation():
        page.locator("form[action$='/comment/'] button").click()
    assert page.locator(".entries .words").all_inner_texts()[:2] == ["Mine lange ord", "Skrevet først"]


def test_several_are_chosen_and_given_away_by_keys(page: Page, demo: Demo) -> None:
    page.goto(demo.address + QUEUE + "&rule=hnikt-aml-rise")
    choose_language(page, "nb")
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    assert page.locator("#queue input:checked").count() == 2
    page.locator("#to").select_option("hr")
    with page.expect_navigation():
        page.locator(".bulk button").click()
    expect(page.get_by_role("status").first).to_have_text("2 tildelt.")


def test_keys_take_no_letter_from_a_field(page: Page, demo: Demo) -> None:
    page.goto(demo.address + QUEUE)
    page.locator("#text").focus()
    page.keyboard.type("jkx")
    assert page.locator("#text").input_value() == "jkx"


def test_a_filter_changes_the_queue_and_the_address(page: Page, demo: Demo) -> None:
    page.goto(demo.address + QUEUE)
    page.locator("#severity").select_option("low")
    page.wait_for_url(re.compile("severity=low"))
    expect(page.locator("#queue tbody tr")).to_have_count(1)
