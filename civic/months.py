"""Months of each language's calendar, as a page shows them: in weeks, from day to day.

A month is named by any day within it, so that the same address is the month around
that day for readers of either calendar.
"""

import calendar
import datetime as dt
from dataclasses import dataclass

from babel.dates import get_day_names
from persiantools.jdatetime import JalaliDate

from civic import calendars
from civic.languages import Language

# The letter by which each day is known, Monday first (CLDR: format, narrow)
PERSIAN_WEEKDAY_LETTERS = ("د", "س", "چ", "پ", "ج", "ش", "ی")
Week = list[dt.date | None]  # seven days; None before the month's first, after its last


@dataclass(frozen=True)
class Month:
    """A month of ``language``'s calendar by its first and last day."""

    first: dt.date
    last: dt.date
    language: Language

    @property
    def name(self) -> str:
        return calendars.month_and_year(self.first, self.language)

    @property
    def middle(self) -> dt.date:
        """The day that stands for it: in another calendar, most of it is there too."""
        return self.first + dt.timedelta(days=14)

    @property
    def before(self) -> "Month":
        return month_of(self.first - dt.timedelta(days=1), self.language)

    @property
    def after(self) -> "Month":
        return month_of(self.last + dt.timedelta(days=1), self.language)

    @property
    def weeks(self) -> list[Week]:
        """Its days in weeks that begin where the language's do."""
        length = (self.last - self.first).days + 1
        days = [self.first + dt.timedelta(days=number) for number in range(length)]
        blanks = (self.first.weekday() - self.language.week_begins_on) % 7
        cells: Week = [None] * blanks + days + [None] * (-(blanks + length) % 7)
        return [cells[start : start + 7] for start in range(0, len(cells), 7)]

    def day_number(self, day: dt.date) -> str:
        """Return the number of ``day`` in its month: “5”, “۱۴”."""
        return calendars.day_and_month(day, self.language)[0]


def month_of(day: dt.date, language: Language) -> Month:
    """Return the month of the language's calendar that ``day`` lies in."""
    if language.calendar == "persian":
        jalali = JalaliDate(day)
        first = jalali.replace(day=1).to_gregorian()
        length = JalaliDate.days_in_month(jalali.month, jalali.year)
    else:
        first = day.replace(day=1)
        length = calendar.monthrange(day.year, day.month)[1]
    return Month(first, first + dt.timedelta(days=length - 1), language)


def weekdays(language: Language) -> list[tuple[str, str]]:
    """Return the days of a week, name and short name, in the language's order."""
    if language.calendar == "persian":
        names = list(
            zip(calendars.PERSIAN_WEEKDAYS, PERSIAN_WEEKDAY_LETTERS, strict=True)
        )
    else:
        wide = get_day_names("wide", "stand-alone", language.code)
        short = get_day_names("abbreviated", "stand-alone", language.code)
        names = [(wide[day], short[day]) for day in range(7)]
    begin = language.week_begins_on
    return names[begin:] + names[:begin]
