"""On which days an event comes again: the rule, then the days one by one."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from civic import languages, numbers
from civic.calendars import city_date
from civic.city_time import TimeSkipped
from civic.fields import date_example
from civic.number_fields import WholeNumberField
from engagement.actions.repeats import days_in_series
from engagement.forms.fields import DayField, choose
from engagement.models import OutreachEvent
from engagement.planned_events import times_on
from engagement.repetition import days_of, every_month, every_weeks
from surveys.models import Collector

MOST = 60
LONGEST_INTERVAL = 26
WEEKS = "weeks"


@dataclass(frozen=True)
class Offer:
    """A day on which the event could come again.

    ``is_taken``: the series has an event on it. ``is_skipped``: its time does not come
    on that day, because the clocks are set forward.
    """

    day: dt.date
    is_taken: bool
    is_skipped: bool
    is_chosen: bool

    @property
    def is_possible(self) -> bool:
        return not self.is_taken and not self.is_skipped


class RepeatForm(forms.Form):
    """The rule of a repetition, and which of its days are meant.

    The months are those of a calendar that the rule names, so that it means the same
    in every language.
    """

    use_required_attribute = False

    rule = forms.ChoiceField(
        label=gettext_lazy("It takes place"),
        widget=forms.RadioSelect,
        error_messages=choose(gettext_lazy("Choose how often it takes place.")),
    )
    every = WholeNumberField(
        label=gettext_lazy("Number of weeks between two dates"),
        min_value=1,
        max_value=LONGEST_INTERVAL,
        required=False,
        error_messages={
            "min_value": gettext_lazy("Write 1 for each week, 2 for every other."),
            "max_value": gettext_lazy("At most %(limit_value)s weeks can lie between."),
        },
    )
    until = DayField(
        label=gettext_lazy("Until this day"), help_text=date_example, required=False
    )
    times = WholeNumberField(
        label=gettext_lazy("Or this number of further dates"),
        min_value=1,
        max_value=MOST,
        required=False,
        error_messages={
            "min_value": gettext_lazy("Write how many times more, at least 1."),
            "max_value": gettext_lazy("At most %(limit_value)s dates fit at once."),
        },
    )
    with_links = forms.BooleanField(
        label=gettext_lazy("Make a QR code of its own for each date"),
        required=False,
        initial=True,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)

    def __init__(self, *args: Any, event: OutreachEvent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.found: list[dt.date] = []
        self.fields["rule"].choices = _rules(self.data.get("rule"))
        self.initial = {"rule": WEEKS, "every": 1} | self.initial
        if not event.collectors.filter(kind=Collector.Kind.EVENT).exists():
            del self.fields["with_links"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        until, times = cleaned.get("until"), cleaned.get("times")
        if not self.errors and (until is None) == (times is None):
            self.add_error(
                "until", _("Give the last day, or how many times more: one of the two.")
            )
        if not self.errors:
            self._find_days()
        return cleaned

    def _find_days(self) -> None:
        told = self.cleaned_data
        days = days_of(
            dropwhile(lambda day: day < timezone.localdate(), self._repetition()),
            until=told["until"],
            times=told["times"],
            most=MOST,
        )
        if len(days) > MOST:
            most = numbers.number(MOST, languages.current())
            message = _("At most %(most)s dates fit at once: choose an earlier day.")
            self.add_error("until", message % {"most": most})
        elif not days:
            self.add_error("until", _("No date lies before this day: choose a later."))
        else:
            self.found = days

    def _repetition(self) -> Iterator[dt.date]:
        first, rule = city_date(self.event.starts_at), self.cleaned_data["rule"]
        if rule == WEEKS:
            return every_weeks(first, self.cleaned_data["every"] or 1)
        return every_month(first, rule)

    # The days, once they were looked at

    @property
    def was_seen(self) -> bool:
        """Whether the days that the rule gives are those that were shown before."""
        return bool(self.found) and self.data.get("seen") == as_text(self.found)

    def offers(self) -> list[Offer]:
        """The days with what speaks against each; all are chosen at first.

        Where the form was only sent on to another language, those that stood there.
        """
        days = self.found or days_from(self.data.get("seen", ""))
        taken = days_in_series(self.event)
        is_first_look = as_text(days) != self.data.get("seen")
        chosen = set(days_from(" ".join(self.data.getlist("days"))))
        return [
            Offer(
                day,
                is_taken=day in taken,
                is_skipped=self._is_skipped(day),
                is_chosen=is_first_look or day in chosen,
            )
            for day in days
        ]

    def _is_skipped(self, day: dt.date) -> bool:
        try:
            times_on(self.event, day)
        except TimeSkipped:
            return True
        return False

    def chosen_days(self) -> list[dt.date]:
        """The days meant; those planned since are among them, and passed over."""
        return [
            one.day for one in self.offers() if one.is_chosen and not one.is_skipped
        ]


def _rules(sent: str | None) -> list[tuple[str, Any]]:
    same_weekday = pgettext_lazy("repetition", "Every month, on the same weekday")
    rules = [
        (WEEKS, pgettext_lazy("repetition", "Every week, or every few weeks")),
        ("gregorian", same_weekday),
    ]
    if languages.current().calendar == "persian" or sent == "persian":
        in_persian = pgettext_lazy(
            "repetition", "Every month of the Solar Hijri calendar, on the same weekday"
        )
        rules.insert(1, ("persian", in_persian))
    return rules


def as_text(days: list[dt.date]) -> str:
    return " ".join(day.isoformat() for day in days)


def days_from(text: str) -> list[dt.date]:
    """Return the days that ``as_text`` gave; what is no day is left out."""
    found = []
    for word in text.split()[: 2 * MOST]:
        try:
            found.append(dt.date.fromisoformat(word))
        except ValueError:
            continue
    return found
