"""What we heard, as the public reads it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.views.generic import ListView

from civic import languages
from civic.calendars import year_of_seasons
from civic.editions import kept_until_changed
from engagement.evidence import Evidence, evidence_for
from engagement.models import Summary, SummaryVersion
from engagement.proposals import without_left_out
from engagement.summary_prints import share_text
from engagement.summary_reading import Reading, reading_of

TOPICS = ("places", "summaries")


def evidence_of(summary: Summary) -> Evidence:
    """Return the frozen evidence; of a draft, what would be frozen now."""
    if summary.evidence is not None:
        evidence = Evidence.from_json(summary.evidence).published()
    else:
        evidence = evidence_for(summary.starts_on, summary.ends_on).published()
    return without_left_out(evidence, summary)


@method_decorator((kept_until_changed(*TOPICS), login_not_required), name="dispatch")
class SummaryListView(ListView):
    """The archive, the latest first; of one year only where the address names one."""

    template_name = "engagement/summary_list.html"
    context_object_name = "summaries"

    def get_queryset(self) -> QuerySet[Summary]:
        summaries = Summary.objects.published()
        if year := self.kwargs.get("year"):
            summaries = summaries.filter(year=year)
        return summaries

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        year = self.kwargs.get("year")
        if year and not context["summaries"]:
            raise Http404
        entries = [
            {"summary": summary, "evidence": evidence_of(summary)}
            for summary in context["summaries"]
        ]
        return context | {
            "entries": entries,
            "most": max(
                (one["evidence"].people_heard or 0 for one in entries), default=0
            ),
            "year_name": year and year_of_seasons(year, languages.current()),
        }


@login_not_required
def summary_detail(request: HttpRequest, year: int, season: str) -> HttpResponse:
    """One summary with its evidence; a draft for editors and translators only."""
    summaries = Summary.objects.visible_to(request.user)
    summary = get_object_or_404(summaries, year=year, season=season)
    if summary.is_published:
        return _published(request, year=year, season=season)
    return reading_page(request, reading_of(summary))


@login_not_required
def summary_version(
    request: HttpRequest, year: int, season: str, number: int
) -> HttpResponse:
    """A version as it was published, also one that was corrected since."""
    return _published(request, year=year, season=season, number=number)


@kept_until_changed(*TOPICS, "comments")
def _published(
    request: HttpRequest, *, year: int, season: str, number: int | None = None
) -> HttpResponse:
    summaries = Summary.objects.published()
    summary = get_object_or_404(summaries, year=year, season=season)
    try:
        reading = reading_of(summary, number)
    except SummaryVersion.DoesNotExist as error:
        raise Http404 from error
    return reading_page(request, reading)


@login_not_required
@kept_until_changed(*TOPICS)
def summary_answers(request: HttpRequest, year: int, season: str) -> HttpResponse:
    """You said, we did: each finding beside what was undertaken, as it is today."""
    summaries = Summary.objects.published()
    reading = reading_of(get_object_or_404(summaries, year=year, season=season))
    context = {"reading": reading, "summary": reading.summary}
    return render(request, "engagement/summary_answers.html", context)


def reading_page(
    request: HttpRequest,
    reading: Reading,
    template: str = "engagement/summary_detail.html",
) -> HttpResponse:
    """The page of one version, or of a draft."""
    context = {
        "reading": reading,
        "summary": reading.summary,
        "content": reading.content,
        "evidence": reading.content.evidence,
        "share_text": share_text(reading.content.evidence),
    }
    return render(request, template, context)
