"""The page of the own tokens. Each may what its person may, and no more than its scopes."""

from datetime import timedelta
from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from engine.language import Language, mark, translate
from engine.people import Scope
from engine.store.people.events import Change
from engine.store.people.tokens import LONGEST_NAME, MOST_DAYS, Asked
from engine.web.access import WorkRequest, signed_in
from engine.web.clock import now
from engine.web.parts import parts
from engine.web.reader import language_of

SCOPES = {
    Scope.READ: mark("Read"),
    Scope.PUSH: mark("Deliver figures"),
    Scope.MOVES: mark("Work avvik"),
    Scope.PERSONS: mark("Read rows about persons"),
}
MOST_TOKENS = 50
"""Open ones, of one person."""


class NewToken(forms.Form):
    name = forms.CharField(max_length=LONGEST_NAME)
    scopes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    days = forms.IntegerField(min_value=1, max_value=MOST_DAYS, initial=90)

    def __init__(self, *args: Any, language: Language, **given: Any) -> None:
        super().__init__(*args, **given)
        labels = {"name": mark("What it is for"), "scopes": mark("What it may"), "days": mark("Days that it is good")}
        for field, label in labels.items():
            self.fields[field].label = translate(label, language)
        choices = [(scope.value, translate(words, language)) for scope, words in SCOPES.items()]
        self.fields["scopes"].choices = choices  # type: ignore[attr-defined]


@signed_in
@reauthentication_required(app="malvakt.tokens", allow_get=True)  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: WorkRequest) -> HttpResponse:
    """The open ones, and the form for another; its secret stands on the page that answers the form, and nowhere else."""
    form = NewToken(request.POST or None, language=language_of(request))
    secret = _issue(request, form) if request.method == "POST" and form.is_valid() else ""
    own = [token for token in parts().people.tokens(request.place.person.id) if token.is_good(now())]
    shown = {"form": NewToken(language=language_of(request)) if secret else form, "tokens": own, "secret": secret}
    return render(request, "tokens/tokens.html", shown)


@signed_in
@require_POST
def end(request: WorkRequest, token: str) -> HttpResponse:
    """404 for somebody else's."""
    person = request.place.person
    if token not in {each.id for each in parts().people.tokens(person.id)}:
        raise Http404
    parts().people.end_token(token, Change(person.id, now()))
    messages.success(request, translate(mark("The token opens nothing any more."), language_of(request)))
    return redirect("tokens")


def _issue(request: WorkRequest, form: NewToken) -> str:
    person, said = request.place.person, form.cleaned_data
    held = [token for token in parts().people.tokens(person.id) if token.is_good(now())]
    if len(held) >= MOST_TOKENS:
        form.add_error(None, translate(mark("End a token first: you have as many as there may be."), language_of(request)))
        return ""
    asked = Asked(name=said["name"], scopes=frozenset(map(Scope, said["scopes"])), lasts=timedelta(days=said["days"]))
    return parts().people.issue(person.email, asked, Change(person.id, now())).secret
