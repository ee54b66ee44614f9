"""Form fields that read what people type in each of the portal's languages."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from persiantools.jdatetime import JalaliDate

from civic import languages
from civic.written_dates import read_date

# Years below this are Solar Hijri: Gregorian 1700 is long before any library's log.
FIRST_GREGORIAN_YEAR = 1700
EXAMPLE = dt.date(2025, 9, 23)
TIME = re.compile(
    r"(\d{1,2})(?:[:.](\d{2})(?::\d{2})?)?\s*(?P<half>[ap]\.?m\.?|[قب]\.?ظ\.?)?", re.I
)
NOON = 12
DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")


def _date_example() -> str:
    """Say how a date is typed, where the browser offers no calendar to pick it from."""
    if languages.current().calendar == "gregorian":
        return ""
    return gettext("Year, month and day, such as %(example)s.") % {
        "example": CityDateInput().format_value(EXAMPLE)
    }


date_example = lazy(_date_example, str)()


class CityDateInput(forms.DateInput):
    """The browser's own date input, or a text input where the calendar is Persian.

    Browsers offer the Gregorian calendar only, so Persian pages take typed dates.
    """

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if languages.current().calendar == "gregorian":
            context["widget"]["type"] = "date"
        else:
            context["widget"]["attrs"] |= {"inputmode": "numeric", "dir": "ltr"}
        return context

    def format_value(self, value: Any) -> str | None:
        """Return a date in the reader's calendar, and typed text as it was typed."""
        if not isinstance(value, dt.date):
            return value
        language = languages.current()
        if language.calendar == "persian":
            jalali = JalaliDate(value)
            text = f"{jalali.year}/{jalali.month:02}/{jalali.day:02}"
            return language.with_digits(text)
        return value.isoformat()


class CityDateField(forms.DateField):
    """A day as ``2025-09-23``, or in Solar Hijri as ``۱۴۰۴/۰۷/۰۱``, in any digits.

    In the page's language the month may be in words: ``۱ مهر ۱۴۰۴``.
    """

    widget = CityDateInput
    default_error_messages = {
        "invalid": _(
            "This is not a date. Write year, month and day, such as %(example)s."
        )
    }

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values or isinstance(value, dt.date):
            return super().to_python(value)
        match = DATE.fullmatch(languages.latin_digits(str(value)).strip())
        if not match:
            return self._in_words(str(value))
        year, month, day = (int(part) for part in match.groups())
        calendar = dt.date if year >= FIRST_GREGORIAN_YEAR else JalaliDate
        try:
            found = calendar(year, month, day)
        except ValueError as error:
            raise self._invalid() from error
        return found if isinstance(found, dt.date) else found.to_gregorian()

    def _in_words(self, text: str) -> dt.date:
        language, today = languages.current(), timezone.localdate()
        found = read_date(text, language, today=today)
        if found is None or found.year < FIRST_GREGORIAN_YEAR:
            raise self._invalid()
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def _invalid(self) -> ValidationError:
        example = CityDateInput().format_value(EXAMPLE)
        return ValidationError(
            self.error_messages["invalid"], code="invalid", params={"example": example}
        )


class CityTimeInput(forms.TimeInput):
    """The browser's own time input, or a text input where digits are Persian."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if languages.current().digits == languages.LATIN_DIGITS:
            context["widget"]["type"] = "time"
        else:
            context["widget"]["attrs"] |= {"inputmode": "numeric", "dir": "ltr"}
        return context

    def format_value(self, value: Any) -> str | None:
        """Return a time of day in the reader's digits, and typed text as typed."""
        if not isinstance(value, dt.time):
            return value
        return languages.current().with_digits(f"{value.hour:02}:{value.minute:02}")


class CityTimeField(forms.TimeField):
    """A time of day as ``17:30``, ``۱۷.۳۰`` or ``5:30 pm``, on the city's clocks."""

    widget = CityTimeInput
    default_error_messages = {
        "invalid": _("This is not a time. Write hours and minutes, such as 17:30.")
    }

    def to_python(self, value: Any) -> dt.time | None:
        if value in self.empty_values or isinstance(value, dt.time):
            return super().to_python(value)
        match = TIME.fullmatch(languages.latin_digits(str(value)).strip())
        try:
            return _time_of(match) if match else self._refuse()
        except ValueError:
            return self._refuse()

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def _refuse(self) -> dt.time:
        raise ValidationError(self.error_messages["invalid"], code="invalid")


def _time_of(match: re.Match[str]) -> dt.time:
    """Read hours, minutes and the half of the day; raise ValueError for no time."""
    hours, minutes, half = int(match[1]), match[2], match["half"]
    if half is None:
        return dt.time(hours, int(minutes or ""))  # bare hours may mean anything
    if not 1 <= hours <= NOON:
        raise ValueError(match[0])
    is_after_noon = half[0] in "pPب"
    return dt.time(hours % NOON + NOON * is_after_noon, int(minutes or 0))
