"""The page where a report's texts are written: each with its age, what is doubtful in it, and the figures it may name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from engine.errors import MoveRefused
from engine.language import Language, mark, translate
from engine.names import UNSHOWABLE, is_showable
from engine.publishing import draft
from engine.report import periods
from engine.report.document import Document
from engine.report.schema import Report, Style, said
from engine.report.style import number_text
from engine.report.texts import Flag
from engine.report.word_file import LONGEST, names
from engine.report.words import Said, Standing, fingerprint, standing
from engine.rights import Action, Thing
from engine.web.access import WorkRequest, needs
from engine.web.clock import now
from engine.web.reports.asked import Asked, asked, order
from engine.web.reports.view import about
from engine.workplace.reports import may_write, tells_persons


@dataclass(frozen=True, slots=True)
class Field:
    """One text as the form has it."""

    about: str
    title: str
    text: str
    seen: str
    """The fingerprint of the text that stood there when the page was made."""
    age: str
    who: str
    flags: tuple[str, ...]
    wrong: str = ""
    stands: str = ""
    """With `wrong`: what stands there now, beside what was typed."""


@needs(Action.COMMENT, Thing.REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: WorkRequest, organisation: str, report: str, period: str) -> HttpResponse:
    wanted = asked(request, organisation, report, period, Action.COMMENT)
    refused = _keep(request, wanted) if request.method == "POST" else {}
    if request.method == "POST" and not refused:
        messages.success(request, translate(mark("The texts are kept."), request.language))
        return redirect(request.get_full_path())
    made = draft(request.place.store, request.place.book, order(request, wanted))
    page = {
        **about(request, wanted),
        "fields": [*_fields(request, wanted, made.flags, refused)],
        "others": [*_others(request, wanted)],
        "figures": [*_placeholders(wanted, made.document)],
        "spans": [
            (f"{{{name}}}", periods.fill(f"{{{name}}}", wanted.period, wanted.language)) for name in periods.PLACEHOLDERS
        ],
        "longest": LONGEST,
    }
    return render(request, "reports/words.html", page, status=409 if refused else 200)


def _keep(request: WorkRequest, wanted: Asked) -> dict[str, str]:
    """Keep what was changed; why a text was not, by what it is about."""
    place, language = request.place, request.language
    known, refused = names(wanted.report, wanted.organisation), dict[str, str]()
    given = {name.removeprefix("text."): str(text) for name, text in request.POST.items() if name.startswith("text.")}
    for subject, text in given.items():
        if subject not in known or not _may_write(request, wanted, subject):
            raise Http404
        told, seen = text.replace("\r\n", "\n").strip(), str(request.POST.get(f"seen.{subject}", ""))
        if fingerprint(told) == seen:
            continue
        if len(told) > LONGEST:
            refused[subject] = translate(mark("a text has at most {most} characters"), language).format(most=LONGEST)
            continue
        if not is_showable(told):
            refused[subject] = translate(UNSHOWABLE, language)
            continue
        try:
            place.store.say_over(_said(request, wanted, subject, told), seen)
        except MoveRefused as error:
            refused[subject] = error.text(language)
    return refused


def _said(request: WorkRequest, wanted: Asked, subject: str, text: str) -> Said:
    return Said(
        organisation=wanted.organisation.id,
        about=subject,
        period=wanted.period,
        text=text,
        language=wanted.language,
        who=request.place.person.name,
        at=now(),
    )


def _may_write(request: WorkRequest, wanted: Asked, subject: str) -> bool:
    """Nobody writes about figures about persons who may not see them."""
    metric = wanted.organisation.metrics.get(subject.partition(".")[0])
    hidden = metric is not None and metric.is_about_persons and not tells_persons(request.place, wanted.organisation.id)
    return not hidden and may_write(request.place, wanted.organisation.id, subject)


def _fields(request: WorkRequest, wanted: Asked, flags: Sequence[Flag], refused: dict[str, str]) -> Iterator[Field]:
    language: Language = request.language
    written = request.place.store.words(wanted.organisation.id)
    for subject in _subjects(request, wanted, written):
        found = standing(written, subject, wanted.period, wanted.language, carried=_is_carried(wanted.report, subject))
        text = found.said.text if found else ""
        typed = request.POST.get(f"text.{subject}")
        yield Field(
            about=subject,
            title=_title(wanted, subject, language),
            text=text if typed is None else typed,
            seen=fingerprint(text),
            age=_age(found, language),
            who=found.said.who if found else "",
            flags=tuple(f"«{flag.quote}» – {flag.text(language)}" for flag in flags if flag.about == subject),
            wrong=refused.get(subject, ""),
            stands=text if subject in refused else "",
        )


def _subjects(request: WorkRequest, wanted: Asked, written: Sequence[Said]) -> list[str]:
    """The texts of the chapters, the comments that chapters ask for, those that somebody wrote, and one asked for by name."""
    parts = [part for chapter in wanted.report.chapters for part in chapter.parts]
    texts = [part.words for part in parts if part.words]
    comments = [name for part in parts for name in part.comments]
    known = names(wanted.report, wanted.organisation)
    commented = [each.about for each in written if each.about in known and "." not in each.about and each.about not in texts]
    asked_for = [name for name in request.GET.getlist("about") if name in known]
    every = dict.fromkeys([*texts, *comments, *asked_for, *commented])
    return [subject for subject in every if _may_write(request, wanted, subject)]


def _others(request: WorkRequest, wanted: Asked) -> Iterator[tuple[str, str]]:
    """The report's other metrics that the person may comment on."""
    language: Language = request.language
    shown = _subjects(request, wanted, request.place.store.words(wanted.organisation.id))
    for name in wanted.report.metrics:
        if name not in shown and _may_write(request, wanted, name):
            yield name, _title(wanted, name, language)


def _is_carried(report: Report, subject: str) -> bool:
    """A text of a chapter stands for its own period, unless the chapter says otherwise; a comment until it is changed."""
    parts = [part for chapter in report.chapters for part in chapter.parts if part.words == subject]
    return any(part.carried for part in parts) if parts else True


def _title(wanted: Asked, subject: str, language: Language) -> str:
    """The metric's title; of a text of a chapter the chapter's."""
    metric = wanted.organisation.metrics.get(subject)
    if metric is not None:
        return said(metric.title, metric.title_en, language)
    for chapter in wanted.report.chapters:
        if any(part.words == subject for part in chapter.parts):
            return chapter.told(language)
    return subject


def _age(found: Standing | None, language: Language) -> str:
    if found is None or not found.age:
        return ""
    text = translate(
        mark("Written for {period}, {age} periods ago.") if found.age > 1 else mark("Written for {period}."), language
    )
    return text.format(period=periods.told(found.said.period, language), age=found.age)


def _placeholders(wanted: Asked, document: Document) -> Iterator[tuple[str, str, str]]:
    """What may stand in braces for a figure, what it is, and what it says now."""
    own = (wanted.organisation.id, "", str(wanted.period))
    for line in document.figures:
        if (line.unit, line.member, line.period) == own and line.value is not None:
            told = number_text(line.value, line.decimals, line.unit_of_measure, Style(), wanted.language)
            yield f"{{{line.metric}}}", line.title, told
