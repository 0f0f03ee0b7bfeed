"""A held round on Monday morning in a real browser, with the keyboard alone; then what else people decide about the guard."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.web.clock import today
from tests.decisions.organisations import UNITS, everywhere, write
from tests.web.test_browser import SIZES, Demo, choose_language, chromium, kari, page, served, tab_to, violations

__all__ = ["chromium", "kari", "page"]  # fixtures

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

STORY = {("nb", "wide", "light"): "hemit", ("en", "narrow", "dark"): "helse-nord-ikt"}
"""Whose held round each reader answers: the one lets it through, the other does not."""
WORDS = {
    "nb": ("Se på den og avgjør", "Slipp fram: avvikene er ekte", "er sluppet fram", "12 avvik reist"),
    "en": ("Look at it and decide", "Reject: the figures are wrong", "is rejected", "no avvik is raised"),
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Two organisations of twelve units, in whose last month every figure was swapped."""
    folder = tmp_path_factory.mktemp("swapped")
    (folder / "fixtures").mkdir()
    steps = []
    for organisation in STORY.values():
        write(folder / "rules", organisation)
        steps += [
            deliver(folder / "fixtures", organisation, "2026-08", everywhere("4,0"), "2026-09-20"),
            deliver(folder / "fixtures", organisation, "2026-09", everywhere("9,0"), "2026-10-20"),
        ]
    (folder / "fixtures" / "demo.yaml").write_text("\n".join(["deliveries:", *steps, ""]))
    with served(folder, 8451) as opened:
        yield opened


def deliver(folder: Path, organisation: str, period: str, values: dict[str, str], on: str) -> str:
    """Write the file, and return its line of the demo's list."""
    name = f"{organisation}-{period}.csv"
    head = "organisation;unit;metric;dimension;period;value;numerator;denominator;n;status"
    rows = [f"{organisation};{unit};sick_leave;;{period};{value};;;;final" for unit, value in values.items()]
    (folder / name).write_text("\n".join([head, *rows, ""]))
    said = f"file: {name}, source: tidy, organisation: {organisation}, period: {period}, received_at: {on}T08:00:00Z"
    return f"  - {{{said}}}"


@pytest.mark.parametrize(("language", "size", "scheme"), STORY)
def test_a_held_round_is_answered_with_the_keyboard_alone(
    page: Page, demo: Demo, language: str, size: str, scheme: str
) -> None:
    """From the loud line on the overview to the list, a reason, the answer, and what became of it."""
    organisation, (look, answer, told, written) = STORY[language, size, scheme], WORDS[language]
    page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{demo.address}/?organisation={organisation}")
    choose_language(page, language)
    assert violations(page) == []
    tab_to(page, look)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("tbody tr").count() == len(UNITS)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    tab_to(page, "id_reason")
    page.keyboard.type("Ringte tallansvarlig: nå vet vi det.")
    tab_to(page, answer)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    said = " ".join(page.get_by_role("status").all_inner_texts())
    assert told in said
    assert written in said
    assert violations(page) == []
    page.goto(f"{demo.address}/held/?organisation={organisation}")
    expect(page.locator("tbody tr")).to_contain_text("Ringte tallansvarlig")
    page.goto(f"{demo.address}/avvik/?organisation={organisation}")
    assert page.locator("#queue tbody tr").count() == (len(UNITS) if language == "nb" else 0)


@pytest.mark.parametrize(("language", "size", "scheme"), STORY)
def test_an_exemption_is_registered_after_every_problem_was_told_at_once(
    page: Page, demo: Demo, language: str, size: str, scheme: str
) -> None:
    organisation = STORY[language, size, scheme]
    page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{demo.address}/exemptions/new/?organisation={organisation}")
    choose_language(page, language)
    page.locator("#id_unit").select_option("u03")
    send(page)
    assert page.get_by_role("alert").count() == 4
    assert page.locator("#id_unit").input_value() == "u03"
    assert violations(page) == []
    page.locator("#id_rule").select_option(f"{organisation}-sick-leave")
    page.locator("#id_until").fill((today() + timedelta(days=20)).isoformat())
    page.locator("#id_approver").fill("Ola Direktør")
    page.locator("#id_reason").fill("Ny måling på vei")
    send(page)
    expect(page.locator("h2")).to_contain_text("U-000")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]


def test_everything_is_decided_without_javascript(chromium: Browser, kari: object, demo: Demo) -> None:
    context = chromium.new_context(java_script_enabled=False, storage_state=kari.storage_state())  # type: ignore[attr-defined]
    plain = context.new_page()
    plain.goto(f"{demo.address}/maintenance/new/?organisation=hemit")
    assert plain.locator("#id_start").count() == 1
    send(plain)
    assert plain.locator("#id_reason_error").count() == 1
    context.close()


def send(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form.panel button.main").click()
