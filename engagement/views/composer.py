"""The desk's composer: an editor turns a period of listening into a summary."""

import datetime as dt
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
from civic.constraints import ConstraintMixin
from civic.languages import BY_CODE, CODES
from civic.roles import Role
from civic.typed import KeepsTypedMixin
from engagement.actions.summaries import move_part
from engagement.evidence import evidence_for
from engagement.finding_checks import findings_with_merged_themes
from engagement.finding_rows import findings_told
from engagement.forms.summaries import IntroductionForm, PeriodForm
from engagement.models import Summary
from engagement.number_sentences import follow_numbers, proposed_texts, with_proposed
from engagement.proposals import proposals_for
from engagement.refused_publications import refused_publications
from engagement.summary_gate import quotations_not_cleared
from engagement.summary_texts import name_of
from engagement.untranslated import missing_by_language
from engagement.views.remembering import RemembersTextsMixin
from engagement.views.summaries import evidence_of
from engagement.views.writers import language_written_by

SAVED = gettext_lazy("Saved.")


class EditableSummaryMixin(KeepsTypedMixin, RoleRequiredMixin):
    """Summaries that this editor may change; locked while a form is being saved."""

    roles: tuple[str, ...] = (Role.EDITOR,)
    model = Summary
    context_object_name = "summary"

    def summaries(self) -> QuerySet[Summary]:
        return Summary.objects.editable_by(self.request.user)

    def get_queryset(self) -> QuerySet[Summary]:
        if self.request.method == "POST":
            return self.summaries().select_for_update()
        return self.summaries()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_editor = self.request.user.has_role(Role.EDITOR)
        return super().get_context_data(is_editor=is_editor, **kwargs)


class TranslatableSummaryMixin(EditableSummaryMixin):
    """Summaries whose texts an editor or a translator may write."""

    roles = (Role.EDITOR, Role.TRANSLATOR)

    def summaries(self) -> QuerySet[Summary]:
        return Summary.objects.translatable_by(self.request.user)


class DeskSummaryListView(TranslatableSummaryMixin, ListView):
    template_name = "engagement/desk_summary_list.html"
    context_object_name = "summaries"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        not_published = refused_publications(self.summaries())
        return super().get_context_data(not_published=not_published, **kwargs)


class SummaryCreateView(EditableSummaryMixin, ConstraintMixin, CreateView):
    form_class = PeriodForm
    template_name = "engagement/summary_form.html"
    extra_context = {"heading": gettext_lazy("New summary")}

    def get_initial(self) -> dict[str, Any]:
        """Propose to begin where the latest summary ends."""
        latest = Summary.objects.first()
        if latest is None:
            return {}
        return {"starts_on": latest.ends_on + dt.timedelta(days=1)}

    def get_success_url(self) -> str:
        return reverse("engagement:desk-summary-detail", args=[self.object.pk])


class DeskSummaryDetailView(TranslatableSummaryMixin, DetailView):
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
            proposals=proposals_for(summary, evidence),
            findings=findings_told(summary),
            merged=findings_with_merged_themes(summary),
            sections=summary.sections.select_related("branch").prefetch_related(
                "authors"
            ),
            quotations=summary.quotations.agreed_to(),
            not_cleared=quotations_not_cleared(summary),
            commitments=summary.commitments.with_updates(),
            missing=missing_by_language(summary),
            not_published=refused_publications(Summary.objects.filter(pk=summary.pk)),
            **kwargs,
        )


class SummaryEditView(
    EditableSummaryMixin,
    ConstraintMixin,
    RemembersTextsMixin,
    SuccessMessageMixin,
    UpdateView,
):
    """One form on the summary itself, saved under a lock."""

    template_name = "engagement/summary_form.html"
    success_message = SAVED

    @method_decorator(transaction.atomic)
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("engagement:desk-summary-detail", args=[self.object.pk])


class SummaryPeriodView(SummaryEditView):
    """The season and days, as long as the figures are not frozen."""

    form_class = PeriodForm
    extra_context = {"heading": gettext_lazy("Season and days")}

    def get_queryset(self) -> QuerySet[Summary]:
        return super().get_queryset().exclude(status__in=Summary.PUBLIC)


class SummaryIntroductionView(TranslatableSummaryMixin, SummaryEditView):
    """The introduction, with the number sentences to begin from.

    The button “propose” puts them before what is typed, and saves nothing. A
    translator gets both in one language.
    """

    form_class = IntroductionForm
    extra_context = {"heading": gettext_lazy("Introduction")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "language": language_written_by(self.request.user)
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sentences = self._sentences()
        return super().get_context_data(
            proposals=[(BY_CODE[code], text) for code, text in sentences.items()],
            **kwargs,
        )

    def _sentences(self) -> dict[str, str]:
        """The number sentences by language, in those this person writes."""
        only = language_written_by(self.request.user)
        sentences = proposed_texts(self.object, evidence_of(self.object))
        return {code: sentences[code] for code in ([only] if only else CODES)}

    @method_decorator(transaction.atomic)
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "propose" not in request.POST:
            return super().post(request, *args, **kwargs)
        self.object = self.get_object()
        form = self.form_class(
            instance=self.object,
            initial=self._with_sentences(),
            language=language_written_by(request.user),
        )
        return self.render_to_response(self.get_context_data(form=form))

    def _with_sentences(self) -> dict[str, str]:
        """What is typed, with the sentences that it has not got yet."""
        seen = ("seen_at", "seen_texts")
        initial = {name: self.request.POST.get(name, "") for name in seen}
        evidence = evidence_of(self.object)
        for code in self._sentences():
            name = f"introduction_{code}"
            typed = self.request.POST.get(name, "").strip()
            initial[name] = with_proposed(
                self.object, evidence, language=code, typed=typed
            )
        return initial

    def form_valid(self, form: IntroductionForm) -> HttpResponse:
        if not form.instance.is_published:
            follow_numbers(form.instance, evidence_of(form.instance))
        return super().form_valid(form)


@require_POST
@role_required(Role.EDITOR)
def part_move(request: HttpRequest, pk: int, parts: str, part: int) -> HttpResponse:
    """Move a section, finding, quotation or commitment one place up or down."""
    summary = get_object_or_404(Summary.objects.editable_by(request.user), pk=pk)
    moved = get_object_or_404(getattr(summary, parts), pk=part)
    direction = "up" if request.POST.get("direction") == "up" else "down"
    move_part(moved, direction=direction)
    address = reverse("engagement:desk-summary-detail", args=[summary.pk])
    messages.success(request, _("Moved."))
    return redirect(f"{address}#{name_of(moved, '')}")
