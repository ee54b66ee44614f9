"""What is asked before an event is called off, discarded or linked to a survey."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from civic import languages
from engagement.actions.event_surveys import KINDS
from engagement.forms.fields import choose
from engagement.forms.translated import TranslatedForm, columns
from engagement.models import OutreachEvent
from engagement.planned_events import NOTE
from surveys.models import Survey


class CancellationForm(TranslatedForm):
    """Why an event is called off, for those who meant to come."""

    translated = needed = (NOTE,)
    rows = 3

    with_following = forms.BooleanField(
        label=gettext_lazy("Cancel the following events of the series as well"),
        required=False,
    )

    class Meta:
        model = OutreachEvent
        fields = columns(NOTE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not OutreachEvent.objects.following(self.instance).exists():
            del self.fields["with_following"]

    def note(self) -> dict[str, str]:
        """Return what was written, by language."""
        return {
            code: self.cleaned_data.get(f"{NOTE}_{code}") or ""
            for code in languages.CODES
        }


class FollowingForm(forms.Form):
    """Whether a button's action goes for the later events of the series too."""

    with_following = forms.BooleanField(required=False)


class PatternForm(forms.Form):
    """Whether an event is one to make new ones after."""

    is_pattern = forms.TypedChoiceField(
        choices=[("yes", ""), ("no", "")], coerce=lambda value: value == "yes"
    )


class SurveyLinkForm(forms.Form):
    """A way to a survey for this event: a code to hang up, or a tablet."""

    survey = forms.ModelChoiceField(
        label=gettext_lazy("Survey"),
        queryset=Survey.objects.none(),
        empty_label=None,
        error_messages=choose(gettext_lazy("Choose a survey that takes answers now.")),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How people answer"),
        choices=[
            (KINDS[0], gettext_lazy("On their own phone, by a QR code")),
            (KINDS[1], gettext_lazy("On a tablet of ours")),
        ],
        error_messages=choose(gettext_lazy("Choose a code or a tablet.")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["survey"].queryset = Survey.objects.public().open()
