"""The page of one avvik: why it was raised, what it rests on, what happened, and a form for each move that is possible now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import render

from engine.avvik.avvik import Avvik
from engine.avvik.effect import Measurement
from engine.avvik.said import folded
from engine.avvik.states import Move
from engine.avvik.work import CAUSES, Action
from engine.charts.figure import ChartFigure
from engine.checks.words import sentence
from engine.facts import Verdict
from engine.language import Language
from engine.periods import Period
from engine.rulebook.schema import Rule
from engine.web.access import WorkRequest
from engine.web.clock import today
from engine.web.course import Course as Drawn
from engine.web.course import figure
from engine.web.review.forms import FORMS, Context, MoveForm
from engine.web.review.timeline import Told, timeline
from engine.web.review.words import move_words
from engine.words import where
from engine.workplace import Workplace
from engine.workplace.decisions.exemptions import may_register
from engine.workplace.review.grounds import Course, Grounds, grounds
from engine.workplace.review.moves import is_own_work, moves
from engine.workplace.review.people import Candidates, able, candidates
from engine.workplace.review.queue import line

_IN_ORDER = (
    Move.COMMENT,
    Move.ASSIGN,
    Move.CAUSE,
    Move.ACT,
    Move.DONE,
    Move.VERIFY,
    Move.FAIL,
    Move.CLOSE,
    Move.ATTACH,
    Move.REJECT,
    Move.REOPEN,
)
"""As one works through an avvik."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A form with the words of its button."""

    form: MoveForm
    title: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class ShownAction:
    action: Action
    responsible: str
    effect: Measurement | None
    """None until it is done."""
    is_overdue: bool
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What somebody sent that was not written: told beside their own words, which are kept."""

    form: MoveForm
    problems: Sequence[str] = ()
    overtaken_since: int | None = None
    """The last entry that they had seen, when somebody else wrote in the meantime."""


@dataclass(frozen=True, slots=True)
class _Page:
    place: Workplace
    avvik: Avvik
    language: Language
    refused: Refused | None
    found: Candidates = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "found", candidates(self.place, self.avvik.subject.organisation))


def show(request: WorkRequest, avvik: Avvik, refused: Refused | None = None, status: int = 200) -> HttpResponse:
    language: Language = request.language
    page = _Page(request.place, avvik, language, refused)
    return render(request, "review/avvik.html", _told(page), status=status)


def context_of(place: Workplace, avvik: Avvik, language: Language, found: Candidates, verdicts: Sequence[Verdict]) -> Context:
    organisation = avvik.subject.organisation
    people = [(each.email, each.name) for each in able(place, found, organisation, [avvik.subject.unit]) if each.active]
    return Context(
        avvik=avvik,
        language=language,
        people=[*people, *((duty, duty) for duty in found.duties)],
        today=Period.containing(today(), avvik.grain),
        timeline=verdicts,
    )


def _told(page: _Page) -> dict[str, object]:
    avvik, place, language = page.avvik, page.place, page.language
    grounded = grounds(place, avvik, today())
    names = page.found.called()
    organisation = place.book.organisations[avvik.subject.organisation]
    return {
        "avvik": avvik,
        "organisation": organisation.units[organisation.id],
        "unit": organisation.units.get(avvik.subject.unit),
        "grounds": grounded,
        "where": _where(grounded),
        "sentence": _sentence(grounded, language),
        "conditions": _conditions(grounded, language),
        "chart": chart_of(avvik, grounded, language),
        "verdicts": tuple(reversed(grounded.timeline)),
        "cause_title": "" if avvik.cause is None else CAUSES[avvik.cause.code][0 if language is Language.NB else 1],
        "actions": [*_actions(page, grounded)],
        "forms": [*_forms(page, grounded)],
        "log": [*timeline(avvik, names, language)],
        "names": names,
        "refused": page.refused,
        "since": [*_since(page, names)],
        "earlier": [line(place, card, today()) for card in grounded.earlier],
        "elsewhere": [line(place, card, today()) for card in grounded.elsewhere],
        "is_own_work": is_own_work(place, avvik),
        "silence": [(each, each.holds_on(today())) for each in grounded.exemptions],
        "may_exempt": grounded.rule is not None and may_register(place, avvik.subject.organisation, avvik.subject.unit),
    }


def chart_of(avvik: Avvik, course: Course, language: Language) -> ChartFigure | None:
    """The figures with the target as it held, the periods of the avvik shaded; None without a figure."""
    title = avvik.subject.rule if course.rule is None else _titled(course.rule.rule, language)
    whole = avvik.subject.organisation if course.rule is None else course.rule.organisation.title
    drawn = Drawn(
        title=title,
        series=_where(course) or whole,
        timeline=course.timeline,
        metric=course.metric,
        shaded=avvik.periods,
        corrected=course.corrected,
        exempt=course.exempt,
    )
    return figure(drawn, language)


def _titled(rule: Rule, language: Language) -> str:
    return rule.title_en or rule.title if language is Language.EN else rule.title


def _where(grounded: Course) -> str:
    if grounded.rule is None or grounded.metric is None or not grounded.timeline:
        return ""
    return where(grounded.timeline[-1], grounded.rule, grounded.metric)


def _sentence(grounded: Grounds, language: Language) -> str:
    missed = [each for each in grounded.timeline if each.period == grounded.avvik.last_period]
    if not missed or grounded.rule is None:
        return ""
    return sentence(missed[0], grounded.rule.organisation, grounded.rule.rule, language)


def _conditions(grounded: Grounds, language: Language) -> list[tuple[str, str, object]]:
    """Each condition's text, its sentence and its tree of parts."""
    if grounded.explanation is None:
        return []
    return [(each.text, each.sentence(language), each.tree) for each in grounded.explanation.conditions]


def _actions(page: _Page, grounded: Grounds) -> Iterator[ShownAction]:
    current = {each.id for each in page.avvik.current_actions}
    names = page.found.called()
    for action in page.avvik.actions:
        yield ShownAction(
            action=action,
            responsible=_called(names, action.responsible),
            effect=grounded.effects.get(action.id),
            is_overdue=action.done is None and action.due < today() and page.avvik.state.is_open,
            is_current=action.id in current,
        )


def _called(names: Mapping[str, str], name: str) -> str:
    return names.get(folded(name), name)


def _forms(page: _Page, grounded: Grounds) -> Iterator[Shown]:
    possible = moves(page.place, page.avvik)
    context = context_of(page.place, page.avvik, page.language, page.found, grounded.timeline)
    refused = page.refused
    for move in _IN_ORDER:
        if move not in possible:
            continue
        is_refused = refused is not None and refused.form.move is move
        form = refused.form if refused is not None and is_refused else FORMS[move](context)
        yield Shown(form, move_words(move, page.avvik, page.language), is_refused or move is Move.COMMENT)


def _since(page: _Page, names: Mapping[str, str]) -> Iterator[Told]:
    """What the others wrote in the meantime, the oldest first."""
    if page.refused is None or page.refused.overtaken_since is None:
        return iter(())
    seen = page.refused.overtaken_since
    told = [*timeline(page.avvik, names, page.language)]
    return iter([each for each in reversed(told) if each.seq > seen])
