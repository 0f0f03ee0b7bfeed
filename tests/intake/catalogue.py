"""The small organisation and the source profiles that the tests of intake read their files against."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from engine.catalogue import Metric, Organisation, Unit
from engine.facts import Delivery, Figure
from engine.intake import TIDY, Profile, declare, read

FOLDER = Path(__file__).parents[2] / "fixtures/broken/deliveries"
RECEIVED_AT = datetime(2023, 4, 13, 8, 0, tzinfo=UTC)


def yaml(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path)


@cache
def organisations() -> Mapping[str, Organisation]:
    data = yaml(FOLDER / "catalogue.yaml")
    metrics = [Metric.model_validate({**data["metric_defaults"], **metric}) for metric in data["metrics"]]
    units = [Unit.model_validate(unit) for unit in data["units"]]
    found = Organisation(
        id=data["organisation"],
        metrics={metric.id: metric for metric in metrics},
        units={unit.id: unit for unit in units},
    )
    return {found.id: found}


@cache
def profiles() -> Mapping[str, Profile]:
    data = yaml(FOLDER / "catalogue.yaml")
    return {"tidy": TIDY, **{item["id"]: Profile.model_validate(item) for item in data["profiles"]}}


def figures(
    content: bytes, profile: Profile, *, name: str = "file", organisation: str | None = "helse-nord-ikt", **said: Any
) -> tuple[Figure, ...]:
    """What the door makes of a file received in April 2023."""
    declaration = declare(profile, name, organisation=organisation, **said)
    delivery = Delivery(declaration=declaration, file_name=name, content=content, received_at=RECEIVED_AT)
    return read(delivery, profile, organisations())


def values(found: tuple[Figure, ...]) -> list[tuple[str, str, str, str, Decimal | None]]:
    """What a reader of the test wants to see of figures."""
    return [(f.series.metric, f.series.unit, f.series.dimension, str(f.period), f.value) for f in found]
