"""What is shown while a survey is taken: a page of it, or why there is none."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from civic import posts, public_pages
from surveys import challenge, conditions, definitions
from surveys.actions import DRAFT_LIFETIME
from surveys.forms import Entry, SurveyPageForm
from surveys.models import Collector, Draft, Survey
from surveys.sittings import Sitting

RETRY_AFTER = "30"  # seconds, while the database is away


def is_answerable(sitting: Sitting) -> bool:
    collector = sitting.collector
    return sitting.survey.is_open and (collector is None or collector.is_active)


@dataclass(frozen=True)
class Asked:
    """A question of the page; ``rest`` are conditions that its other answers decide."""

    entry: Entry
    rest: conditions.ShownIf
    survey: Survey

    @property
    def shown_if(self) -> str:
        """The conditions for the browser."""
        return json.dumps(self.rest, ensure_ascii=False) if self.rest else ""

    @property
    def only_if(self) -> str:
        """The conditions for those whose browser runs no script."""
        return conditions.describe(self.rest, self.survey)


def asked(sitting: Sitting, form: SurveyPageForm) -> list[Asked]:
    """The questions of the page that somebody may see, by the pages before."""
    earlier = sitting.route.earlier(sitting.number)
    shown = conditions.shown_on_page(form.questions, earlier)
    rests = {question.code: rest for question, rest in shown}
    return [
        Asked(entry, rests[entry.question.code], sitting.survey)
        for entry in form.entries
        if entry.question.code in rests
    ]


def page_context(sitting: Sitting, form: SurveyPageForm) -> dict[str, object]:
    """What ``survey_form.html`` shows."""
    route, number = sitting.route, sitting.number
    step, steps = route.progress(number)
    questions = asked(sitting, form)
    return {
        "survey": sitting.survey,
        "page": route.page(number),
        "form": form,
        "questions": questions,
        "has_conditions": any(one.rest for one in questions),
        "sitting": sitting,
        "step": step,
        "steps": steps,
        "may_be_end": route.may_be_end(number),
        "offers_later": not sitting.is_on_shared_device,
        "trap": posts.TRAP,
        "challenge": None,
        "notice": "",
    }


def form_page(
    request: HttpRequest,
    sitting: Sitting,
    form: SurveyPageForm,
    *,
    status: int = HTTPStatus.OK,
    notice: str = "",
) -> HttpResponse:
    """Show one page of a survey; ``notice`` is why it comes again, in one word.

    Not "no-store": going back in the browser must bring back what was typed.
    """
    context = page_context(sitting, form) | {"notice": notice}
    if notice == "crowded":
        context["challenge"] = challenge.Challenge()
    response = render(request, "surveys/survey_form.html", context, status=status)
    return private(response)


def private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-cache"
    return response


def keep_page(
    request: HttpRequest,
    sitting: Sitting,
    response: HttpResponse,
    next_sitting: Callable[[HttpRequest], Sitting | None],
) -> HttpResponse:
    """Let a page without answers be served from memory, for each visitor's sitting."""
    slug, definition = sitting.survey.slug, sitting.definition
    is_shuffled = definition.form_class(sitting.number).is_shuffled

    def is_current() -> bool:
        return (
            definitions.current(slug) is definition
            and is_answerable(sitting)
            and not taken_over_by(sitting)
        )

    def renewed(request: HttpRequest) -> tuple[str, str] | None:
        if request.META.get("QUERY_STRING"):
            return None
        fresh = next_sitting(request)
        return (str(fresh.submission), fresh.token) if fresh else None

    if request.META.get("QUERY_STRING") or is_shuffled:
        return response
    own = (str(sitting.submission), sitting.token)
    keeping = public_pages.Keeping(is_current, renewed, own, takes_posts=True)
    return public_pages.keep(response, keeping)


def shape(sitting: Sitting) -> tuple[object, ...]:
    """What makes a page without answers differ from one sitting to another."""
    route, number = sitting.route, sitting.number
    if not sitting.definition.is_branching:
        return (sitting.is_on_shared_device,)
    questions = route.page(number).questions.all()
    shown = conditions.shown_on_page(questions, route.earlier(number))
    return (
        sitting.is_on_shared_device,
        route.progress(number),
        route.may_be_end(number),
        [(question.code, rest) for question, rest in shown],
    )


def taken_over_by(sitting: Sitting) -> Collector | None:
    """The collector of a newer version of the survey to be answered instead."""
    collector = sitting.collector
    return collector and definitions.successor_of(sitting.definition, collector)


def newer_version(survey: Survey) -> Survey | None:
    """The newest open version of a survey, if there is one after it."""
    newer = Survey.objects.public().open().filter(family=survey.family)
    return newer.filter(version__gt=survey.version).order_by("-version").first()


def closed_page(
    request: HttpRequest,
    sitting: Sitting,
    status: int,
    form: SurveyPageForm | None = None,
) -> HttpResponse:
    """Say that no answers are taken, and give back what was typed, to be copied.

    That is what was sent just now, and what is kept as a draft.
    """
    survey = sitting.survey
    draft = None if sitting.entrance else Draft.objects.read(sitting.submission, survey)
    context = {
        "survey": survey,
        "typed": typed(form) if form else [],
        "kept": kept_texts(sitting.remembered(), form) if draft else [],
        "kept_until": draft.saved_at + DRAFT_LIFETIME if draft else None,
        "is_too_early": survey.opens_later,
        "is_paused": survey.is_open,
        "newer": newer_version(survey),
    }
    response = render(request, "surveys/survey_closed.html", context, status=status)
    return private(response)


def typed(form: SurveyPageForm) -> list[tuple[str, str]]:
    """Each question that was answered in words, with those words."""
    texts: list[BoundField] = [field for field in form if field.widget_type in TEXTS]
    return [(field.label, field.value()) for field in texts if field.value()]


def kept_texts(sitting: Sitting, form: SurveyPageForm | None) -> list[tuple[str, str]]:
    """What was answered in words on all pages but that of ``form``."""
    numbers = [n for n in sitting.route.numbers if not form or n != sitting.number]
    return [text for n in numbers for text in typed(sitting.at(n).form())]


TEXTS = {"text", "textarea", "number", "answerdate"}


def unreadable_page(
    request: HttpRequest, sitting: Sitting, status: int
) -> HttpResponse:
    is_too_large = status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    context = {"survey": sitting.survey, "is_too_large": is_too_large}
    response = render(request, "surveys/unreadable.html", context, status=status)
    response.is_made_by_portal = True
    return private(response)


def unsaved_page(
    request: HttpRequest, sitting: Sitting, form: SurveyPageForm
) -> HttpResponse:
    """Give the page back as it was sent, while it cannot be saved."""
    status = HTTPStatus.SERVICE_UNAVAILABLE
    response = form_page(request, sitting, form, status=status, notice="unavailable")
    response["Retry-After"] = RETRY_AFTER
    return response


def unsaved_fields(request: HttpRequest, data: QueryDict) -> HttpResponse:
    """Give back what was sent to a page that cannot even be shown for now."""
    fields = [(name, value) for name, values in data.lists() for value in values]
    context = {"fields": fields, "address": request.path}
    status = HTTPStatus.SERVICE_UNAVAILABLE
    response = render(request, "surveys/unsaved.html", context, status=status)
    response["Retry-After"] = RETRY_AFTER
    return private(response)


def gone_page(
    request: HttpRequest, sitting: Sitting, *, is_stored: bool
) -> HttpResponse:
    """Say what became of a draft whose link is no longer good."""
    context = {
        "survey": sitting.survey,
        "is_stored": is_stored,
        "days": DRAFT_LIFETIME.days,
    }
    status = HTTPStatus.GONE if is_stored else HTTPStatus.NOT_FOUND
    response = render(request, "surveys/survey_gone.html", context, status=status)
    response.is_made_by_portal = True
    return private(response)


def unavailable_page(request: HttpRequest) -> HttpResponse:
    """Say that a survey cannot be read from the database at the moment."""
    status = HTTPStatus.SERVICE_UNAVAILABLE
    response = render(request, "surveys/unavailable.html", status=status)
    response["Retry-After"] = RETRY_AFTER
    return private(response)
