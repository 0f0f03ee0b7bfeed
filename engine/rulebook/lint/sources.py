"""Source profiles: the units, metrics and members they map to exist, and no file belongs to two of them."""

from collections.abc import Iterator, Mapping, Sequence

from engine.intake.profile import Column, Profile, Role, Row
from engine.language import mark
from engine.rulebook.findings import Code, Finding, KeyPath
from engine.rulebook.lint.globs import can_both_match
from engine.rulebook.lint.known import Known
from engine.rulebook.unknown import unknown


class SourceLint:
    """Made for all source profiles in an organisation's folder, asked about each."""

    def __init__(self, organisation: str, catalogues: Mapping[str, Known]) -> None:
        self._organisation = organisation
        self._catalogues = catalogues

    def __call__(self, profile: Profile) -> Iterator[Finding]:
        organisation = profile.organisation or self._organisation
        if organisation not in self._catalogues:
            yield unknown(Code.UNKNOWN_ORGANISATION, ("organisation",), organisation, self._catalogues)
            return
        known = self._catalogues[organisation]
        if profile.unit is not None:
            yield from known.unit(("unit",), profile.unit)
        for heading, column in profile.columns.items():
            yield from _figure(("columns", heading), column, known)
            yield from _map(("columns", heading, "map"), column, profile, known)
        for label, row in profile.rows.items():
            yield from _figure(("rows", label), row, known)


def _figure(path: KeyPath, part: Column | Row, known: Known) -> Iterator[Finding]:
    if part.unit is not None:
        yield from known.unit((*path, "unit"), part.unit)
    if part.metric is None:
        return
    yield from known.metric((*path, "metric"), part.metric)
    metric = known.organisation.metrics.get(part.metric)
    if metric and part.dimension:
        yield from known.member((*path, "dimension"), metric, part.dimension)


def _map(path: KeyPath, column: Column, profile: Profile, known: Known) -> Iterator[Finding]:
    """The ids that a column's texts stand for."""
    for text, name in (column.map or {}).items():
        if column.role is Role.UNIT:
            yield from known.unit((*path, text), name)
        elif column.role is Role.METRIC:
            yield from known.metric((*path, text), name)
        elif column.role is Role.DIMENSION:
            yield from _member((*path, text), name, profile, known)


def _member(path: KeyPath, name: str, profile: Profile, known: Known) -> Iterator[Finding]:
    """A dimension's text must be a member of one of the metrics whose figures stand in its row, where those are known."""
    ids = [column.metric for column in profile.columns.values() if column.metric is not None]
    metrics = [known.organisation.metrics[metric] for metric in ids if metric in known.organisation.metrics]
    if name and metrics and not any(name in metric.by_member for metric in metrics):
        yield from known.member(path, metrics[0], name)


def shared_files(profile: Profile, earlier: Sequence[Profile]) -> Iterator[Finding]:
    """The first glob that can match a file of an earlier profile, for each: such a file needs its source to be named."""
    for other in earlier:
        for position, glob in enumerate(profile.files):
            if any(can_both_match(glob, each) for each in other.files):
                message = mark("a file's name can match both this and the source {other}: name such files apart")
                yield Finding(("files", position), Code.SAME_FILES, message, {"other": other.id})
                break
