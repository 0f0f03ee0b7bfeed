"""The pages `/accounts/…`: looked at by administrators and auditors, changed by administrators, decided by engine.accounts."""

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engine.accounts import Act, Order
from engine.departing import erase
from engine.errors import AccountOvertaken, UserError
from engine.language import Language, mark, translate
from engine.people import Role
from engine.rights import Action, Thing
from engine.store.people.events import Change
from engine.store.people.orders import Asked
from engine.web.access import WorkRequest, needs
from engine.web.accounts.forms import EraseForm, NewAccount, OrderForm, PartForm
from engine.web.accounts.page import Refused, show
from engine.web.accounts.words import CONDITIONS
from engine.web.clock import now
from engine.web.ours import ours
from engine.web.paging import page_asked, paging
from engine.web.parts import parts
from engine.workplace import accounts
from engine.workplace.accounts import Condition, Kept, Wanted

CONFLICT: Final = 409
PAGE: Final = 100


@needs(Action.SEE, Thing.ACCOUNT)
@require_safe
def listed(request: WorkRequest) -> HttpResponse:
    """404 for a filter that names nothing."""
    wanted, page = _wanted(request), page_asked(request.GET, "page")
    found = accounts.listed(request.place, parts().people, wanted)
    context = {
        "rows": [(each, *CONDITIONS[accounts.condition_of(each)]) for each in found[(page - 1) * PAGE : page * PAGE]],
        "total": len(found),
        "paging": paging("page", page, len(found), PAGE),
        "wanted": wanted,
        "organisations": [request.place.book.organisations[each] for each in request.place.organisations(Thing.ACCOUNT)],
        "roles": [role.value for role in Role],
        "conditions": [(each.value, CONDITIONS[each][1]) for each in Condition],
        "may_manage": bool(request.place.reach(Action.MANAGE, Thing.ACCOUNT)),
    }
    return render(request, "accounts/accounts.html", context)


@needs(Action.MANAGE, Thing.ACCOUNT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: WorkRequest) -> HttpResponse:
    """A new account with its first role and a one-time link. One that is there already gets the role."""
    form = NewAccount(request.POST or None, place=request.place, organisations=_managed(request), language=request.language)
    if request.method == "POST" and form.is_valid():
        try:
            return _made(request, form)
        except UserError as refused:
            form.add_error(None, " ".join(_said(refused, request.language)))
    return render(request, "accounts/new.html", {"form": form})


@needs(Action.SEE, Thing.ACCOUNT)
@require_safe
def account(request: WorkRequest, name: str) -> HttpResponse:
    return show(request, _found(request, name))


@needs(Action.MANAGE, Thing.ACCOUNT)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: WorkRequest, name: str, act: str) -> HttpResponse:
    """Opened as a page, it leads to the account."""
    if act not in [*Act]:
        raise Http404
    kept = _found(request, name)
    if request.method != "POST":
        return redirect("account", name)
    form = _form(request, kept, Act(act))
    if not form.is_valid():
        return show(request, kept, Refused(act=Act(act), form=form, problems=_unseen(form, request.language)))
    try:
        return _carried_out(request, kept, Act(act), form)
    except AccountOvertaken as overtaken:
        return show(
            request,
            _found(request, name),
            Refused(act=Act(act), form=form, problems=_said(overtaken, request.language)),
            CONFLICT,
        )
    except UserError as refused:
        return show(request, kept, Refused(act=Act(act), form=form, problems=_said(refused, request.language)))


@needs(Action.SEE, Thing.ACCOUNT)
@require_safe
def systems(request: WorkRequest) -> HttpResponse:
    """The tokens of systems, which have no account."""
    found = [
        (each, accounts.may_end(request.place, parts().people, each.id))
        for each in accounts.systems(request.place, parts().people)
    ]
    return render(request, "accounts/systems.html", {"tokens": found, "now": now()})


@needs(Action.MANAGE, Thing.ACCOUNT)
@require_POST
def end_token(request: WorkRequest, token: str) -> HttpResponse:
    if not accounts.may_end(request.place, parts().people, token):
        raise Http404
    ended = parts().people.end_token(token, Change(request.place.person.id, now()))
    messages.success(request, translate(mark("The token opens nothing any more."), request.language))
    return redirect("account-systems") if ended.is_system else redirect("account", ended.holder.id)


def _made(request: WorkRequest, form: NewAccount) -> HttpResponse:
    people, change, said = parts().people, _change(request), form.cleaned_data
    email = said["email"]
    known = next((each for each in people.everybody() if each.email == email.strip().casefold()), None)
    made = known or people.add(email, said["name"], change, Language(said["speaks"]))
    people.carry_out(made.id, Order(act=Act.GIVE, what=form.part), change, _asked(request, None))
    if known is not None:
        messages.success(request, translate(mark("The account was there already; it has the role now."), request.language))
        return redirect("account", made.id)
    code = people.order_invitation(made.id, change, _asked(request, None))
    return show(request, _found(request, made.id), link=_link(code))


def _carried_out(request: WorkRequest, kept: Kept, act: Act, form: OrderForm) -> HttpResponse:
    people, change, asked = parts().people, _change(request), _asked(request, form.cleaned_data["seen"])
    id_ = kept.standing.person.id
    if act is Act.INVITE:
        code = people.order_invitation(id_, change, asked)
        return show(request, _found(request, id_), link=_link(code))
    if isinstance(form, EraseForm):
        who, reason = request.place.person.email, form.cleaned_data["reason"]
        erase(people, request.place.store, parts().outbox, id_, change, asked, who, reason)
    else:
        part = form.part if isinstance(form, PartForm) else None
        people.carry_out(id_, Order(act=act, what=part), change, asked)
    messages.success(request, translate(mark("It is done."), request.language))
    return redirect("account", id_)


def _form(request: WorkRequest, kept: Kept, act: Act) -> OrderForm:
    if act in (Act.GIVE, Act.END):
        return PartForm(request.POST, place=request.place, organisations=_managed(request), language=request.language)
    if act is Act.ERASE:
        return EraseForm(request.POST, email=kept.standing.person.email, language=request.language)
    return OrderForm(request.POST)


def _wanted(request: WorkRequest) -> Wanted:
    given = request.GET
    organisation, role, condition = (given.get(name, "") for name in ("organisation", "role", "state"))
    if organisation and not request.place.may(Action.SEE, Thing.ACCOUNT, organisation):
        raise Http404
    if (role and role not in [*Role]) or (condition and condition not in [*Condition]):
        raise Http404
    return Wanted(
        text=given.get("text", "")[:100],
        organisation=organisation,
        role=Role(role) if role else None,
        condition=Condition(condition) if condition else None,
    )


def _found(request: WorkRequest, name: str) -> Kept:
    found = accounts.one(request.place, parts().people, name)
    if found is None:
        raise Http404
    return found


def _managed(request: WorkRequest) -> list[str]:
    return sorted(request.place.reach(Action.MANAGE, Thing.ACCOUNT).units)


def _asked(request: WorkRequest, seen: int | None) -> Asked:
    return Asked(by=request.place.person.id, trees=request.place.trees, seen=seen)


def _change(request: WorkRequest) -> Change:
    return Change(request.place.person.id, now())


def _link(code: str) -> str:
    return f"{ours().base_url}/welcome/{code}/"


def _said(refused: UserError, language: Language) -> list[str]:
    return [problem.text(language) for problem in refused.problems] or [refused.text(language)]


def _unseen(form: OrderForm, language: Language) -> list[str]:
    """What cannot be told at a field, because the person does not see it."""
    return [translate(mark("The form was not complete. Look at the account again."), language)] if "seen" in form.errors else []
