"""The history of a summary's texts at the desk, and what is typed there, kept."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from civic import languages
from civic.access import RoleRequiredMixin, role_required
from civic.calendars import clock_time
from civic.roles import Role
from civic.texts import storable
from engagement.actions.revisions import discard_draft, keep_draft, restore_texts
from engagement.models import Summary
from engagement.summary_texts import NoSuchPart, columns_of, part_named
from engagement.text_history import Saved, history_of
from engagement.views.writers import language_written_by, writable_summaries

LONGEST_DRAFT = 200_000  # characters, all languages together
SEEN = "seen_texts"
WRITING = (Role.EDITOR, Role.TRANSLATOR, Role.LIBRARIAN)


def _writable(request: HttpRequest, pk: int, part: str) -> Summary:
    return get_object_or_404(writable_summaries(request.user, part), pk=pk)


def _overview(request: HttpRequest, pk: int) -> str:
    """The composer; for authors, who do not see it, the list of their sections."""
    if request.user.has_role(Role.EDITOR, Role.TRANSLATOR):
        return reverse("engagement:desk-summary-detail", args=[pk])
    return reverse("engagement:own-section-list")


class TextHistoryView(RoleRequiredMixin, ListView):
    """Who saved which words of one part, and when."""

    roles = WRITING
    template_name = "engagement/text_history.html"
    context_object_name = "saves"
    paginate_by = 20

    @cached_property
    def summary(self) -> Summary:
        part = self.kwargs["part"]
        return _writable(self.request, self.kwargs["pk"], part)

    def get_queryset(self) -> list[Saved]:  # type: ignore[override]
        try:
            return history_of(self.summary, self.kwargs["part"])
        except NoSuchPart:
            raise Http404 from None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_editor = self.request.user.has_role(Role.EDITOR)
        return super().get_context_data(
            summary=self.summary,
            is_editor=is_editor,
            back=_overview(self.request, self.summary.pk),
            **kwargs,
        )


@require_POST
@role_required(Role.EDITOR)
def text_restore(request: HttpRequest, pk: int, revision: int) -> HttpResponse:
    """Save the texts of a revision once more."""
    summary = get_object_or_404(Summary.objects.editable_by(request.user), pk=pk)
    found = get_object_or_404(summary.revisions.filter(is_draft=False), pk=revision)
    try:
        restore_texts(found, actor=request.user)
    except NoSuchPart:
        raise Http404 from None
    messages.success(request, _("Restored. What it replaced stays in the history."))
    return redirect("engagement:text-history", pk=pk, part=found.part)


@require_POST
@role_required(*WRITING)
def draft_keep(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Keep what is being typed; answers with words for the page."""
    summary = _writable(request, pk, part)
    typed = _typed(request, summary, part)
    if sum(map(len, typed.values())) > LONGEST_DRAFT:
        said = _("This text is too long to be kept before it is saved: save it now.")
        return JsonResponse({"said": said}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    keep_draft(summary, part, typed=typed, actor=request.user)
    time = clock_time(timezone.now(), languages.current())
    said = _("Kept at %(time)s, not saved yet.") % {"time": time}
    return JsonResponse({"said": said})


def _typed(request: HttpRequest, summary: Summary, part: str) -> dict[str, str]:
    """The texts of the part that this person may write, as they were sent."""
    try:
        part_named(summary, part)
    except NoSuchPart:
        raise Http404 from None
    only = language_written_by(request.user)
    columns = columns_of(part).items()
    names = [name for name, (_field, code) in columns if only in {None, code}]
    return {
        name: storable(request.POST[name])
        for name in [*names, SEEN]
        if name in request.POST
    }


@require_POST
@role_required(*WRITING)
def draft_discard(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    summary = _writable(request, pk, part)
    discard_draft(summary, part, actor=request.user)
    messages.success(request, _("What you had typed is thrown away."))
    return redirect(_overview(request, pk))
