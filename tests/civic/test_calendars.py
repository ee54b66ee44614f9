import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from civic import calendars
from civic.languages import BY_CODE

DAY = dt.date(2026, 8, 22)
CITY = ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", "August 22, 2026"),
        ("vi", "22 tháng 8, 2026"),
        ("pl", "22 sierpnia 2026"),
        ("fa", "۳۱ مرداد ۱۴۰۵"),
        ("it", "22 agosto 2026"),
    ],
)
def test_long_date_is_in_the_readers_calendar(code, expected):
    assert calendars.long_date(DAY, BY_CODE[code]) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", "Saturday, August 22, 2026"),
        ("vi", "Thứ Bảy, 22 tháng 8, 2026"),
        ("pl", "sobota, 22 sierpnia 2026"),
        ("fa", "شنبه ۳۱ مرداد ۱۴۰۵"),
        ("it", "sabato 22 agosto 2026"),
    ],
)
def test_full_date_has_its_weekday(code, expected):
    assert calendars.full_date(DAY, BY_CODE[code]) == expected


def test_first_of_an_italian_month_is_an_ordinal():
    first, eleventh = dt.date(2026, 10, 1), dt.date(2011, 11, 11)

    assert calendars.long_date(first, BY_CODE["it"]) == "1º ottobre 2026"
    assert calendars.full_date(first, BY_CODE["it"]) == "giovedì 1º ottobre 2026"
    assert calendars.long_date(eleventh, BY_CODE["it"]) == "11 novembre 2011"
    assert calendars.long_date(first, BY_CODE["en"]) == "October 1, 2026"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", "July\u2009–\u2009October 2025"),
        ("vi", "tháng 7\u2009–\u2009tháng 10 năm 2025"),
        ("pl", "lipiec–październik 2025"),
        ("fa", "تیر تا آبان ۱۴۰۴"),
        ("it", "luglio–ottobre 2025"),
    ],
)
def test_month_range_says_the_year_once(code, expected):
    first, last = dt.date(2025, 7, 1), dt.date(2025, 10, 31)

    assert calendars.month_range(first, last, BY_CODE[code]) == expected


def test_month_range_over_new_year_says_both_years():
    first, last = dt.date(2025, 11, 1), dt.date(2026, 2, 28)

    assert (
        calendars.month_range(first, last, BY_CODE["en"])
        == "November 2025\u2009–\u2009February 2026"
    )


def test_persian_month_range_over_its_own_new_year_says_both_years():
    first, last = dt.date(2025, 3, 1), dt.date(2025, 4, 30)

    assert (
        calendars.month_range(first, last, BY_CODE["fa"])
        == "اسفند ۱۴۰۳ تا اردیبهشت ۱۴۰۴"
    )


@pytest.mark.parametrize(
    ("code", "expected"), [("en", "July 2025"), ("fa", "تیر ۱۴۰۴")]
)
def test_month_range_within_one_month_is_that_month(code, expected):
    first, last = dt.date(2025, 7, 1), dt.date(2025, 7, 22)
    if code == "en":
        last = dt.date(2025, 7, 31)

    assert calendars.month_range(first, last, BY_CODE[code]) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2025, 3, 20), "۳۰ اسفند ۱۴۰۳"),  # 1403 is a leap year
        (dt.date(2025, 3, 21), "۱ فروردین ۱۴۰۴"),
        (dt.date(2026, 3, 20), "۲۹ اسفند ۱۴۰۴"),  # 1404 is not
        (dt.date(2026, 3, 21), "۱ فروردین ۱۴۰۵"),
    ],
)
def test_solar_hijri_leap_years_end_a_day_later(day, expected):
    assert calendars.long_date(day, BY_CODE["fa"]) == expected


def test_a_moment_is_shown_on_the_citys_day():
    late_in_the_city = dt.datetime(2026, 8, 23, 6, 30, tzinfo=dt.UTC)

    assert calendars.city_date(late_in_the_city) == DAY
    assert calendars.long_date(late_in_the_city, BY_CODE["it"]) == "22 agosto 2026"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        # Clocks go forward at 2 in the morning on March 8, 2026 …
        (dt.datetime(2026, 3, 8, 9, 59, tzinfo=dt.UTC), "1:59"),
        (dt.datetime(2026, 3, 8, 10, 0, tzinfo=dt.UTC), "3:00"),
        # … and back on November 1: one o'clock comes twice.
        (dt.datetime(2026, 11, 1, 8, 0, tzinfo=dt.UTC), "1:00"),
        (dt.datetime(2026, 11, 1, 9, 0, tzinfo=dt.UTC), "1:00"),
        (dt.datetime(2026, 11, 1, 10, 0, tzinfo=dt.UTC), "2:00"),
    ],
)
def test_clock_time_follows_the_citys_clock_changes(moment, expected):
    assert calendars.clock_time(moment, BY_CODE["pl"]) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [("en", "6:05\u202fPM"), ("vi", "18:05"), ("pl", "18:05"), ("fa", "۱۸:۰۵")],
)
def test_clock_time_is_written_as_in_the_language(code, expected):
    moment = dt.datetime(2026, 8, 22, 18, 5, tzinfo=CITY)

    assert calendars.clock_time(moment, BY_CODE[code]) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [("en", ("22", "Aug")), ("vi", ("22", "thg 8")), ("fa", ("۳۱", "مرداد"))],
)
def test_day_and_month_for_a_date_block(code, expected):
    assert calendars.day_and_month(DAY, BY_CODE[code]) == expected


def test_seasons_are_the_words_of_the_addresses():
    assert calendars.Season.values == ["spring", "summer", "fall", "winter"]


@pytest.mark.parametrize(
    ("year", "season", "code", "expected"),
    [
        (2025, "fall", "en", "Fall 2025"),
        (2024, "winter", "en", "Winter 2024–25"),
        (2099, "winter", "en", "Winter 2099–00"),
    ],
)
def test_a_winter_is_named_by_both_its_years(year, season, code, expected):
    assert calendars.season_and_year(year, season, BY_CODE[code]) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [("en", "Fall 2024"), ("vi", "mùa thu 2024"), ("fa", "پاییز ۱۴۰۳")],
)
def test_season_is_a_name_within_a_sentence_in_english_alone(code, expected):
    with translation.override(code):
        named = calendars.season_in_sentence(2024, "fall", BY_CODE[code])

    assert named == expected


def test_a_winter_lies_in_one_solar_hijri_year():
    with translation.override("fa"):
        named = calendars.season_and_year(2024, "winter", BY_CODE["fa"])

    assert named == "زمستان ۱۴۰۳"
    # Most of December 2024 to February 2025 is Dey to Esfand 1403.
    assert calendars.month_and_year(dt.date(2025, 1, 15), BY_CODE["fa"]) == "دی ۱۴۰۳"


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2026-01-01", "2026-01-01", "2026-03-31"),
        ("2026-06-30", "2026-04-01", "2026-06-30"),
        ("2026-08-22", "2026-07-01", "2026-09-30"),
        ("2026-12-31", "2026-10-01", "2026-12-31"),
    ],
)
def test_quarter_of_a_day_has_three_whole_months(day, first, last):
    found = calendars.quarter_of(dt.date.fromisoformat(day))

    assert [one.isoformat() for one in found] == [first, last]
