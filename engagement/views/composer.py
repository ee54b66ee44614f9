"""The desk's composer: an editor turns a period of listening into a summary."""

from typing import Any

from django.contrib import messages
from django.contrib.messages.views import SuccessMessageMixin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, DetailView, ListView, UpdateView

from civic.access import RoleRequiredMixin, role_required
from civic.languages import LANGUAGES
from civic.roles import Role
from engagement.actions.summaries import PublicationRefused, move_part, publish_summary
from engagement.evidence import evidence_for
from engagement.forms.summaries import IntroductionForm, PeriodForm
from engagement.models import Summary
from engagement.number_sentences import number_sentences_by_language
from engagement.untranslated import missing_by_language
from engagement.views.summaries import evidence_of

SAVED = gettext_lazy("Saved.")


class EditableSummaryMixin(RoleRequiredMixin):
    """Summaries that this editor may change; locked while a form is being saved."""

    roles = (Role.EDITOR,)
    model = Summary
    context_object_name = "summary"

    def get_queryset(self) -> QuerySet[Summary]:
        summaries = Summary.objects.editable_by(self.request.user)
        if self.request.method == "POST":
            return summaries.select_for_update()
        return summaries


class DeskSummaryListView(EditableSummaryMixin, ListView):
    template_name = "engagement/desk_summary_list.html"
    context_object_name = "summaries"


class SummaryCreateView(EditableSummaryMixin, CreateView):
    form_class = PeriodForm
    template_name = "engagement/summary_form.html"
    extra_context = {"heading": gettext_lazy("New summary")}

    def get_success_url(self) -> str:
        return reverse("engagement:desk-summary-detail", args=[self.object.pk])


class DeskSummaryDetailView(EditableSummaryMixin, DetailView):
    """Everything of one summary, with the live evidence beside it."""

    template_name = "engagement/desk_summary_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        summary = self.object
        evidence = (
            evidence_of(summary)
            if summary.is_published
            else evidence_for(summary.starts_on, summary.ends_on)
        )
        return super().get_context_data(
            evidence=evidence,
            sections=summary.sections.select_related("branch"),
            quotations=summary.quotations.agreed_to(),
            commitments=summary.commitments.with_updates(),
            missing=missing_by_language(summary),
            **kwargs,
        )


class SummaryEditView(EditableSummaryMixin, SuccessMessageMixin, UpdateView):
    """One form on the summary itself, saved under a lock."""

    template_name = "engagement/summary_form.html"
    success_message = SAVED

    @method_decorator(transaction.atomic)
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("engagement:desk-summary-detail", args=[self.object.pk])


class SummaryPeriodView(SummaryEditView):
    """The season and days, as long as the evidence is not frozen."""

    form_class = PeriodForm
    extra_context = {"heading": gettext_lazy("Season and days")}

    def get_queryset(self) -> QuerySet[Summary]:
        return super().get_queryset().filter(status=Summary.Status.DRAFT)


class SummaryIntroductionView(SummaryEditView):
    """The introduction, with the number sentences to begin from.

    The button “propose” puts them before what is typed, and saves nothing.
    """

    form_class = IntroductionForm
    extra_context = {"heading": gettext_lazy("Introduction")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sentences = number_sentences_by_language(evidence_of(self.object))
        return super().get_context_data(
            proposals=[(language, sentences[language.code]) for language in LANGUAGES],
            **kwargs,
        )

    @method_decorator(transaction.atomic)
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "propose" not in request.POST:
            return super().post(request, *args, **kwargs)
        self.object = self.get_object()
        form = self.form_class(instance=self.object, initial=self._with_sentences())
        return self.render_to_response(self.get_context_data(form=form))

    def _with_sentences(self) -> dict[str, str]:
        """What is typed, after the sentences where it has not got them yet."""
        initial = {"seen_at": self.request.POST.get("seen_at", "")}
        sentences = number_sentences_by_language(evidence_of(self.object))
        for code, proposed in sentences.items():
            name = f"introduction_{code}"
            typed = self.request.POST.get(name, "").strip()
            has_it = proposed in typed
            initial[name] = typed if has_it else f"{proposed}\n\n{typed}".strip()
        return initial


class SummaryPublicationView(EditableSummaryMixin, DetailView):
    """The last look before publication: what is missing, and the button."""

    template_name = "engagement/summary_publication.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            evidence=evidence_of(self.object),
            missing=missing_by_language(self.object),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        summary = get_object_or_404(
            Summary.objects.editable_by(request.user), pk=kwargs["pk"]
        )
        try:
            published = publish_summary(summary, actor=request.user)
        except PublicationRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("engagement:summary-publish", pk=summary.pk)
        messages.success(request, _("The summary is published."))
        return redirect("engagement:desk-summary-detail", pk=published.pk)


@require_POST
@role_required(Role.EDITOR)
def part_move(request: HttpRequest, pk: int, parts: str, part: int) -> HttpResponse:
    """Move a section, quotation or commitment one place up or down."""
    summary = get_object_or_404(Summary.objects.editable_by(request.user), pk=pk)
    moved = get_object_or_404(getattr(summary, parts), pk=part)
    direction = "up" if request.POST.get("direction") == "up" else "down"
    move_part(moved, direction=direction)
    address = reverse("engagement:desk-summary-detail", args=[summary.pk])
    return redirect(f"{address}#{parts}")
