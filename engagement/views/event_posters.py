"""The poster of an event as a file to print: for residents and hosts, and at the desk.

The public one is for events still to come only: that bounds how many there are to lay
out, and nobody needs a poster of what is over.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation

from civic import languages
from civic.access import role_required
from civic.pdf import CannotPrint
from engagement import posters
from engagement.models import OutreachEvent
from engagement.models.outreach import DESK_ROLES
from surveys.models import Collector
from surveys.views.collectors import public_address


@login_not_required
def event_poster(request: HttpRequest, slug: str) -> HttpResponse:
    """The poster in the language of the address, for anybody who hangs it up."""
    announced = OutreachEvent.objects.public().expected().with_places()
    return _poster(request, get_object_or_404(announced, slug=slug))


@role_required(*DESK_ROLES)
def desk_poster(request: HttpRequest, pk: int) -> HttpResponse:
    """The poster in the language of the address, also before it is announced."""
    return _poster(request, _at_desk(request, pk))


@role_required(*DESK_ROLES)
def desk_poster_in_all(request: HttpRequest, pk: int) -> HttpResponse:
    """The poster in all languages on one sheet."""
    event = _at_desk(request, pk)
    collector = posters.collector_of(event)
    pages = posters.poster_pages_in_all(
        event,
        addresses=lambda one: _address(request, event, collector, one),
        has_survey=collector is not None,
    )
    return _file(request, event, pages, "all")


def _at_desk(request: HttpRequest, pk: int) -> OutreachEvent:
    events = OutreachEvent.objects.visible_to(request.user).expected()
    return get_object_or_404(events.with_places(), pk=pk)


def _poster(request: HttpRequest, event: OutreachEvent) -> HttpResponse:
    language = languages.current()
    collector = posters.collector_of(event)
    pages = posters.poster_pages(
        event,
        address=_address(request, event, collector, language),
        has_survey=collector is not None,
    )
    return _file(request, event, pages, language.code)


def _address(
    request: HttpRequest,
    event: OutreachEvent,
    collector: Collector | None,
    language: languages.Language | None,
) -> str:
    """Return where the code leads: to the survey, or else to the event.

    Without ``language`` it is an address that leads on in the reader's own.
    """
    if collector is not None:
        return public_address(request, collector, language.code if language else "")
    with translation.override(language.code if language else "en"):
        path = event.get_absolute_url()
    return request.build_absolute_uri(path if language else path.removeprefix("/en"))


def _file(
    request: HttpRequest, event: OutreachEvent, pages: list[str], name: str
) -> HttpResponse:
    try:
        document = posters.poster(pages)
    except CannotPrint:
        return render(request, "engagement/poster_cannot_print.html", status=503)
    response = HttpResponse(document, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{event.slug}-{name}.pdf"'
    return response
