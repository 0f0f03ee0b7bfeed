"""The page of one account: its rights, how it signs in, what may be done, and everything that people changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import render

from engine.accounts import Act
from engine.language import Language, translate
from engine.people import Duty, Grant, Role
from engine.rulebook.book import Rulebook
from engine.store.people.events import Happened
from engine.web.access import WorkRequest
from engine.web.accounts.forms import EraseForm, OrderForm, PartForm, code_of
from engine.web.accounts.words import ACTS, CONDITIONS, HAPPENED
from engine.web.clock import now
from engine.web.tags import part_title
from engine.words import ROLES
from engine.workplace.accounts import Kept, condition_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What somebody sent that was not carried out: told beside their own words, which are kept."""

    act: Act
    form: OrderForm
    problems: Sequence[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """A role or a duty that was given, and what a form must say to end it."""

    part: Grant | Duty
    what: str
    where: str
    may_end: bool

    @property
    def role(self) -> str:
        return self.part.role.value if isinstance(self.part, Grant) else ""


def show(
    request: WorkRequest, kept: Kept, refused: Refused | None = None, status: int = 200, *, link: str = ""
) -> HttpResponse:
    standing, language = kept.standing, request.language
    sign, word = CONDITIONS[condition_of(standing)]
    context = {
        "kept": kept,
        "standing": standing,
        "account": standing.person,
        "leader": kept.names.get(standing.person.leader, ""),
        "sign": sign,
        "condition": word,
        "parts": [*_parts(kept)],
        "history": [*_history(kept, request.place.book, language)],
        "give": _give(request, kept, refused),
        "acts": [(act.value, *words) for act, words in ACTS.items() if act in kept.acts],
        "erase": _erase(kept, refused, language),
        "refused": refused,
        "link": link,
        "tokens": [token for token in kept.tokens if token.is_good(now())],
        "is_own": request.place.person.id == standing.person.id,
    }
    return render(request, "accounts/account.html", context, status=status)


def _parts(kept: Kept) -> Iterator[Part]:
    for each in kept.standing.person.held:
        yield Part(each, *code_of(each), may_end=kept.may_give.covers(each.organisation))


def _history(kept: Kept, book: Rulebook, language: Language) -> Iterator[tuple[Happened, str, str]]:
    """Each change with who made it and what it was, in words."""
    for each in kept.history:
        role, name = each.details.get("role"), each.details.get("name")
        what = translate(ROLES[Role(role)], language) if role else str(name or "")
        organisation, unit = (str(each.details.get(key, "")) for key in ("organisation", "unit"))
        where = part_title(book, organisation, unit, language)
        told = " ".join(filter(None, (translate(HAPPENED[each.kind], language), what, f"({where})" if where else "")))
        yield each, kept.names.get(each.by, each.by), told


def _give(request: WorkRequest, kept: Kept, refused: Refused | None) -> OrderForm | None:
    """None for who may give nothing here."""
    if not kept.may_give or not kept.standing.person.active:
        return None
    if refused is not None and refused.act is Act.GIVE:
        return _carried_on(refused.form, kept)
    organisations = sorted(kept.may_give.units)
    initial = {"seen": kept.standing.seen}
    return PartForm(initial=initial, place=request.place, organisations=organisations, language=request.language)


def _erase(kept: Kept, refused: Refused | None, language: Language) -> OrderForm | None:
    if Act.ERASE not in kept.acts:
        return None
    if refused is not None and refused.act is Act.ERASE:
        return _carried_on(refused.form, kept)
    return EraseForm(initial={"seen": kept.standing.seen}, email=kept.standing.person.email, language=language)


def _carried_on(form: OrderForm, kept: Kept) -> OrderForm:
    """The same words may be sent again, by somebody who has now seen what the other changed."""
    form.data = {**{name: form.data.get(name, "") for name in form.fields}, "seen": kept.standing.seen}
    return form
