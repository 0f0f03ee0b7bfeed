"""The moves on avvik, made by the functions and written through the door that the pages use."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from engine.arriving import read_file
from engine.avvik import life
from engine.avvik.attachment import Attachment, file_name, kind_of
from engine.avvik.avvik import Avvik
from engine.avvik.life import Drafts
from engine.avvik.states import Move
from engine.errors import UsageError
from engine.facts import Verdict
from engine.language import mark
from engine.periods import Period
from engine.store import Store
from engine.web.demo.story.happening import Happening
from engine.web.demo.story.script import AvvikStep

Make = Callable[[Avvik, AvvikStep, Iterable[Verdict]], Drafts]


def moves(store: Store, steps: Iterable[AvvikStep], folder: Path) -> Iterator[Happening]:
    """`folder`: where the files are that are attached."""
    for step in steps:
        act = partial(_attach, store, step, folder) if step.move is Move.ATTACH else partial(_move, store, step)
        yield Happening(step.at, act)


def _move(store: Store, step: AvvikStep) -> None:
    avvik = store.one_avvik(step.avvik)
    if step.move not in _MAKE:
        raise UsageError(mark("the demo's story cannot make the move {move}"), move=step.move.value)
    drafts = _MAKE[step.move](avvik, step, store.timeline(avvik.subject))
    store.append(avvik.id, drafts, step.at, avvik.entries[-1].seq)


def _attach(store: Store, step: AvvikStep, folder: Path) -> None:
    data = read_file(folder / step.file)
    kind = kind_of(data)
    if kind is None:
        raise UsageError(mark("{file} is none of the kinds that may be attached"), file=step.file)
    file = Attachment(file_name(step.file, kind), data, kind)
    draft = life.attach(store.one_avvik(step.avvik), step.by, file)[0]
    store.attach(step.avvik, draft, file.data, step.at)


def _done(avvik: Avvik, step: AvvikStep, _: Iterable[Verdict]) -> Drafts:
    period = Period.parse(step.period) if step.period else None
    return life.done(avvik, step.by, step.action, period=period, text=step.text)


def _act(avvik: Avvik, step: AvvikStep, _: Iterable[Verdict]) -> Drafts:
    if step.due is None:
        raise UsageError(mark("an action of the demo's story needs the day on which it is due"))
    return life.act(avvik, step.by, step.text, responsible=step.responsible, due=step.due, effect_periods=step.effect_periods)


_MAKE: Final[Mapping[Move, Make]] = {
    Move.COMMENT: lambda avvik, step, _: life.comment(avvik, step.by, step.text),
    Move.ASSIGN: lambda avvik, step, _: life.assign(avvik, step.by, step.to),
    Move.CAUSE: lambda avvik, step, _: life.set_cause(avvik, step.by, step.cause, step.text),
    Move.ACT: _act,
    Move.DONE: _done,
    Move.VERIFY: lambda avvik, step, timeline: life.verify(avvik, step.by, timeline, text=step.text),
    Move.FAIL: lambda avvik, step, timeline: life.verify(avvik, step.by, timeline, text=step.text, failed=True),
    Move.CLOSE: lambda avvik, step, _: life.close(avvik, step.by, step.text),
    Move.REJECT: lambda avvik, step, _: life.reject(avvik, step.by, step.text),
    Move.REOPEN: lambda avvik, step, _: life.reopen(avvik, step.by, step.text),
}
