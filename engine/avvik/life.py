"""What people do with an avvik: each move is a pure function from the avvik as it stands to the entries to add, or MoveRefused.

`by` is who does it. Names are ids or e-mail addresses; texts are plain text. The functions change nothing: the store appends what
they return, if the avvik is still the one they saw.

    M001 not possible in this state    M002 not a name        M003 the machine's name    M004 empty text   M005 unfit text
    M006 the responsible judges        M007 effect not there  M008 not verified          M009 no such action
    M010 action already done           M011 bad criterion     M012 unknown cause         M013 wrong grain  M014 cannot be erased
"""

from collections.abc import Iterable, Sequence
from datetime import date
from difflib import get_close_matches

from engine.avvik.avvik import Avvik
from engine.avvik.effect import Measurement, measure
from engine.avvik.entries import Draft, EntryKind
from engine.avvik.request import Request
from engine.avvik.states import Move
from engine.avvik.work import Action, CauseCode, Effect
from engine.facts import Verdict
from engine.language import mark
from engine.periods import Period

Drafts = tuple[Draft, ...]
MOST_EFFECT_PERIODS = 60


def comment(avvik: Avvik, by: str, text: str) -> Drafts:
    asked = Request(avvik=avvik, move=Move.COMMENT, by=by)
    return asked.draft(EntryKind.COMMENT, {}, {"text": asked.text(text)})


def assign(avvik: Avvik, by: str, to: str) -> Drafts:
    """Give it to a person or role; a new avvik is under behandling from then on."""
    asked = Request(avvik=avvik, move=Move.ASSIGN, by=by)
    return asked.draft(EntryKind.ASSIGNED, {}, {"to": asked.person(to)})


def set_cause(avvik: Avvik, by: str, code: str, text: str) -> Drafts:
    """Say why it happened: a code from CauseCode, so that causes can be counted, and the words."""
    asked = Request(avvik=avvik, move=Move.CAUSE, by=by)
    codes = [each.value for each in CauseCode]
    if code not in codes:
        close = get_close_matches(code, codes, n=1)
        hint = f" (did you mean '{close[0]}'?)" if close else ""
        message = mark("unknown cause '{code}': one of {codes}{hint}")
        asked.refuse("M012", message, code=code[:40], codes=", ".join(codes), hint=hint)
    return asked.draft(EntryKind.CAUSE, {"cause": code}, {"text": asked.text(text)})


def act(avvik: Avvik, by: str, text: str, *, responsible: str, due: date, effect_periods: int = 2) -> Drafts:
    """Add an action (tiltak) that has helped when `effect_periods` periods in a row met the target after it was done."""
    asked = Request(avvik=avvik, move=Move.ACT, by=by)
    if not 1 <= effect_periods <= MOST_EFFECT_PERIODS:
        message = mark("the effect is measured over 1 to {most} periods, not {given}")
        asked.refuse("M011", message, most=MOST_EFFECT_PERIODS, given=str(effect_periods)[:40])
    facts = {"action": str(len(avvik.actions) + 1), "due": due.isoformat(), "criterion": {"periods": effect_periods}}
    words = {"text": asked.text(text), "responsible": asked.person(responsible, "responsible")}
    return asked.draft(EntryKind.ACTION, facts, words)


def done(avvik: Avvik, by: str, action: str, *, period: Period | None = None, text: str = "") -> Drafts:
    """Report an action done in `period`, else in the one in which this is written; the effect is judged when all are done."""
    asked = Request(avvik=avvik, move=Move.DONE, by=by)
    _still_open(asked, action)
    if period is not None and period.grain is not avvik.grain:
        message = mark("'{period}' is not a {grain}, as the periods of {avvik} are")
        asked.refuse("M013", message, period=str(period), grain=avvik.grain.value, avvik=avvik.id)
    others_left = any(each.done is None for each in avvik.current_actions if each.id != action)
    facts = {"action": action, **({"period": str(period)} if period else {})}
    return asked.draft(EntryKind.ACTION_DONE, facts, {"text": asked.text(text, needed=False)}, stay=others_left)


def verify(avvik: Avvik, by: str, timeline: Iterable[Verdict], *, text: str = "", failed: bool = False) -> Drafts:
    """Judge the effect, as somebody who is responsible for none of the actions.

    `timeline`: all current verdicts of the avvik's subject, from which every action's criterion must be measured as met. With
    `failed` it need not be: the reason goes into `text`, and the avvik goes back to tiltak for another attempt.
    """
    asked = Request(avvik=avvik, move=Move.FAIL if failed else Move.VERIFY, by=by)
    measured = [measure(action, timeline) for action in avvik.current_actions] if asked.row else []
    if not failed:
        for each, action in zip(measured, avvik.current_actions, strict=False):
            _reached(asked, each, action)
    periods = sorted({period for each in measured for period in each.met})
    facts = {
        "effect": Effect.FAILED.value if failed else Effect.CONFIRMED.value,
        "periods": [str(period) for period in periods],
    }
    return asked.draft(EntryKind.VERIFIED, facts, {"text": asked.text(text, "reason" if failed else "text", needed=failed)})


def close(avvik: Avvik, by: str, text: str = "") -> Drafts:
    """Close it; only a confirmed effect closes an avvik."""
    asked = Request(avvik=avvik, move=Move.CLOSE, by=by)
    if asked.row and avvik.verification is None:
        asked.refuse("M008", mark("the effect is not verified, or something was missed since: verify it first"))
    return asked.draft(EntryKind.CLOSED, {}, {"text": asked.text(text, needed=False)})


def reject(avvik: Avvik, by: str, reason: str) -> Drafts:
    """End it because it is none, or none to work on; its periods are not raised again, later ones are."""
    asked = Request(avvik=avvik, move=Move.REJECT, by=by)
    return asked.draft(EntryKind.REJECTED, {}, {"reason": asked.text(reason, "reason")})


def reopen(avvik: Avvik, by: str, reason: str) -> Drafts:
    """Take it up again: it goes on as under behandling, and what was tried before is history."""
    asked = Request(avvik=avvik, move=Move.REOPEN, by=by)
    return asked.draft(EntryKind.REOPENED, {}, {"reason": asked.text(reason, "reason")})


def erase(avvik: Avvik, by: str, entries: Sequence[int], reason: str) -> Drafts:
    """Record that the words and names of these entries (by `seq`) are erased; the store then takes them away for good."""
    asked = Request(avvik=avvik, move=Move.ERASE, by=by)
    by_seq = {entry.seq: entry for entry in avvik.entries}
    for seq in entries:
        entry = by_seq.get(seq)
        if entry is None or entry.by_machine or entry.erased:
            asked.refuse(
                "M014", mark("entry {seq} has no words of a person in {avvik}, or they are erased"), seq=seq, avvik=avvik.id
            )
    return asked.draft(EntryKind.ERASED, {"entries": sorted(set(entries))}, {"reason": asked.text(reason, "reason")})


def _still_open(asked: Request, action: str) -> None:
    current = {each.id: each for each in asked.avvik.current_actions}
    if action in current and current[action].done is None:
        return
    still = ", ".join(each.id for each in current.values() if each.done is None) or "–"
    if action in current:
        asked.refuse("M010", mark("action {action} is done already; still to be done: {still}"), action=action, still=still)
    else:
        asked.refuse(
            "M009",
            mark("there is no action '{action}' in this attempt; still to be done: {still}"),
            action=action[:40],
            still=still,
        )


def _reached(asked: Request, measured: Measurement, action: Action) -> None:
    if measured.is_reached:
        return
    message = mark(
        "the effect of action {action} is not there yet: after {done}, {met} of {needed} periods in a row have met the target ({periods})"
    )
    asked.refuse(
        "M007",
        message,
        action=action.id,
        done=action.done,
        met=len(measured.met),
        needed=measured.needed,
        periods=", ".join(map(str, measured.met)) or "–",
    )
