"""Which days the outreach plan is for."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from civic.fields import date_example
from engagement.forms.fields import DayField

LONGEST = dt.timedelta(days=2 * 366)


class PlanPeriodForm(forms.Form):
    """The query string of the plan: its first and its last day; empty: as usual."""

    use_required_attribute = False

    first = DayField(
        label=pgettext_lazy("day", "From"), help_text=date_example, required=False
    )
    last = DayField(
        label=pgettext_lazy("day", "To"), help_text=date_example, required=False
    )

    def __init__(
        self, *args: Any, usual: tuple[dt.date, dt.date], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.usual = usual
        for field in self.fields.values():
            field.is_demanded = True  # never empty but by hand

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if self.errors:
            return self.cleaned_data
        if (first is None) != (last is None):
            self.add_error(
                "first" if last else "last", _("Give both days, or neither.")
            )
        elif first and last and last < first:
            self.add_error("last", _("The last day must not be before the first day."))
        elif first and last and last - first > LONGEST:
            self.add_error("last", _("A plan covers at most two years."))
        return self.cleaned_data

    def period(self) -> tuple[dt.date, dt.date]:
        """Return the days asked for; the usual ones where that is unclear."""
        if self.is_valid() and self.cleaned_data["first"]:
            return self.cleaned_data["first"], self.cleaned_data["last"]
        return self.usual
