"""What a reader of the events may ask for: the query of list, month and map."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic import languages
from civic.fields import CityDateField, date_example
from civic.models import Branch, District
from engagement.forms.wishes import UNKNOWN, Wish, WishForm, choice_field, place_field
from engagement.models import OutreachEvent
from engagement.models.outreach import OutreachEventQuerySet

PAST = "past"


class EventFilterForm(WishForm):
    """What events to show."""

    district = place_field(
        _("District"), District, pgettext_lazy("districts", "All districts")
    )
    language = choice_field(
        _("Language spoken"),
        languages.CHOICES,
        pgettext_lazy("languages", "All languages"),
    )
    branch = place_field(
        _("Library branch there"), Branch, pgettext_lazy("branches", "All branches")
    )
    setting = choice_field(
        _("Kind of event"),
        OutreachEvent.Setting.choices,
        pgettext_lazy("settings", "All kinds"),
    )
    since = CityDateField(label=_("From this day on"), required=False)
    until = CityDateField(label=_("Until this day"), required=False)
    when = choice_field(
        _("Coming or past"),
        [(PAST, pgettext_lazy("events", "Past events"))],
        pgettext_lazy("events", "Coming events"),
    )
    access = forms.MultipleChoiceField(
        label=_("What you need there"),
        choices=OutreachEvent.Access.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=UNKNOWN,
    )
    ALWAYS_SHOWN = ("district", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.all()
        self.fields["branch"].queryset = Branch.objects.all()
        for name in ("since", "until"):
            self.fields[name].help_text = date_example

    def clean(self) -> None:
        since, until = self.chosen("since"), self.chosen("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))

    # Which events

    def applied_to(self, events: OutreachEventQuerySet) -> OutreachEventQuerySet:
        """Return those of ``events`` that were asked for, whatever the time."""
        plain = {
            "district": self.chosen("district"),
            "branches": self.chosen("branch"),
            "setting": self.chosen("setting"),
            "access__contains": self.chosen("access"),
        }
        events = events.filter(
            **{name: value for name, value in plain.items() if value}
        )
        if self.chosen("language"):
            events = events.where_staff_speak(self.chosen("language"))
        events = events.between(self.chosen("since"), self.chosen("until"))
        return events.past() if self.is_about_the_past else events

    def listed(self, events: OutreachEventQuerySet) -> OutreachEventQuerySet:
        """Return the same in order of time: the past backwards, else the coming.

        A first day that was chosen stands in the place of today.
        """
        events = self.applied_to(events)
        if self.is_about_the_past:
            return events
        if self.is_about_all_times:
            return events.order_by("starts_at", "pk")
        return events.upcoming()

    @property
    def is_about_the_past(self) -> bool:
        return self.chosen("when") == PAST

    @property
    def is_about_all_times(self) -> bool:
        """Whether past and coming events may stand in one list."""
        return bool(self.chosen("since")) and not self.is_about_the_past

    # What was asked for

    @property
    def opens_all(self) -> bool:
        """Whether a field beyond the first two has something to show."""
        named = {name for name, _code in self.sent()} | set(self.errors)
        return bool(named - set(self.ALWAYS_SHOWN))

    def wider(self, events: OutreachEventQuerySet) -> Iterator[tuple[Wish, int]]:
        """Yield each thing that could be taken back, with how many events that gives.

        One query each: for the page that has found nothing.
        """
        for wish in self.wishes():
            form = type(self)(QueryDict(wish.query.removeprefix("?")))
            if found := form.listed(events).count():
                yield wish, found
