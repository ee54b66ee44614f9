"""How many receipt slips to print, and in which language."""

from django import forms
from django.utils.translation import gettext_lazy as _

from civic import languages
from civic.number_fields import WholeNumberField
from engagement.forms.fields import NOT_IN_LIST

MOST_SLIPS = 96  # twelve sheets of eight


class SlipsForm(forms.Form):
    use_required_attribute = False
    slips = WholeNumberField(
        label=_("How many slips"),
        help_text=_(
            "A sheet holds eight in one language, or six in all five languages."
        ),
        min_value=1,
        max_value=MOST_SLIPS,
        initial=6,
        error_messages={
            "required": _("Write how many slips you need."),
            "invalid": _("Write how many slips you need as a number, such as 16."),
            "min_value": _("Print at least 1 slip."),
            "max_value": _("At most %(limit_value)s slips can be printed at once."),
        },
    )
    language = forms.ChoiceField(
        label=_("Language of the slips"),
        choices=[("", _("All five languages on each")), *languages.CHOICES],
        required=False,
        error_messages={"invalid_choice": NOT_IN_LIST},
    )
