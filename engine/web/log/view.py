"""The page `/log/`: the head that is printed in reports, the newest entries, and the proof that nothing was changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from engine.avvik.entries import Entry, Subject
from engine.errors import Problem, UserError
from engine.language import Language
from engine.log_words import KINDS
from engine.rights import Action, Thing
from engine.web.access import WorkRequest, needs
from engine.workplace import Workplace
from engine.workplace.log import newest

SHOWN = 50
LONGEST_ANCHOR = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry in words; what somebody wrote is the avvik's own page's to show."""

    entry: Entry
    subject: Subject
    kind: str
    title: str


@needs(Action.SEE, Thing.LOG)
@require_http_methods(["GET", "HEAD", "POST"])
def log(request: WorkRequest) -> HttpResponse:
    place, language = request.place, request.language
    page = {"head": place.store.log_head(), "newest": [*_shown(place, language)], "anchor": ""}
    if request.method == "POST":
        page |= _verified(place, request.POST.get("anchor", "").strip()[:LONGEST_ANCHOR], language)
    return render(request, "log/log.html", page)


def _verified(place: Workplace, anchor: str, language: Language) -> dict[str, object]:
    try:
        found: tuple[Problem, ...] = place.store.verify_log(anchor or None)
    except UserError as error:
        return {"anchor": anchor, "wrong": error.text(language)}
    return {"anchor": anchor, "is_verified": True, "findings": [problem.text(language) for problem in found]}


def _shown(place: Workplace, language: Language) -> Iterator[Shown]:
    rules = place.book.by_id
    for subject, entry in newest(place, SHOWN):
        rule = rules[subject.rule].rule if subject.rule in rules else None
        title = subject.rule if rule is None else (rule.title_en or rule.title if language is Language.EN else rule.title)
        yield Shown(entry, subject, KINDS[entry.kind], title)
