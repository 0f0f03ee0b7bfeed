"""The forms of decisions. What stands against one is told at its field, all of it at once, in the words that commands use.

`seen` is how long the ledger was when the form was opened: a second click is known again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from django import forms

from engine.avvik.said import LONGEST_NAME, LONGEST_TEXT
from engine.calendar.clock import clock_in_oslo, instants
from engine.errors import DecisionRefused, Problem
from engine.language import Language, mark, translate
from engine.periods import FIRST_YEAR, LAST_YEAR
from engine.web.asked import whole_number
from engine.web.clock import OSLO
from engine.web.tags import day

Choices = Sequence[tuple[str, Any]]
"""Value and title, or the title of a group and its choices."""
WRONG_DAY: Final = mark("Write a day, such as 31.12.2026.")
WRONG_TIME: Final = mark("Write a day and a time.")


class DecisionForm(forms.Form):
    """Fields are called as the parts of the request are; what is wrong with a part that has no field stands above them."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, language: Language, **given: Any) -> None:
        super().__init__(**given)
        self.language = language
        for name, label in self.labels().items():
            self.fields[name].label = translate(label, language)
        for name, text in self.helps().items():
            self.fields[name].help_text = translate(text, language)

    def labels(self) -> Mapping[str, str]:
        return {"reason": mark("Reason")}

    def helps(self) -> Mapping[str, str]:
        return {}

    def tried(self, make: Callable[[], object]) -> bool:
        """Whether nothing stands against it: neither in the fields nor, asked with what can be read of them, in the rules."""
        self.is_valid()
        try:
            make()
        except DecisionRefused as refused:
            self.refuse(refused)
        return not self.errors

    def refuse(self, refused: DecisionRefused) -> None:
        told = {*self.errors}
        for problem in refused.problems:
            part = problem.place.field if problem.place.field in self.fields else None
            # What cannot be read has been told as that, and is no empty field besides.
            if part not in told:
                self.add_error(part, in_words(problem, self.language))

    @property
    def kept(self) -> str:
        """What the person had written, for when the form itself cannot be shown any more."""
        return str(self.data.get("reason", ""))

    @property
    def has_seen(self) -> int:
        return whole_number(self.said("seen") or "") or 0

    def said(self, name: str) -> Any:
        """What can be read of a field; None where nothing can."""
        return self.cleaned_data.get(name)


def in_words(problem: Problem, language: Language) -> str:
    """With its dates as the reader writes them."""
    dates = {name: day(each, language) for name, each in problem.details.items() if isinstance(each, date)}
    return replace(problem, details={**problem.details, **dates}).text(language)


def _words(rows: int = 3) -> forms.CharField:
    # Whether there are words, and how many, is for the decision to say: it says it as the command does.
    return forms.CharField(required=False, strip=False, widget=forms.Textarea(attrs={"rows": rows, "maxlength": LONGEST_TEXT}))


def _day() -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, input_formats=["%Y-%m-%d", "%d.%m.%Y"])


def _time() -> forms.CharField:
    # Not Django's own field: that one takes what is typed for UTC, and knows nothing of the two nights.
    return forms.CharField(max_length=40, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))


class EndForm(DecisionForm):
    """Ends an exemption or a window before its time."""

    reason = _words(2)


class AnswerForm(DecisionForm):
    """The reason for what is answered to a held round."""

    reason = _words()


class ExemptionForm(DecisionForm):
    rule = forms.ChoiceField()
    unit = forms.ChoiceField(required=False)
    since = _day()
    until = _day()
    approver = forms.CharField(required=False, max_length=LONGEST_NAME * 10)
    reason = _words()

    def __init__(self, language: Language, rules: Choices, units: Choices, *, may_for_all: bool, **given: Any) -> None:
        super().__init__(language, **given)
        every = translate(mark("Every unit that the rule judges"), language) if may_for_all else "–"
        self.fields["rule"].choices = [("", "–"), *rules]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", every), *units]  # type: ignore[attr-defined]
        self.fields["unit"].required = not may_for_all
        self.fields["approver"].widget.attrs |= {"list": "people", "autocomplete": "off"}

    def labels(self) -> Mapping[str, str]:
        return {
            "rule": mark("Rule"),
            "unit": mark("Unit"),
            "since": mark("First day"),
            "until": mark("Last day"),
            "approver": mark("Approved by"),
            "reason": mark("Reason"),
        }

    def helps(self) -> Mapping[str, str]:
        return {"approver": mark("Somebody else than you: the name that people know.")}

    def clean_since(self) -> date:
        return _within_periods(self.cleaned_data["since"], self.language)

    def clean_until(self) -> date:
        return _within_periods(self.cleaned_data["until"], self.language)


class WindowForm(DecisionForm):
    """`start_which`, `end_which`: which of the two is meant in the hour that the clock shows twice; asked for then alone."""

    service = forms.ChoiceField()
    start = _time()
    start_which = forms.CharField(required=False, widget=forms.HiddenInput)
    end = _time()
    end_which = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = _words()

    def __init__(self, language: Language, services: Choices, **given: Any) -> None:
        super().__init__(language, **given)
        self.fields["service"].choices = [("", "–"), *services]  # type: ignore[attr-defined]
        for name in ("start", "end"):
            self._ask_which(name)

    def labels(self) -> Mapping[str, str]:
        return {"service": mark("Service"), "start": mark("Begins"), "end": mark("Ends"), "reason": mark("What is done")}

    def helps(self) -> Mapping[str, str]:
        return {"start": mark("As the clock in Oslo shows it.")}

    def clean_start(self) -> datetime:
        return self._meant("start")

    def clean_end(self) -> datetime:
        return self._meant("end")

    def _ask_which(self, name: str) -> None:
        given = _read(str(self.data.get(name, "")))
        both = instants(given) if given is not None and given.tzinfo is None else ()
        if len(both) < 2:
            return
        words = mark("before the clock goes back"), mark("after the clock has gone back")
        told = [f"{at.astimezone(OSLO):%H:%M} {translate(text, self.language)}" for at, text in zip(both, words, strict=True)]
        choices = [("", "–"), *zip(map(clock_in_oslo, both), told, strict=True)]
        label = translate(mark("Which of the two?"), self.language)
        self.fields[f"{name}_which"] = forms.ChoiceField(required=False, choices=choices, label=label)

    def _meant(self, name: str) -> datetime:
        """Without an offset, except where it was said which of two is meant, or written."""
        given = _read(self.cleaned_data[name])
        if given is None:
            raise forms.ValidationError(translate(WRONG_TIME, self.language))
        chosen = str(self.data.get(f"{name}_which", ""))
        both = () if given.tzinfo is not None else instants(given)
        return next((at for at in both if clock_in_oslo(at) == chosen), given)


def _read(text: str) -> datetime | None:
    for read in (datetime.fromisoformat, lambda text: datetime.strptime(text, "%d.%m.%Y %H:%M")):  # noqa: DTZ007 -- Oslo's
        try:
            found = read(text.strip())
        except ValueError:
            continue
        return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
    return None


def _within_periods(given: date, language: Language) -> date:
    if not FIRST_YEAR <= given.year <= LAST_YEAR:
        raise forms.ValidationError(translate(WRONG_DAY, language))
    return given
