"""The deliveries of fixtures/demo.yaml and the figures in them, for the tests that judge both reports."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from engine.checks import KINDS
from engine.facts import Delivery, Observation
from engine.intake import choose, declare, read
from engine.intake.profile import Profile
from engine.rulebook import yaml
from engine.rulebook.loader import Rulebook, load

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures"


def read_yaml(path: Path) -> Any:
    return yaml.read(path.read_bytes(), path.name).data


@cache
def book() -> Rulebook:
    return load(ROOT / "rules", {name: kind.rule for name, kind in KINDS.items()})


def observations(book: Rulebook, section: str = "deliveries") -> Iterator[Observation]:
    """Every figure of every delivery in that section of the demo, read under the rulebook's own source profiles."""
    for step in read_yaml(FIXTURES / "demo.yaml")[section]:
        yield from observed(book, step)


def observed(book: Rulebook, step: dict[str, Any]) -> Iterator[Observation]:
    """One delivery's figures as observations."""
    delivery, profile = delivery_of(book, step)
    yield from delivery.observations(read(delivery, profile, book.organisations))


def delivery_of(book: Rulebook, step: dict[str, Any]) -> tuple[Delivery, Profile]:
    """One delivery of the demo, with the profile that it is read by."""
    path = FIXTURES / step["file"]
    profile = choose(book.profiles, path.name, step["source"])
    declaration = declare(
        profile,
        path.name,
        organisation=step["organisation"],
        period=str(step["period"]),
        extracted_at=date.fromisoformat(step["extracted_at"]) if "extracted_at" in step else None,
        preliminary=step["status"] == "preliminary" if "status" in step else None,
    )
    received_at = datetime.fromisoformat(step["received_at"])
    delivery = Delivery(declaration=declaration, file_name=path.name, content=path.read_bytes(), received_at=received_at)
    return delivery, profile
