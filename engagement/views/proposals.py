"""One tap takes over what the portal proposes for a summary, or leaves it out."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from civic.access import role_required
from civic.roles import Role
from engagement.actions.composing import (
    leave_out,
    put_back,
    take_quotation,
    take_sentence,
)
from engagement.actions.findings import SummaryPublished
from engagement.models import Conversation, Summary
from engagement.number_sentences import FORMS, PERIOD
from engagement.proposals import quotable

KINDS = ("sentence", "theme", "question", "quotation")


def _summary(request: HttpRequest, pk: int) -> Summary:
    return get_object_or_404(Summary.objects.editable_by(request.user), pk=pk)


def _composer(summary: Summary, place: str) -> HttpResponse:
    address = reverse("engagement:desk-summary-detail", args=[summary.pk])
    return redirect(f"{address}#{place}")


def _done(
    request: HttpRequest, summary: Summary, place: str, act: Callable[[], str]
) -> HttpResponse:
    try:
        messages.success(request, act())
    except SummaryPublished:
        messages.error(request, _("This summary is published: nothing was taken over."))
    return _composer(summary, place)


@require_POST
@role_required(Role.EDITOR)
def sentence_take(request: HttpRequest, pk: int) -> HttpResponse:
    summary, name = _summary(request, pk), request.POST.get("sentence", "")
    if name not in {PERIOD, *FORMS}:
        return _composer(summary, "proposed-sentences")

    def take() -> str:
        take_sentence(summary, name, actor=request.user)
        return _("The sentence is in the introduction, in all five languages.")

    return _done(request, summary, "introduction", take)


@require_POST
@role_required(Role.EDITOR)
def quotation_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take words over; those to be told in our own words are written first."""
    summary, given = _summary(request, pk), request.POST.get("conversation", "")
    key = int(given) if given.isdecimal() and len(given) < 19 else 0  # noqa: PLR2004 - of a bigint
    conversation = get_object_or_404(quotable(summary), pk=key)
    if conversation.quotation_consent != Conversation.Consent.ANONYMOUS:
        return redirect("engagement:quotation-create", summary.pk, conversation.pk)

    def take() -> str:
        take_quotation(summary, conversation, actor=request.user)
        return _("The quotation is in the summary. Its translations are still missing.")

    return _done(request, summary, "quotations", take)


@require_POST
@role_required(Role.EDITOR)
def proposal_leave_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a proposal out, or put it back: ``undo``."""
    summary, key = _summary(request, pk), request.POST.get("key", "")
    kind = key.partition(":")[0]
    if kind not in KINDS:
        return _composer(summary, "proposals")

    def change() -> str:
        if "undo" in request.POST:
            put_back(summary, key, actor=request.user)
            return _("It is back among the proposals.")
        leave_out(summary, key, actor=request.user)
        return _("Left out. You can put it back in its list.")

    return _done(request, summary, f"proposed-{kind}s", change)
