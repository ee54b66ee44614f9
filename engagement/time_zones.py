"""The city's time zone as calendar files carry it (VTIMEZONE, RFC 5545).

The icalendar library could make it, but dates a change of clocks by what they show
after it, an hour late for programs that follow the standard to the letter.
"""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

FIRST_YEAR, LAST_YEAR = 1970, 2100
DAY, SECOND = dt.timedelta(days=1), dt.timedelta(seconds=1)


def time_zone(zone: ZoneInfo, first: dt.date, last: dt.date) -> Timezone:
    """Return the zone with each change of clocks in the years of ``first`` to ``last``.

    What happens outside of 1970 to 2100 is taken to be as at their ends.
    """
    years = (min(max(day.year, FIRST_YEAR), LAST_YEAR) for day in (first, last))
    return _of_years(zone, *years)


@lru_cache(maxsize=16)
def _of_years(zone: ZoneInfo, first: int, last: int) -> Timezone:
    begins = dt.datetime(first, 1, 1, tzinfo=zone).astimezone(dt.UTC)
    ends = dt.datetime(last + 1, 1, 1, tzinfo=zone).astimezone(dt.UTC)
    found = Timezone()
    found.add("TZID", zone.key)
    found.add_component(_observance(begins, begins.astimezone(zone), zone))
    for moment in _changes(zone, begins, ends):
        found.add_component(
            _observance(moment, (moment - SECOND).astimezone(zone), zone)
        )
    return found


def _observance(
    moment: dt.datetime, before: dt.datetime, zone: ZoneInfo
) -> TimezoneStandard | TimezoneDaylight:
    """Return what the clocks show from ``moment`` on; ``before`` it as they did."""
    after = moment.astimezone(zone)
    part = TimezoneDaylight() if after.dst() else TimezoneStandard()
    offset = before.utcoffset() or dt.timedelta()
    part.TZOFFSETFROM, part.TZOFFSETTO = offset, after.utcoffset()
    part.add("TZNAME", after.tzname())
    part.DTSTART = (moment + offset).replace(tzinfo=None)  # as the clocks still showed
    return part


def _changes(
    zone: ZoneInfo, begins: dt.datetime, ends: dt.datetime
) -> Iterator[dt.datetime]:
    """Yield each moment from which the zone's offset is another one, to the second."""

    def offset(moment: dt.datetime) -> dt.timedelta | None:
        return moment.astimezone(zone).utcoffset()

    day = begins
    while day < ends:
        earlier, later = day, min(day + DAY, ends)
        day = later
        if offset(earlier) == offset(later):
            continue
        while later - earlier > SECOND:
            middle = earlier + (later - earlier) // 2
            middle = middle.replace(microsecond=0)
            if offset(middle) == offset(earlier):
                earlier = middle
            else:
                later = middle
        if later < ends:
            yield later
