"""What staff fill in to draw a sample, and to code it a second time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic import languages
from civic.models import User
from civic.number_fields import WholeNumberField
from engagement.actions.second_coding import Drawing
from engagement.forms.fields import choose
from engagement.models import SampledAnswer, Theme
from surveys.models.open_answers import CODING_ROLES

OUT_OF_USE = _("A theme that you chose was taken out of use meanwhile. Choose anew.")
MOST_ANSWERS = 500
USUAL = 30


class DrawForm(forms.Form):
    """Who codes how many of which answers a second time."""

    coder = forms.ModelChoiceField(
        label=_("Second coder"),
        queryset=User.objects.none(),
        empty_label=_("Choose a person"),
        help_text=_("Only answers that somebody else coded first are drawn."),
        error_messages=choose(_("Choose the person who codes the sample.")),
    )
    number = WholeNumberField(
        label=_("How many answers"),
        min_value=1,
        max_value=MOST_ANSWERS,
        initial=USUAL,
        help_text=_(
            "Drawn by chance. With fewer than 30, the result depends much on it."
        ),
        error_messages={
            "required": _("Write how many answers are drawn."),
            "min_value": _("Draw at least 1 answer."),
            "max_value": _("Draw at most %(limit_value)s answers at a time."),
        },
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", pgettext_lazy("languages", "All")), *languages.CHOICES],
        error_messages=choose(_("Choose a language from the list.")),
    )
    theme = forms.ModelChoiceField(
        label=_("Theme of the first coding"),
        required=False,
        queryset=Theme.objects.none(),
        to_field_name="code",
        empty_label=pgettext_lazy("themes", "Any"),
        error_messages=choose(_("Choose a theme from the list.")),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        coders = User.objects.filter(is_active=True, groups__name__in=CODING_ROLES)
        self.fields["coder"].queryset = coders.distinct().order_by("name", "email")
        self.fields["theme"].queryset = Theme.objects.current()

    def drawing(self) -> Drawing:
        told = self.cleaned_data
        return Drawing(
            number=told["number"], language=told["language"], theme=told["theme"]
        )


class CodeAgainForm(forms.Form):
    """The themes of one answer; that none fits must be said."""

    themes = forms.ModelMultipleChoiceField(
        label=_("Themes"),
        required=False,
        queryset=Theme.objects.none(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": OUT_OF_USE,
            "invalid_pk_value": OUT_OF_USE,
        },
    )
    none_fits = forms.BooleanField(label=_("No theme fits"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = Theme.objects.current()

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        themes, none_fits = told.get("themes"), told.get("none_fits")
        if "themes" in self.errors:
            return told
        if not themes and not none_fits:
            self.add_error(
                "themes", _("Choose at least one theme, or say that none fits.")
            )
        if themes and none_fits:
            self.add_error(
                "none_fits", _("You chose themes and also said that none fits.")
            )
        return told

    @property
    def chosen(self) -> set[str]:
        """The codes that are ticked, as sent or as stored."""
        return {str(code) for code in self["themes"].value() or []}


class SettleForm(forms.Form):
    """What becomes of an answer that was coded in two ways."""

    settlement = forms.ChoiceField(choices=SampledAnswer.Settlement.choices)
