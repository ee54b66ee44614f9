"""The poster of an outreach event: one sheet of A4, in one language or in all five."""

from collections.abc import Callable
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import Truncator
from modeltranslation.utils import build_localized_fieldname

from civic import languages, pdf
from civic.context import portal_name
from engagement.models import OutreachEvent
from surveys import qr
from surveys.models import Collector, Survey

SHEET = "css/poster.css"
SIZES = ("", "poster--small", "poster--smallest")  # classes of its style
LONGEST_TEXT = 420  # characters of the description that a sheet has room for

# Where a reader of a language finds more; of none: in their own
Addresses = Callable[[languages.Language | None], str]


def collector_of(event: OutreachEvent) -> Collector | None:
    """Return the way to a survey that the poster shows, if the event has one.

    People answer on their own phones, so it is none of a kiosk's.
    """
    kinds = (Collector.Kind.EVENT, Collector.Kind.LINK)
    found = event.all_collectors().filter(
        kind__in=kinds, is_active=True, survey__in=Survey.objects.public().open()
    )
    return found.select_related("survey").order_by("pk").first()


def poster_pages(event: OutreachEvent, *, address: str, has_survey: bool) -> list[str]:
    """Return the poster in the current language as HTML, each time set smaller."""
    context = {
        "event": event,
        "language": languages.current(),
        "about": _about(event),
        "has_survey": has_survey,
        **_around(address),
    }
    return _in_each_size("engagement/event_poster.html", context)


def poster_pages_in_all(
    event: OutreachEvent, *, addresses: Addresses, has_survey: bool
) -> list[str]:
    """Return the poster in all languages as HTML, each time set smaller.

    One large code is for everyone; each language has its own address beside its words.
    """
    parts = [(one, _shown(addresses(one))) for one in languages.LANGUAGES]
    context = {
        "event": event,
        "parts": parts,
        "names": _names(),
        "has_survey": has_survey,
        **_around(addresses(None)),
    }
    return _in_each_size("engagement/event_poster_all.html", context)


def poster(pages: list[str]) -> bytes:
    """Return a poster as a PDF, as large as fits on one sheet; see ``civic.pdf``."""
    return pdf.on_sheets(pages, sheet=SHEET)


def _in_each_size(template: str, context: dict[str, Any]) -> list[str]:
    return [render_to_string(template, {**context, "size": size}) for size in SIZES]


def _about(event: OutreachEvent) -> str:
    """The description in the poster's own language, as much of it as fits."""
    column = build_localized_fieldname("description", languages.current().code)
    return Truncator(getattr(event, column) or "").chars(LONGEST_TEXT)


def _names() -> dict[str, languages.Language]:
    """The portal's name in each language; one that several share stands once."""
    names: dict[str, languages.Language] = {}
    for language in languages.LANGUAGES:
        with translation.override(language.code):
            names.setdefault(portal_name(), language)
    return names


def _around(address: str) -> dict[str, Any]:
    return {
        "portal_name": portal_name(),
        "picture": qr.png_inline(address),
        "address": _shown(address),
    }


def _shown(address: str) -> str:
    """The address as people type it: without its scheme and the last slash."""
    return address.partition("://")[2].rstrip("/")
