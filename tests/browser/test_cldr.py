"""Dates and numbers compared with ICU, which Chromium carries as ``Intl``.

Chromium's Persian data has no pattern for the full date or for month and year in the
Solar Hijri calendar and falls back to the order of the root (“۱۳۹۲ بهمن”); the parts
are compared instead, in the order of the language's own patterns.
"""

import datetime as dt
import random

import pytest

from civic import calendars, numbers
from civic.languages import BY_CODE, CODES, latin_digits
from civic.months import month_of, weekdays

FORMAT = """([language, days, values, shares]) => {
    const dates = (options) => {
        const format = new Intl.DateTimeFormat(language, {timeZone: "UTC", ...options});
        return days.map((day) => format.format(new Date(day)));
    };
    const parts = (options, names) => {
        const format = new Intl.DateTimeFormat(language, {timeZone: "UTC", ...options});
        return days.map((day) => {
            const found = format.formatToParts(new Date(day));
            return names.map((name) => found.find((part) => part.type === name).value);
        });
    };
    const percent = new Intl.NumberFormat(language, {style: "percent"});
    const decimal = new Intl.NumberFormat(language);
    const full = {weekday: "long", day: "numeric", month: "long", year: "numeric"};
    return {
        long: dates({dateStyle: "long"}),
        full: dates({dateStyle: "full"}),
        fullParts: parts(full, ["weekday", "day", "month", "year"]),
        month: dates({year: "numeric", month: "long"}),
        monthParts: parts({year: "numeric", month: "long"}, ["month", "year"]),
        dayAndMonth: parts({day: "numeric", month: "short"}, ["day", "month"]),
        weekday: dates({weekday: "long"}),
        weekdayLetter: dates({weekday: "narrow"}),
        numbers: values.map((value) => decimal.format(value)),
        shares: shares.map((value) => percent.format(value)),
    };
}"""
CHOSEN = random.Random(2025)  # noqa: S311 (which days are compared is no secret)
NEW_YEARS = [
    dt.date(year, 3, 17) + dt.timedelta(n)
    for year in range(1980, 2060)
    for n in range(7)
]
DAYS = NEW_YEARS + [
    dt.date(1980, 1, 1) + dt.timedelta(CHOSEN.randrange(36_500)) for _ in range(1000)
]
VALUES = [
    0,
    5,
    984,
    999,
    1000,
    1234,
    9999,
    10_000,
    1_234_567,
    -5,
    -1234,
    1.5,
    12.25,
] + [round(CHOSEN.uniform(-(10**6), 10**6), CHOSEN.randrange(4)) for _ in range(1000)]
SHARES = [0, 0.005, 0.125, 0.42, 0.5, 0.994, 0.995, 1, 12.5, 125] + [
    round(CHOSEN.random(), 4) for _ in range(1000)
]


@pytest.fixture(scope="module")
def icu(browser):
    page = browser.new_page()
    days = [day.isoformat() for day in DAYS]
    yield {code: page.evaluate(FORMAT, [code, days, VALUES, SHARES]) for code in CODES}
    page.close()


def as_cldr(date: str, code: str) -> str:
    """Without the ordinal of the first in Italian, which the CLDR does not have."""
    return date.replace("1º", "1") if code == "it" else date


@pytest.mark.parametrize("code", CODES)
def test_dates_agree_with_icu(icu, code):
    language = BY_CODE[code]

    long_dates = [calendars.long_date(day, language) for day in DAYS]
    parts = [list(calendars.day_and_month(day, language)) for day in DAYS]

    assert [as_cldr(date, code) for date in long_dates] == icu[code]["long"]
    assert parts == icu[code]["dayAndMonth"]


@pytest.mark.parametrize("code", [code for code in CODES if code != "fa"])
def test_full_dates_and_months_agree_with_icu(icu, code):
    language = BY_CODE[code]

    full_dates = [calendars.full_date(day, language) for day in DAYS]
    months = [calendars.month_and_year(day, language) for day in DAYS]

    assert [as_cldr(date, code) for date in full_dates] == icu[code]["full"]
    assert months == icu[code]["month"]


def test_persian_full_dates_and_months_have_the_parts_of_icu(icu):
    language = BY_CODE["fa"]

    full_dates = [calendars.full_date(day, language) for day in DAYS]
    months = [calendars.month_and_year(day, language) for day in DAYS]

    assert full_dates == [" ".join(parts) for parts in icu["fa"]["fullParts"]]
    assert months == [" ".join(parts) for parts in icu["fa"]["monthParts"]]


@pytest.mark.parametrize("code", CODES)
def test_months_begin_and_end_as_in_icu(icu, code):
    language = BY_CODE[code]

    numbers_in_month = [(day - month_of(day, language).first).days + 1 for day in DAYS]

    assert numbers_in_month == [
        int(latin_digits(day)) for day, _month in icu[code]["dayAndMonth"]
    ]
    # A month ends where the next one begins: of 80 years the days around both ends
    is_last = [month_of(day, language).last == day for day in DAYS]
    is_first_tomorrow = [
        month_of(day + dt.timedelta(days=1), language).first == day + dt.timedelta(1)
        for day in DAYS
    ]
    assert is_last == is_first_tomorrow


@pytest.mark.parametrize("code", CODES)
def test_weekdays_agree_with_icu(icu, code):
    language = BY_CODE[code]
    names = weekdays(language)

    places = [(day.weekday() - language.week_begins_on) % 7 for day in DAYS]

    assert [names[place][0] for place in places] == icu[code]["weekday"]
    if code == "fa":  # the others' short names are Babel's
        assert [names[place][1] for place in places] == icu[code]["weekdayLetter"]


@pytest.mark.parametrize("code", CODES)
def test_numbers_and_shares_agree_with_icu(icu, code):
    language = BY_CODE[code]

    assert [numbers.number(value, language) for value in VALUES] == icu[code]["numbers"]
    assert [numbers.share(value, language) for value in SHARES] == icu[code]["shares"]
