"""What people do with an avvik: each move is a pure function from the avvik as it stands to the entries to add, or MoveRefused.

`by` is who does it. Names are ids or e-mail addresses; texts are plain text. The functions change nothing: the store appends
what they return, if the avvik is still the one they saw.

    M001 not possible in this state    M002 not a name        M003 the machine's name    M004 no words     M005 unfit text
    M006 the responsible judges        M007 effect not there  M008 not verified          M009 no such action
    M010 action already done           M011 bad criterion     M012 unknown cause         M013 unfit period
    M014 cannot be erased
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from engine.avvik.attachment import Attachment
from engine.avvik.avvik import Avvik
from engine.avvik.effect import Measurement, measure
from engine.avvik.entries import Draft, EntryKind
from engine.avvik.request import Request
from engine.avvik.retold import erasing, forgetting
from engine.avvik.states import Move
from engine.avvik.work import Action, CauseCode, Effect
from engine.facts import Verdict
from engine.language import mark
from engine.names import nearest, shown
from engine.periods import Period

Drafts = tuple[Draft, ...]
MOST_EFFECT_PERIODS = 60


def comment(avvik: Avvik, by: str, text: str) -> Drafts:
    asked = Request(avvik=avvik, move=Move.COMMENT, by=by)
    return asked.drafts(EntryKind.COMMENT, {}, {"text": asked.text(text)})


def attach(avvik: Avvik, by: str, attachment: Attachment) -> Drafts:
    """Tell that a file was attached; the store keeps its bytes beside the entry."""
    return Request(avvik=avvik, move=Move.ATTACH, by=by).drafts(EntryKind.ATTACHED, {}, attachment.words)


def assign(avvik: Avvik, by: str, to: str) -> Drafts:
    """Give it to a person or role; a new avvik is under behandling from then on."""
    asked = Request(avvik=avvik, move=Move.ASSIGN, by=by)
    return asked.drafts(EntryKind.ASSIGNED, {}, {"to": asked.person(to)})


def set_cause(avvik: Avvik, by: str, code: str, text: str) -> Drafts:
    """Say why it happened: a code from CauseCode, so that causes can be counted, and the words."""
    asked = Request(avvik=avvik, move=Move.CAUSE, by=by)
    codes = [each.value for each in CauseCode]
    if code not in codes:
        meant = nearest(code, codes)
        with_suggestion = mark("unknown cause {name}: one of {codes} (did you mean '{nearest}'?)")
        message = with_suggestion if meant else mark("unknown cause {name}: one of {codes}")
        asked.refuse("M012", message, name=shown(code), codes=", ".join(codes), nearest=meant)
    return asked.drafts(EntryKind.CAUSE, {"cause": code}, {"text": asked.text(text)})


def act(avvik: Avvik, by: str, text: str, *, responsible: str, due: date, effect_periods: int = 2) -> Drafts:
    """Add an action (tiltak) that has helped when `effect_periods` periods in a row met the target after it was done."""
    asked = Request(avvik=avvik, move=Move.ACT, by=by)
    if not 1 <= effect_periods <= MOST_EFFECT_PERIODS:
        asked.refuse("M011", mark("the effect is measured over 1 to {most} periods"), most=MOST_EFFECT_PERIODS)
    facts = {"action": str(len(avvik.actions) + 1), "due": due.isoformat(), "criterion": {"periods": effect_periods}}
    words = {"text": asked.text(text), "responsible": asked.person(responsible)}
    return asked.drafts(EntryKind.ACTION, facts, words)


def done(avvik: Avvik, by: str, action: str, *, period: Period | None = None, text: str = "") -> Drafts:
    """Report an action done in `period`, else in the one in which this is written; the effect is judged when all are done."""
    asked = Request(avvik=avvik, move=Move.DONE, by=by)
    if asked.row:
        _still_open(asked, action)
    _after_the_breach_began(asked, period)
    others_left = any(each.done is None for each in avvik.current_actions if each.id != action)
    facts = {"action": action, **({"period": str(period)} if period else {})}
    return asked.drafts(EntryKind.ACTION_DONE, facts, {"text": asked.text(text, needed=False)}, stay=others_left)


def verify(avvik: Avvik, by: str, timeline: Iterable[Verdict], *, text: str = "", failed: bool = False) -> Drafts:
    """Judge the effect, as somebody who is responsible for none of the actions.

    `timeline`: all current verdicts of the avvik's subject, from which every action's criterion must be measured as met. With
    `failed` it need not be: the reason goes into `text`, and the avvik goes back to tiltak for another attempt.
    """
    asked = Request(avvik=avvik, move=Move.FAIL if failed else Move.VERIFY, by=by)
    judged = tuple(timeline)
    measured = {action: measure(action, judged) for action in avvik.current_actions}
    if asked.row and not failed:
        for action, found in measured.items():
            _reached(asked, action, found)
    periods = sorted({period for found in measured.values() for period in found.met})
    effect = Effect.FAILED if failed else Effect.CONFIRMED
    facts = {"effect": effect.value, "periods": [str(period) for period in periods]}
    return asked.drafts(EntryKind.VERIFIED, facts, {"text": asked.text(text, needed=failed)})


def close(avvik: Avvik, by: str, text: str = "") -> Drafts:
    """Close it; only a confirmed effect closes an avvik."""
    asked = Request(avvik=avvik, move=Move.CLOSE, by=by)
    if asked.row and avvik.verification is None:
        asked.refuse("M008", mark("the effect is not verified, or something was missed since: verify it first"))
    return asked.drafts(EntryKind.CLOSED, {}, {"text": asked.text(text, needed=False)})


def reject(avvik: Avvik, by: str, reason: str) -> Drafts:
    """End it because it is none, or none to work on; its periods are not raised again, later ones are."""
    asked = Request(avvik=avvik, move=Move.REJECT, by=by)
    return asked.drafts(EntryKind.REJECTED, {}, {"reason": asked.text(reason)})


def reopen(avvik: Avvik, by: str, reason: str) -> Drafts:
    """Take it up again: it goes on as under behandling, and what was tried before is history."""
    asked = Request(avvik=avvik, move=Move.REOPEN, by=by)
    return asked.drafts(EntryKind.REOPENED, {}, {"reason": asked.text(reason)})


def erase(avvik: Avvik, by: str, entries: Sequence[int], reason: str) -> Drafts:
    """Record that the words and names of these entries (by `seq`) are erased; the store then takes them away for good."""
    asked = Request(avvik=avvik, move=Move.ERASE, by=by)
    erasable = {entry.seq for entry in avvik.entries if not entry.by_machine and not entry.erased}
    if not entries:
        asked.refuse("M014", mark("no entry is named whose words are to be erased"))
    for seq in sorted(set(entries) - erasable):
        message = mark("entry {seq} has no words of a person in {avvik}, or they are erased already")
        asked.refuse("M014", message, seq=seq, avvik=avvik.id)
    gone, kept = erasing(avvik.entries, set(entries))
    return asked.drafts(EntryKind.ERASED, {"entries": gone}, {"reason": asked.text(reason), "kept": kept})


def forget(avvik: Avvik, by: str, names: Collection[str], reason: str) -> Drafts:
    """Record that a person's names (folded) are erased from the entries; the words stay. None where nothing names them."""
    gone, kept = forgetting(avvik.entries, names)
    if not gone:
        return ()
    asked = Request(avvik=avvik, move=Move.ERASE, by=by)
    return asked.drafts(EntryKind.ERASED, {"entries": gone}, {"reason": asked.text(reason), "kept": kept})


def _still_open(asked: Request, action: str) -> None:
    current = {each.id: each for each in asked.avvik.current_actions}
    still = ", ".join(each.id for each in current.values() if each.done is None) or "–"
    if action not in current:
        message = mark("there is no action {action} in this attempt; still to be done: {still}")
        asked.refuse("M009", message, action=shown(action), still=still)
    elif current[action].done is not None:
        asked.refuse("M010", mark("action {action} is done already; still to be done: {still}"), action=action, still=still)


def _after_the_breach_began(asked: Request, period: Period | None) -> None:
    """A wrong year would count periods as effect that were met before anything was done."""
    began = min(asked.avvik.ever_told)
    if period is not None and period.grain is not began.grain:
        message = mark("'{period}' is not the kind of period that {avvik} is about, such as {began}")
    elif period is not None and period < began:
        message = mark("'{period}' lies before {began}, with which {avvik} began")
    else:
        return
    asked.refuse("M013", message, period=str(period), avvik=asked.avvik.id, began=str(began))


def _reached(asked: Request, action: Action, found: Measurement) -> None:
    if not found.is_reached:
        message = mark(
            "action {action} has no measured effect yet: after {done}, met {met} of {needed} periods in a row ({periods})"
        )
        periods = ", ".join(map(str, found.met)) or "–"
        details = {"action": action.id, "done": str(action.done), "met": len(found.met), "needed": found.needed}
        asked.refuse("M007", message, periods=periods, **details)
