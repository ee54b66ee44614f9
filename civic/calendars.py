"""Dates in each language's calendar, and the seasons that summaries are named by.

Names and patterns are those of the Unicode CLDR; the Persian ones stand here because
no library in use formats the Solar Hijri calendar.
"""

import datetime as dt

from babel.dates import format_date, format_time, get_month_names
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from persiantools.jdatetime import JalaliDate

from civic import languages

PERSIAN_MONTHS = (
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
)
PERSIAN_WEEKDAYS = (
    "دوشنبه",
    "سه‌شنبه",
    "چهارشنبه",
    "پنجشنبه",
    "جمعه",
    "شنبه",
    "یکشنبه",
)
LTR_ISOLATE, POP_ISOLATE = "\u2066", "\u2069"


class Season(models.TextChoices):
    """The part of a year that a summary is named by; it has no fixed months."""

    SPRING = "spring", pgettext_lazy("season", "Spring")
    SUMMER = "summer", pgettext_lazy("season", "Summer")
    FALL = "fall", pgettext_lazy("season", "Fall")
    WINTER = "winter", pgettext_lazy("season", "Winter")


def city_date(value: dt.date | dt.datetime) -> dt.date:
    """Return the day of ``value`` in the city's time zone."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date()
    return value


def long_date(value: dt.date | dt.datetime, language: languages.Language) -> str:
    """Return day, month in words and year: “22 August 2026”, “۳۱ مرداد ۱۴۰۵”."""
    day = city_date(value)
    if language.calendar == "persian":
        jalali = JalaliDate(day)
        month = PERSIAN_MONTHS[jalali.month - 1]
        return language.with_digits(f"{jalali.day} {month} {jalali.year}")
    return format_date(day, "long", locale=language.code)


def full_date(value: dt.date | dt.datetime, language: languages.Language) -> str:
    """Return the long date with its day of the week."""
    day = city_date(value)
    if language.calendar == "persian":
        weekday = PERSIAN_WEEKDAYS[day.weekday()]
        return f"{weekday} {long_date(day, language)}"
    return format_date(day, "full", locale=language.code)


def month_and_year(value: dt.date | dt.datetime, language: languages.Language) -> str:
    """Return the month and its year: “July 2025”, “تیر ۱۴۰۴”."""
    day = city_date(value)
    if language.calendar == "persian":
        jalali = JalaliDate(day)
        month = PERSIAN_MONTHS[jalali.month - 1]
        return language.with_digits(f"{month} {jalali.year}")
    return format_date(day, "LLLL yyyy", locale=language.code)


def day_and_month(
    value: dt.date | dt.datetime, language: languages.Language
) -> tuple[str, str]:
    """Return the two parts of a date block: the day's number and the month's name."""
    day = city_date(value)
    if language.calendar == "persian":
        jalali = JalaliDate(day)
        return language.with_digits(str(jalali.day)), PERSIAN_MONTHS[jalali.month - 1]
    months = get_month_names("abbreviated", "format", locale=language.code)
    return str(day.day), months[day.month]


def clock_time(value: dt.datetime, language: languages.Language) -> str:
    """Return the time of day in the city's time zone, to the minute."""
    moment = timezone.localtime(value)
    return language.with_digits(format_time(moment, "short", locale=language.code))
