"""Dates in each language's calendar, and the seasons that summaries are named by.

Names and patterns are those of the Unicode CLDR; the Persian ones stand here because
no library in use formats the Solar Hijri calendar.
"""

import datetime as dt
import re
from functools import lru_cache

from babel.dates import (
    format_date,
    format_interval,
    format_skeleton,
    format_time,
    get_month_names,
)
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, pgettext, pgettext_lazy
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
CLOCKS = {"pl": "H:mm"}  # where people write hours otherwise than the CLDR


class Season(models.TextChoices):
    """The part of a year that a summary is named by; it has no fixed months."""

    SPRING = "spring", pgettext_lazy("season", "Spring")
    SUMMER = "summer", pgettext_lazy("season", "Summer")
    FALL = "fall", pgettext_lazy("season", "Fall")
    WINTER = "winter", pgettext_lazy("season", "Winter")


# A season of Gregorian year Y lies in the Solar Hijri year Y - 621.
SOLAR_HIJRI_BEGAN = 621
LAST_MONTH_OF_SEASON = {"spring": 5, "summer": 8, "fall": 11, "winter": 14}


def season_ends_on(year: int, season: str) -> dt.date:
    """Return the last day of a season by whole months: fall 2025 ends 30 November.

    Winter begins in its year and ends in the next: winter 2025 on 28 February 2026.
    """
    months = year * 12 + LAST_MONTH_OF_SEASON[season]
    return dt.date(months // 12, months % 12 + 1, 1) - dt.timedelta(days=1)


def quarter_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the calendar quarter that ``day`` is in."""
    first = dt.date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    after = first + dt.timedelta(days=95)  # in the month that follows it
    return first, after.replace(day=1) - dt.timedelta(days=1)


def year_of_seasons(year: int, language: languages.Language) -> str:
    """Return the year by which the seasons of ``year`` are named in a calendar.

    Counted as in ``season_ends_on``, they lie in one Solar Hijri year but for a few
    days at its beginning.
    """
    if language.calendar == "persian":
        year -= SOLAR_HIJRI_BEGAN
    return language.with_digits(str(year))


def season_and_year(year: int, season: str, language: languages.Language) -> str:
    """Return “Fall 2025”, “Winter 2025–26”; “زمستان ۱۴۰۴” in the Solar Hijri calendar.

    A winter is named by both its years, but by the one Solar Hijri year it lies in
    but for a few days.
    """
    named = year_of_seasons(year, language)
    if season == Season.WINTER and language.calendar == "gregorian":
        years = {"year": named, "next": f"{(year + 1) % 100:02}"}
        named = pgettext("winter", "%(year)s–%(next)s") % years
    return gettext("%(season)s %(year)s") % {
        "season": Season(season).label,
        "year": named,
    }


def season_in_sentence(year: int, season: str, language: languages.Language) -> str:
    """Return the same within a sentence: only English writes a season like a name."""
    named = season_and_year(year, season, language)
    return named if language.code == "en" else named[:1].lower() + named[1:]


def city_date(value: dt.date | dt.datetime) -> dt.date:
    """Return the day of ``value`` in the city's time zone."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date()
    return value


def long_date(value: dt.date | dt.datetime, language: languages.Language) -> str:
    """Return day, month in words and year: “August 22, 2026”, “۳۱ مرداد ۱۴۰۵”."""
    return _long_date(city_date(value), language)


@lru_cache(maxsize=2000)  # the same few days stand on a page again and again
def _long_date(day: dt.date, language: languages.Language) -> str:
    if language.calendar == "persian":
        jalali = JalaliDate(day)
        month = PERSIAN_MONTHS[jalali.month - 1]
        return language.with_digits(f"{jalali.day} {month} {jalali.year}")
    return _with_first(day, format_date(day, "long", locale=language.code), language)


def full_date(value: dt.date | dt.datetime, language: languages.Language) -> str:
    """Return the long date with its day of the week."""
    day = city_date(value)
    if language.calendar == "persian":
        weekday = PERSIAN_WEEKDAYS[day.weekday()]
        return f"{weekday} {long_date(day, language)}"
    return _with_first(day, format_date(day, "full", locale=language.code), language)


def _with_first(day: dt.date, text: str, language: languages.Language) -> str:
    """Say the first of an Italian month as Italians do, which the CLDR leaves out."""
    if language.code != "it" or day.day != 1:
        return text
    return re.sub(r"\b1\b", "1º", text, count=1)


def month_and_year(value: dt.date | dt.datetime, language: languages.Language) -> str:
    """Return the month and its year: “July 2025”, “تیر ۱۴۰۴”."""
    day = city_date(value)
    if language.calendar == "persian":
        jalali = JalaliDate(day)
        month = PERSIAN_MONTHS[jalali.month - 1]
        return language.with_digits(f"{month} {jalali.year}")
    return format_skeleton("yMMMM", day, locale=language.code)


def month_range(
    first: dt.date | dt.datetime,
    last: dt.date | dt.datetime,
    language: languages.Language,
) -> str:
    """Return the months of a period: “July – October 2025”, “تیر تا آبان ۱۴۰۴”.

    A period within one month gives that month; a year is said once if it is the same.
    """
    start, end = city_date(first), city_date(last)
    if month_and_year(start, language) == month_and_year(end, language):
        return month_and_year(start, language)
    if language.calendar == "persian":
        begins = month_and_year(start, language)
        if JalaliDate(start).year == JalaliDate(end).year:
            begins = PERSIAN_MONTHS[JalaliDate(start).month - 1]
        return f"{begins} تا {month_and_year(end, language)}"
    return format_interval(start, end, "yMMMM", locale=language.code)


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
    pattern = CLOCKS.get(language.code, "short")
    return language.with_digits(format_time(moment, pattern, locale=language.code))
