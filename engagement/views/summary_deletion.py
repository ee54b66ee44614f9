"""Deleting a draft of a summary, on a page of its own that says what goes with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from engagement.actions.deletion import delete_summary, refuse_deletion
from engagement.models import Summary
from engagement.summary_refusals import PublicationRefused
from engagement.views.composer import EditableSummaryMixin


class SummaryDeleteView(EditableSummaryMixin, DetailView):
    template_name = "engagement/summary_confirm_delete.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        summary = self.get_object()
        try:
            refuse_deletion(summary)
        except PublicationRefused as refusal:
            return self._refused(summary, refusal)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        summary = self.get_object()
        try:
            delete_summary(summary, actor=request.user)
        except PublicationRefused as refusal:
            return self._refused(summary, refusal)
        deleted = _("The draft %(season)s is deleted. Its days are free again.")
        messages.success(request, deleted % {"season": summary.name})
        return redirect("engagement:desk-summary-list")

    def _refused(self, summary: Summary, refusal: PublicationRefused) -> HttpResponse:
        messages.error(self.request, str(refusal))
        return redirect("engagement:desk-summary-detail", pk=summary.pk)

    def get_queryset(self) -> Any:
        return self.summaries()  # the action locks it
