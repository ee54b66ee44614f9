"""A summary to take along: on paper, as a leaflet, and the picture of its link."""

from collections.abc import Callable
from hashlib import blake2b

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import condition, require_safe

from civic import editions, languages
from civic.pdf import CannotPrint
from engagement import summary_prints
from engagement.models import Summary
from engagement.summary_feed import SummaryFeed
from engagement.summary_reading import Reading, reading_of

TOPICS = ("places", "summaries")
A_DAY = 24 * 60 * 60  # seconds


@login_not_required
@require_safe
def summary_report(request: HttpRequest, year: int, season: str) -> HttpResponse:
    """The whole summary on A4."""
    return _printed(request, year, season, summary_prints.report, "")


@login_not_required
@require_safe
def summary_leaflet(request: HttpRequest, year: int, season: str) -> HttpResponse:
    """What matters most of it, on one sheet to be folded twice."""
    return _printed(request, year, season, summary_prints.leaflet, "-leaflet")


@login_not_required
@require_safe
def summary_picture(request: HttpRequest, year: int, season: str) -> HttpResponse:
    """The picture that others show beside a link to the summary."""
    reading = _reading(year, season)
    response = HttpResponse(summary_prints.picture(reading), content_type="image/png")
    response["Cache-Control"] = f"public, max-age={A_DAY}"
    return response


def _reading(year: int, season: str) -> Reading:
    summaries = Summary.objects.published()
    return reading_of(get_object_or_404(summaries, year=year, season=season))


def _printed(
    request: HttpRequest,
    year: int,
    season: str,
    print_it: Callable[[Reading, str], bytes],
    ending: str,
) -> HttpResponse:
    reading = _reading(year, season)
    address = request.build_absolute_uri(reading.summary.get_absolute_url())
    try:
        document = print_it(reading, address)
    except CannotPrint:
        return render(request, "engagement/poster_cannot_print.html", status=503)
    response = HttpResponse(document, content_type="application/pdf")
    name = f"{year}-{season}-{languages.current().code}{ending}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _etag(request: HttpRequest) -> str:
    parts = f"{editions.stamp_of(*TOPICS)} {request.build_absolute_uri()}"
    return f'"{blake2b(parts.encode(), digest_size=16).hexdigest()}"'


@login_not_required
@require_safe
@condition(etag_func=_etag)
def summary_feed(request: HttpRequest) -> HttpResponse:
    """The published summaries as an Atom feed."""
    return SummaryFeed()(request)
