"""A Monday morning of the quality team in a real browser: in both languages, with the keyboard alone, on a telephone too."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web.test_browser import SIZES, Demo, choose_language, chromium, demo, kari, page, signed_in, violations

__all__ = ["chromium", "demo", "kari", "page"]  # fixtures

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

QUEUE = "/avvik/?organisation=helse-nord-ikt"
STORY = {
    ("nb", "wide"): "A-000014",
    ("en", "narrow"): "A-000015",
}
"""Which avvik each reader works, on which screen."""
CLOSED = {("nb", "narrow"): ("A-000011", "Bekreft effekt", "Lukk", "lukket")}
"""The avvik whose effect is reached, and the words of its last two moves and its last state."""
WORDS = {
    "nb": {
        "new": "Nye",
        "comment": "Kommenter",
        "assign": "Tildel",
        "cause": "Sett årsak",
        "act": "Legg til tiltak",
        "done": "Meld tiltak utført",
        "state": "effektvurdering",
        "met": "nådd i 0 av 1 periode",
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
        "met": "met 0 of 1 period",
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


@pytest.mark.parametrize(("language", "size"), CLOSED)
def test_somebody_else_judges_the_effect_and_closes(chromium: Browser, demo: Demo, language: str, size: str) -> None:
    """The end of the morning: whoever is responsible for the action does not judge it; a colleague does, and closes."""
    avvik, verify, close, closed = CLOSED[language, size]
    page = signed_in(chromium, demo.links["quality"][1]).new_page()
    page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
    page.goto(f"{demo.address}/avvik/{avvik}/")
    choose_language(page, language)
    for title in (verify, close):
        open_form(page, title)
        page.keyboard.press("Tab")
        page.keyboard.type("Effekten er målt to måneder på rad.")
        page.keyboard.press("Tab")
        send(page, WORDS[language])
    assert closed in page.locator(".facts").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    page.context.close()


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_chart_is_seen_in_light_and_dark_and_scrolled_by_keyboard_on_a_telephone(
    page: Page, demo: Demo, scheme: str
) -> None:
    """Its picture is loaded under the page's content policy, on the page's own ground, and begins at the newest period."""
    page.set_viewport_size(SIZES["narrow"])  # type: ignore[arg-type]
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{demo.address}/avvik/A-000005/")
    picture = page.locator(".chart img")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 600
    assert "≥ 70 %" in str(picture.get_attribute("alt"))
    ground = "rgb(255, 255, 255)" if scheme == "light" else "rgb(27, 34, 37)"
    assert corner_of(page) == ground
    region = page.locator(".chart .drawing")
    region.focus()
    edge = "each => each.getBoundingClientRect().right"
    assert abs(region.evaluate(edge) - picture.evaluate(edge)) < 4
    page.keyboard.press("ArrowLeft")
    moved = "async each => { while (!each.scrollLeft) await new Promise(requestAnimationFrame); return each.scrollLeft; }"
    assert region.evaluate(moved) < 0
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES["narrow"]["width"]
    assert violations(page) == []


def corner_of(page: Page) -> str:
    """The colour at the upper left of the drawn picture, where there is only its paper."""
    script = """async () => {
        const image = document.querySelector('.chart img'), canvas = document.createElement('canvas');
        canvas.width = canvas.height = 4;
        canvas.getContext('2d').drawImage(image, 0, 0, 4, 4, 0, 0, 4, 4);
        return `rgb(${[...canvas.getContext('2d').getImageData(1, 1, 1, 1).data].slice(0, 3).join(', ')})`;
    }"""
    return str(page.evaluate(script))


def test_the_picture_by_itself_has_its_colours_and_nothing_is_refused(page: Page, demo: Demo) -> None:
    """Opened in a tab it is a document under its own policy, which knows its style sheet by the hash."""
    page.goto(f"{demo.address}/avvik/A-000005/chart.svg")
    assert page.evaluate("getComputedStyle(document.querySelector('svg > rect')).fill") == "rgb(255, 255, 255)"


def test_every_field_that_lacks_something_is_named_at_once_and_leads_to_itself(page: Page, demo: Demo) -> None:
    page.goto(f"{demo.address}/avvik/A-000005/")
    choose_language(page, "nb")
    page.locator("#form-act summary").click()
    page.locator("#act_text").fill("Ny vaktplan")
    with page.expect_navigation():
        page.locator("#form-act button").click()
    named = page.locator("#refused .wrong a")
    assert named.all_inner_texts() == ["Ansvarlig", "Frist"]
    assert page.locator("#act_text").input_value() == "Ny vaktplan"
    assert violations(page) == []
    named.first.click()
    assert page.evaluate("document.activeElement.id") == "act_responsible"
    told = page.locator("#act_due").get_attribute("aria-describedby")
    assert page.locator(f"#{told}").inner_text() == "Feltet er påkrevet."
