"""What the demo's files hold: who sent which file when, what people wrote about it, and what else they did."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.cli.options import Desk, instant

if TYPE_CHECKING:
    from engine.facts import Delivery
    from engine.intake.profile import Profile

STORY = Path("demo/story.yaml")
"""In the folder of fixtures: what is told besides where the pages are opened."""


def steps(fixtures: Path, *, with_correction: bool) -> list[dict[str, Any]]:
    """What fixtures/demo.yaml lists: who sent which file when, and what they said about it."""
    return [*in_section(fixtures, "deliveries"), *(in_section(fixtures, "corrections") if with_correction else ())]


def in_section(fixtures: Path, section: str) -> list[dict[str, Any]]:
    from engine.arriving import read_file
    from engine.rulebook import yaml

    manifest = fixtures / "demo.yaml"
    listed: Any = yaml.read(read_file(manifest), str(manifest)).data
    return list(listed.get(section, ()))


def say_words(desk: Desk, fixtures: Path, step: Mapping[str, Any]) -> None:
    """Keep the texts of one file as their writer's, for the organisation's report of that period."""
    from engine.arriving import read_file
    from engine.cli.report_words import known
    from engine.language import Language
    from engine.report.word_file import names, read
    from engine.report.words import Said

    asked = known(desk, step["organisation"], str(step["period"]), None)
    path = fixtures / step["file"]
    for each in read(read_file(path), str(path), names(asked.report, asked.organisation)):
        said = Said(
            organisation=asked.organisation.id,
            about=each.about,
            period=asked.period,
            text=each.text,
            language=Language.NB,
            who=step["by"],
            at=instant(step["at"]),
        )
        desk.store.say(said)


def deliveries(desk: Desk, fixtures: Path, listed: Iterable[Mapping[str, Any]]) -> "Iterator[tuple[Delivery, Profile]]":
    """The files of these steps, with what was said about them and the profile that reads them."""
    from engine.arriving import read_file
    from engine.facts import Delivery, Way
    from engine.intake import choose, declare

    for step in listed:
        path = fixtures / step["file"]
        profile = choose(desk.rulebook.profiles, path.name, step["source"])
        declaration = declare(profile, path.name, **_said(step))
        received_at = instant(step["received_at"])
        content = read_file(path)
        delivery = Delivery(
            declaration=declaration, file_name=path.name, content=content, received_at=received_at, way=Way.COMMAND
        )
        yield delivery, profile


def _said(step: Mapping[str, Any]) -> dict[str, Any]:
    extracted_at = date.fromisoformat(step["extracted_at"]) if "extracted_at" in step else None
    preliminary = step["status"] == "preliminary" if "status" in step else None
    period = str(step["period"]) if "period" in step else None
    return {
        "organisation": step["organisation"],
        "period": period,
        "extracted_at": extracted_at,
        "preliminary": preliminary,
    }
