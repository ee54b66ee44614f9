"""Planned events in few words, with times on the city's clocks."""

import datetime as dt

from django.utils import timezone

from civic.city_time import city_moment
from engagement.models import OutreachEvent
from tests.engagement.factories import OutreachEventFactory

Status = OutreachEvent.Status
SATURDAY = dt.date(2026, 12, 12)


def market(day: dt.date = SATURDAY, *, at: str = "09:00", hours: float = 3, **fields):
    """A confirmed market stall on ``day``, with a title in English and Persian."""
    starts_at = city_moment(day, dt.time.fromisoformat(at))
    values = {
        "title_en": "Market stall",
        "title_fa": "غرفهٔ بازار",
        "venue_en": "Roosevelt Plaza",
        "languages": ["en", "fa"],
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(hours=hours),
    }
    return OutreachEventFactory(**values | fields)


def clock(moment: dt.datetime) -> str:
    """The time that the city's clocks show, with its day."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def starts(events) -> list[str]:
    return [clock(one.starts_at) for one in events]
