"""Dates as people type them in each language."""

import datetime as dt

import pytest
import time_machine
from django import forms
from django.utils import translation

from civic.calendars import full_date, long_date
from civic.fields import CityDateField, CityTimeField
from civic.languages import BY_CODE, CODES

FALL = dt.date(2025, 9, 23)


class DayForm(forms.Form):
    day = CityDateField()


class TimeForm(forms.Form):
    time = CityTimeField()


@pytest.mark.parametrize(
    "typed",
    [
        "2025-09-23",
        "2025/9/23",
        " 2025.09.23 ",
        "1404/07/01",
        "۱۴۰۴/۰۷/۰۱",
        "١٤٠٤/٧/١",
        "۱۴۰۴-۷-۱",
        "۲۰۲۵/۰۹/۲۳",
    ],
)
def test_date_is_read_in_either_calendar_and_any_digits(typed):
    form = DayForm({"day": typed})

    assert form.is_valid()
    assert form.cleaned_data["day"] == FALL


@pytest.mark.parametrize("typed", ["", "soon", "2025-02-30", "۱۴۰۴/۱۲/۳۰", "25-09-23"])
def test_what_is_not_a_date_is_refused_and_kept(typed):
    form = DayForm({"day": typed})

    assert not form.is_valid()
    assert form["day"].value() == typed


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("en", "September 23, 2025"),
        ("en", "Tuesday, Sep 23rd, 2025"),
        ("vi", "Thứ Ba, 23 tháng 9, 2025"),
        ("vi", "ngày 23 tháng 9 năm 2025"),
        ("pl", "wtorek, 23 września 2025"),
        ("fa", "سه‌شنبه ۱ مهر ۱۴۰۴"),
        ("fa", "1 مهر 1404"),
        ("it", "martedì 23 settembre 2025"),
    ],
)
def test_date_is_read_as_the_portal_writes_it(code, typed):
    with translation.override(code):
        assert DayForm({"day": typed}).is_valid()
        assert CityDateField().clean(typed) == FALL


@pytest.mark.parametrize("code", CODES)
def test_every_date_that_the_portal_writes_is_read_again(code):
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=5 * n) for n in range(80)]
    language = BY_CODE[code]

    with translation.override(code):
        for day in days:
            assert CityDateField().clean(long_date(day, language)) == day
            assert CityDateField().clean(full_date(day, language)) == day


@pytest.mark.parametrize(
    ("code", "typed", "day"),
    [
        ("en", "January 4", dt.date(2027, 1, 4)),
        ("it", "1º novembre", dt.date(2026, 11, 1)),
        ("fa", "۱۰ آذر", dt.date(2026, 12, 1)),
        ("pl", "29 lutego", dt.date(2028, 2, 29)),
    ],
)
def test_date_without_a_year_is_the_nearest(code, typed, day):
    today = dt.date(2027, 6, 1) if code == "pl" else dt.date(2026, 11, 28)

    with translation.override(code), time_machine.travel(today, tick=False):
        assert CityDateField().clean(typed) == day


@pytest.mark.parametrize(
    "typed",
    [
        "February 30, 2026",
        "December",
        "12 grudnia 2026",
        "December 1 or 2",
        "1 May 1405",
    ],
)
def test_words_that_are_no_date_in_the_pages_language_are_refused(typed):
    assert not DayForm({"day": typed}).is_valid()


def test_error_shows_an_example_in_the_readers_calendar():
    with translation.override("fa"):
        (error,) = DayForm({"day": "x"}).errors["day"]

    assert "۱۴۰۴/۰۷/۰۱" in error


def test_date_input_is_the_browsers_own_where_the_calendar_is_gregorian():
    html = str(DayForm(initial={"day": FALL})["day"])

    assert 'type="date"' in html
    assert 'value="2025-09-23"' in html


def test_date_input_is_typed_in_persian():
    with translation.override("fa"):
        html = str(DayForm(initial={"day": FALL})["day"])

    assert 'type="text"' in html
    assert 'value="۱۴۰۴/۰۷/۰۱"' in html


def test_typed_text_comes_back_as_it_was():
    with translation.override("fa"):
        html = str(DayForm({"day": "۱۴۰۴/۱۳/۰۱"})["day"])

    assert 'value="۱۴۰۴/۱۳/۰۱"' in html


@pytest.mark.parametrize(
    ("data", "expected"),
    [("۱۴۰۴/۰۷/۰۱", False), ("2025-09-24", True), ("soon", True)],
)
def test_has_changed_compares_days(data, expected):
    assert CityDateField().has_changed(FALL, data) is expected


@pytest.mark.parametrize(
    "typed",
    [
        "17:30",
        "17.30",
        "17:30:00",
        " ۱۷:۳۰ ",
        "١٧.٣٠",
        "5:30 pm",
        "5.30PM",
        "5:30 p.m.",
        "۵:۳۰ ب.ظ",
    ],
)
def test_time_is_read_in_any_digits_and_of_either_half_of_the_day(typed):
    form = TimeForm({"time": typed})

    assert form.is_valid()
    assert form.cleaned_data["time"] == dt.time(17, 30)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9:30", (9, 30)),
        ("9:30 am", (9, 30)),
        ("9 am", (9, 0)),
        ("12 am", (0, 0)),
        ("12:15 pm", (12, 15)),
        ("۹ ق.ظ", (9, 0)),
        ("00:00", (0, 0)),
    ],
)
def test_time_knows_noon_and_midnight(typed, expected):
    assert TimeForm({"time": typed}).fields["time"].clean(typed) == dt.time(*expected)


@pytest.mark.parametrize(
    "typed", ["", "soon", "9", "24:00", "9:60", "13 pm", "0 am", "9:5", "9:30 xm"]
)
def test_what_is_no_time_is_refused_and_kept(typed):
    form = TimeForm({"time": typed})

    assert not form.is_valid()
    assert form["time"].value() == typed


@pytest.mark.parametrize(
    ("data", "expected"), [("۱۷:۳۰", False), ("5:30 pm", False), ("17:31", True)]
)
def test_has_changed_compares_times(data, expected):
    assert CityTimeField().has_changed(dt.time(17, 30), data) is expected
