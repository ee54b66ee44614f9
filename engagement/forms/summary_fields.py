"""Fields of the summary composer: years of seasons, and texts of limited length."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic import languages, numbers
from civic.calendars import SOLAR_HIJRI_BEGAN, year_of_seasons
from civic.fields import FIRST_GREGORIAN_YEAR
from engagement.forms.fields import FIRST_YEAR, LAST_YEAR

LONGEST_TEXT = 20_000


class YearField(forms.IntegerField):
    """The year of a season, in any digits; Solar Hijri where that calendar is used.

    Stored is the Gregorian year in which the season begins.
    """

    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    default_error_messages = {
        "required": gettext_lazy("Write the year in which the season begins."),
        "invalid": gettext_lazy("This is not a year. Write it in digits."),
    }

    def to_python(self, value: Any) -> int | None:
        year = super().to_python(languages.latin_digits(str(value or "")))
        if year is not None and year < FIRST_GREGORIAN_YEAR:
            return year + SOLAR_HIJRI_BEGAN
        return year

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is not None and not FIRST_YEAR <= value <= LAST_YEAR:
            language = languages.current()
            raise ValidationError(
                _("Write a year from %(first)s to %(last)s."),
                code="out_of_range",
                params={
                    "first": year_of_seasons(FIRST_YEAR, language),
                    "last": year_of_seasons(LAST_YEAR, language),
                },
            )

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return year_of_seasons(value, languages.current())
        return value


class Longest:
    """Refuses a text that is too long, and says by how much."""

    def __init__(self, name: Any, longest: int) -> None:
        self.name, self.longest = name, longest

    def __call__(self, text: str) -> None:
        length = len(text.replace("\r\n", "\n"))
        if length > self.longest:
            language = languages.current()
            raise ValidationError(
                _(
                    "“%(name)s” has %(length)s characters, and %(longest)s fit. "
                    "Please shorten it."
                ),
                code="too_long",
                params={
                    "name": capfirst(str(self.name)),
                    "length": numbers.number(length, language),
                    "longest": numbers.number(self.longest, language),
                },
            )


def limit_length(field: forms.CharField, name: Any) -> None:
    """Give a text its limit in words of our own.

    The limit is not put into the page: browsers would cut off a pasted text unseen.
    """
    longest = field.max_length or LONGEST_TEXT
    kept = [one for one in field.validators if not isinstance(one, MaxLengthValidator)]
    field.validators = [*kept, Longest(name, longest)]
    field.widget.attrs.pop("maxlength", None)
