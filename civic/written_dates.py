"""Dates with the month in words, as the portal writes them, read again.

“۱۰ آذر ۱۴۰۵”, “Tuesday, December 1, 2026”, “1º dicembre 2026”; without a year, the day
that is nearest to today. Folded as for search, so that case and accents do not matter.
"""

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache

from babel.dates import get_day_names, get_month_names
from persiantools.jdatetime import JalaliDate

from civic.calendars import PERSIAN_MONTHS, PERSIAN_WEEKDAYS
from civic.folding import fold
from civic.languages import Language

# What is left once the month is taken out; “º” is folded to “o”
_DAY_AND_YEAR = re.compile(
    r"(?:ngay )?(\d{1,2})(?:o|°|st|nd|rd|th|\.)?(?: (?:nam )?(\d{4}))?(?: r\.?)?"
)
_SEPARATORS = re.compile(r"[\s,،]+")


def read_date(text: str, language: Language, *, today: dt.date) -> dt.date | None:
    """Return the day that ``text`` names in the language's calendar, or None."""
    rest = _SEPARATORS.sub(" ", fold(text)).strip()
    rest, _weekday = _take_out(rest, _weekdays(language))
    rest, month = _take_out(rest, _months(language))
    match = _DAY_AND_YEAR.fullmatch(rest)
    if not match or month is None:
        return None
    if match[2]:
        return _day(language, int(match[2]), month, int(match[1]))
    this_year = _year(language, today)
    near = (
        _day(language, year, month, int(match[1]))
        for year in (this_year - 1, this_year, this_year + 1)
    )
    return min(
        (day for day in near if day), key=lambda day: abs(day - today), default=None
    )


def _take_out(text: str, names: dict[str, int]) -> tuple[str, int | None]:
    """Return the text without the first of ``names`` in it, and which one that is."""
    for name, number in names.items():
        rest, found = re.subn(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text, count=1)
        if found:
            return _SEPARATORS.sub(" ", rest).strip(), number
    return text, None


@lru_cache
def _months(language: Language) -> dict[str, int]:
    if language.calendar == "persian":
        return _folded(enumerate(PERSIAN_MONTHS, start=1))
    code = language.code
    return _folded(
        [
            *get_month_names("wide", "format", locale=code).items(),
            *get_month_names("wide", "stand-alone", locale=code).items(),
            *get_month_names("abbreviated", "format", locale=code).items(),
        ]
    )


@lru_cache
def _weekdays(language: Language) -> dict[str, int]:
    if language.calendar == "persian":
        return _folded(enumerate(PERSIAN_WEEKDAYS))
    return _folded(get_day_names("wide", locale=language.code).items())


def _folded(names: Iterable[tuple[int, str]]) -> dict[str, int]:
    """Longer names first: “tháng 12” begins with “tháng 1”."""
    found = {fold(name): number for number, name in names}
    return dict(sorted(found.items(), key=lambda one: -len(one[0])))


def _year(language: Language, day: dt.date) -> int:
    return JalaliDate(day).year if language.calendar == "persian" else day.year


def _day(language: Language, year: int, month: int, day: int) -> dt.date | None:
    try:
        if language.calendar == "persian":
            return JalaliDate(year, month, day).to_gregorian()
        return dt.date(year, month, day)
    except ValueError:
        return None
