"""Form fields and inputs for answers that are typed: text, number, rank, date, yes.

Whatever was typed is shown again as it was, and read in any digits. A text typed in
one language means the same in every other, as the language may change on the way.
"""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from babel.numbers import get_decimal_symbol
from django import forms

from civic import languages
from civic.fields import (
    EXAMPLE,
    FIRST_GREGORIAN_YEAR,
    CityDateField,
    CityDateInput,
)
from civic.texts import tidy
from surveys import mistakes
from surveys.models import Question

YES = "yes"
LARGEST_NUMBER = 999_999_999_999
THOUSAND = 3  # digits between the signs of thousands
# Between the digits of large numbers: spaces, apostrophes, the Arabic thousands sign
BLANKS = re.compile(r"[\s\u066c'’\u200e\u200f]")
GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}([.,])\d{3}((?:\1\d{3})*)((?!\1)[.,]\d*)?")
PLAIN = re.compile(r"[+-]?(?=\.?\d)\d{0,40}(?:\.\d{0,40})?")
RANK = re.compile(r"\d{1,4}")
MINUS = str.maketrans("−–", "--")


class AnswerTextField(forms.CharField):
    """Free text of limited length.

    The limit is not put into the page: browsers would cut off a pasted text unseen.
    """

    def __init__(self, *, question_text: str, longest: int, **kwargs) -> None:
        super().__init__(required=False, **kwargs)
        # Control characters are taken out, so there is no null character to refuse.
        self.validators = []
        self.question_text = question_text
        self.longest = longest

    def to_python(self, value: object) -> str:
        return tidy(super().to_python(value) or "").strip()

    def validate(self, value: str) -> None:
        if len(value) > self.longest:
            message = mistakes.too_long(self.question_text, len(value), self.longest)
            raise forms.ValidationError(message, code="too_long")


# Numbers


class NumberInput(forms.TextInput):
    """A text input: the browser's own for numbers takes one script's digits only."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "dir": "ltr",
            "autocomplete": "off",
            "data-short": True,
        }
        return context

    def format_value(self, value: Any) -> str | None:
        """Return a number as the language writes it, and typed text as it was."""
        if isinstance(value, str) or value is None:
            return value
        language = languages.current()
        sign = get_decimal_symbol(language.code, numbering_system="default")
        text = format(Decimal(str(value)), "f").replace(".", sign)
        return language.with_digits(text)


def read_number(typed: str, decimals: int) -> Decimal | None:
    """Return the number that ``typed`` is in any of the portal's languages.

    “12,5”, “12.5” and “۱۲٫۵” are one number.
    """
    text = BLANKS.sub("", languages.latin_digits(typed)).translate(MINUS)
    if "٫" in text:
        text = re.sub("[.,]", "", text).replace("٫", ".")
    elif thousands := _thousands_sign(text, decimals):
        text = text.replace(thousands, "")
    text = text.replace(",", ".")
    return Decimal(text) if PLAIN.fullmatch(text) else None


def _thousands_sign(text: str, decimals: int) -> str:
    """Return the sign between thousands: “1.250” has one, unless 3 decimals fit."""
    match = GROUPED.fullmatch(text)
    is_certain = match and (match[2] or match[3])
    return match[1] if match and (is_certain or decimals < THOUSAND) else ""


class NumberField(forms.Field):
    """A number within the question's bounds: an int, or a float with decimals."""

    widget = NumberInput

    def __init__(self, *, question: Question, **kwargs) -> None:
        super().__init__(required=False, **kwargs)
        self.question = question

    def to_python(self, value: object) -> int | float | None:
        typed = "" if value in self.empty_values else tidy(str(value)).strip()
        if not typed:
            return None
        number = read_number(typed, self.question.decimals)
        if number is None:
            raise forms.ValidationError(mistakes.not_a_number(self.question, typed))
        self._check_bounds(number)
        if round(number, self.question.decimals) != number:
            raise forms.ValidationError(mistakes.too_many_decimals(self.question))
        return int(number) if number == int(number) else float(number)

    def _check_bounds(self, number: Decimal) -> None:
        lowest, highest = self.question.minimum, self.question.maximum
        if abs(number) > LARGEST_NUMBER:
            lowest = -LARGEST_NUMBER if lowest is None else lowest
            highest = LARGEST_NUMBER if highest is None else highest
        is_below = lowest is not None and number < lowest
        if is_below or (highest is not None and number > highest):
            message = mistakes.number_out_of_range(self.question, lowest, highest)
            raise forms.ValidationError(message)


# Ranks


class RankInput(forms.TextInput):
    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "inputmode": "numeric",
            "autocomplete": "off",
            "placeholder": "–",
        }
        return context

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, int):
            return languages.current().with_digits(str(value))
        plain = languages.latin_digits(value or "")
        return (
            languages.current().with_digits(plain) if RANK.fullmatch(plain) else value
        )


class RankField(forms.Field):
    """The place of one choice in a ranking, from 1 to ``lowest``; None without one."""

    widget = RankInput

    def __init__(self, *, message: str, lowest: int, **kwargs) -> None:
        super().__init__(required=False, **kwargs)
        self.message = message
        self.lowest = lowest

    def to_python(self, value: object) -> int | None:
        if value in self.empty_values:
            return None
        typed = BLANKS.sub("", languages.latin_digits(tidy(str(value))))
        if not typed:
            return None
        rank = int(typed) if RANK.fullmatch(typed) else 0
        if not 1 <= rank <= self.lowest:
            raise forms.ValidationError(self.message)
        return rank


# Dates


class AnswerDateInput(CityDateInput):
    """Shows a date typed in one calendar in that of the page, and others as typed.

    ``is_typed`` is whether it does without the browser's calendar, as on paper sheets,
    where either calendar stands.
    """

    is_typed = False

    def __init__(self, *, question: Question) -> None:
        super().__init__()
        self.question = question

    def format_value(self, value: Any) -> str | None:
        try:
            day = CityDateField(required=False).to_python(value)
        except forms.ValidationError:
            return str(value)
        if day is None or _is_in_calendar_of_page(value):
            return value
        return super().format_value(day)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        if self.is_typed:
            widget["type"] = "text"
            widget["attrs"] |= {"dir": "ltr", "data-short": True}
        elif widget["type"] == "date":
            self._use_the_browsers_calendar(widget)
        return context

    def _use_the_browsers_calendar(self, widget: dict[str, Any]) -> None:
        """Leave the bounds to it; it would hide a text that is no date."""
        earliest, latest = self.question.earliest_on, self.question.latest_on
        bounds = {"min": earliest, "max": latest}
        if widget["value"] and not _is_iso_day(widget["value"]):
            widget["type"] = "text"
            widget["attrs"]["data-short"] = True
            return
        widget["attrs"] |= {
            name: day.isoformat() for name, day in bounds.items() if day
        }


def _is_in_calendar_of_page(value: object) -> bool:
    """Whether a text that is a date is one of the calendar of the page."""
    if not isinstance(value, str):
        return False
    year = int(languages.latin_digits(value).strip()[:4])
    if languages.current().calendar == "persian":
        return year < FIRST_GREGORIAN_YEAR
    return _is_iso_day(value)


def _is_iso_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


class AnswerDateField(CityDateField):
    """A day within the question's bounds, kept as ``2025-09-23``."""

    def __init__(self, *, question: Question, **kwargs) -> None:
        widget = AnswerDateInput(question=question)
        super().__init__(required=False, widget=widget, **kwargs)
        self.question = question

    def to_python(self, value: Any) -> dt.date | None:
        typed = "" if value in self.empty_values else tidy(str(value)).strip()
        try:
            day = super().to_python(typed)
        except forms.ValidationError as error:
            example = CityDateInput().format_value(EXAMPLE) or ""
            message = mistakes.not_a_date(self.question, typed, example)
            raise forms.ValidationError(message) from error
        if day is None:
            return None
        earliest, latest = self.question.earliest_on, self.question.latest_on
        if (earliest and day < earliest) or (latest and day > latest):
            raise forms.ValidationError(mistakes.date_out_of_range(self.question))
        return day

    def clean(self, value: Any) -> Any:
        """Return the day as it is stored."""
        day = super().clean(value)
        return day and day.isoformat()


# Consent


class ConsentInput(forms.CheckboxInput):
    """A checkbox that sends “yes”; nothing else ticks it."""

    def __init__(self) -> None:
        super().__init__(check_test=lambda value: value == YES)

    def format_value(self, value: Any) -> str:
        return YES

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name)


class ConsentField(forms.ChoiceField):
    """“yes”, or nothing; any other value was not sent by the form."""

    widget = ConsentInput

    def __init__(self, **kwargs) -> None:
        super().__init__(required=False, choices=[(YES, YES)], **kwargs)
