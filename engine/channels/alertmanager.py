"""Prometheus Alertmanager's API v2: each avvik is an alert, resolved when the avvik is back to normal.

- {id: alarm, kind: alertmanager, url: "https://alarm.example.no", lasts_days: 35}
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal

from pydantic import Field

from engine.channels.config import ChannelConfig, SecretUrl
from engine.channels.outside import Occasion, post
from engine.notify.notice import Letter


class Config(ChannelConfig):
    kind: Literal["alertmanager"]
    url: SecretUrl
    """Without /api/v2/alerts."""
    lasts_days: int = Field(default=35, ge=1, le=400)
    """How long an alert burns when nothing more is heard of it: a monthly figure is silent for a month."""
    trust: str = ""


def send(config: Config, letter: Letter, occasion: Occasion) -> None:
    body = json.dumps(alerts(config, letter), ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json", "Idempotency-Key": letter.key}
    post(f"{config.url.get_secret_value().rstrip('/')}/api/v2/alerts", body, headers, occasion.outside, trust=config.trust)


def alerts(config: Config, letter: Letter) -> list[dict[str, Any]]:
    """One for each matter. The same avvik always has the same labels, which are what Alertmanager knows it by."""
    return [_alert(config, letter, item) for item in letter.data.get("items", ())]


def _alert(config: Config, letter: Letter, item: Mapping[str, Any]) -> dict[str, Any]:
    labels = {
        "alertname": f"malvakt_{item['kind']}",
        "organisation": letter.data["organisation"],
        "avvik": item["avvik"],
        "rule": item["rule"],
        "unit": item["unit"],
        "dimension": item["dimension"],
        "severity": item["severity"],
    }
    ends = letter.at if item["is_over"] else letter.at + timedelta(days=config.lasts_days)
    return {
        "labels": {name: value for name, value in labels.items() if value},
        "annotations": {"summary": item["summary"], "reason": item["reason"]},
        "startsAt": letter.at.isoformat(),
        "endsAt": ends.isoformat(),
        **({"generatorURL": item["link"]} if item["link"] else {}),
    }
