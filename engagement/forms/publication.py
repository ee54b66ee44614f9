"""Forms on a summary's way to publication and after it."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from civic import languages
from civic.calendars import clock_time
from civic.city_time import TimeSkipped, city_moment
from civic.fields import CityTimeField, date_example
from engagement.forms.fields import DayField
from engagement.forms.merging import MergingForm
from engagement.forms.translated import TranslatedForm, columns
from engagement.models import Summary, SummaryVersion
from engagement.summary_refusals import TimePast


class DecisionForm(MergingForm):
    """What was decided because of what was heard, and why."""

    translated = ("decided", "reasons")
    needed = ("decided", "reasons")

    class Meta:
        model = Summary
        fields = columns("decided", "reasons")


class ScheduleForm(forms.Form):
    """The day and time at which the portal publishes a summary, in the city's zone."""

    day = DayField(
        label=_("Day"),
        help_text=date_example,
        error_messages={"required": _("Give the day on which it is published.")},
    )
    time = CityTimeField(
        label=_("Time"),
        error_messages={"required": _("Give the time of the day, such as 17:30.")},
    )
    confirmed = forms.BooleanField(
        label=_("The introduction is right as it stands."), required=False
    )

    def __init__(self, *args: Any, contradicts: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time"].help_text = _on_the_citys_clocks()
        if not contradicts:
            del self.fields["confirmed"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("day") and cleaned.get("time"):
            self._set_moment(cleaned["day"], cleaned["time"])
        return cleaned

    def _set_moment(self, day: dt.date, time: dt.time) -> None:
        try:
            at = city_moment(day, time)
        except TimeSkipped:
            message = _("The clocks are set forward past this time: choose another.")
            self.add_error("time", message)
            return
        self.cleaned_data["at"] = at
        if at <= timezone.now():
            is_today = day >= timezone.localdate()
            self.add_error("time" if is_today else "day", TimePast.message)


def _on_the_citys_clocks() -> str:
    now = timezone.localtime(timezone.now(), timezone.get_default_timezone())
    return format_html(
        gettext(
            "On the city’s clocks ({zone}), where it is {time} now. The portal "
            "publishes within a minute."
        ),
        zone=format_html('<bdi dir="ltr">{}</bdi>', settings.TIME_ZONE),
        time=clock_time(now, languages.current()),
    )


class CorrectionForm(TranslatedForm):
    """What was corrected, and whether the figures are counted anew."""

    translated = ("note",)
    needed = ("note",)
    rows = 3

    recounts = forms.BooleanField(
        label=_("Count all figures anew"),
        help_text=_(
            "Without this the figures stay as they were published, whatever changed in "
            "the log since."
        ),
        required=False,
    )

    class Meta:
        model = SummaryVersion
        fields = columns("note")

    def note(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"note_{code}"] for code in languages.CODES}


class PreviewForm(forms.Form):
    """In which language somebody without an account is to read a draft."""

    language = forms.ChoiceField(label=_("Language"), choices=languages.CHOICES)
