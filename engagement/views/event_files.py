"""Events to take along: a calendar file each, a calendar to subscribe to, a feed."""

import datetime as dt
from hashlib import blake2b
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import condition, require_safe

from civic import editions
from engagement.calendar_files import MEDIA_TYPE, calendar_file
from engagement.event_words import name_of_all_events
from engagement.feeds import OutreachEventFeed
from engagement.forms.events import EventFilterForm
from engagement.models import OutreachEvent

TOPICS = ("events", "places")
REMEMBERED = dt.timedelta(days=92)  # how long a subscription keeps what is over


def _etag(request: HttpRequest, **kwargs: Any) -> str:
    """Return what a file is made of: the edition, the day, and what was asked for."""
    parts = (
        editions.stamp_of(*TOPICS),
        timezone.localdate().isoformat(),
        request.build_absolute_uri(),
    )
    return f'"{blake2b(" ".join(parts).encode(), digest_size=16).hexdigest()}"'


def _last_modified(request: HttpRequest, **kwargs: Any) -> dt.datetime | None:
    """Return when an event or a place changed; else the beginning of this day."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    changed = editions.changed_at(*TOPICS)
    return max(changed, today) if changed else today


unless_unchanged = condition(etag_func=_etag, last_modified_func=_last_modified)


@login_not_required
@require_safe
@unless_unchanged
def event_calendar(request: HttpRequest) -> StreamingHttpResponse:
    """All public events that match the query, from a season ago on; what was canceled
    stays in it, so that those who took it over see that."""
    since = timezone.localdate() - REMEMBERED
    events = OutreachEvent.objects.public().between(since, None)
    events = EventFilterForm(request.GET).applied_to(events)
    days = events.span()
    rows = events.select_related("district").order_by("starts_at", "pk")
    return StreamingHttpResponse(
        calendar_file(
            rows.iterator(chunk_size=200),
            name=name_of_all_events(),
            address=_portal(request),
            days=days,
        ),
        content_type=MEDIA_TYPE,
    )


@login_not_required
@require_safe
@unless_unchanged
def event_file(request: HttpRequest, slug: str) -> HttpResponse:
    """One event as a file to add to a calendar."""
    events = OutreachEvent.objects.public().select_related("district")
    event = get_object_or_404(events, slug=slug)
    pieces = calendar_file(
        [event],
        name=name_of_all_events(),
        address=_portal(request),
        days=(event.first_day, event.last_day),
    )
    return HttpResponse(
        b"".join(pieces),
        content_type=MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{event.slug}.ics"'},
    )


@login_not_required
@require_safe
@unless_unchanged
def event_feed(request: HttpRequest) -> HttpResponse:
    """Coming events as an Atom feed."""
    response = OutreachEventFeed()(request)
    # That of its entries: it knows nothing of a district's new name
    del response.headers["Last-Modified"]
    return response


def _portal(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
