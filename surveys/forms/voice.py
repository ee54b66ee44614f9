"""The form that a receipt code is typed into."""

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from civic import languages, numbers, receipts

TYPED_WRONG = _(
    "This is not a receipt code as we give them. It has 16 digits, and one of them "
    "seems to be mistyped: please compare them with your receipt."
)
UNKNOWN = _(
    "We do not know this receipt code, or the talk it belongs to has not been entered "
    "yet. Please compare it with your receipt, or try again later."
)


class ReceiptCodeField(forms.CharField):
    """A receipt code, in any of the portal's digits, with or without its gaps.

    Gives 16 Latin digits; a mistyped one is noticed by the check digit.
    """

    default_error_messages = {"max_length": TYPED_WRONG}

    def __init__(self, *, marked: str, **kwargs: Any) -> None:
        attributes = {
            "inputmode": "numeric",
            "autocomplete": "off",
            "dir": "ltr",
            "data-wide": True,
            marked: True,
        }
        super().__init__(
            help_text=_("16 digits; the gaps between them do not matter."),
            max_length=100,
            widget=forms.TextInput(attrs=attributes),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        code = receipts.normalized(typed)
        if typed and code is None:
            raise forms.ValidationError(_wrong(typed))
        return code or ""


class ReceiptForm(forms.Form):
    """The code that leads to what became of answers."""

    use_required_attribute = False
    code = ReceiptCodeField(
        label=_("Receipt code"),
        marked="data-receipt-field",
        error_messages={
            "required": _("Enter the receipt code that stands on your receipt.")
        },
    )


def _wrong(typed: str) -> str:
    """Say why no code can look like what was typed."""
    code = receipts.bare(typed)
    if not (code.isascii() and code.isdecimal()):
        return gettext(
            "A receipt code has digits only, without letters or other signs. Please "
            "compare it with your receipt."
        )
    if len(code) == receipts.DIGITS + 1:
        return TYPED_WRONG
    return ngettext(
        "You entered %(shown)s digit, and a receipt code has 16. Please compare it "
        "with your receipt.",
        "You entered %(shown)s digits, and a receipt code has 16. Please compare it "
        "with your receipt.",
        len(code),
    ) % {"shown": numbers.number(len(code), languages.current())}
