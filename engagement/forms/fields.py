"""Fields of what staff write down: numbers in any of the portal's digits, notes."""

from decimal import Decimal

from babel.numbers import get_decimal_symbol
from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from civic import languages
from civic.languages import latin_digits
from civic.texts import tidy

# What Persian and Arabic keyboards, and European habits, give for a decimal point.
_TO_POINT = str.maketrans({"٫": ".", ",": ".", "٬": ""})


def choose(text: str) -> dict[str, str]:
    """Return the messages of a field of choices, for none chosen and a wrong one."""
    return {"required": text, "invalid_choice": text}


class NumberInput(forms.TextInput):
    """A text input with the number keys: type=number refuses Persian digits."""

    def __init__(self, attrs: dict | None = None, keys: str = "numeric") -> None:
        given = {"inputmode": keys, "autocomplete": "off", "maxlength": 12}
        super().__init__({**given, **(attrs or {})})

    def format_value(self, value: object) -> str | None:
        """Return a number in the page's digits, and typed text as it was typed."""
        language = languages.current()
        if isinstance(value, Decimal):
            point = get_decimal_symbol(language.code, numbering_system="default")
            value = f"{value.normalize():f}".replace(".", point)
            return language.with_digits(value)
        if isinstance(value, int):
            return language.with_digits(str(value))
        return super().format_value(value)


class WholeNumberField(forms.IntegerField):
    widget = NumberInput

    def to_python(self, value):
        if isinstance(value, str):
            value = latin_digits(value)
        return super().to_python(value)

    def widget_attrs(self, widget):
        return {}  # min and max belong to type=number


class DecimalNumberField(forms.DecimalField):
    widget = NumberInput(keys="decimal")

    def to_python(self, value):
        if isinstance(value, str):
            value = latin_digits(value).translate(_TO_POINT)
        return super().to_python(value)

    def widget_attrs(self, widget):
        return {}


class NoteField(forms.CharField):
    """Free text, stored without control characters.

    Its limit is not put into the page: browsers would cut off a pasted text unseen.
    """

    default_error_messages = {
        "max_length": _("Write at most %(limit_value)d characters: shorten this text.")
    }

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        self.validators = [
            one
            for one in self.validators
            if not isinstance(one, ProhibitNullCharactersValidator)
        ]

    def to_python(self, value):
        return tidy(super().to_python(value)).strip()

    def widget_attrs(self, widget):
        return {}
