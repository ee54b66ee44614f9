"""Dates as people type them in each language."""

import datetime as dt

import pytest
from django import forms
from django.utils import translation

from civic.fields import CityDateField, CityTimeField

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
