"""On which days an event comes again: every few weeks, or once a month.

Monthly means the same day of the week at the same place in the month, such as each
second Saturday; the fifth one is taken for the last, which every month has. Months are
those of the calendar that is asked for.
"""

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice, takewhile

from persiantools.jdatetime import JalaliDate

WEEK = dt.timedelta(days=7)
LAST = 5  # as a place in the month
MONTHS = 12


def every_weeks(first: dt.date, weeks: int) -> Iterator[dt.date]:
    """Yield the days after ``first``, each ``weeks`` weeks from the one before."""
    day = first
    while True:
        day += weeks * WEEK
        yield day


def every_month(first: dt.date, of_calendar: str) -> Iterator[dt.date]:
    """Yield the same weekday of each later month of “gregorian” or “persian” years."""
    place = place_in_month(first, of_calendar)
    year, month = _month_of(first, of_calendar)
    while True:
        year, month = (year, month + 1) if month < MONTHS else (year + 1, 1)
        begins, length = _month(year, month, of_calendar)
        offset = (first.weekday() - begins.weekday()) % 7
        weeks = (length - 1 - offset) // 7 if place == LAST else place - 1
        yield begins + dt.timedelta(days=offset) + weeks * WEEK


def place_in_month(day: dt.date, of_calendar: str) -> int:
    """Return which of its weekdays it is in its month: 1 to 4, or LAST."""
    begins, _length = _month(*_month_of(day, of_calendar), of_calendar)
    return (day - begins).days // 7 + 1


def days_of(
    repetition: Iterator[dt.date],
    *,
    until: dt.date | None,
    times: int | None,
    most: int,
) -> list[dt.date]:
    """Return the days of ``repetition`` up to ``until``, or the first ``times``.

    Never more than ``most`` and one, from which a caller sees that there are too many.
    """
    found: Iterable[dt.date] = repetition
    if until is not None:
        found = takewhile(lambda day: day <= until, found)
    return list(islice(found, most + 1 if times is None else times))


def _month_of(day: dt.date, of_calendar: str) -> tuple[int, int]:
    if of_calendar == "persian":
        jalali = JalaliDate(day)
        return jalali.year, jalali.month
    return day.year, day.month


def _month(year: int, month: int, of_calendar: str) -> tuple[dt.date, int]:
    """Return the first day of a month and how many days it has."""
    if of_calendar == "persian":
        length = JalaliDate.days_in_month(month, year)
        return JalaliDate(year, month, 1).to_gregorian(), length
    return dt.date(year, month, 1), calendar.monthrange(year, month)[1]
