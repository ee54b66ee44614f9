"""Going on later, or on another device, by a private link."""

from functools import wraps
from http import HTTPStatus
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from surveys import definitions, qr
from surveys.actions import DRAFT_LIFETIME
from surveys.models import Draft
from surveys.sittings import Sitting
from surveys.views.pages import (
    closed_page,
    gone_page,
    is_answerable,
    unavailable_page,
)
from surveys.views.receiving import is_stored
from surveys.views.taking import DATABASE_AWAY


def of_a_draft(view):
    """Give the view a sitting that is kept, or say what became of it."""

    @login_not_required
    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, submission: UUID) -> HttpResponse:
        try:
            definition = definitions.current(slug)
            if definition is None or not definition.pages:
                raise Http404
            asked = Sitting(definition, submission=submission)
            sitting = asked.remembered()
            if sitting is asked:
                return gone_page(request, asked, is_stored=is_stored(asked))
            if not is_answerable(sitting):
                return closed_page(request, sitting, HTTPStatus.OK)
            return view(request, sitting)
        except DATABASE_AWAY:
            return unavailable_page(request)

    return wrapped


@of_a_draft
def survey_resume(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Go on at the page where somebody was."""
    response = HttpResponseRedirect(sitting.address_of(sitting.left_at))
    response["Cache-Control"] = "private, no-store"
    return response


@of_a_draft
def survey_later(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Show the link, in words and as a QR code, and how long it is good."""
    survey, submission = sitting.survey, sitting.submission
    draft = Draft.objects.read(submission, survey)
    if draft is None:  # it was sent this very moment
        return gone_page(request, sitting, is_stored=True)
    path = reverse("surveys:survey-resume", args=[survey.slug, submission])
    link = request.build_absolute_uri(path)
    context = {
        "survey": survey,
        "link": link,
        "picture": qr.svg_inline(link),
        "kept_until": draft.saved_at + DRAFT_LIFETIME,
        "address": sitting.address_of(sitting.left_at),
    }
    response = render(request, "surveys/survey_later.html", context)
    response["Cache-Control"] = "private, no-store"
    return response
