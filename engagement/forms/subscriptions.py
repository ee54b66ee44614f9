"""What somebody wants to be written to about."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic import languages
from civic.models import District
from engagement.actions.subscribing import Wishes
from engagement.forms.fields import NOT_IN_LIST, choose
from engagement.models import Subscriber, Topic

LONGEST_ADDRESS = 254


class WishesForm(forms.Form):
    """Topics, the district of events, and the language of the mails."""

    use_required_attribute = False
    topics = forms.MultipleChoiceField(
        label=_("What should we write to you about?"),
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one topic."),
            "invalid_choice": NOT_IN_LIST,
        },
    )
    district = forms.ModelChoiceField(
        label=_("Events in this district"),
        queryset=District.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=pgettext_lazy("districts", "All districts"),
        help_text=_("Counts only if you chose events."),
        error_messages={"invalid_choice": NOT_IN_LIST},
    )
    language = forms.ChoiceField(
        label=_("Language of the mails"),
        choices=languages.CHOICES,
        error_messages=choose(_("Choose the language of the mails from the list.")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.all()
        self.initial.setdefault("language", languages.current().code)

    def wishes(self) -> Wishes:
        """Return what a valid form asks for."""
        told = self.cleaned_data
        return Wishes(told["language"], tuple(told["topics"]), told["district"])


class SubscribeForm(WishesForm):
    """The same with the address to write to."""

    address = forms.EmailField(
        label=_("E-mail address"),
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(
            {"autocomplete": "email", "dir": "ltr", "data-wide": True}
        ),
        error_messages={
            "required": _("Enter the address to write to."),
            "invalid": _("This is not an e-mail address, such as name@example.org."),
            "max_length": _("This is longer than an e-mail address can be."),
        },
    )
    field_order = ("address", "topics", "district", "language")


def initial_of(subscriber: Subscriber) -> dict[str, Any]:
    """Return what the form shows of a subscriber's choices; needs ``with_topics``."""
    chosen = subscriber.subscriptions.all()
    places = [one.district.code for one in chosen if one.district]
    return {
        "topics": [one.topic for one in chosen],
        "district": next(iter(places), None),
        "language": subscriber.language,
    }
