"""Events as search engines read them (schema.org, JSON-LD)."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from civic.context import portal_name
from civic.texts import tidy
from civic.translations import translation_of
from engagement.models import OutreachEvent

Thing = dict[str, Any]
Access = OutreachEvent.Access


def schema_org_event(event: OutreachEvent, request: HttpRequest) -> Thing:
    """Return the event as a schema.org Event in the page's language."""
    address = request.build_absolute_uri(event.get_absolute_url())
    canceled = "EventCancelled" if event.is_canceled else "EventScheduled"
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "Event",
            "@id": address,
            "url": address,
            "name": _text(event, "title"),
            "description": _text(event, "description"),
            "startDate": _moment(event, "starts_at"),
            "endDate": _moment(event, "ends_at"),
            "eventStatus": f"https://schema.org/{canceled}",
            "eventAttendanceMode": f"https://schema.org/{_attendance(event)}",
            "location": _locations(event),
            "organizer": _organizer(event, request),
            "inLanguage": event.languages,
            "isAccessibleForFree": True,
        }
    )


def _text(event: OutreachEvent, field: str) -> str:
    return tidy(translation_of(event, field)[0])


def _filled(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value not in ("", [], None)}


def _moment(event: OutreachEvent, field: str) -> str:
    """Return a time with the city's offset; of whole days, the first and the last."""
    if event.is_all_day:
        day = event.first_day if field == "starts_at" else event.last_day
        return day.isoformat()
    return timezone.localtime(getattr(event, field)).isoformat(timespec="minutes")


def _attendance(event: OutreachEvent) -> str:
    if not event.is_online:
        return "OfflineEventAttendanceMode"
    is_mixed = event.setting != OutreachEvent.Setting.ONLINE and _has_place(event)
    return "MixedEventAttendanceMode" if is_mixed else "OnlineEventAttendanceMode"


def _has_place(event: OutreachEvent) -> bool:
    return bool(_text(event, "venue") or event.address or event.latitude is not None)


def _locations(event: OutreachEvent) -> list[Thing]:
    found = []
    if _has_place(event) or not event.is_online:
        found.append(_place(event))
    if event.online_address:
        found.append({"@type": "VirtualLocation", "url": event.online_address})
    return found


def _place(event: OutreachEvent) -> Thing:
    district = translation_of(event.district, "name")[0] if event.district else ""
    address = {"@type": "PostalAddress", "streetAddress": tidy(event.address)}
    has_point = event.latitude is not None and event.longitude is not None
    point = {"latitude": event.latitude, "longitude": event.longitude}
    return _filled(
        {
            "@type": "Place",
            "name": _text(event, "venue") or tidy(event.address) or tidy(district),
            "address": address if event.address else tidy(district),
            "geo": {"@type": "GeoCoordinates", **point} if has_point else None,
            "amenityFeature": [_amenity(code) for code in event.access],
        }
    )


def _amenity(code: str) -> Thing:
    name = str(Access(code).label)
    return {"@type": "LocationFeatureSpecification", "name": name, "value": True}


def _organizer(event: OutreachEvent, request: HttpRequest) -> Thing:
    """Return the host, or else whoever runs the portal."""
    if host := _text(event, "host"):
        return {"@type": "Organization", "name": host}
    home = request.build_absolute_uri("/")
    return {"@type": "Organization", "name": portal_name(), "url": home}
