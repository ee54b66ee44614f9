"""Events as calendar files (iCalendar, RFC 5545): one, or all that a resident follows.

A file is written event by event, so that a subscription of any size needs the memory
of one. Texts are in the page's language, or say which one they are in.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext
from icalendar import Calendar, Event, vDuration, vText, vUri

from civic import languages
from civic.texts import tidy
from civic.translations import translation_of
from engagement.event_words import (
    access_in_words,
    languages_in_words,
    title_in_words,
    where_in_words,
)
from engagement.models import OutreachEvent
from engagement.time_zones import time_zone

MEDIA_TYPE = "text/calendar; charset=utf-8"
ASK_AGAIN_AFTER = dt.timedelta(hours=6)
END = b"END:VCALENDAR\r\n"
AT_A_TIME = 50  # events written together
Status = OutreachEvent.Status
STATUS = {
    Status.PLANNED: "TENTATIVE",
    Status.CONFIRMED: "CONFIRMED",
    Status.HELD: "CONFIRMED",
    Status.CANCELED: "CANCELLED",
}
# Ends of a line in the eyes of some programs, though not of the standard
OTHER_LINE_ENDS = str.maketrans("\u2028\u2029", "\n\n")


def calendar_file(
    events: Iterable[OutreachEvent],
    *,
    name: str,
    address: str,
    days: tuple[dt.date, dt.date],
) -> Iterator[bytes]:
    """Return the pieces of a calendar file of ``events``, which go on within ``days``.

    ``address`` is the portal's own, ``name`` what calendar programs call the file.
    """
    # Read now: when the pieces are written, another language may be in use
    return _pieces(events, name, address, days, languages.current().code)


def _pieces(
    events: Iterable[OutreachEvent],
    name: str,
    address: str,
    days: tuple[dt.date, dt.date],
    language: str,
) -> Iterator[bytes]:
    yield _head(name, language).removesuffix(END)
    yield time_zone(ZoneInfo(settings.TIME_ZONE), *days).to_ical()
    pieces: list[bytes] = []
    for event in events:
        with translation.override(language):
            pieces.append(entry(event, address).to_ical())
        if len(pieces) == AT_A_TIME:
            yield b"".join(pieces)
            pieces.clear()
    yield b"".join([*pieces, END])


def _head(name: str, language: str) -> bytes:
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", f"-//The Listening Table//Events//{language.upper()}")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    for property_name in ("NAME", "X-WR-CALNAME"):
        calendar.add(property_name, _text(name))
    calendar.add("X-WR-TIMEZONE", vText(settings.TIME_ZONE))
    calendar.add("REFRESH-INTERVAL", vDuration(ASK_AGAIN_AFTER, {"VALUE": "DURATION"}))
    calendar.add("X-PUBLISHED-TTL", vDuration(ASK_AGAIN_AFTER))
    return calendar.to_ical()


def entry(event: OutreachEvent, address: str) -> Event:
    """Return the event as one entry of a calendar.

    It keeps its UID for ever, and its SEQUENCE goes up with each change to follow.
    """
    made = Event()
    made.add("UID", f"event-{event.pk}@{settings.PORTAL_DOMAIN}")
    made.add("DTSTAMP", event.updated_at)
    made.add("LAST-MODIFIED", event.updated_at)
    made.add("SEQUENCE", event.revision)
    made.add("STATUS", STATUS[Status(event.status)])
    made.add("TRANSP", "TRANSPARENT")  # nobody is busy because of it
    _add_times(made, event)
    _add_texts(made, event)
    _add_place(made, event)
    made.add("URL", _address(f"{address}{event.get_absolute_url()}"))
    return made


def _add_times(made: Event, event: OutreachEvent) -> None:
    for name, moment in (("DTSTART", event.starts_at), ("DTEND", event.ends_at)):
        made.add(name, _day(moment) if event.is_all_day else _moment(moment))


def _day(moment: dt.datetime) -> dt.date:
    return timezone.localtime(moment).date()


def _moment(moment: dt.datetime) -> dt.datetime:
    """Return the moment as the city's clocks show it, if they show it once.

    Of the hour that comes twice in fall, a calendar file can only name the first.
    """
    local = timezone.localtime(moment)
    return moment.astimezone(dt.UTC) if local.fold else local


def _add_texts(made: Event, event: OutreachEvent) -> None:
    # Canceled in words too, for programs that do not look at the status
    title, language = title_in_words(event)
    made.add("SUMMARY", _text(title, language=language.code))
    made.add("DESCRIPTION", _text(_description(event), language=_page_language()))
    kind = _text(event.get_setting_display())
    made.add("CATEGORIES", [kind], parameters={"LANGUAGE": _page_language()})


def _description(event: OutreachEvent) -> str:
    host = translation_of(event, "host")[0]
    parts = [
        translation_of(event, "status_note")[0],
        translation_of(event, "description")[0],
        languages_in_words(event),
        gettext("Host: %(host)s") % {"host": host} if host else "",
        access_in_words(event),
        translation_of(event, "access_notes")[0],
        event.online_address,
    ]
    return "\n\n".join(part for part in parts if part)


def _add_place(made: Event, event: OutreachEvent) -> None:
    if where := where_in_words(event):
        made.add("LOCATION", _text(where, language=_page_language()))
    if event.latitude is not None and event.longitude is not None:
        made.add("GEO", (event.latitude, event.longitude))


def _page_language() -> str:
    return languages.current().code


def _text(text: str, **parameters: str) -> vText:
    """Return ``text`` as a property's value, without what could end its line."""
    clean = tidy(str(text)).translate(OTHER_LINE_ENDS)
    return vText(clean, params={name.upper(): one for name, one in parameters.items()})


def _address(address: str) -> vUri:
    return vUri(quote(address, safe="%/:=&?~#+!$,;'@()*[]"))
