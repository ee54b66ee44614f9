"""The city's time zone in calendar files, as an independent reader understands it."""

import datetime as dt
import random
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from engagement.time_zones import time_zone

ZONES = [
    "America/Los_Angeles",
    "Europe/Warsaw",
    "Asia/Tehran",  # clocks were changed until 2022, at midnight
    "Asia/Ho_Chi_Minh",  # never
    "Australia/Lord_Howe",  # by half an hour
    "Africa/Casablanca",  # back for a month each year
    "UTC",
]
FIRST, LAST = dt.date(2020, 3, 1), dt.date(2028, 10, 1)
HOUR = dt.timedelta(hours=1)


def read(zone: ZoneInfo, first: dt.date = FIRST, last: dt.date = LAST) -> dt.tzinfo:
    text = time_zone(zone, first, last).to_ical().decode()
    return tzical(StringIO(text.replace("\r\n", "\n"))).get()


@pytest.mark.parametrize("name", ZONES)
def test_every_hour_of_the_years_is_read_as_it_is(name):
    zone = ZoneInfo(name)
    understood = read(zone)
    chosen = random.Random(name)  # noqa: S311 (which hours are compared is no secret)
    begins = dt.datetime(FIRST.year, 1, 2, tzinfo=dt.UTC)
    hours = [begins + HOUR * chosen.randrange(8 * 365 * 24) for _ in range(2000)]
    # All around each change of clocks
    for hour in list(hours):
        if (
            hour.astimezone(zone).utcoffset()
            != (hour + 24 * HOUR).astimezone(zone).utcoffset()
        ):
            hours += [hour + HOUR * n / 2 for n in range(50)]

    for hour in hours:
        local = hour.astimezone(zone)
        if not local.fold:
            wall = local.replace(tzinfo=None)
            assert wall.replace(tzinfo=understood).utcoffset() == local.utcoffset()


def test_change_of_clocks_is_dated_by_what_they_still_showed():
    parts = time_zone(
        ZoneInfo("America/Los_Angeles"), dt.date(2026, 5, 1), dt.date(2026, 6, 1)
    ).subcomponents

    assert [(part.name, part.DTSTART.isoformat()) for part in parts] == [
        ("STANDARD", "2026-01-01T00:00:00"),
        ("DAYLIGHT", "2026-03-08T02:00:00"),
        ("STANDARD", "2026-11-01T02:00:00"),
    ]
    assert [str(part["TZNAME"]) for part in parts] == ["PST", "PDT", "PST"]


def test_years_before_and_after_all_calendars_are_cut_off():
    zone = ZoneInfo("Europe/Warsaw")

    parts = time_zone(zone, dt.date(1, 1, 1), dt.date(9999, 12, 31)).subcomponents

    assert parts[0].DTSTART.year == 1970
    assert parts[-1].DTSTART.year == 2100
