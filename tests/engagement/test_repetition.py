"""On which days an event comes again."""

import datetime as dt
from itertools import islice

import pytest
from persiantools.jdatetime import JalaliDate

from engagement.repetition import days_of, every_month, every_weeks, place_in_month

SATURDAY = dt.date(2026, 12, 12)


def iso(days, number: int) -> list[str]:
    return [day.isoformat() for day in islice(days, number)]


def test_weekly_days_keep_their_weekday():
    assert iso(every_weeks(SATURDAY, 2), 3) == [
        "2026-12-26",
        "2027-01-09",
        "2027-01-23",
    ]


def test_monthly_days_keep_their_place_among_the_weekdays():
    assert iso(every_month(SATURDAY, "gregorian"), 3) == [
        "2027-01-09",
        "2027-02-13",
        "2027-03-13",
    ]


def test_fifth_weekday_is_the_last_of_each_month():
    thirty_first = dt.date(2026, 10, 31)

    assert iso(every_month(thirty_first, "gregorian"), 5) == [
        "2026-11-28",
        "2026-12-26",
        "2027-01-30",
        "2027-02-27",
        "2027-03-27",
    ]


def test_fourth_weekday_stays_the_fourth_where_there_is_a_fifth():
    fourth = dt.date(2026, 9, 26)  # also the last of its month

    assert iso(every_month(fourth, "gregorian"), 1) == ["2026-10-24"]


@pytest.mark.parametrize("day", [JalaliDate(1405, 9, 7), JalaliDate(1405, 12, 29)])
def test_months_of_the_persian_calendar_are_its_own(day):
    first = day.to_gregorian()
    place = place_in_month(first, "persian")

    found = [JalaliDate(one) for one in islice(every_month(first, "persian"), 14)]

    assert {one.weekday() for one in found} == {day.weekday()}
    months = [(one.year, one.month) for one in found]
    assert months[0] == ((1405, 10) if day.month == 9 else (1406, 1))
    assert len(set(months)) == 14
    places = {place_in_month(one.to_gregorian(), "persian") for one in found}
    assert places <= ({4, 5} if place == 5 else {place})


def test_last_day_and_number_of_days_bound_the_repetition():
    last = SATURDAY + dt.timedelta(days=14)

    assert len(days_of(every_weeks(SATURDAY, 1), until=last, times=None, most=60)) == 2
    assert (
        len(days_of(every_weeks(SATURDAY, 1), until=SATURDAY, times=None, most=60)) == 0
    )
    assert len(days_of(every_weeks(SATURDAY, 1), until=None, times=5, most=60)) == 5
    assert (
        len(
            days_of(
                every_weeks(SATURDAY, 1), until=dt.date(2099, 1, 1), times=None, most=60
            )
        )
        == 61
    )
