"""An organisation of 300 rules in 40 units: its pages stay short, and ask no more than those of a small one."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings as django
from django.core.cache import cache
from django.db import connections
from django.test.utils import CaptureQueriesContext

from engine.facts import Comparator, Outcome, Verdict
from engine.people import Role
from engine.periods import Period
from engine.store import models
from engine.store.database import use_as_default
from engine.store.verdict_rows import row_of
from engine.web.parts import parts
from tests.configured import SETTINGS
from tests.web.site import Site, role

RULES, UNITS = 300, 40
MONTHS = tuple(Period.parse(each) for each in ("2026-01", "2026-02"))
MOST_QUERIES, MOST_BYTES = 22, 700_000


def _rules(folder: Path) -> None:
    home = folder / "stor"
    home.mkdir(parents=True)
    units = "\n".join(f"  - {{id: u{at:02}, title: Enhet {at}, parent: stor}}" for at in range(UNITS))
    (home / "units.yaml").write_text(f"units:\n  - {{id: stor, title: Stor}}\n{units}\n", encoding="utf-8")
    metrics = "\n".join(
        f"  - {{id: m{at:03}, title: Tall {at}, unit_of_measure: count, decimals: 0, better: lower, grain: month, due_days: 5}}"
        for at in range(RULES)
    )
    (home / "metrics.yaml").write_text(f"metrics:\n{metrics}\n", encoding="utf-8")
    rules = "\n".join(
        f"- {{id: r{at:03}, title: Mål {at}, metric: m{at:03}, units: all, check: target,"
        " targets: [{at_most: 5, decided_by: eier}], missing: {after_due: no_data}, severity: low, owner: eier}"
        for at in range(RULES)
    )
    (home / "alle.yaml").write_text(rules, encoding="utf-8")


def _verdict(rule: int, unit: int, period: Period) -> Verdict:
    value = Decimal((rule * 7 + unit * 3 + period.ordinal) % 10)
    return Verdict(
        organisation="stor",
        rule=f"r{rule:03}",
        unit=f"u{unit:02}",
        dimension="",
        period=period,
        outcome=Outcome.MISSED if value > 5 else Outcome.MET,
        rule_version="v",
        data_revision="d",
        value=value,
        raw_value=value,
        target=Decimal(5),
        comparator=Comparator.AT_MOST,
        margin=5 - value,
    )


@pytest.fixture
def large(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    url = f"sqlite:///{shutil.copy(demo_file, tmp_path / 'large.sqlite3')}"
    _rules(tmp_path / "rules")
    use_as_default(url)
    monkeypatch.setattr(django, "MALVAKT", SETTINGS.model_copy(update={"database_url": url, "rules": tmp_path / "rules"}))
    cache.clear()
    judged = [_verdict(rule, unit, month) for rule in range(RULES) for unit in range(UNITS) for month in MONTHS]
    with parts().store.round() as work:
        number = models.Round.objects.create(
            at=datetime(2026, 3, 10, tzinfo=UTC), as_of=date(2026, 3, 10), judged=len(judged)
        ).number
        rows = models.Verdict.objects.bulk_create((models.Verdict(**row_of(each)) for each in judged), batch_size=1000)
        models.Standing.objects.bulk_create((models.Standing(verdict=row, round_id=number) for row in rows), batch_size=5000)
        assert work
    yield Site()
    connections["default"].close()


def test_pages_of_a_large_organisation_are_short_and_ask_little(large: Site) -> None:
    assert not parts().shelf.book().errors
    client = large.client(role(Role.QUALITY, "stor"))
    for asked in ("", "&compare=2026-01&page=120", "&unit=u07"):
        address = f"/?period=2026-02{asked}"
        client.get(address)  # reads the rules
        with CaptureQueriesContext(connections["default"]) as found:
            response = client.get(address)
        html = response.content.decode()
        assert response.status_code == 200
        assert html.count('<tr role="row" class="o-') == 100
        assert len(found) <= MOST_QUERIES
        assert len(html) < MOST_BYTES
    assert client.get("/?period=2026-02&page=121").status_code == 404


def test_a_rule_of_many_units_is_told_by_pages_of_units(large: Site) -> None:
    client = large.client(role(Role.QUALITY, "stor"))
    for address in ("/rules/?organisation=stor", "/rules/r001/"):
        client.get(address)
        with CaptureQueriesContext(connections["default"]) as found:
            html = client.get(address).content.decode()
        assert len(found) <= MOST_QUERIES
        assert len(html) < MOST_BYTES
