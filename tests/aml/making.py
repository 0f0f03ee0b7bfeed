"""Breaches for the tests: results as the kernel gives them."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from engine.worktime.clock import OSLO
from engine.worktime.kinds import BreachType, Quantity, Status
from engine.worktime.result import Result


def result(employee: str = "P-1", day: date = date(2023, 3, 6), hours: str = "14", **said: Any) -> Result:
    start = datetime(day.year, day.month, day.day, 8, tzinfo=OSLO)
    content: dict[str, Any] = {
        "employee": employee,
        "type": BreachType.DAY_TOTAL,
        "status": Status.BRUDD,
        "day": day,
        "window_start": start,
        "window_end": start + timedelta(days=1),
        "since": start,
        "quantity": Quantity.HOURS,
        "actual": Decimal(hours),
        "limit": Decimal("13.00"),
        "excess": Decimal(hours) - 13,
        "profile": "dagarbeider",
        "profile_from": date(2015, 7, 1),
        "law_ref": "LOV-2005-06-17-62 § 10-6 (8)",
        "records": ("1", "2"),
        "unit": "drift",
    }
    return Result(**content | said)
