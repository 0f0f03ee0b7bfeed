"""People's words as a report shows them: placeholders filled in, their age told, and every doubt about them noted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from engine.facts import Outcome
from engine.language import Language, mark, translate
from engine.names import printable
from engine.periods import Period
from engine.report import periods
from engine.report.claims import Judged, doubts
from engine.report.lines import Lines
from engine.report.placeholders import fill
from engine.report.words import Standing, standing

_QUOTED = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Something in a text that must be mended, or accepted with a reason, before the report is finalised."""

    about: str
    quote: str
    message: str
    details: Mapping[str, object]

    def text(self, language: Language) -> str:
        """What is wrong with it."""
        details = {
            name: periods.told(told, language) if isinstance(told, Period) else told for name, told in self.details.items()
        }
        return translate(self.message, language).format(**details)


@dataclass(frozen=True, slots=True)
class Told:
    """A text ready to be shown, and how old it is in words; "" for a text of the report's own period."""

    text: str
    age: str


class Texts:
    """Asked for texts while the report is put together; `flags` holds what was found in those that were shown."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._material = lines.material
        self._told: dict[tuple[str, bool], Told | None] = {}
        self._flags: list[Flag] = []

    @property
    def flags(self) -> tuple[Flag, ...]:
        """In the order in which the texts were shown."""
        return tuple(self._flags)

    def told(self, about: str, *, carried: bool = True) -> Told | None:
        """The text about a metric, or of that name; None when nobody has written one."""
        if self._material.is_for_fewer_eyes(about.partition(".")[0]):
            return None
        key = about, carried
        if key not in self._told:
            found = standing(self._material.words, about, self._material.period, self._material.language, carried=carried)
            self._told[key] = self._shown(found, about) if found else None
        return self._told[key]

    def _shown(self, found: Standing, about: str) -> Told:
        filled = fill(found.said.text, self._material, self._lines.figures)
        for name in filled.unknown:
            self._flag(about, name, mark("{name} stands for no figure of this report"), name=name)
        # What was written for January may speak of January; its claims are held against the figures of now.
        for doubt in doubts(filled.text, self._judged, found.said.period, about.partition(".")[0]):
            self._flag(about, doubt.quote, doubt.message, **doubt.details)
        if not found.age:
            return Told(filled.text, "")
        message = mark("Written for {period}, {age} periods ago.") if found.age > 1 else mark("Written for {period}.")
        age = translate(message, self._material.language)
        period = periods.told(found.said.period, self._material.language)
        return Told(filled.text, age.format(period=period, age=found.age))

    def _flag(self, about: str, quote: str, message: str, **details: object) -> None:
        flag = Flag(about=about, quote=printable(quote, _QUOTED), message=message, details=details)
        # A text that stands in two places is doubtful once.
        if flag not in self._flags:
            self._flags.append(flag)

    @cached_property
    def _judged(self) -> tuple[Judged, ...]:
        return tuple(self._stated())

    def _stated(self) -> Iterator[Judged]:
        """The figures of the report's period that have a stated target of one number."""
        for verdict in self._lines.own():
            found = self._lines.rules[verdict.rule]
            if found.rule.check != "target" or verdict.value is None or not isinstance(verdict.target, Decimal):
                continue
            metric = self._lines.metric(verdict)
            cell = self._lines.figures.text(metric.id, verdict.unit, verdict.dimension, verdict.period)
            unit = self._lines.unit(verdict)
            yield Judged(
                metric=metric.id,
                titles=tuple(filter(None, (found.rule.title, found.rule.title_en, metric.title, metric.title_en, unit))),
                value=verdict.value,
                shown=cell,
                limit=verdict.target,
                demand=self._lines.figures.demand(verdict),
                is_met=verdict.outcome in (Outcome.MET, Outcome.WARNING),
            )
