import datetime as dt

import pytest

from civic.languages import BY_CODE, CODES
from civic.months import month_of, weekdays

ENGLISH, PERSIAN, POLISH = BY_CODE["en"], BY_CODE["fa"], BY_CODE["pl"]


def test_month_is_the_one_around_a_day_in_the_languages_calendar():
    day = dt.date(2026, 12, 6)

    english, persian = month_of(day, ENGLISH), month_of(day, PERSIAN)

    assert english.name == "December 2026"
    assert (english.first, english.last) == (day.replace(day=1), day.replace(day=31))
    assert persian.name == "آذر ۱۴۰۵"
    assert (persian.first, persian.last) == (
        dt.date(2026, 11, 22),
        dt.date(2026, 12, 21),
    )


@pytest.mark.parametrize(
    ("last", "length"),
    [
        (dt.date(2025, 3, 20), 30),  # Esfand 1403, a leap year
        (dt.date(2026, 3, 20), 29),  # Esfand 1404
        (dt.date(2029, 3, 19), 29),  # Esfand 1407, four years after the leap year
        (dt.date(2030, 3, 20), 30),  # Esfand 1408: this time it is the fifth
    ],
)
def test_esfand_is_a_day_longer_in_leap_years(last, length):
    month = month_of(last, PERSIAN)

    assert month.last == last
    assert (month.last - month.first).days + 1 == length


@pytest.mark.parametrize("code", CODES)
def test_months_follow_each_other_without_a_gap(code):
    month = month_of(dt.date(2019, 1, 1), BY_CODE[code])
    for _number in range(150):
        after = month.after
        assert after.first == month.last + dt.timedelta(days=1)
        assert after.before == month
        month = after


@pytest.mark.parametrize(("code", "weekday"), [("en", 6), ("vi", 0), ("fa", 5)])
def test_weeks_begin_where_the_languages_do(code, weekday):
    month = month_of(dt.date(2026, 8, 22), BY_CODE[code])

    weeks = month.weeks

    days = [day for week in weeks for day in week if day]
    assert [len(week) for week in weeks] == [7] * len(weeks)
    assert (days[0], days[-1]) == (month.first, month.last)
    assert {week[0].weekday() for week in weeks if week[0]} == {weekday}


def test_a_month_of_whole_weeks_has_no_blank_days():
    assert month_of(dt.date(2021, 2, 1), POLISH).weeks[0][0] == dt.date(2021, 2, 1)
    assert len(month_of(dt.date(2021, 2, 1), POLISH).weeks) == 4


@pytest.mark.parametrize("code", CODES)
def test_most_of_a_month_lies_in_the_other_calendars_month_of_its_middle(code):
    other = ENGLISH if code == "fa" else PERSIAN
    month = month_of(dt.date(2026, 1, 10), BY_CODE[code])
    for _number in range(24):
        switched = month_of(month.middle, other)
        shared = min(month.last, switched.last) - max(month.first, switched.first)
        assert shared.days + 1 >= 15
        month = month.after


@pytest.mark.parametrize(
    ("code", "first"),
    [("en", ("Sunday", "Sun")), ("it", ("lunedì", "lun")), ("fa", ("شنبه", "ش"))],
)
def test_weekdays_are_named_in_the_languages_order(code, first):
    names = weekdays(BY_CODE[code])

    assert (names[0], len(names)) == (first, 7)


def test_day_of_a_month_has_the_languages_digits():
    assert month_of(dt.date(2026, 8, 22), PERSIAN).day_number(dt.date(2026, 8, 22)) == (
        "۳۱"
    )
