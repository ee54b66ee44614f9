"""Sections, quotations and commitments of a summary, at the desk."""

from typing import Any

from django.contrib import messages
from django.contrib.messages.views import SuccessMessageMixin
from django.db import transaction
from django.db.models import Max, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import CreateView, DeleteView, ListView, UpdateView

from civic.access import RoleRequiredMixin
from civic.constraints import ConstraintMixin
from civic.roles import Role
from civic.typed import KeepsTypedMixin
from engagement.actions.revisions import forget_part
from engagement.actions.summaries import (
    agreed_conversations,
    quotable_conversations,
    report_on_commitment,
)
from engagement.forms.summaries import (
    CommitmentForm,
    CommitmentUpdateForm,
    QuotationForm,
    SectionForm,
    quotation_of,
)
from engagement.models import (
    Commitment,
    CommitmentUpdate,
    Conversation,
    Summary,
    SummaryQuotation,
    SummarySection,
)
from engagement.summary_texts import name_of
from engagement.views.remembering import RemembersTextsMixin
from engagement.views.writers import language_written_by

PUBLISHED = _("This summary is published: findings can no longer be added or removed.")


class PartMixin(
    KeepsTypedMixin,
    ConstraintMixin,
    RemembersTextsMixin,
    RoleRequiredMixin,
    SuccessMessageMixin,
):
    """A part of a summary that this editor may change; ``parts`` names its relation."""

    roles: tuple[str, ...] = (Role.EDITOR,)
    parts = ""
    pk_url_kwarg = "part"
    template_name = "engagement/summary_form.html"
    success_message = _("Saved.")

    def summaries(self) -> QuerySet[Summary]:
        return Summary.objects.editable_by(self.request.user)

    @cached_property
    def summary(self) -> Summary:
        """The summary; locked while saving, so that it is not published meanwhile."""
        summaries = self.summaries()
        if self.request.method == "POST":
            summaries = summaries.select_for_update()
        return get_object_or_404(summaries, pk=self.kwargs["pk"])

    def get_queryset(self) -> QuerySet[Any]:
        parts = getattr(self.summary, self.parts).all()
        return parts.select_for_update(of=("self",)) if self._is_saving else parts

    @property
    def _is_saving(self) -> bool:
        return self.request.method == "POST"

    @method_decorator(transaction.atomic)
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(summary=self.summary, **kwargs)

    def get_success_url(self) -> str:
        address = reverse("engagement:desk-summary-detail", args=[self.summary.pk])
        return f"{address}#{self.parts}"


class TextsMixin(PartMixin):
    """The texts of a part, for an editor, or for a translator in one language."""

    roles = (Role.EDITOR, Role.TRANSLATOR)

    def summaries(self) -> QuerySet[Summary]:
        return Summary.objects.translatable_by(self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "language": language_written_by(self.request.user)
        }


class DraftOnlyMixin(PartMixin):
    """Adds or removes what receipts and commitments of a published summary point to."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.summary.is_published:
            messages.error(request, PUBLISHED)
            # Not where a part leads that was made or removed: there is none
            return redirect(PartMixin.get_success_url(self))
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        if self.summary.is_published:
            messages.error(self.request, PUBLISHED)
            return self.form_invalid(form)
        return super().form_valid(form)


class NewPartMixin(PartMixin):
    """Begins a part of the summary, at the end of its kind."""

    def new_part(self) -> Model:
        return self.model(summary=self.summary)

    def get_form_kwargs(self) -> dict[str, Any]:
        last = self.get_queryset().aggregate(Max("position"))["position__max"]
        part = self.new_part()
        part.position = 0 if last is None else last + 1
        return super().get_form_kwargs() | {"instance": part}

    @property
    def _is_saving(self) -> bool:
        return False


class RemovalMixin(PartMixin):
    template_name = "engagement/summary_part_confirm_delete.html"
    success_message = _("Removed.")

    def form_valid(self, form: Any) -> HttpResponse:
        part = name_of(self.object, "")
        response = super().form_valid(form)
        forget_part(self.summary, part)
        return response


class SectionCreateView(NewPartMixin, CreateView):
    model, parts, form_class = SummarySection, "sections", SectionForm
    extra_context = {"heading": _("New section")}


class SectionUpdateView(TextsMixin, UpdateView):
    """A section's texts; whoever was asked to write it finds it as well."""

    model, parts, form_class = SummarySection, "sections", SectionForm
    extra_context = {"heading": _("Section")}
    roles = (Role.EDITOR, Role.TRANSLATOR, Role.LIBRARIAN)

    @property
    def _is_author_only(self) -> bool:
        return not self.request.user.has_role(Role.EDITOR, Role.TRANSLATOR)

    def summaries(self) -> QuerySet[Summary]:
        if not self._is_author_only:
            return super().summaries()
        own = SummarySection.objects.written_by(self.request.user)
        return Summary.objects.filter(pk__in=own.values("summary"))

    def get_queryset(self) -> QuerySet[SummarySection]:
        sections = super().get_queryset()
        if not self._is_author_only:
            return sections
        own = SummarySection.objects.written_by(self.request.user)
        return sections.filter(pk__in=own.values("pk"))

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs()
        if self._is_author_only:
            given |= {"language": None, "is_author": True}
        return given

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self._is_author_only:
            heading = f"{context['heading']}: {self.object.branch}"
            context |= {"back": self.get_success_url(), "heading": heading}
        return context

    def get_success_url(self) -> str:
        if self._is_author_only:
            return reverse("engagement:own-section-list")
        return super().get_success_url()


class OwnSectionListView(RoleRequiredMixin, ListView):
    """The sections that somebody was asked to write."""

    roles = (Role.LIBRARIAN,)
    template_name = "engagement/own_section_list.html"
    context_object_name = "sections"

    def get_queryset(self) -> QuerySet[SummarySection]:
        return SummarySection.objects.written_by(self.request.user)


class SectionDeleteView(RemovalMixin, DeleteView):
    model, parts = SummarySection, "sections"
    extra_context = {"heading": _("Remove this section?"), "field": "body"}


class QuotableListView(PartMixin, ListView):
    """What was said in the period and may be published, to choose from."""

    parts = "quotations"
    template_name = "engagement/summary_quotable_list.html"
    context_object_name = "conversations"
    paginate_by = 50
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[Conversation]:
        return quotable_conversations(self.summary)


class QuotationCreateView(NewPartMixin, CreateView):
    model, parts, form_class = SummaryQuotation, "quotations", QuotationForm
    extra_context = {"heading": _("Quotation")}

    def new_part(self) -> SummaryQuotation:
        # One quoted meanwhile is refused with words, so that what was typed is kept.
        is_sent = self.request.method == "POST"
        choose = agreed_conversations if is_sent else quotable_conversations
        conversations = choose(self.summary)
        conversation = get_object_or_404(conversations, pk=self.kwargs["conversation"])
        return quotation_of(self.summary, conversation)


class QuotationUpdateView(TextsMixin, UpdateView):
    model, parts, form_class = SummaryQuotation, "quotations", QuotationForm
    extra_context = {"heading": _("Quotation")}


class QuotationDeleteView(RemovalMixin, DeleteView):
    model, parts = SummaryQuotation, "quotations"
    extra_context = {"heading": _("Remove this quotation?"), "field": "text"}


class CommitmentCreateView(NewPartMixin, CreateView):
    model, parts, form_class = Commitment, "commitments", CommitmentForm
    extra_context = {"heading": _("New commitment")}


class CommitmentEditView(TextsMixin, UpdateView):
    model, parts, form_class = Commitment, "commitments", CommitmentForm
    extra_context = {"heading": _("Commitment")}


class CommitmentDeleteView(RemovalMixin, DeleteView):
    """Takes a commitment out of a draft; one that is public is kept or given up."""

    model, parts = Commitment, "commitments"
    extra_context = {"heading": _("Remove this commitment?"), "field": "statement"}

    def get_queryset(self) -> QuerySet[Commitment]:
        return super().get_queryset().exclude(summary__status__in=Summary.PUBLIC)


class CommitmentReportView(PartMixin, CreateView):
    """Reports what became of a commitment."""

    model, parts, form_class = CommitmentUpdate, "commitments", CommitmentUpdateForm
    extra_context = {"heading": _("Report on a commitment")}

    def get_success_url(self) -> str:
        """Back to where the report was begun: the summary, or all commitments."""
        if self.request.GET.get("from") == "list":
            return reverse("engagement:desk-commitment-list")
        return super().get_success_url()

    def get_form_kwargs(self) -> dict[str, Any]:
        commitment = get_object_or_404(
            self.summary.commitments.all(), pk=self.kwargs["part"]
        )
        update = CommitmentUpdate(
            commitment=commitment,
            status=commitment.status,
            reported_on=timezone.localdate(),
        )
        return super().get_form_kwargs() | {"instance": update}

    def form_valid(self, form: CommitmentUpdateForm) -> HttpResponse:
        report_on_commitment(form.instance, actor=self.request.user)
        messages.success(self.request, self.success_message)
        return redirect(self.get_success_url())
