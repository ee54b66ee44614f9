"""What is shown while a survey is taken: a page of it, or why there is none."""

from collections.abc import Callable
from http import HTTPStatus

from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from civic import public_pages
from surveys import definitions, posts
from surveys.forms import SurveyPageForm
from surveys.sittings import Sitting

RETRY_AFTER = "30"  # seconds, while the database is away


def is_answerable(sitting: Sitting) -> bool:
    collector = sitting.collector
    return sitting.survey.is_open and (collector is None or collector.is_active)


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
    context = {
        "survey": sitting.survey,
        "page": sitting.definition.pages[sitting.number - 1],
        "form": form,
        "sitting": sitting,
        "trap": posts.TRAP,
        "notice": notice,
    }
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

    def is_current() -> bool:
        return definitions.current(slug) is definition and is_answerable(sitting)

    def renewed(request: HttpRequest) -> tuple[str, str] | None:
        if request.META.get("QUERY_STRING"):
            return None
        fresh = next_sitting(request)
        return (str(fresh.submission), fresh.token) if fresh else None

    if request.META.get("QUERY_STRING"):
        return response
    own = (str(sitting.submission), sitting.token)
    keeping = public_pages.Keeping(is_current, renewed, own, takes_posts=True)
    return public_pages.keep(response, keeping)


def closed_page(
    request: HttpRequest,
    sitting: Sitting,
    status: int,
    form: SurveyPageForm | None = None,
) -> HttpResponse:
    """Say that no answers are taken, and give back what was typed, to be copied."""
    context = {
        "survey": sitting.survey,
        "typed": typed(form) if form else [],
        "is_too_early": sitting.survey.opens_later,
    }
    response = render(request, "surveys/survey_closed.html", context, status=status)
    return private(response)


def typed(form: SurveyPageForm) -> list[tuple[str, str]]:
    """Each question that was answered in words, with those words."""
    texts: list[BoundField] = [field for field in form if field.widget_type in TEXTS]
    return [(field.label, field.value()) for field in texts if field.value()]


TEXTS = {"text", "textarea", "answertext"}


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


def unavailable_page(request: HttpRequest) -> HttpResponse:
    """Say that a survey cannot be read from the database at the moment."""
    status = HTTPStatus.SERVICE_UNAVAILABLE
    response = render(request, "surveys/unavailable.html", status=status)
    response["Retry-After"] = RETRY_AFTER
    return private(response)
