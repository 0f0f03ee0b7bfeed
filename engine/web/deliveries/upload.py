"""The page `/deliveries/new/`: a file is looked at first, with what would be new, changed or wrong; then it is accepted."""

from datetime import date
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from engine.catalogue import Organisation
from engine.errors import UsageError
from engine.facts import Delivery
from engine.intake import TIDY, Profile, choose, declare
from engine.language import mark, translate
from engine.reception import Reception, preview, take_in
from engine.rights import Action, Thing
from engine.web.access import WorkRequest, needs
from engine.web.asked import organisation_asked, organisations_of
from engine.web.clock import now
from engine.web.deliveries import staging
from engine.web.ours import ours

LARGEST = 20 * 1024 * 1024
"""Bytes through the pages; larger ones are taken in where they lie, by `malvakt ingest`."""
LONGEST_NAME = 150
STATUSES = {"": None, "preliminary": True, "final": False}


@needs(Action.DELIVER, Thing.DELIVERY)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: WorkRequest) -> HttpResponse:
    organisation = organisation_asked(request.place, request.GET, Action.DELIVER, Thing.DELIVERY)
    page: dict[str, object] = {
        "organisation": organisation,
        "organisations": organisations_of(request.place, Action.DELIVER, Thing.DELIVERY),
        "sources": [profile.id for _, profile in _profiles(request, organisation)] + [TIDY.id],
        "given": request.POST,
        "largest": LARGEST // 1024**2,
    }
    if request.method != "POST":
        return render(request, "deliveries/upload.html", page)
    try:
        if "seal" in request.POST:
            return _accept(request, organisation)
        return _look(request, organisation, page)
    except UsageError as error:
        return render(request, "deliveries/upload.html", {**page, "wrong": error.text(request.language)})


def _look(request: WorkRequest, organisation: Organisation, page: dict[str, object]) -> HttpResponse:
    """Nothing is stored but the bytes, aside. Raises UsageError for what is said wrongly about the file."""
    delivery, profile = _delivery(request, organisation)
    seen = preview(request.place.store, request.place.book, delivery, profile)
    seal = ""
    if seen.receipt is not None and not seen.receipt.known_before:
        seal = staging.keep(_folder(), request.place.person.id, delivery, now().timestamp())
    return render(request, "deliveries/upload.html", {**page, "seen": seen, "receipt": seen.receipt, "seal": seal})


def _accept(request: WorkRequest, organisation: Organisation) -> HttpResponse:
    """The same bytes with the same words about them; judged anew, because the rules may have changed in between."""
    person = request.place.person.id
    kept = staging.found(_folder(), person, request.POST["seal"])
    if kept is None or kept[0].organisation != organisation.id:
        raise UsageError(mark("The file is no longer here: send it again, and look at it once more."))
    sealed, content = kept
    delivery = Delivery(declaration=sealed.declaration, file_name=sealed.file_name, content=content, received_at=now())
    profile = choose(_profiles(request, organisation), sealed.file_name, sealed.source)
    reception = take_in(request.place.store, request.place.book, delivery, profile)
    staging.drop(_folder(), person, sealed)
    messages.success(request, _told(request, reception))
    return HttpResponseRedirect(reverse("delivery", args=[delivery.id]))


def _delivery(request: WorkRequest, organisation: Organisation) -> tuple[Delivery, Profile]:
    file, said = request.FILES.get("file"), request.POST
    if not isinstance(file, UploadedFile) or not file.name:
        raise UsageError(mark("Choose a file."))
    if file.size is None or file.size > LARGEST:
        raise UsageError(mark("The file is larger than {limit} MB."), limit=LARGEST // 1024**2)
    name = Path(file.name).name[-LONGEST_NAME:]
    profile = choose(_profiles(request, organisation), name, said.get("source") or None)
    declaration = declare(
        profile,
        name,
        organisation=organisation.id,
        period=said.get("period", "").strip() or None,
        extracted_at=_day(said.get("extracted_at", "")),
        preliminary=STATUSES.get(said.get("status", "")),
    )
    return Delivery(declaration=declaration, file_name=name, content=file.read(), received_at=now()), profile


def _profiles(request: WorkRequest, organisation: Organisation) -> list[tuple[str, Profile]]:
    """The organisation's own sources: nobody delivers in another's name."""
    return [(owner, profile) for owner, profile in request.place.book.profiles if owner == organisation.id]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(mark("The day of extraction is a date.")) from None


def _told(request: WorkRequest, reception: Reception) -> str:
    receipt = reception.receipt
    if receipt is None:
        return translate(mark("The file was refused and lies in quarantine."), request.language)
    text = translate(mark("Accepted: {figures} figures, {new} new, {changed} changed."), request.language)
    return text.format(figures=receipt.figures, new=receipt.new, changed=receipt.changed)


def _folder() -> Path:
    return ours().cache / "uploads"
