"""A form for each move, with the fields that it may carry and no others; each becomes a move of engine.avvik.life.

`seen` is the last entry that the person saw: whoever was overtaken writes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django import forms

from engine.avvik import life
from engine.avvik.avvik import Avvik
from engine.avvik.life import MOST_EFFECT_PERIODS
from engine.avvik.said import LONGEST_TEXT
from engine.avvik.states import Move
from engine.avvik.work import CAUSES
from engine.facts import Verdict
from engine.language import Language, mark, translate
from engine.period_words import period_words
from engine.periods import Period

Choices = Sequence[tuple[str, str]]
_MOST_PERIODS = 120
"""Ten years of months to choose from: an avvik may have been left lying."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the choices of a form follow from."""

    avvik: Avvik
    language: Language
    people: Choices
    """Who it may be given to: e-mail address or duty, and the name to show."""
    today: Period
    """The period in which today lies, of the avvik's kind."""
    timeline: Sequence[Verdict]
    """Every verdict that stands on the avvik's subject."""


class MoveForm(forms.Form):
    """`make` gives the move, once the form is valid."""

    move: ClassVar[Move]
    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, context: Context, **given: Any) -> None:
        super().__init__(
            auto_id=f"{self.move.value}_%s",
            initial={"seen": context.avvik.entries[-1].seq, **self.begun_with(context)},
            **given,
        )
        self.context = context
        for name, label in self.labels().items():
            self.fields[name].label = translate(label, context.language)

    def labels(self) -> Mapping[str, str]:
        return {"text": mark("Text")}

    def begun_with(self, context: Context) -> Mapping[str, object]:  # noqa: ARG002 -- kinds that override it need it
        """What stands in the fields before anybody has written."""
        return {}

    def make(self, by: str) -> Callable[[Avvik], life.Drafts]:
        raise NotImplementedError

    def kept(self) -> list[str]:
        """What the person had written, for when the form itself cannot be shown any more."""
        return [str(self.data[name]) for name in self.fields if name in ("text", "reason") and self.data.get(name)]

    def carry_on_from(self, seq: int) -> None:
        """Let the same words be sent again, by somebody who has now seen what the other wrote."""
        self.data = {**{name: self.data.get(name, "") for name in self.fields}, "seen": seq}


def _words(*, needed: bool = True, rows: int = 3) -> forms.CharField:
    return forms.CharField(max_length=LONGEST_TEXT, required=needed, widget=forms.Textarea(attrs={"rows": rows}))


class CommentForm(MoveForm):
    move = Move.COMMENT
    text = _words()

    def labels(self) -> Mapping[str, str]:
        return {"text": mark("Comment")}

    def make(self, by: str) -> Callable[[Avvik], life.Drafts]:
        return lambda avvik: life.comment(avvik, by, self.cleaned_data["text"])


class AttachForm(MoveForm):
    """Its move needs the file's kind, which the view tells from the bytes."""

    move = Move.ATTACH
    file = forms.FileField(max_length=255)

    def labels(self) -> Mapping[str, str]:
        return {"file": mark("File: PDF, picture, Office or OpenDocument file, or text")}


class AssignForm(MoveForm):
    move = Move.ASSIGN
    to = forms.ChoiceField()

    def __init__(self, context: Context, **given: Any) -> None:
        super().__init__(context, **given)
        self.fields["to"].choices = [("", "–"), *context.people]  # type: ignore[attr-defined]

    def labels(self) -> Mapping[str, str]:
        return {"to": mark("To")}

    def make(self, by: str) -> Callable[[Avvik], life.Drafts]:
        return lambda avvik: life.assign(avvik, by, self.cleaned_data["to"])


class CauseForm(MoveForm):
    move = Move.CAUSE
    cause = forms.ChoiceField()
    text = _words()

    def __init__(self, context: Context, **given: Any) -> None:
        super().__init__(context, **given)
        index = 0 if context.language is Language.NB else 1
        self.fields["cause"].choices = [("", "–"), *((code.value, told[index]) for code, told in CAUSES.items())]  # type: ignore[attr-defined]

    def labels(self) -> Mapping[str, str]:
        return {"cause": mark("Cause"), "text": mark("In words")}

    def begun_with(self, context: Context) -> Mapping[str, object]:
        found = context.avvik.cause
        return {} if found is None else {"cause": found.code.value, "text": found.text}

    def make(self, by: str) -> Callable[[Avvik], life.Drafts]:
        return lambda avvik: life.set_cause(avvik, by, self.cleaned_data["cause"], self.cleaned_data["text"])


class ActForm(MoveForm):
    move = Move.ACT
    text = _words()
    responsible = forms.ChoiceField()
    due = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), input_formats=["%Y-%m-%d", "%d.%m.%Y"]
    )
    effect_periods = forms.IntegerField(min_value=1, max_value=MOST_EFFECT_PERIODS)

    def __init__(self, context: Context, **given: Any) -> None:
        super().__init__(context, **given)
        self.fields["responsible"].choices = [("", "–"), *context.people]  # type: ignore[attr-defined]

    def labels(self) -> Mapping[str, str]:
        return {
            "text": mark("What is to be done"),
            "responsible": mark("Responsible"),
            "due": mark("Deadline"),
            "effect_periods": mark("It has helped after so many periods in a row on target"),
        }

    def begun_with(self, context: Context) -> Mapping[str, object]:  # noqa: ARG002
        return {"effect_periods": 2}

    def make(self, by: str) -> Callable[[Avvik], life.Drafts]:
        said = self.cleaned_data
        return lambda avvik: life.act(
            avvik, by, said["text"], responsible=said["responsible"], due=said["due"], effect_periods=said["effect_periods"]
        )


class DoneForm(MoveForm):
    move = Move.DONE
    action = forms.ChoiceField()
    period = forms.ChoiceField(required=False)
    text = _words(needed=False, rows=2)

    def __init__(self, context: Context, **given: Any) -> None:
        super().__init__(context, **given)
        open_ones = [each for each in context.avvik.current_actions if each.done is None]
        self.fields["action"].choices = [(each.id, f"{each.id}. {each.text[:80]}") for each in open_ones]  # type: ignore[attr-defined]
        periods = [(str(each), period_words(each, context.language)) for each in _since_it_began(context)]
        self.fields["period"].choices = [("", translate(mark("now"), context.language)), *periods]  # type: ignore[attr-defined]

    def labels(self) -> Mapping[str, str]:
        return {"action": mark("Action"), "period": mark("Done in"), "text": mark("In words")}

    def make(self, by: str) -> Callable[[Avvik], life.Drafts]:
        said = self.cleaned_data
        period = Period.parse(said["period"]) if said["period"] else None
        return lambda avvik: life.done(avvik, by, said["action"], period=period, text=said["text"])


class CloseForm(MoveForm):
    move = Move.CLOSE
    text = _words(needed=False, rows=2)

    def labels(self) -> Mapping[str, str]:
        return {"text": mark("Closing words")}

    def make(self, by: str) -> Callable[[Avvik], life.Drafts]:
        return lambda avvik: life.close(avvik, by, self.cleaned_data["text"])


class VerifyForm(MoveForm):
    move = Move.VERIFY
    text = _words(needed=False, rows=2)

    def labels(self) -> Mapping[str, str]:
        return {"text": mark("Your judgement")}

    def make(self, by: str) -> Callable[[Avvik], life.Drafts]:
        said, failed = self.cleaned_data["text"], self.move is Move.FAIL
        return lambda avvik: life.verify(avvik, by, self.context.timeline, text=said, failed=failed)


class FailForm(VerifyForm):
    move = Move.FAIL
    text = _words(rows=2)


class RejectForm(MoveForm):
    move = Move.REJECT
    reason = _words(rows=2)

    def labels(self) -> Mapping[str, str]:
        return {"reason": mark("Reason")}

    def make(self, by: str) -> Callable[[Avvik], life.Drafts]:
        return lambda avvik: life.reject(avvik, by, self.cleaned_data["reason"])


class ReopenForm(RejectForm):
    move = Move.REOPEN

    def make(self, by: str) -> Callable[[Avvik], life.Drafts]:
        return lambda avvik: life.reopen(avvik, by, self.cleaned_data["reason"])


FORMS: Final[Mapping[Move, type[MoveForm]]] = {
    form.move: form
    for form in (
        CommentForm,
        AttachForm,
        AssignForm,
        CauseForm,
        ActForm,
        DoneForm,
        VerifyForm,
        FailForm,
        CloseForm,
        RejectForm,
        ReopenForm,
    )
}


def _since_it_began(context: Context) -> list[Period]:
    """The newest first."""
    began = min(context.avvik.ever_told)
    back = min(context.today.ordinal - began.ordinal, _MOST_PERIODS)
    return [context.today.shift(-step) for step in range(back + 1)] if back >= 0 else []
