"""A stall that comes every other Saturday, patterns, and a code that belongs to one.

The stall of ``upcoming`` is announced; of the three dates before it two
were held and the last waits for its reach, three after it are planned.
"""

import datetime as dt
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from civic.calendars import city_date
from civic.management.demonstration.surveys import TABLE
from engagement.models import OutreachEvent
from engagement.planned_events import copied, times_on
from surveys.models import Collector

STALL, TABLE_TODAY = "market-stall", "king-table-today"
PATTERNS = (STALL, "school-evening", "cafe-conversation")
SERIES = uuid5(NAMESPACE_URL, "listening-portal-demonstration/market-stall")
Status = OutreachEvent.Status

# How many weeks from the stall, and what is known of each; the slug stays with it
DATES: tuple[tuple[str, int, dict[str, Any]], ...] = (
    (
        "market-stall-1",
        -6,
        {
            "status": Status.HELD,
            "attendance": 400,
            "attendance_is": OutreachEvent.Exactness.AT_LEAST,
            "stopped_by": 37,
            "staff_hours": "8",
        },
    ),
    (
        "market-stall-2",
        -4,
        {
            "status": Status.HELD,
            "attendance": 450,
            "attendance_is": OutreachEvent.Exactness.AT_LEAST,
            "stopped_by": 43,
            "staff_hours": "7.5",
        },
    ),
    ("market-stall-3", -2, {"status": Status.CONFIRMED}),
    ("market-stall-5", 2, {"status": Status.PLANNED}),
    ("market-stall-6", 4, {"status": Status.PLANNED}),
    ("market-stall-7", 6, {"status": Status.PLANNED}),
)


def load_series() -> None:
    """Set the days of the series anew beside the stall, as they are loaded."""
    stall = OutreachEvent.objects.get(slug=STALL)
    stall.series = SERIES
    stall.save()
    for slug, weeks, facts in DATES:
        load_date(
            stall, slug, city_date(stall.starts_at) + dt.timedelta(weeks=weeks), facts
        )
    OutreachEvent.objects.filter(slug__in=PATTERNS).update(is_pattern=True)
    table = OutreachEvent.objects.get(slug=TABLE_TODAY)
    table.collectors.add(Collector.objects.get(slug=TABLE))


def load_date(
    stall: OutreachEvent, slug: str, day: dt.date, facts: dict[str, Any]
) -> None:
    """A date at which somebody logged an entry since stays as it is."""
    if OutreachEvent.objects.filter(slug=slug, conversations__isnull=False).exists():
        return
    event, _is_new = OutreachEvent.objects.update_or_create(
        slug=slug,
        defaults={
            "series": SERIES,
            "is_demonstration": True,
            **copied(stall),
            **times_on(stall, day),
            **facts,
        },
    )
    event.branches.set(stall.branches.all())
