"""Numbers that staff type, in any of the portal's digits."""

import re
from decimal import Decimal
from typing import Any

from babel.numbers import get_decimal_symbol
from django import forms
from django.utils.translation import gettext_lazy as _

from civic import languages

# What Persian and Arabic keyboards, and European habits, give for signs
_MINUS = str.maketrans({"−": "-", "–": "-", "\u200e": ""})
_TO_POINT = str.maketrans({"٫": ".", ",": ".", "٬": ""})


class NumberInput(forms.TextInput):
    """A text input with the number keys: type=number refuses Persian digits."""

    def __init__(self, attrs: dict | None = None, keys: str = "numeric") -> None:
        given = {"inputmode": keys, "autocomplete": "off", "maxlength": 16}
        super().__init__({**given, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """Return a number in the page's digits, and typed text as it was typed."""
        language = languages.current()
        if isinstance(value, Decimal | float):
            point = get_decimal_symbol(language.code, numbering_system="default")
            text = f"{Decimal(str(value)).normalize():f}".replace(".", point)
            return language.with_digits(text)
        if isinstance(value, int):
            return language.with_digits(str(value))
        return super().format_value(value)


class WholeNumberField(forms.IntegerField):
    """A whole number; “1.000” and “1,000” are asked back: they may mean one or more."""

    widget = NumberInput
    default_error_messages = {
        "invalid": _("Write a whole number in digits, such as 3.")
    }
    re_decimal = re.compile(r"(?!)")  # Django would take “1.000” for 1

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = languages.latin_digits(value).translate(_MINUS).strip()
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}  # min and max belong to type=number


class DecimalNumberField(forms.DecimalField):
    """A number with a point, a comma or the Persian sign before its decimals."""

    widget = NumberInput(keys="decimal")
    default_error_messages = {"invalid": _("Write a number in digits, such as 3.5.")}

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            plain = languages.latin_digits(value).translate(_MINUS)
            value = plain.translate(_TO_POINT).strip()
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}
