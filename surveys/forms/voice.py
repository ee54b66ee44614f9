"""The form that a receipt code is typed into."""

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from civic import languages, numbers, receipts

TYPED_WRONG = _(
    "This is not a receipt code as we give them. It has 16 digits, and one of them "
    "seems to be mistyped: please compare them with your receipt."
)
UNKNOWN = _(
    "We know no answers with this receipt code. Please compare it with your receipt."
)


class ReceiptForm(forms.Form):
    """A receipt code, in any of the portal's digits, with or without its gaps."""

    use_required_attribute = False
    code = forms.CharField(
        label=_("Receipt code"),
        help_text=_("16 digits; the gaps between them do not matter."),
        max_length=100,
        error_messages={
            "required": _("Enter the receipt code that stands on your receipt."),
            "max_length": TYPED_WRONG,
        },
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "off",
                "dir": "ltr",
                "data-receipt-field": True,
                "data-wide": True,
            }
        ),
    )

    def clean_code(self) -> str:
        """Return 16 Latin digits; a mistyped one is noticed by the check digit."""
        code = receipts.normalized(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(_wrong(self.cleaned_data["code"]))
        return code


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
