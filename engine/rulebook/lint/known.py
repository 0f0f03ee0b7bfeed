"""The names that rules, units and sources may use, and what to say of a name that is not among them."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from engine.catalogue import Metric, Organisation
from engine.language import mark
from engine.names import shown
from engine.rulebook.findings import Code, Finding, KeyPath
from engine.rulebook.unknown import unknown


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation's units and metrics, and the files that should have brought more of them and did not load."""

    organisation: Organisation
    lost_units: tuple[str, ...] = ()
    lost_metrics: tuple[str, ...] = ()

    def unit(self, path: KeyPath, name: str) -> Iterator[Finding]:
        if name not in self.organisation.units:
            yield absent(Code.UNKNOWN_UNIT, path, name, self.organisation.units, self.lost_units)

    def metric(self, path: KeyPath, name: str) -> Iterator[Finding]:
        if name not in self.organisation.metrics:
            yield absent(Code.UNKNOWN_METRIC, path, name, self.organisation.metrics, self.lost_metrics)

    def member(self, path: KeyPath, metric: Metric, name: str) -> Iterator[Finding]:
        """`""` is the figure without a dimension, which every metric may have."""
        if name and not metric.members:
            message = mark("{of} has no dimension, so no member {name}")
            yield Finding(path, Code.UNKNOWN_MEMBER, message, {"of": metric.id, "name": shown(name)})
        elif name and name not in metric.by_member:
            yield unknown(Code.UNKNOWN_MEMBER, path, name, metric.by_member, of=metric.id)


def absent(code: Code, path: KeyPath, name: str, known: Iterable[str], lost: Collection[str]) -> Finding:
    """A name that is not there: because its file did not load, which is said and no more, or because nobody has it."""
    if lost:
        message = mark("{name} is not there, because {file} did not load")
        return Finding(path, Code.NOT_LOADED, message, {"name": shown(name), "file": next(iter(lost))})
    return unknown(code, path, name, known)


def repeated(path: KeyPath, names: Iterable[str]) -> Iterator[Finding]:
    """Names that stand twice in one list."""
    seen: set[str] = set()
    for position, name in enumerate(names):
        if name in seen:
            yield Finding(
                (*path, position), Code.ID_TWICE, mark("{name} stands here for the second time"), {"name": shown(name)}
            )
        seen.add(name)
