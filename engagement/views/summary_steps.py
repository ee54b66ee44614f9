"""Single steps of a summary on its way to publication: buttons of the desk."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from civic.access import role_required
from civic.languages import BY_CODE
from civic.roles import Role
from engagement.actions import (
    add_translations,
    approve,
    choose_notices,
    mark_reviewed,
    send_back,
    send_to_review,
    unschedule_summary,
)
from engagement.models import Summary
from engagement.summary_refusals import PublicationRefused


def _take(
    request: HttpRequest, summary: Summary, step: Callable[[Summary], Any], said: str
) -> HttpResponse:
    """Take a step and say so, or say why not; the publication page comes again."""
    try:
        step(summary)
    except PublicationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(reverse("engagement:summary-publish", args=[summary.pk]))


def _editable(request: HttpRequest, pk: int) -> Summary:
    return get_object_or_404(Summary.objects.editable_by(request.user), pk=pk)


@require_POST
@role_required(Role.EDITOR)
def summary_send(request: HttpRequest, pk: int) -> HttpResponse:
    return _take(
        request,
        _editable(request, pk),
        lambda summary: send_to_review(summary, actor=request.user),
        _("It waits for another editor to read it."),
    )


@require_POST
@role_required(Role.EDITOR)
def summary_send_back(request: HttpRequest, pk: int) -> HttpResponse:
    words = request.POST.get("words", "")
    return _take(
        request,
        _editable(request, pk),
        lambda summary: send_back(summary, words=words, actor=request.user),
        _("It is a draft again, with your words above it."),
    )


@require_POST
@role_required(Role.EDITOR)
def summary_approve(request: HttpRequest, pk: int) -> HttpResponse:
    sent = request.POST.get("language", "")
    language = sent if sent in BY_CODE else request.user.language
    return _take(
        request,
        _editable(request, pk),
        lambda summary: approve(summary, language=language, actor=request.user),
        _("Approved. Now it is translated."),
    )


@require_POST
@role_required(Role.EDITOR)
def summary_unschedule(request: HttpRequest, pk: int) -> HttpResponse:
    return _take(
        request,
        _editable(request, pk),
        lambda summary: unschedule_summary(summary, actor=request.user),
        _("The time is taken back: nothing is published by itself."),
    )


@require_POST
@role_required(Role.EDITOR)
def summary_notices(request: HttpRequest, pk: int) -> HttpResponse:
    codes = request.POST.getlist("with_notice")
    return _take(
        request,
        _editable(request, pk),
        lambda summary: choose_notices(summary, codes=codes, actor=request.user),
        _("Saved."),
    )


@require_POST
@role_required(Role.EDITOR, Role.TRANSLATOR)
def language_review(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    summary = get_object_or_404(Summary.objects.translatable_by(request.user), pk=pk)
    return _take(
        request,
        summary,
        lambda found: mark_reviewed(found, language=language, actor=request.user),
        _("%(language)s is marked as reviewed.") % {"language": _endonym(language)},
    )


def _endonym(code: str) -> str:
    return BY_CODE[code].endonym


@require_POST
@role_required(Role.EDITOR)
def summary_add_translations(request: HttpRequest, pk: int) -> HttpResponse:
    return _take(
        request,
        _editable(request, pk),
        lambda summary: add_translations(summary, actor=request.user),
        _("The new translations are on the published page."),
    )
