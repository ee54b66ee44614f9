"""What one outreach event of the demonstration is made of, and how it is loaded."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from civic import languages
from civic.management.demonstration.places import VENUES
from civic.management.demonstration.surveys import USE_GUIDE
from civic.management.demonstration.texts import all_columns, columns, part
from civic.models import Branch, District
from engagement.models import OutreachEvent


@dataclass(frozen=True, kw_only=True)
class Reached:
    """Reach as staff recorded it afterwards."""

    attendance: int | None = None
    is_at_least: bool = False
    stopped_by: int | None = None
    staff_hours: str | None = None


@dataclass(frozen=True, kw_only=True)
class Outing:
    """One event; its texts stand in ``events.toml`` under its slug.

    ``venue`` and ``host`` are keys of that file as well, empty where nobody told.
    ``talk_people`` people were heard in conversations. A board asks ``board_question``
    and holds ``board``: people by choice code, or by (language, index of the wish).
    """

    slug: str
    starts: dt.datetime
    hours: float
    setting: str
    district: int | None
    branches: tuple[str, ...]
    languages: tuple[str, ...] = ("en",)
    access: tuple[str, ...] = ("step_free",)
    venue: str = ""
    host: str = ""
    status: str = OutreachEvent.Status.HELD
    reached: Reached = Reached()
    talk_people: int = 0
    board_question: str = ""
    board: dict[Any, int] | None = None
    is_online: bool = False
    online_address: str = ""
    guide: str = USE_GUIDE


def load_event(outing: Outing) -> OutreachEvent:
    """Create the event, or set it right again."""
    event, _ = OutreachEvent.objects.update_or_create(
        slug=outing.slug,
        defaults={
            **all_columns(("title",), "events", "events", outing.slug),
            **named("venue", outing.venue),
            **named("host", outing.host),
            **texts_of("description", outing.slug),
            **texts_of("access_notes", outing.slug),
            **texts_of("status_note", outing.slug),
            **place_of(outing),
            **plain_fields(outing),
            **reach_fields(outing.reached),
        },
    )
    event.branches.set(Branch.objects.filter(code__in=outing.branches))
    return event


def named(field: str, key: str) -> dict[str, str]:
    """Return the name of a venue or host in all languages."""
    if key:
        return columns(field, "events", f"{field}s", key)
    return {f"{field}_{code}": "" for code in languages.CODES}


def texts_of(field: str, slug: str) -> dict[str, str]:
    """Return a text of the event in the languages that have one."""
    return {
        f"{field}_{code}": part("events", code)["events"][slug].get(field, "")
        for code in languages.CODES
    }


def place_of(outing: Outing) -> dict[str, Any]:
    """Return address and point of its venue, or nothing of what nobody told."""
    address, latitude, longitude = VENUES.get(outing.venue, ("", None, None))
    return {"address": address, "latitude": latitude, "longitude": longitude}


def plain_fields(outing: Outing) -> dict[str, Any]:
    district = None
    if outing.district and not outing.is_online:
        district = District.objects.get(code=f"district-{outing.district}")
    return {
        "setting": outing.setting,
        "status": outing.status,
        "district": district,
        "starts_at": outing.starts,
        "ends_at": outing.starts + dt.timedelta(hours=outing.hours),
        "languages": list(outing.languages),
        "access": list(outing.access),
        "online_address": outing.online_address,
        "is_demonstration": True,
    }


def reach_fields(reached: Reached) -> dict[str, Any]:
    exactness = OutreachEvent.Exactness
    return {
        "attendance": reached.attendance,
        "attendance_is": exactness.AT_LEAST if reached.is_at_least else exactness.EXACT,
        "stopped_by": reached.stopped_by,
        "staff_hours": reached.staff_hours,
    }
