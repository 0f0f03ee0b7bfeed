"""A delivery to its figures: bytes → rows (formats/) → table → figures (layouts/), all of them or none."""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from engine.catalogue import Organisation
from engine.facts import Delivery, Figure
from engine.intake.collection import Collection
from engine.intake.findings import Code, Findings
from engine.intake.formats import READERS
from engine.intake.layouts import LAYOUTS
from engine.intake.layouts.delivered import Delivered
from engine.intake.profile import Profile
from engine.intake.table import tabulate
from engine.language import mark
from engine.names import printable
from engine.numbers import DecimalMark
from engine.periods import Period

OSLO = ZoneInfo("Europe/Oslo")
MAX_COLUMNS = 1000
_LONGEST_NAME = 100


def read(delivery: Delivery, profile: Profile, organisations: Mapping[str, Organisation]) -> tuple[Figure, ...]:
    """Every figure of a delivery, in the order of the file. Raises DeliveryRefused with every problem: all or nothing."""
    findings = Findings(printable(delivery.file_name, _LONGEST_NAME))
    received_on = delivery.received_at.astimezone(OSLO).date()
    _refuse_future(delivery.declaration.period, received_on, findings)
    grid = READERS[profile.format](delivery.content, profile, findings)
    if len(grid.headings.cells) > MAX_COLUMNS:
        findings.refuse(Code.TOO_LARGE, mark("the table has more than {limit} columns"), limit=MAX_COLUMNS)
    collection = Collection(received_on, findings)
    profile = _as_the_file_says(profile, grid.decimal, findings)
    delivered = Delivered(tabulate(grid), profile, delivery.declaration, organisations, findings, collection)
    LAYOUTS[profile.layout](delivered)
    findings.refuse_if_any()
    if not collection.figures:
        # Nothing wrong and nothing delivered: taken in, it would pass for a delivery that came.
        findings.refuse(Code.EMPTY, mark("there are headings and no figures"))
    return tuple(collection.figures)


def _refuse_future(period: Period | None, received_on: date, findings: Findings) -> None:
    if period is not None and period.start > received_on:
        message = mark("{period} had not begun when the file was received, {day}")
        findings.refuse(Code.NOT_BEGUN, message, period=period, day=received_on)


def _as_the_file_says(profile: Profile, decimal: DecimalMark | None, findings: Findings) -> Profile:
    """The profile with the file's own decimal mark, unless the profile or the call has named another."""
    if decimal is None:
        return profile
    named = profile.number.decimal if "decimal" in profile.number.model_fields_set else decimal
    changed = profile.with_decimal(decimal)
    if named != decimal or changed is None:
        message = mark("the file declares decimal: {decimal}, which its profile or the call contradicts")
        findings.refuse(Code.COMMENT, message, decimal=decimal)
    return changed
