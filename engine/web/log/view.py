"""The page `/log/`: the heads that reports print, the entries and decisions, and the proof that nothing was changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from engine.avvik.entries import Entry, Subject
from engine.decisions.decision import Decision
from engine.errors import Problem, UserError
from engine.language import Language
from engine.log_words import KINDS
from engine.rights import Action, Thing
from engine.rulebook.book import InForce
from engine.store.log import Wanted
from engine.web.access import WorkRequest, needs
from engine.web.log.filters import asked
from engine.web.log.words import DECISIONS
from engine.web.tags import titled
from engine.workplace import Workplace
from engine.workplace.log import PAGE, decisions, entries, sees_decisions

LONGEST_ANCHOR = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry in words; what somebody wrote is the avvik's own page's to show."""

    entry: Entry
    kind: str
    title: str
    where: str
    is_open_to: bool
    """Whether the reader may open the avvik."""


@dataclass(frozen=True, slots=True)
class ShownDecision:
    decision: Decision
    kind: str
    organisation: str
    rule: InForce | None
    """What an exemption is about."""


@needs(Action.SEE, Thing.LOG)
@require_http_methods(["GET", "HEAD", "POST"])
def log(request: WorkRequest) -> HttpResponse:
    place, language, choice = request.place, request.language, asked(request.GET)
    page: dict[str, object] = {
        "head": place.store.log_head(),
        "decisions_head": place.store.ledger_head(),
        "choice": choice,
        "sees_decisions": sees_decisions(place),
        "kinds": KINDS.items(),
    }
    if request.method == "POST":
        page |= _verified(place, _anchor(request, "anchor"), _anchor(request, "decisions_anchor"), language)
    if not choice.of_decisions:
        return render(request, "log/log.html", page | _entries(place, choice.wanted, language))
    if not sees_decisions(place):
        raise Http404
    return render(request, "log/log.html", page | _decisions(place, choice.wanted.before))


def _anchor(request: WorkRequest, name: str) -> str:
    return request.POST.get(name, "").strip()[:LONGEST_ANCHOR]


def _verified(place: Workplace, anchor: str, decisions_anchor: str, language: Language) -> dict[str, object]:
    given = {"anchor": anchor, "decisions_anchor": decisions_anchor}
    try:
        found: tuple[Problem, ...] = (
            *place.store.verify_log(anchor or None),
            *place.store.verify_ledger(decisions_anchor or None),
        )
    except UserError as error:
        return {**given, "wrong": error.text(language)}
    return {**given, "is_verified": True, "findings": [problem.text(language) for problem in found]}


def _entries(place: Workplace, wanted: Wanted, language: Language) -> dict[str, object]:
    found = entries(place, wanted)
    older = found[PAGE - 1][1].seq if len(found) > PAGE else None
    return {"entries_shown": [*_shown(place, found[:PAGE], language)], "older": older}


def _shown(place: Workplace, found: Sequence[tuple[Subject, Entry]], language: Language) -> Iterator[Shown]:
    seen = place.reach(Action.SEE, Thing.AVVIK)
    for subject, entry in found:
        rule = place.book.by_id.get(subject.rule)
        units = place.book.organisations[subject.organisation].units
        unit = units.get(subject.unit)
        yield Shown(
            entry=entry,
            kind=KINDS[entry.kind],
            title=titled(rule.rule, language) if rule else subject.rule,
            where=titled(unit, language) if unit else subject.unit,
            is_open_to=seen.covers(subject.organisation, subject.unit),
        )


def _decisions(place: Workplace, before: int | None) -> dict[str, object]:
    found = decisions(place, before)
    shown = [
        ShownDecision(
            decision=each,
            kind=DECISIONS[each.kind],
            organisation=place.book.organisations[each.organisation].title,
            rule=place.book.by_id.get(each.facts.get("rule", "")),
        )
        for each in found[:PAGE]
    ]
    return {"decisions": shown, "older": found[PAGE - 1].seq if len(found) > PAGE else None}
