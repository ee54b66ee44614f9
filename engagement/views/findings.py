"""Findings of a summary at the desk, and the answers that they rest on."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, DeleteView, ListView, UpdateView

from civic import languages
from civic.access import role_required
from civic.roles import Role
from engagement.actions.findings import (
    SummaryPublished,
    begin_finding,
    follow_merged_themes,
    remove_evidence,
)
from engagement.evidence_sets import sets_of, words_in
from engagement.finding_checks import findings_with_merged_themes
from engagement.finding_evidence import evidence_in
from engagement.forms.findings import EvidenceSetForm, FindingForm, query_of
from engagement.models import EvidenceSet, Finding, Summary, Theme
from engagement.views.summary_parts import (
    DraftOnlyMixin,
    NewPartMixin,
    PartMixin,
    RemovalMixin,
    TextsMixin,
)
from surveys.models import OpenAnswer

WORDS_BESIDE = 5  # answers beside the form of a finding
FROZEN = gettext_lazy(
    "This summary is published: what its findings rest on is frozen with it."
)


class FindingCreateView(DraftOnlyMixin, NewPartMixin, CreateView):
    model, parts, form_class = Finding, "findings", FindingForm
    extra_context = {"heading": gettext_lazy("New finding")}

    def get_success_url(self) -> str:
        """On to the answers that it rests on."""
        return _evidence_page(self.object)


class FindingUpdateView(TextsMixin, UpdateView):
    model, parts, form_class = Finding, "findings", FindingForm
    extra_context = {"heading": gettext_lazy("Finding")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """For an editor, with what it rests on: how many, and words of some."""
        if self.request.user.has_role(Role.EDITOR):
            sets = sets_of(self.object)
            words = words_in(self.summary, sets).order_by("-pk")
            kwargs["basis"] = {
                "counted": evidence_in(self.summary, sets),
                "words": words[:WORDS_BESIDE],
            }
        return super().get_context_data(**kwargs)


class FindingDeleteView(DraftOnlyMixin, RemovalMixin, DeleteView):
    model, parts = Finding, "findings"
    extra_context = {
        "heading": gettext_lazy("Remove this finding?"),
        "field": "title",
    }


class FindingEvidenceView(PartMixin, ListView):
    """What a finding rests on: its sets, how many people, and the words themselves.

    The button “count” leads to the number of what is chosen, “add” adds it.
    """

    parts = "findings"
    template_name = "engagement/finding_evidence.html"
    context_object_name = "answers"
    paginate_by = 25

    @cached_property
    def finding(self) -> Finding:
        return get_object_or_404(self.summary.findings, pk=self.kwargs["part"])

    @cached_property
    def sets(self) -> list[EvidenceSet]:
        return sets_of(self.finding)

    @cached_property
    def form(self) -> EvidenceSetForm:
        return self._form(self.request.GET if "count" in self.request.GET else None)

    def _form(self, data: Any) -> EvidenceSetForm:
        initial = self.request.GET.dict()
        return EvidenceSetForm(data, finding=self.finding, initial=initial)

    def get_queryset(self) -> QuerySet[OpenAnswer]:
        return (
            words_in(self.summary, self.sets)
            .select_related("question", "response__conversation__event", "collector")
            .order_by("-pk")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted = evidence_in(self.summary, self.sets)
        return super().get_context_data(
            finding=self.finding,
            sets=self.sets,
            form=self.form,
            counted=counted,
            shown=counted.published(),
            chosen=_chosen(self.form),
            refusals=[],  # they stand above all
            **kwargs,
        )

    @method_decorator(transaction.atomic)
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add a set, or lead to how many it would hold."""
        if "count" in request.POST:
            return self._count(request)
        self.form = self._form(request.POST)
        if self.summary.is_published:
            messages.error(request, str(FROZEN))
            return redirect(_evidence_page(self.finding))
        if self.form.is_valid():
            self.form.save()
            messages.success(request, _("Added to what the finding rests on."))
            return redirect(_evidence_page(self.finding))
        answer = self.get(request, *args, **kwargs)
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return answer

    def _count(self, request: HttpRequest) -> HttpResponse:
        chosen = {name: request.POST.get(name, "") for name in self._form(None).fields}
        query = urlencode({**chosen, "count": "1"})
        return redirect(f"{_evidence_page(self.finding)}?{query}#chosen")


def _chosen(form: EvidenceSetForm) -> dict[str, Any] | None:
    """Return how many a valid choice would hold, exactly and as it may be shown."""
    if not form.is_bound or not form.is_valid():
        return None
    counted = evidence_in(form.instance.finding.summary, [form.instance])
    return {"counted": counted, "shown": counted.published()}


def _evidence_page(finding: Finding) -> str:
    return reverse("engagement:finding-evidence", args=[finding.summary_id, finding.pk])


def _finding(request: HttpRequest, pk: int, part: int) -> Finding:
    summary = get_object_or_404(Summary.objects.editable_by(request.user), pk=pk)
    return get_object_or_404(summary.findings.select_related("summary"), pk=part)


@role_required(Role.EDITOR)
def evidence_count(request: HttpRequest, pk: int, part: int) -> HttpResponse:
    """How many the chosen conditions hold, to be put in place while choosing."""
    form = EvidenceSetForm(request.GET, finding=_finding(request, pk, part))
    context = {"chosen": _chosen(form), "refusals": form.non_field_errors()}
    return render(request, "engagement/_finding_chosen.html", context)


@require_POST
@role_required(Role.EDITOR)
def evidence_remove(request: HttpRequest, pk: int, part: int, row: int) -> HttpResponse:
    """Remove a set; what was chosen stands in the form, to be added again."""
    finding = _finding(request, pk, part)
    evidence = get_object_or_404(
        finding.evidence.select_related("theme", "finding__summary"), pk=row
    )
    again = urlencode({**query_of(evidence), "count": "1"})
    try:
        remove_evidence(evidence, actor=request.user)
    except SummaryPublished:
        messages.error(request, str(FROZEN))
        return redirect(_evidence_page(finding))
    messages.success(request, _("Removed. To undo it, add it again below."))
    return redirect(f"{_evidence_page(finding)}?{again}#add")


@require_POST
@role_required(Role.EDITOR)
def finding_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a theme over as a finding, with its answers as evidence."""
    summary = get_object_or_404(Summary.objects.editable_by(request.user), pk=pk)
    theme = get_object_or_404(
        Theme.objects.current(), code=request.POST.get("theme", "")
    )
    mark = request.POST.get("mark", "")
    mark = mark if mark in EvidenceSet.Mark.values else ""
    try:
        finding = begin_finding(summary, theme, actor=request.user, mark=mark)
    except SummaryPublished:
        messages.error(request, str(FROZEN))
        return redirect("engagement:desk-summary-detail", pk=summary.pk)
    form = reverse("engagement:finding-update", args=[summary.pk, finding.pk])
    return redirect(f"{form}?language={languages.current().code}")


@require_POST
@role_required(Role.EDITOR)
def merged_follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Take, in every finding, the themes that others were merged into."""
    summary = get_object_or_404(Summary.objects.editable_by(request.user), pk=pk)
    findings = {one.finding for one in findings_with_merged_themes(summary)}
    try:
        for finding in findings:
            follow_merged_themes(finding, actor=request.user)
    except SummaryPublished:
        messages.error(request, str(FROZEN))
    else:
        messages.success(request, _("The findings rest on the merged themes now."))
    return redirect("engagement:desk-summary-detail", pk=summary.pk)
