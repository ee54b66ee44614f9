"""Numbers as authors type them, in any of the portal's digits."""

from decimal import Decimal
from typing import Any

from babel.numbers import get_decimal_symbol
from django import forms
from django.utils.translation import gettext_lazy as _

from civic import languages

# What Persian and Arabic keyboards, and European habits, give for signs
_SIGNS = str.maketrans({"٫": ".", ",": ".", "٬": "", "−": "-", "–": "-", "\u200e": ""})


class NumberInput(forms.TextInput):
    """A text input with the number keys: type=number refuses Persian digits."""

    def __init__(self, attrs: dict | None = None) -> None:
        given = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 16}
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
    widget = NumberInput
    default_error_messages = {
        "invalid": _("Write a whole number in digits, such as 3.")
    }

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = languages.latin_digits(value).translate(_SIGNS).strip()
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}  # min and max belong to type=number


class DecimalNumberField(forms.DecimalField):
    widget = NumberInput
    default_error_messages = {"invalid": _("Write a number in digits, such as 3.5.")}

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            value = languages.latin_digits(value).translate(_SIGNS).strip()
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}
