"""What one outreach event of the demonstration is made of, and how it is loaded."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from civic import languages
from civic.management.demonstration.surveys import USE_GUIDE
from civic.management.demonstration.texts import all_columns, columns, part, text
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
    district: int
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
    guide: str = USE_GUIDE


def load_event(outing: Outing) -> OutreachEvent:
    """Create the event, or set it right again."""
    event, _ = OutreachEvent.objects.update_or_create(
        slug=outing.slug,
        defaults={
            **all_columns(("title",), "events", "events", outing.slug),
            **named("venue", outing.venue),
            **named("host", outing.host),
            **descriptions(outing.slug),
            **access_notes(outing.access),
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


def descriptions(slug: str) -> dict[str, str]:
    """Return the description in the languages that have one."""
    return {
        f"description_{code}": part("events", code)["events"][slug].get(
            "description", ""
        )
        for code in languages.CODES
    }


def access_notes(keys: tuple[str, ...]) -> dict[str, str]:
    return {
        f"access_notes_{code}": " ".join(
            text("events", code, "access", key) for key in keys
        )
        for code in languages.CODES
    }


def plain_fields(outing: Outing) -> dict[str, Any]:
    district = District.objects.get(code=f"district-{outing.district}")
    return {
        "setting": outing.setting,
        "status": outing.status,
        "district": None if outing.is_online else district,
        "starts_at": outing.starts,
        "ends_at": outing.starts + dt.timedelta(hours=outing.hours),
        "languages": list(outing.languages),
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
