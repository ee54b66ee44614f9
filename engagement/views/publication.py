"""The way of a summary to publication, at the desk."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import DetailView, FormView
from django.views.generic.detail import SingleObjectMixin

from civic import languages
from civic.constraints import ConstraintMixin
from civic.roles import Role
from engagement.actions import correct_summary, publish_summary, schedule_summary
from engagement.actions.summaries import renew_sentences
from engagement.actions.summary_versions import corrected_content
from engagement.added_languages import with_added_languages
from engagement.disclosure_preview import disclosure_preview
from engagement.evidence import evidence_for
from engagement.forms.publication import (
    CorrectionForm,
    DecisionForm,
    PreviewForm,
    ScheduleForm,
)
from engagement.models import Summary, SummaryVersion
from engagement.number_sentences import contradictions
from engagement.quotation_checks import passages_to_look_at
from engagement.reviewers import has_other_editors, has_sent
from engagement.summary_content import content_of
from engagement.summary_gate import refusals_to_correct, refusals_to_publish
from engagement.summary_languages import language_states
from engagement.summary_refusals import PublicationRefused
from engagement.untranslated import missing_by_language
from engagement.version_differences import differences
from engagement.views.composer import (
    EditableSummaryMixin,
    SummaryEditView,
    TranslatableSummaryMixin,
)
from engagement.views.summaries import evidence_of
from engagement.views.writers import language_written_by


class SummaryDecisionView(TranslatableSummaryMixin, SummaryEditView):
    """What was decided and why; a translator writes it in one language."""

    form_class = DecisionForm
    extra_context = {"heading": gettext_lazy("What was decided, and why")}

    def get_form_kwargs(self) -> dict[str, Any]:
        only = language_written_by(self.request.user)
        return super().get_form_kwargs() | {"language": only}


class SummaryPublicationView(TranslatableSummaryMixin, DetailView):
    """Where a summary stands: what is missing or no longer true, and the next step.

    The button “publish” is there only where publication would not be refused. A
    translator marks a language here, and does nothing else.
    """

    template_name = "engagement/summary_publication.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        summary = self.object
        context = _of_published if summary.is_published else _of_draft
        return super().get_context_data(
            states=language_states(summary),
            missing=missing_by_language(summary),
            own_language=language_written_by(self.request.user),
            has_sent=has_sent(summary, self.request.user),
            has_others=has_other_editors(),
            steps=summary.steps.select_related("taken_by")[:20],
            previews=summary.previews.open().select_related("made_by"),
            preview_form=PreviewForm(initial={"language": languages.current().code}),
            **context(summary),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_role(Role.EDITOR):
            raise PermissionDenied
        summary = get_object_or_404(
            Summary.objects.editable_by(request.user), pk=kwargs["pk"]
        )
        if "renew" in request.POST:
            renew_sentences(summary)
            messages.success(request, _("The new sentences are in the introduction."))
            return redirect("engagement:summary-publish", pk=summary.pk)
        try:
            published = publish_summary(
                summary,
                actor=request.user,
                is_text_confirmed="confirmed" in request.POST,
            )
        except PublicationRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("engagement:summary-publish", pk=summary.pk)
        messages.success(request, _("The summary is published."))
        return redirect("engagement:desk-summary-detail", pk=published.pk)


def _of_draft(summary: Summary) -> dict[str, Any]:
    counted = evidence_for(summary.starts_on, summary.ends_on)
    return {
        "evidence": counted.published(),
        "refusals": refusals_to_publish(summary, counted),
        "contradictions": contradictions(summary, counted.published()),
        "absent": _absent_parts(summary),
        "passages": passages_to_look_at(summary),
        "tables": disclosure_preview(summary, counted),
    }


def _of_published(summary: Summary) -> dict[str, Any]:
    published, written = content_of(summary), corrected_content(summary)
    content, added = with_added_languages(published, written)
    return {
        "evidence": evidence_of(summary),
        "refusals": refusals_to_correct(summary),
        "versions": summary.versions.select_related("published_by"),
        "added": added,
        "is_changed": written != content,
        "differences": differences(content, written),
    }


def _absent_parts(summary: Summary) -> list[str]:
    """Say which kinds of parts the summary has none of."""
    words = {
        _("No section yet."): summary.sections,
        _("No quotation yet."): summary.quotations,
        _("No commitment yet."): summary.commitments,
    }
    return [text for text, parts in words.items() if not parts.exists()]


class StepFormView(EditableSummaryMixin, ConstraintMixin, SingleObjectMixin, FormView):
    """A form whose saving is one step of a summary; refusals stand above it."""

    template_name = "engagement/summary_form.html"
    success_message = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and request.user.has_role(*self.roles):
            self.object = get_object_or_404(self.summaries(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def take(self, form: Any) -> None:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.take(form)
        except PublicationRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, self.success_message)
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return reverse("engagement:summary-publish", args=[self.object.pk])


class SummaryScheduleView(StepFormView):
    """Sets the time at which the portal publishes it."""

    form_class = ScheduleForm
    success_message = gettext_lazy("The portal will publish it at the time you set.")
    extra_context = {"heading": gettext_lazy("Set the time of publication")}

    def get_form_kwargs(self) -> dict[str, Any]:
        found = contradictions(self.object, evidence_of(self.object))
        return super().get_form_kwargs() | {"contradicts": bool(found)}

    def take(self, form: ScheduleForm) -> None:
        schedule_summary(
            self.object,
            at=form.cleaned_data["at"],
            actor=self.request.user,
            is_text_confirmed=form.cleaned_data.get("confirmed", False),
        )


class SummaryCorrectView(StepFormView):
    """Publishes what is written now as a new version, with its note."""

    form_class = CorrectionForm
    success_message = gettext_lazy(
        "The correction is published. The version before it stays readable."
    )
    extra_context = {
        "heading": gettext_lazy("Publish a correction"),
        "button": pgettext_lazy("button", "Publish"),
    }

    def get_form_kwargs(self) -> dict[str, Any]:
        version = SummaryVersion(summary=self.object)
        return super().get_form_kwargs() | {"instance": version}

    def take(self, form: CorrectionForm) -> None:
        correct_summary(
            self.object,
            note=form.note(),
            actor=self.request.user,
            recounts=form.cleaned_data["recounts"],
        )
