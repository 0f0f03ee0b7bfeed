"""The forms of the accounts' pages, each with the fields that it may carry and no others."""

from collections.abc import Sequence
from typing import Any

from django import forms

from engine.language import Language, mark, translate
from engine.people import Duty, Grant, Role
from engine.store.people.models import EMAIL_LENGTH
from engine.words import ROLES
from engine.workplace import Workplace
from engine.workplace.accounts import choices

LONGEST_NAME = 100
_LONGEST_REASON = 1000


class OrderForm(forms.Form):
    """What every order carries: the last change that its maker saw."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class PartForm(OrderForm):
    """A role or a duty, and where: chosen from what there is in the organisations that its maker looks after."""

    what = forms.ChoiceField()
    where = forms.ChoiceField()

    def __init__(self, *args: Any, place: Workplace, organisations: Sequence[str], language: Language, **given: Any) -> None:
        super().__init__(*args, **given)
        what, where = choices(place, organisations)
        self._what = {_code(each): each for each in what}
        self._where = {"/".join(filter(None, each)): each for each in where}
        self.fields["what"].choices = [(code, _titled(each, language)) for code, each in self._what.items()]  # type: ignore[attr-defined]
        self.fields["where"].choices = [(code, _placed(place, *each, language)) for code, each in self._where.items()]  # type: ignore[attr-defined]
        for name, label in {"what": mark("Role or duty"), "where": mark("Where")}.items():
            self.fields[name].label = translate(label, language)

    @property
    def part(self) -> Grant | Duty:
        """Once the form is valid."""
        what = self._what[self.cleaned_data["what"]]
        organisation, unit = self._where[self.cleaned_data["where"]]
        if isinstance(what, Grant):
            return Grant(role=what.role, organisation=organisation, unit=unit)
        return Duty(name=what.name, organisation=organisation, unit=unit)


class NewAccount(PartForm):
    email = forms.EmailField(max_length=EMAIL_LENGTH)
    name = forms.CharField(max_length=LONGEST_NAME)
    speaks = forms.ChoiceField(choices=[(Language.NB.value, "Norsk"), (Language.EN.value, "English")])
    field_order = ("email", "name", "speaks", "what", "where")

    def __init__(self, *args: Any, language: Language, **given: Any) -> None:
        super().__init__(*args, language=language, **given)
        del self.fields["seen"]
        labels = {"email": mark("E-mail address"), "name": mark("Name"), "speaks": mark("Language of the pages")}
        for name, label in labels.items():
            self.fields[name].label = translate(label, language)


class EraseForm(OrderForm):
    reason = forms.CharField(max_length=_LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}))
    address = forms.CharField(max_length=EMAIL_LENGTH)

    def __init__(self, *args: Any, email: str, language: Language, **given: Any) -> None:
        super().__init__(*args, **given)
        self._email, self._language = email, language
        labels = {"reason": mark("Reason"), "address": mark("The account's address, once more")}
        for name, label in labels.items():
            self.fields[name].label = translate(label, language)
        self.fields["address"].widget.attrs["autocomplete"] = "off"

    def clean_address(self) -> str:
        given: str = self.cleaned_data["address"]
        if given.strip().casefold() != self._email:
            raise forms.ValidationError(translate(mark("That is not the address of this account."), self._language))
        return given


def code_of(part: Grant | Duty) -> tuple[str, str]:
    """What a form says of a role or a duty that was given: what, and where."""
    return _code(part), "/".join(filter(None, (part.organisation, part.unit)))


def _code(part: Grant | Duty) -> str:
    return f"role:{part.role.value}" if isinstance(part, Grant) else f"duty:{part.name}"


def _titled(part: Grant | Duty, language: Language) -> str:
    if isinstance(part, Grant):
        return translate(ROLES[Role(part.role)], language)
    return translate(mark("duty: {name}"), language).format(name=part.name)


def _placed(place: Workplace, organisation: str, unit: str, language: Language) -> str:
    found = place.book.organisations[organisation]
    whole = found.units[organisation]
    title = (whole.title_en or whole.title) if language is Language.EN else whole.title
    if not unit:
        return translate(mark("{organisation}, the whole"), language).format(organisation=title)
    below = found.units[unit]
    return f"{title} · {(below.title_en or below.title) if language is Language.EN else below.title}"
