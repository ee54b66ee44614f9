"""What staff fill in after an event: whom it reached, and what they heard there."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from civic import languages
from civic.number_fields import DecimalNumberField, WholeNumberField
from engagement.actions.reach import FIELDS, Reach
from engagement.forms.fields import NoteField, choose
from engagement.forms.privacy import PrivacyForm, settle_findings, watch
from engagement.forms.translated import NotChangedMeanwhileForm
from engagement.models import Debrief, ListeningMethod, OutreachEvent
from engagement.models.debriefs import MOST_HEARD
from engagement.reach import Dimension, groups_of, tallies_of

LONGEST_HEARD, LONGEST_PROMISES = 1000, 4000


def _reached_field(**options) -> WholeNumberField:
    return WholeNumberField(
        min_value=0,
        max_value=1_000_000,
        required=False,
        error_messages={
            "invalid": _("Write the number of people in digits, such as 120."),
            "min_value": _("The number of people cannot be below 0."),
            "max_value": _("Write at most %(limit_value)s people: check the digits."),
        },
        **options,
    )


_TOO_EXACT = _("Write at most 9999 hours, with two decimals, such as 7.25.")


class ReachForm(NotChangedMeanwhileForm):
    """How many people an event reached, in all and by language and age.

    The tallies stand in fields named by dimension and group: “language-fa”.
    """

    attendance = _reached_field(label=_("How many people attended"))
    stopped_by = _reached_field(
        label=_("How many people stopped at our table"),
        help_text=_("Everyone who came up to you, also without a conversation."),
    )
    staff_hours = DecimalNumberField(
        label=_("Staff hours in all"),
        help_text=_(
            "For example 7.5 for three people who stayed two and a half hours."
        ),
        min_value=0,
        max_digits=6,
        decimal_places=2,
        required=False,
        error_messages={
            "invalid": _("Write the hours as a number, such as 7.5."),
            "min_value": _("The number of hours cannot be below 0."),
            "max_digits": _TOO_EXACT,
            "max_decimal_places": _TOO_EXACT,
            "max_whole_digits": _TOO_EXACT,
        },
    )

    methods = forms.MultipleChoiceField(
        label=_("How we listened"),
        choices=ListeningMethod.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=choose(_("Choose how you listened, from the list.")),
    )

    class Meta:
        model = OutreachEvent
        fields = FIELDS
        widgets = {"attendance_is": forms.RadioSelect}
        labels = {"attendance_is": _("This figure is")}
        error_messages = {"attendance_is": choose(_("Choose “exactly” or “at least”."))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for tally in tallies_of(self.instance):
            names = groups_of(tally.dimension)
            for group, people in tally.people.items():
                name = f"{tally.dimension}-{group}"
                self.fields[name] = _reached_field(label=names[group])
                self.initial.setdefault(name, people or None)

    def counters(self) -> Iterator[tuple[str, str, list[BoundField]]]:
        """Each dimension with its name and the fields of its groups."""
        for dimension in Dimension:
            groups = groups_of(dimension)
            fields = [self[f"{dimension}-{group}"] for group in groups]
            yield dimension.value, str(dimension.label), fields

    def reach(self) -> Reach:
        """Return what a valid form tells."""
        told = {name: self.cleaned_data[name] for name in FIELDS}
        tallies = {
            (dimension.value, group): self.cleaned_data[f"{dimension}-{group}"] or 0
            for dimension in Dimension
            for group in groups_of(dimension)
        }
        return Reach(**told, tallies=tallies)

    def clean(self) -> dict:
        cleaned = super().clean()
        counts = [cleaned.get("attendance"), cleaned.get("stopped_by")]
        if not self.errors and counts == [None, None]:
            self.add_error(
                "attendance", _("Write at least one of the two numbers of people.")
            )
        if not self.errors and self._has_more_at_the_table(cleaned):
            self.add_error(
                "stopped_by",
                _("More people stopped by than attended: correct one of the two."),
            )
        return cleaned

    @staticmethod
    def _has_more_at_the_table(told: dict) -> bool:
        """Whether the event's own constraint would refuse it; here a field is named."""
        if told["attendance_is"] == OutreachEvent.Exactness.AT_LEAST:
            return False
        counts = told["attendance"], told["stopped_by"]
        return None not in counts and counts[1] > counts[0]


class DebriefForm(NotChangedMeanwhileForm, PrivacyForm):
    """Up to three things heard and what was promised, one a line."""

    promised = NoteField(
        label=_("What did we promise?"),
        help_text=_("One promise a line: who does what, and by when."),
        max_length=LONGEST_PROMISES,
        required=False,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )

    class Meta:
        model = Debrief
        fields = ["language"]
        labels = {"language": _("Written in")}
        error_messages = {"language": choose(_("Choose the language you wrote in."))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_findings = False
        told = [*self.instance.heard, *[""] * MOST_HEARD]
        for place in range(MOST_HEARD):
            self.fields[f"heard-{place}"] = _heard_field(place)
            self.initial[f"heard-{place}"] = told[place]
        self.initial["promised"] = "\n".join(self.instance.promises)
        self.fields["language"].choices = languages.CHOICES  # one is always chosen
        self.initial["language"] = self.instance.language or languages.current().code
        self.order_fields([*self.heard_names, "promised", "language"])
        watch(self)

    heard_names = [f"heard-{place}" for place in range(MOST_HEARD)]

    def heard_fields(self) -> list[BoundField]:
        return [self[name] for name in self.heard_names]

    def told(self) -> dict[str, Any]:
        """Return what a valid form tells, empty places left out."""
        lines = self.cleaned_data["promised"].splitlines()
        return {
            "heard": [
                text for name in self.heard_names if (text := self.cleaned_data[name])
            ],
            "promises": [text for line in lines if (text := line.strip())],
            "language": self.cleaned_data["language"],
        }

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if not self.told()["heard"] and not self.told()["promises"]:
            self.add_error(
                self.heard_names[0],
                _("Write down one thing you heard, or one promise."),
            )
        else:
            self.has_findings = not settle_findings([self], self)
        return cleaned


def _heard_field(place: int) -> NoteField:
    labels = [
        _("The most important thing we heard"),
        _("A second thing"),
        _("A third thing"),
    ]
    return NoteField(
        label=labels[place],
        max_length=LONGEST_HEARD,
        required=False,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )
