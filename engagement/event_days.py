"""The events of a month on each of the days that they go on."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from civic.months import Month
from engagement.models import OutreachEvent


@dataclass(frozen=True)
class Day:
    """One day of the month: ``number`` in the reader's digits, and what goes on."""

    date: dt.date
    number: str
    events: list[OutreachEvent]


def weeks_with(events: Iterable[OutreachEvent], month: Month) -> list[list[Day | None]]:
    """Return the weeks of ``month``, an event on each of its days; None for no day."""
    found: dict[dt.date, list[OutreachEvent]] = defaultdict(list)
    for event in events:
        for day in _days(event, month):
            found[day].append(event)
    return [
        [Day(day, month.day_number(day), found[day]) if day else None for day in week]
        for week in month.weeks
    ]


def _days(event: OutreachEvent, month: Month) -> list[dt.date]:
    """Return the days of ``month`` on which the event goes on."""
    first, last = max(event.first_day, month.first), min(event.last_day, month.last)
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
