"""The page where a report is made final: what is doubtful, the reason why it may stand, and a question before it is done."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from engine.errors import MoveRefused
from engine.language import mark, translate
from engine.names import UNSHOWABLE, is_showable
from engine.publishing import Order, finalise, preview, wanting
from engine.report.edition import Edition
from engine.rights import Action, Thing
from engine.web.access import WorkRequest, needs
from engine.web.clock import now
from engine.web.reports.asked import asked, order
from engine.web.reports.view import about, titles

LONGEST_REASON = 2_000


@needs(Action.DECIDE, Thing.REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def final(request: WorkRequest, organisation: str, report: str, period: str) -> HttpResponse:
    wanted = asked(request, organisation, report, period, Action.DECIDE)
    place, language = request.place, request.language
    wish, wrong = order(request, wanted), ""
    if request.method == "POST":
        try:
            kept = _finalised(request, wish)
        except MoveRefused as refused:
            wrong = refused.text(language)
        else:
            message = translate(mark("Edition {number} of {period} is final; its seal is {link}."), language)
            messages.success(request, message.format(number=kept.number, period=kept.period, link=kept.link[:16]))
            return redirect("reports-edition", seq=kept.seq)
    made = preview(place.store, place.book, wish)
    page = {
        **about(request, wanted),
        "flags": [(flag, flag.text(language)) for flag in made.flags],
        "lacking": titles(wanting(place.store, place.book, wish), wanted.organisation, language),
        "seen": made.content,
        "wrong": wrong,
        "reason": request.POST.get("reason", ""),
        "longest": LONGEST_REASON,
    }
    return render(request, "reports/final.html", page, status=409 if wrong else 200)


def _finalised(request: WorkRequest, wish: Order) -> Edition:
    """MoveRefused also where the question was not answered, or what was looked at is not said."""
    reason = request.POST.get("reason", "").strip()
    if request.POST.get("sure") != "on":
        raise MoveRefused(mark("say that you have read the report"))
    if len(reason) > LONGEST_REASON:
        raise MoveRefused(mark("a text has at most {most} characters"), most=LONGEST_REASON)
    if not is_showable(reason):
        raise MoveRefused(UNSHOWABLE)
    return finalise(
        request.place.store,
        request.place.book,
        wish,
        who=request.place.person.name,
        at=now(),
        accepted=reason,
        seen=request.POST.get("seen") or "-",
    )
