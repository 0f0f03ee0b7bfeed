"""Which report an address asks for; what is not there, or not for this person, is no page."""

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from engine.catalogue import Organisation
from engine.language import Language
from engine.periods import NotAPeriod, Period
from engine.portfolios import portfolio_of
from engine.publishing import Order
from engine.report.schema import Report
from engine.rights import Action, Thing
from engine.web.access import WorkRequest
from engine.web.clock import today
from engine.web.ours import ours
from engine.web.parts import parts
from engine.workplace.reports import tells_persons


@dataclass(frozen=True, slots=True)
class Asked:
    organisation: Organisation
    report: Report
    period: Period
    language: Language
    """The report's: ?lang= in the address, else the reader's own."""

    def address(self, page: str) -> str:
        """Of another page of the same report, `reports-words`."""
        found = reverse(page, args=[self.organisation.id, self.report.id, str(self.period)])
        return f"{found}?lang={self.language.value}"


def asked(request: WorkRequest, organisation: str, report: str, period: str, action: Action = Action.SEE) -> Asked:
    """404 for what does not exist, what the person may not do there, and a period that has not begun."""
    if not request.place.may(action, Thing.REPORT, organisation):
        raise Http404
    found = next((each for each in parts().shelf.reports().by_organisation.get(organisation, ()) if each.id == report), None)
    when = _period(period)
    if found is None or when.grain is not found.grain or when.start > today():
        raise Http404
    wanted = request.GET.get("lang", "")
    language = Language(wanted) if wanted in [*Language] else request.language
    return Asked(request.place.book.organisations[organisation], found, when, language)


def order(request: WorkRequest, wanted: Asked) -> Order:
    """As the person may see it: without figures about persons where the policy says so."""
    settings = ours()
    return Order(
        organisation=wanted.organisation.id,
        report=wanted.report,
        period=wanted.period,
        language=wanted.language,
        portfolio=portfolio_of(request.place.book, settings, wanted.organisation.id, wanted.report),
        smallest_group=settings.smallest_group,
        tells_persons=tells_persons(request.place, wanted.organisation.id),
    )


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except NotAPeriod:
        raise Http404 from None
