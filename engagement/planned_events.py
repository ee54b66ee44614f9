"""What an outreach event is made of when it is planned, changed or made again."""

import datetime as dt
from typing import Any

from django.utils import timezone
from modeltranslation.utils import build_localized_fieldname

from civic import languages
from civic.city_time import city_moment
from engagement.models import OutreachEvent

TEXTS = ("title", "description", "host", "venue", "access_notes")
NOTE = "status_note"
FACTS = (
    "setting",
    "district_id",
    "address",
    "latitude",
    "longitude",
    "languages",
    "online_address",
    "access",
)
TIMES = ("starts_at", "ends_at")


def columns_of(*names: str) -> tuple[str, ...]:
    """The columns of translated fields in all languages."""
    return tuple(
        build_localized_fieldname(name, code)
        for name in names
        for code in languages.CODES
    )


COPIED = (*columns_of(*TEXTS), *FACTS)
SHOWN = (*COPIED, *columns_of(NOTE), *TIMES)  # all that calendars and readers see


def differing(one: OutreachEvent, other: OutreachEvent) -> list[str]:
    """Return the fields of SHOWN in which two events differ; no text is like “”."""
    return [
        name
        for name in SHOWN
        if (getattr(one, name) or None) != (getattr(other, name) or None)
    ]


def copied(event: OutreachEvent) -> dict[str, Any]:
    """Return the fields that a new event takes over from ``event``.

    Not its times, its state, its reach, nor the branches and collectors, which are
    relations.
    """
    return {name: getattr(event, name) for name in COPIED}


def clock_times(event: OutreachEvent) -> tuple[dt.time, dt.time, int]:
    """Return its times of the day in the city, and how many days later it ends."""
    start, end = (timezone.localtime(getattr(event, name)) for name in TIMES)
    return start.time(), end.time(), (end.date() - start.date()).days


def times_on(event: OutreachEvent, day: dt.date) -> dict[str, dt.datetime]:
    """Return when it starts and ends if it begins on ``day``, by the city's clocks.

    The same times of the day, whatever the clocks did in between. Raise TimeSkipped
    where one of them does not come.
    """
    start, end, days = clock_times(event)
    return {
        "starts_at": city_moment(day, start),
        "ends_at": city_moment(day + dt.timedelta(days=days), end),
    }
