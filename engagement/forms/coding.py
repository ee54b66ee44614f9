"""Themes for one answer, or one theme for several."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from civic import languages, numbers
from civic.widgets import LongSelect
from engagement.models import Theme
from surveys.models import OpenAnswer

MOST_AT_ONCE = 200  # answers
NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)
THEME_GONE = gettext_lazy("A theme that you chose is not there any more. Choose anew.")
ANSWER_GONE = gettext_lazy(
    "One of the answers you chose is not there any more. Choose anew."
)


def gone(text: Any) -> dict[str, Any]:
    """The messages of a field of rows, for one that is not among them."""
    return dict.fromkeys(("invalid_choice", "invalid_pk_value", "invalid_list"), text)


class ThemesField(forms.ModelMultipleChoiceField):
    """Any of the themes, by their pks."""

    def __init__(self) -> None:
        super().__init__(
            Theme.objects.all(), required=False, error_messages=gone(THEME_GONE)
        )


class SeenForm(forms.Form):
    """When the answer had been coded as its coder saw it; empty if it had not."""

    seen_at = forms.CharField(required=False)

    def clean_seen_at(self) -> dt.datetime | None:
        given = self.cleaned_data["seen_at"]
        if not given:
            return None
        try:
            read = parse_datetime(given)
        except ValueError:
            read = None
        return read if read and read.tzinfo else NEVER


class CodingForm(SeenForm):
    """What a coder found in one answer: themes with their marks, or nothing."""

    themes = ThemesField()
    in_tension = ThemesField()
    minority_view = ThemesField()
    suggested = ThemesField()
    nothing_fits = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("nothing_fits"):
            cleaned["themes"] = Theme.objects.none()
        elif "themes" in cleaned and not cleaned["themes"]:
            message = _("Choose at least one theme, or say that nothing fits.")
            self.add_error("themes", message)
        return cleaned

    def given(self) -> dict[str, Any]:
        """Return the keywords of ``code_answer``."""
        names = ("themes", "in_tension", "minority_view", "suggested", "seen_at")
        return {name: self.cleaned_data[name] for name in names}


class SeveralForm(forms.Form):
    """One theme for all answers that were chosen."""

    use_required_attribute = False
    answers = forms.ModelMultipleChoiceField(
        OpenAnswer.objects.none(),
        error_messages={
            "required": gettext_lazy("Choose the answers first."),
            **gone(ANSWER_GONE),
        },
    )
    theme = forms.ModelChoiceField(
        Theme.objects.current(),
        label=gettext_lazy("Theme for the chosen answers"),
        to_field_name="code",
        widget=LongSelect,
        error_messages={
            "required": gettext_lazy("Choose the theme that they should get."),
            **gone(THEME_GONE),
        },
    )

    def __init__(
        self, *args: Any, answers: QuerySet[OpenAnswer], choices: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["answers"].queryset = answers
        fields["theme"].choices = [("", _("Choose a theme")), *choices]

    def clean_answers(self) -> QuerySet[OpenAnswer]:
        answers = self.cleaned_data["answers"]
        if len(answers) > MOST_AT_ONCE:
            text = ngettext(
                "These are too many at once: choose at most %(shown)s answer.",
                "These are too many at once: choose at most %(shown)s answers.",
                MOST_AT_ONCE,
            )
            shown = numbers.number(MOST_AT_ONCE, languages.current())
            raise forms.ValidationError(text, params={"shown": shown})
        return answers
