"""The one-time link: whoever has it chooses the account's password. The link itself signs nobody in."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import logout, password_validation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from engine.language import mark, translate
from engine.people import Person
from engine.store.people.models import Account
from engine.web.access import public
from engine.web.clock import now
from engine.web.configuration import LEAST_PASSWORD, LONGEST_PASSWORD
from engine.web.parts import parts
from engine.web.reader import language_of


class NewPassword(forms.Form):
    password1 = forms.CharField(max_length=LONGEST_PASSWORD, strip=False, widget=forms.PasswordInput)
    password2 = forms.CharField(max_length=LONGEST_PASSWORD, strip=False, widget=forms.PasswordInput)

    def __init__(self, *args: Any, person: Person, request: HttpRequest, **given: Any) -> None:
        super().__init__(*args, **given)
        self._person = person
        self._language = language_of(request)
        labels = {"password1": mark("New password"), "password2": mark("The same once more")}
        for name, label in labels.items():
            self.fields[name].label = translate(label, self._language)
            self.fields[name].widget.attrs["autocomplete"] = "new-password"
        told = translate(mark("At least {least} characters. A sentence that only you know is good."), self._language)
        self.fields["password1"].help_text = told.format(least=LEAST_PASSWORD)

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        password_validation.validate_password(password, Account(email=self._person.email, name=self._person.name))
        return password

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if "password1" in given and given["password1"] != given.get("password2"):
            self.add_error("password2", translate(mark("The two are not the same."), self._language))
        return given


@public
def welcome(request: HttpRequest, code: str) -> HttpResponse:
    """404 for a code that is used, replaced, too old or none."""
    people = parts().people
    person = people.invited(code, now())
    if person is None:
        raise Http404
    form = NewPassword(request.POST or None, person=person, request=request)
    if request.method == "POST" and form.is_valid():
        if people.accept(code, form.cleaned_data["password1"], now()) is None:
            raise Http404
        logout(request)  # whoever was signed in here before
        messages.success(request, translate(mark("The password is set. Sign in with it."), language_of(request)))
        return redirect("account_login")
    return render(request, "sign_in/welcome.html", {"form": form, "invited": person, "code": code})
