"""Organisations of many units, whose figures can be swapped all at once."""

from datetime import timedelta
from pathlib import Path

from engine.checks import KINDS
from engine.facts import Series
from engine.rulebook.loader import Rulebook, load
from engine.store import Store
from tests.store.samples import NOON, delivery, figure

UNITS = tuple(f"u{number:02d}" for number in range(12))


def write(folder: Path, organisation: str = "hemit", below: str = "5.0", guard: str = "") -> Rulebook:
    """One rule that judges twelve units, under these limits."""
    home = folder / organisation
    home.mkdir(parents=True, exist_ok=True)
    units = "".join(f"- {{id: {unit}, title: {unit}, parent: {organisation}}}\n" for unit in UNITS)
    (home / "units.yaml").write_text(f"- {{id: {organisation}, title: {organisation}}}\n{units}")
    (home / "metrics.yaml").write_text(
        '- {id: sick_leave, title: Sykefravær, unit_of_measure: "%", decimals: 1, better: lower, grain: month, due_days: 15}\n'
    )
    (home / "hr.yaml").write_text(
        f"- id: {organisation}-sick-leave\n  title: Sykefravær\n  metric: sick_leave\n  units: [{', '.join(UNITS)}]\n"
        f"  check: target\n  targets: [{{below: {below}, decided_by: hr}}]\n  missing: {{after_due: no_data}}\n"
        "  severity: high\n  owner: hr\n"
    )
    if guard:
        (home / "guard.yaml").write_text(guard)
    book = load(folder, {name: kind.rule for name, kind in KINDS.items()})
    assert not book.errors, [problem.line() for problem in book.errors]
    return book


def deliver(
    store: Store, period: str, values: dict[str, str], *, organisation: str = "hemit", day: int = 0, content: str = ""
) -> None:
    """The figures of one period, by unit."""
    read = [figure(period, value, Series(organisation, "sick_leave", unit)) for unit, value in values.items()]
    words = content or f"{organisation} {period} {sorted(values.items())} {day}"
    store.receive(delivery(words, NOON + timedelta(days=day)), read)


def everywhere(value: str) -> dict[str, str]:
    return dict.fromkeys(UNITS, value)
