"""What we heard, as the public reads it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.generic import DetailView, ListView

from civic import languages
from engagement.evidence import Evidence, evidence_for
from engagement.models import Summary
from engagement.proposals import without_left_out
from engagement.untranslated import texts_missing


def evidence_of(summary: Summary) -> Evidence:
    """Return the frozen evidence; of a draft, what would be frozen now."""
    if summary.evidence is not None:
        evidence = Evidence.from_json(summary.evidence).published()
    else:
        evidence = evidence_for(summary.starts_on, summary.ends_on).published()
    return without_left_out(evidence, summary)


@method_decorator(login_not_required, name="dispatch")
class SummaryListView(ListView):
    """The archive, the latest first."""

    template_name = "engagement/summary_list.html"
    context_object_name = "summaries"

    def get_queryset(self) -> QuerySet[Summary]:
        return Summary.objects.published()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["entries"] = [
            {"summary": summary, "evidence": evidence_of(summary)}
            for summary in context["summaries"]
        ]
        return context


@method_decorator(login_not_required, name="dispatch")
class SummaryDetailView(DetailView):
    """One summary with its evidence; a draft for editors and translators only."""

    template_name = "engagement/summary_detail.html"
    context_object_name = "summary"
    request: HttpRequest

    def get_object(self, queryset: QuerySet[Summary] | None = None) -> Summary:
        return get_object_or_404(
            Summary.objects.visible_to(self.request.user),
            year=self.kwargs["year"],
            season=self.kwargs["season"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sections = list(self.object.sections.select_related("branch"))
        commitments = list(self.object.commitments.with_updates())
        texts = [self.object, *sections, *commitments]
        return super().get_context_data(
            evidence=evidence_of(self.object),
            sections=sections,
            quotations=self.object.quotations.agreed_to(),
            commitments=commitments,
            has_untranslated=bool(texts_missing(texts, languages.current().code)),
            **kwargs,
        )
