"""When a survey opens and closes, as staff enter it: in city time, any calendar."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic.fields import CityDateField, CityTimeField, date_example
from surveys.models import Survey

MIDNIGHT = dt.time(0)
DAY = dt.timedelta(days=1)


class ClosingForm(forms.Form):
    """When the survey closes by itself; empty: when staff close it."""

    use_required_attribute = False

    closes_on = CityDateField(
        label=gettext_lazy("Closes on"), help_text=date_example, required=False
    )
    closes_at = CityTimeField(
        label=gettext_lazy("Closes at"),
        help_text=gettext_lazy("Empty: at the end of that day."),
        required=False,
    )

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(survey), **kwargs)
        self.survey = survey

    def clean(self) -> dict[str, Any]:
        self._check_pair("closes")
        if self.closing is not None and self.closing <= timezone.now():
            self.add_error(
                "closes_on", _("The closing time is in the past: choose a later one.")
            )
        return self.cleaned_data

    def _check_pair(self, end: str) -> None:
        cleaned = self.cleaned_data
        is_refused = f"{end}_on" in self.errors
        if cleaned.get(f"{end}_at") and not cleaned.get(f"{end}_on") and not is_refused:
            self.add_error(f"{end}_on", _("Give the day as well as the time."))

    @property
    def closing(self) -> dt.datetime | None:
        """The moment after which no answers are taken."""
        day, time = (self.cleaned_data.get(f"closes_{one}") for one in ("on", "at"))
        if day is None:
            return None
        return _moment(day, time) if time else _moment(day + DAY, MIDNIGHT)


class OpeningForm(ClosingForm):
    """When the survey opens and closes; empty: at once, and when staff close it."""

    opens_on = CityDateField(
        label=gettext_lazy("Opens on"), help_text=date_example, required=False
    )
    opens_at = CityTimeField(
        label=gettext_lazy("Opens at"),
        help_text=gettext_lazy("Empty: at the beginning of that day."),
        required=False,
    )
    field_order = ("opens_on", "opens_at", "closes_on", "closes_at")

    def clean(self) -> dict[str, Any]:
        super().clean()
        self._check_pair("opens")
        opening, closing = self.opening, self.closing
        if opening and closing and closing <= opening:
            self.add_error("closes_on", _("The survey must close after it opens."))
        return self.cleaned_data

    @property
    def opening(self) -> dt.datetime | None:
        """The moment from which answers are taken; None: at once."""
        day, time = (self.cleaned_data.get(f"opens_{one}") for one in ("on", "at"))
        return _moment(day, time or MIDNIGHT) if day else None


def _moment(day: dt.date, time: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, time))


def _initial(survey: Survey) -> dict[str, Any]:
    """Return the dates as they are set, as day and time in the city."""
    initial: dict[str, Any] = {}
    for end in ("opens", "closes"):
        moment = getattr(survey, f"{end}_at")
        if moment is not None and (end == "opens" or moment > timezone.now()):
            initial |= _day_and_time(end, timezone.localtime(moment))
    return initial


def _day_and_time(end: str, moment: dt.datetime) -> dict[str, Any]:
    """The end of a day is shown as that day without a time."""
    if moment.time() == MIDNIGHT:
        day = moment.date() - DAY if end == "closes" else moment.date()
        return {f"{end}_on": day}
    return {f"{end}_on": moment.date(), f"{end}_at": moment.time()}
