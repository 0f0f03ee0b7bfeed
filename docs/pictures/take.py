"""Takes the pictures of the pages: `make screenshots`. The same demo on the same day gives the same pages.

The demo runs in a process of its own, for which it is the Thursday on which the March report was written. A picture of a page
that shows what is new in every run (pseudonyms, the log's head) is not taken.
"""

import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DAY = "2023-04-20T08:00:00+00:00"
PORT = 8461
WIDE, NARROW = (1280, 800), (360, 740)
LARGEST, LARGEST_OF_ALL = 150_000, 1_200_000
"""Bytes."""
_CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
# Glyphs without the machine's own smoothing, and one colour space: the same pixels wherever Debian's chromium runs.
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--disable-lcd-text",
    "--hide-scrollbars",
]
_SERVED = f"""
import sys, time_machine
from datetime import datetime
from engine.cli import main
with time_machine.travel(datetime.fromisoformat({DAY!r}), tick=True):
    sys.argv = ["malvakt", "demo", "--serve", "--port", "{PORT}", "--language", "nb"]
    main()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    name: str
    address: str
    role: str = "quality"
    size: tuple[int, int] = WIDE
    """Wide and high, in CSS pixels; what is longer is cut off."""
    scheme: Literal["light", "dark"] = "light"
    language: Literal["nb", "en"] = "nb"


PICTURES = (
    Picture(name="overview", address="/?organisation=helse-nord-ikt&period=2023-03"),
    Picture(name="queue", address="/avvik/?organisation=helse-nord-ikt"),
    Picture(name="avvik", address="/avvik/A-000005/"),
    Picture(name="avvik-dark", address="/avvik/A-000010/", scheme="dark", language="en"),
    Picture(name="overview-narrow", address="/?organisation=helse-nord-ikt&period=2023-03", size=NARROW),
    Picture(name="working-time", address="/aml/?organisation=helse-nord-ikt&year=2023", role="hr"),
    Picture(name="deliveries", address="/deliveries/?organisation=helse-nord-ikt"),
    Picture(name="rule", address="/rules/hnikt-first-line/"),
    Picture(name="report", address="/reports/helse-nord-ikt/virksomhetsrapport/2023-03/"),
)


def take() -> None:
    """Every picture anew. RuntimeError for one that is too large, or when all are."""
    with _demo() as links, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGUMENTS)
        insiders = {role: _signed_in(browser, link) for role, link in links.items() if role in {each.role for each in PICTURES}}
        for picture in PICTURES:
            _take(insiders[picture.role], picture)
        browser.close()
    sizes = {picture.name: (HERE / f"{picture.name}.png").stat().st_size for picture in PICTURES}
    too_large = [name for name, size in sizes.items() if size > LARGEST]
    if too_large or sum(sizes.values()) > LARGEST_OF_ALL:
        raise RuntimeError(f"too large: {sizes}")


@contextmanager
def _demo() -> Iterator[dict[str, str]]:
    """The demo's link of each role, while its pages are open."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("rules", "fixtures"):
            (Path(folder) / name).symlink_to(ROOT / name)
        with subprocess.Popen([sys.executable, "-c", _SERVED], cwd=folder, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            links: dict[str, str] = {}
            for line in process.stdout:
                if found := re.search(r"\((\w+)\): (http://127\.0\.0\.1:\d+/demo/\S+)", line):
                    links.setdefault(found[1], found[2])
                if "admin" in links:
                    break
            yield links
            process.send_signal(signal.SIGTERM)


def _signed_in(browser: Browser, link: str) -> BrowserContext:
    context = browser.new_context(reduced_motion="reduce", locale="nb-NO", timezone_id="Europe/Oslo")
    page = context.new_page()
    page.goto(link)
    with page.expect_navigation():
        page.get_by_role("button", name="Gå inn").click()
    page.close()
    return context


_DRAWN = "Promise.all([...document.images].map(each => each.decode()))"
"""Charts are fetched when they come into sight: a picture taken before shows an empty frame."""


def _take(context: BrowserContext, picture: Picture) -> None:
    page = context.new_page()
    width, height = picture.size
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=picture.scheme, reduced_motion="reduce")
    page.goto(f"http://127.0.0.1:{PORT}{picture.address}")
    _choose(page, picture.language)
    page.evaluate(_DRAWN)
    page.screenshot(path=HERE / f"{picture.name}.png", animations="disabled", caret="hide", scale="css")
    page.close()


def _choose(page: Page, language: str) -> None:
    button = page.get_by_role("button", name="English" if language == "en" else "Norsk", exact=True)
    if button.count():
        with page.expect_navigation():
            button.click()


if __name__ == "__main__":
    take()
