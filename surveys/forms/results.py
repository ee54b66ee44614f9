"""How the reader of results wants to look at them."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.models import TallySum

EVERYBODY = ("", _("Everybody together"))


class ResultsForm(forms.Form):
    """One dimension to look at results by; a plain GET form, so it can be kept."""

    by = forms.ChoiceField(
        label=_("Look at it by"),
        required=False,
        choices=[EVERYBODY, *TallySum.Dimension.choices],
    )
    group = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def offer(self, dimensions: Iterable[str]) -> None:
        """Leave only the dimensions by which something can be shown."""
        offered = set(dimensions)
        self.fields["by"].widget.choices = [
            (value, label)
            for value, label in self.fields["by"].choices
            if not value or value in offered
        ]
