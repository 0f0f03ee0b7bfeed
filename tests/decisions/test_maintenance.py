"""Maintenance is announced before it begins; called off or ended, its time is downtime again."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.decisions.maintenance import announce, end, windows
from engine.errors import DecisionRefused
from engine.rulebook.loader import Rulebook
from engine.store import Store
from tests.decisions.organisations import write
from tests.store.samples import NOON

HOUR = timedelta(hours=1)
shown = datetime.fromisoformat
RIGHT: dict[str, Any] = {
    "organisation": "hemit",
    "service": "epj",
    "start": NOON + HOUR,
    "end": NOON + 3 * HOUR,
    "reason": "oppgradering",
    "by": "kari",
    "at": NOON,
}


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    write(tmp_path / "rules")
    metrics = tmp_path / "rules" / "hemit" / "metrics.yaml"
    metrics.write_text(
        metrics.read_text()
        + '- {id: up, title: Oppe, unit_of_measure: "%", decimals: 1, better: higher, grain: month, due_days: 1,'
        " dimension: tjeneste, members: [{id: epj, title: EPJ}]}\n"
    )
    return write_again(tmp_path)


def write_again(tmp_path: Path) -> Rulebook:
    from engine.checks import KINDS
    from engine.rulebook.loader import load

    return load(tmp_path / "rules", {name: kind.rule for name, kind in KINDS.items()})


def add(store: Store, book: Rulebook, **said: Any) -> None:
    store.decide(lambda made: announce(book, windows(made), **{**RIGHT, **said}), NOON)


def test_a_window_covers_its_service_from_start_to_end(store: Store, book: Rulebook) -> None:
    add(store, book)
    (one,) = store.windows()
    times = (NOON, NOON + HOUR, NOON + 3 * HOUR - timedelta(seconds=1), NOON + 3 * HOUR)
    assert [one.covers("hemit", "epj", at) for at in times] == [False, True, True, False]
    assert (one.covers("hemit", "lab", NOON + HOUR), one.covers("acme", "epj", NOON + HOUR)) == (False, False)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"service": "epi"}, "B001"),
        ({"end": NOON + HOUR}, "B004"),
        ({"start": NOON - HOUR}, "B007"),
        ({"end": NOON + timedelta(days=40)}, "B005"),
        ({"reason": ""}, "M004"),
    ],
)
def test_what_is_no_announcement_is_refused(store: Store, book: Rulebook, said: dict[str, Any], code: str) -> None:
    """Above all a window that has begun: an outage that is registered afterwards stays an outage."""
    with pytest.raises(DecisionRefused) as refused:
        add(store, book, **said)
    assert [problem.code for problem in refused.value.problems] == [code]


@pytest.mark.parametrize(
    ("said", "code", "part"),
    [
        ({"start": shown("2026-03-29T02:30"), "end": shown("2026-03-29T04:00")}, "B008", "start"),
        ({"start": shown("2026-10-25T01:00"), "end": shown("2026-10-25T02:30")}, "B009", "end"),
    ],
)
def test_a_time_that_oslos_clock_skips_or_repeats_is_refused_by_name(
    store: Store, book: Rulebook, said: dict[str, Any], code: str, part: str
) -> None:
    with pytest.raises(DecisionRefused) as refused:
        add(store, book, **said)
    assert [(problem.code, problem.place.field) for problem in refused.value.problems] == [(code, part)]


def test_a_time_without_an_offset_is_oslos(store: Store, book: Rulebook) -> None:
    add(store, book, start=shown("2026-10-25T01:00"), end=shown("2026-10-25T02:30+01:00"))
    (one,) = store.windows()
    assert one.end - one.start == timedelta(hours=2, minutes=30)


def test_who_ended_one_and_why_is_told_with_it(store: Store, book: Rulebook) -> None:
    add(store, book)
    store.decide(lambda made: end(windows(made), "V-0001", by="ola", reason="utsatt", at=NOON), NOON)
    (one,) = store.windows()
    assert (one.was_called_off, one.ended_by, one.ended_because) == (True, "ola", "utsatt")


def test_called_off_it_covers_nothing_and_ended_early_it_ends_then(store: Store, book: Rulebook) -> None:
    add(store, book)
    add(store, book, start=NOON + 5 * HOUR, end=NOON + 8 * HOUR)
    store.decide(lambda made: end(windows(made), "V-0001", by="kari", reason="utsatt", at=NOON), NOON)
    store.decide(lambda made: end(windows(made), "V-0002", by="kari", reason="ferdig", at=NOON + 6 * HOUR), NOON)
    called_off, ended = store.windows()
    assert (called_off.start == called_off.end, ended.end) == (True, NOON + 6 * HOUR)
    with pytest.raises(DecisionRefused):
        store.decide(lambda made: end(windows(made), "V-0001", by="kari", reason="igjen", at=NOON), NOON)
