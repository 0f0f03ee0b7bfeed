"""The page `/deliveries/new/`: a file is looked at first, with what would be new, changed or wrong; then it is accepted."""

from pathlib import Path

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from engine.catalogue import Organisation
from engine.errors import UsageError
from engine.facts import Delivery, Way
from engine.intake import TIDY, Profile, choose
from engine.language import mark, translate
from engine.reception import Reception, preview, take_in
from engine.rights import Action, Thing
from engine.web.access import WorkRequest, needs
from engine.web.asked import organisation_asked, organisations_of
from engine.web.clock import now
from engine.web.deliveries import staging
from engine.web.deliveries.announced import LARGEST, announced
from engine.web.ours import ours
from engine.workplace.deliveries import one


@needs(Action.DELIVER, Thing.DELIVERY)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: WorkRequest) -> HttpResponse:
    organisation = organisation_asked(request.place, request.GET, Action.DELIVER, Thing.DELIVERY)
    page: dict[str, object] = {
        "organisation": organisation,
        "organisations": organisations_of(request.place, Action.DELIVER, Thing.DELIVERY),
        "sources": [*sorted({profile.id for _, profile in _profiles(request, organisation)} - {TIDY.id}), TIDY.id],
        "given": request.POST,
        "largest": LARGEST // 1024**2,
    }
    if request.method != "POST":
        return render(request, "deliveries/upload.html", page)
    if "seal" not in request.POST:
        return _look(request, organisation, page)
    try:
        return _accept(request, organisation)
    except UsageError as error:
        return render(request, "deliveries/upload.html", {**page, "wrong": error.text(request.language)})


def _look(request: WorkRequest, organisation: Organisation, page: dict[str, object]) -> HttpResponse:
    """Nothing is stored but the bytes, aside."""
    said = announced(
        request.POST,
        request.FILES.get("file"),
        _profiles(request, organisation),
        organisation=organisation.id,
        sender=_sender(request),
        at=now(),
        language=request.language,
    )
    if said.delivery is None or said.profile is None:
        return render(request, "deliveries/upload.html", {**page, "problems_at": said.wrong})
    seen = preview(request.place.store, request.place.book, said.delivery, said.profile)
    seal = ""
    if seen.receipt is not None and not seen.receipt.known_before:
        seal = staging.keep(_folder(), request.place.person.id, said.delivery, now().timestamp())
    return render(request, "deliveries/upload.html", {**page, "seen": seen, "receipt": seen.receipt, "seal": seal})


def _accept(request: WorkRequest, organisation: Organisation) -> HttpResponse:
    """The same bytes with the same words about them; judged anew, because the rules may have changed in between."""
    person = request.place.person.id
    sealed = staging.opened(person, request.POST["seal"])
    if sealed is not None and sealed.organisation == organisation.id:
        known = one(request.place, sealed.delivery_id, Action.DELIVER)
        content = staging.content(_folder(), person, sealed)
        if content is None and known is not None:
            # A second click: the first one took it in.
            return HttpResponseRedirect(reverse("delivery", args=[known.id]))
        if content is not None:
            return _take_in(request, organisation, sealed, content)
    raise UsageError(mark("The file is no longer here: send it again, and look at it once more."))


def _take_in(request: WorkRequest, organisation: Organisation, sealed: staging.Sealed, content: bytes) -> HttpResponse:
    delivery = Delivery(
        declaration=sealed.declaration,
        file_name=sealed.file_name,
        content=content,
        received_at=now(),
        way=Way.PAGE,
        sender=_sender(request),
    )
    profile = choose(_profiles(request, organisation), sealed.file_name, sealed.source)
    reception = take_in(request.place.store, request.place.book, delivery, profile)
    staging.drop(_folder(), request.place.person.id, sealed)
    messages.success(request, _told(request, reception))
    return HttpResponseRedirect(reverse("delivery", args=[delivery.id]))


def _sender(request: WorkRequest) -> str:
    return f"account:{request.place.person.id}"


def _profiles(request: WorkRequest, organisation: Organisation) -> list[tuple[str, Profile]]:
    """The organisation's own sources: nobody delivers in another's name."""
    return [(owner, profile) for owner, profile in request.place.book.profiles if owner == organisation.id]


def _told(request: WorkRequest, reception: Reception) -> str:
    receipt = reception.receipt
    if receipt is None:
        return translate(mark("The file was refused and lies in quarantine."), request.language)
    text = translate(mark("Accepted: {figures} figures, {new} new, {changed} changed."), request.language)
    return text.format(figures=receipt.figures, new=receipt.new, changed=receipt.changed)


def _folder() -> Path:
    return ours().cache / "uploads"
