"""What a reader of the event list may ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic import languages
from civic.models import District
from engagement.models.outreach import OutreachEventQuerySet


class EventFilterForm(forms.Form):
    """The query string of the event list: a district, a language, or both."""

    district = forms.ModelChoiceField(
        label=_("District"),
        queryset=District.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=pgettext_lazy("districts", "All districts"),
    )
    language = forms.ChoiceField(
        label=_("Language spoken"),
        choices=[("", pgettext_lazy("languages", "All languages")), *languages.CHOICES],
        required=False,
        # Not Django's own words, which repeat what was sent, whatever it is.
        error_messages={
            "invalid_choice": forms.ModelChoiceField.default_error_messages[
                "invalid_choice"
            ]
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.all()

    def applied_to(self, events: OutreachEventQuerySet) -> OutreachEventQuerySet:
        """Return those of ``events`` that were asked for; all if that is unclear."""
        if not self.is_valid():
            return events
        if self.cleaned_data["district"]:
            events = events.filter(district=self.cleaned_data["district"])
        if self.cleaned_data["language"]:
            events = events.where_staff_speak(self.cleaned_data["language"])
        return events

    @property
    def has_wishes(self) -> bool:
        """Whether the list is narrowed at all."""
        return self.is_valid() and any(self.cleaned_data.values())
