"""What a reader of the events may ask for: the query of list, month and map."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic import calendars, languages
from civic.fields import CityDateField, date_example
from civic.models import Branch, District
from engagement.forms.fields import NOT_IN_LIST
from engagement.models import OutreachEvent
from engagement.models.outreach import OutreachEventQuerySet

UNKNOWN = {"invalid_choice": NOT_IN_LIST}
PAST = "past"
Sent = list[tuple[str, str]]  # fields and values of a query


@dataclass(frozen=True)
class Wish:
    """One thing that was asked for in words, and the query without it."""

    label: str
    text: str
    query: str


def _one_of(label: Any, choices: list, every: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", every), *choices],
        required=False,
        error_messages=UNKNOWN,
    )


def _place(label: Any, model: type[Model], every: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=label,
        queryset=model._default_manager.none(),
        to_field_name="code",
        required=False,
        empty_label=every,
        error_messages=UNKNOWN,
    )


class EventFilterForm(forms.Form):
    """What events to show; all of it together, and all of it optional.

    What is unclear is left aside and said; the rest still counts.
    """

    district = _place(
        _("District"), District, pgettext_lazy("districts", "All districts")
    )
    language = _one_of(
        _("Language spoken"),
        languages.CHOICES,
        pgettext_lazy("languages", "All languages"),
    )
    branch = _place(
        _("Library branch there"), Branch, pgettext_lazy("branches", "All branches")
    )
    setting = _one_of(
        _("Kind of event"),
        OutreachEvent.Setting.choices,
        pgettext_lazy("settings", "All kinds"),
    )
    since = CityDateField(label=_("From this day on"), required=False)
    until = CityDateField(label=_("Until this day"), required=False)
    when = _one_of(
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

    def sent(self) -> Sent:
        """Return what was asked for as it stands in an address; nothing unclear."""
        self.is_valid()
        return [
            (name, code)
            for name, value in self.cleaned_data.items()
            for code in _codes(value)
        ]

    @property
    def query(self) -> str:
        """The query of this choice: ``?district=east``, or nothing."""
        return _query(self.sent())

    def without(self, name: str) -> "EventFilterForm":
        """Return the same choice but for one field."""
        rest = [(field, code) for field, code in self.sent() if field != name]
        return type(self)(QueryDict(urlencode(rest)))

    def query_with(self, name: str, code: str) -> str:
        """Return the query of this choice and one thing more."""
        return _query([*self.sent(), (name, code)])

    def chosen(self, name: str) -> Any:
        """Return what was chosen in one field, if that is clear."""
        self.is_valid()
        return self.cleaned_data.get(name)

    @property
    def has_wishes(self) -> bool:
        """Whether the list is narrowed at all."""
        return bool(self.sent())

    @property
    def opens_all(self) -> bool:
        """Whether a field beyond the first two has something to show."""
        named = {name for name, _code in self.sent()} | set(self.errors)
        return bool(named - set(self.ALWAYS_SHOWN))

    def wishes(self) -> Iterator[Wish]:
        """Yield each thing that was asked for, with the query that takes it back."""
        sent = self.sent()
        for place, (name, code) in enumerate(sent):
            rest = sent[:place] + sent[place + 1 :]
            yield Wish(
                str(self.fields[name].label), self._text(name, code), _query(rest)
            )

    def _text(self, name: str, code: str) -> str:
        value = self.cleaned_data[name]
        if isinstance(value, dt.date):
            return calendars.long_date(value, languages.current())
        if isinstance(value, Model):
            return str(value)
        return str(dict(self.fields[name].choices)[code])

    def wider(self, events: OutreachEventQuerySet) -> Iterator[tuple[Wish, int]]:
        """Yield each thing that could be taken back, with how many events that gives.

        One query each: for the page that has found nothing.
        """
        for wish in self.wishes():
            form = type(self)(QueryDict(wish.query.removeprefix("?")))
            if found := form.listed(events).count():
                yield wish, found

    @property
    def shown(self) -> "EventFilterForm":
        """The form to show: dates in the reader's calendar, mistakes as typed."""
        return self if self.errors else type(self)(initial=self.cleaned_data)


def _codes(value: Any) -> list[str]:
    """Return a field's value as it stands in a query."""
    if isinstance(value, list):
        return value
    if isinstance(value, dt.date):
        return [value.isoformat()]
    return [getattr(value, "code", value)] if value else []


def _query(sent: Sent) -> str:
    return f"?{urlencode(sent)}" if sent else ""
