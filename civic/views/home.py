"""The public front page, the pages about the portal, the front page of the desk."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from civic import desk as desk_entries
from civic import languages
from civic.access import role_required
from civic.editions import kept_until_changed
from civic.roles import Role
from engagement.models import Comment, Commitment, OutreachEvent, Summary
from engagement.refused_publications import steps_back
from engagement.summary_reading import reading_of
from surveys.models import Survey

EVENTS_SHOWN = 3


@login_not_required
@kept_until_changed("events", "places", "summaries", "surveys")
def home(request: HttpRequest) -> HttpResponse:
    """Lead with what a resident can do now; a constant number of queries."""
    summary = Summary.objects.published().first()
    return render(
        request,
        "civic/home.html",
        {
            "survey": Survey.objects.public()
            .open()
            .readable_first(languages.current().code)
            .first(),
            "events": OutreachEvent.objects.public()
            .exclude(status=OutreachEvent.Status.CANCELED)
            .upcoming()
            .select_related("district")[:EVENTS_SHOWN],
            "summary": summary,
            **(_heard(summary) if summary else {}),
        },
    )


def _heard(summary: Summary) -> dict[str, object]:
    """The frozen figure of a summary, one voice and one promise from it."""
    reading = reading_of(summary)
    own_words = (one for one in reading.quotations if not one.is_paraphrase)
    return {
        "evidence": reading.content.evidence,
        "quotation": next(own_words, None),
        "commitment": next(iter(reading.commitments), None),
    }


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "civic/accessibility.html")


@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "civic/privacy.html")


@role_required(*Role.values)
def desk(request: HttpRequest) -> HttpResponse:
    """The places of the desk for this person, with what waits at each."""
    waiting = {
        "engagement:desk-event-list": OutreachEvent.objects.visible_to(request.user)
        .without_reach()
        .count(),
        "engagement:desk-summary-list": Summary.objects.translatable_by(request.user)
        .exclude(status__in=Summary.PUBLIC)
        .count(),
        "engagement:comment-queue": Comment.objects.editable_by(request.user)
        .waiting()
        .count(),
        "engagement:desk-commitment-list": Commitment.objects.editable_by(request.user)
        .overdue()
        .count(),
    }
    entries = [
        (entry, waiting.get(entry.address_name, 0))
        for entry in desk_entries.entries_for(request.user)
    ]
    summaries = Summary.objects.translatable_by(request.user)
    context = {"places": entries, "not_published": steps_back(summaries)}
    return render(request, "civic/desk.html", context)
