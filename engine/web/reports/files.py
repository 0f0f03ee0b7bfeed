"""A report as a file: a draft made now, or a final edition byte for byte as it was kept."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from engine.publishing import draft
from engine.report.formats import RENDERERS, Format, Renderer
from engine.rights import Action, Thing
from engine.web.access import WorkRequest, needs
from engine.web.reports.asked import asked, order
from engine.workplace.reports import edition


@needs(Action.EXPORT, Thing.REPORT)
@require_safe
def draft_file(request: WorkRequest, organisation: str, report: str, period: str, kind: str) -> HttpResponse:
    renderer = _renderer(kind)
    wanted = asked(request, organisation, report, period, Action.EXPORT)
    made = draft(request.place.store, request.place.book, order(request, wanted))
    return _attachment(renderer.render(made.document), f"{organisation}-{report}-{period}-utkast", renderer)


@needs(Action.EXPORT, Thing.REPORT)
@require_safe
def edition_file(request: WorkRequest, seq: int, kind: str) -> HttpResponse:
    renderer = _renderer(kind)
    found = edition(request.place, seq, Action.EXPORT)
    if found is None or kind not in found.files:
        raise Http404
    return _attachment(request.place.store.edition_content(found, kind), found.name, renderer)


def _renderer(kind: str) -> Renderer:
    if kind not in [*Format]:
        raise Http404
    return RENDERERS[Format(kind)]


def _attachment(content: bytes, name: str, renderer: Renderer) -> HttpResponse:
    """To keep, not to show: an HTML file from here would be a page of ours."""
    return HttpResponse(
        content,
        content_type=renderer.media_type,
        headers={"Content-Disposition": content_disposition_header(as_attachment=True, filename=name + renderer.suffix) or ""},
    )
