"""A form of the desk that must be stored only once, however often it is sent."""

import datetime as dt
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SubmissionForm(forms.Form):
    """The hidden id and the opening time of a form that must be stored only once."""

    submission = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("This form was incomplete. Please save it once more."),
            "invalid": _("This form was damaged. Please save it once more."),
        },
    )
    opened = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, initial: dict | None = None, **kwargs):
        fresh = {"submission": uuid4(), "opened": int(timezone.now().timestamp())}
        super().__init__(*args, initial={**fresh, **(initial or {})}, **kwargs)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and "submission" in self._errors:
            self.renew_submission()

    def renew_submission(self) -> None:
        """Give the form that is shown again an id of its own."""
        self.data = self.data.copy()
        self.data["submission"] = str(uuid4())

    def clean_opened(self) -> dt.datetime:
        """Return when the form was opened; a time that cannot be is now."""
        now = timezone.now()
        seconds = self.cleaned_data["opened"]
        day = dt.timedelta(days=1).total_seconds()
        if seconds is None or not 0 <= now.timestamp() - seconds <= day:
            return now
        return dt.datetime.fromtimestamp(seconds, tz=dt.UTC)
