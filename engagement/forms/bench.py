"""What to look for at the theming bench: the query string of its table."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from civic import calendars, languages
from civic.fields import CityDateField
from civic.models import District, User
from civic.widgets import LongSelect
from engagement import coding_table
from engagement.coding_table import CODED_FIRST, Source, State
from engagement.forms.fields import NOT_IN_LIST
from engagement.forms.translated import columns
from engagement.models import OutreachEvent, Theme
from engagement.theme_tree import tree_of
from surveys.models import OpenAnswer, Question
from surveys.models.open_answers import OpenAnswerQuerySet

MOST_EVENTS = 40  # the latest; those before are found by setting, district and days
LONGEST_SEARCH = 200

Choices = list[tuple[str, Any]]


class QuickChoiceField(forms.ChoiceField):
    """A choice that may be left out, on a page with hundreds of options."""

    widget = LongSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class BenchFilterForm(forms.Form):
    """Conditions that must all hold; each may be left out.

    ``asked`` is a question, or all questions of a survey. The first few fields stand
    in sight, the others in what opens.
    """

    IN_SIGHT = ("q", "state", "theme", "language")

    q = forms.CharField(
        label=gettext_lazy("Words"),
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto"}),
        error_messages={
            "max_length": gettext_lazy(
                "Search for at most %(limit_value)d characters: shorten this."
            )
        },
    )
    state = QuickChoiceField(label=gettext_lazy("State"))
    theme = forms.ModelChoiceField(
        Theme.objects.none(),
        label=gettext_lazy("Theme"),
        to_field_name="code",
        required=False,
        widget=LongSelect,
    )
    language = QuickChoiceField(label=gettext_lazy("Language"))
    asked = QuickChoiceField(label=gettext_lazy("Survey or question"))
    speaks_of = QuickChoiceField(label=gettext_lazy("Speaks of"))
    source = QuickChoiceField(label=gettext_lazy("Source"))
    event = forms.ModelChoiceField(
        OutreachEvent.objects.none(),
        label=gettext_lazy("Event"),
        required=False,
        widget=LongSelect,
    )
    setting = QuickChoiceField(label=gettext_lazy("Setting"))
    district = forms.ModelChoiceField(
        District.objects.none(),
        label=gettext_lazy("District"),
        to_field_name="code",
        required=False,
        widget=LongSelect,
        empty_label=pgettext_lazy("districts", "All districts"),
    )
    since = CityDateField(label=gettext_lazy("Heard from this day on"), required=False)
    until = CityDateField(label=gettext_lazy("Heard until this day"), required=False)
    coder = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Coded by"),
        required=False,
        widget=LongSelect,
        empty_label=pgettext_lazy("coders", "Anybody"),
    )

    def __init__(
        self, *args: Any, themes: Iterable[Theme] | None = None, **kwargs: Any
    ) -> None:
        """Offer ``themes``, sorted as their model sorts them, or all there are."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for field in fields.values():
            field.error_messages["invalid_choice"] = NOT_IN_LIST
        fields["state"].choices = [("", _("All states")), *State.choices]
        fields["language"].choices = [
            ("", pgettext("languages", "All languages")),
            *languages.CHOICES,
        ]
        fields["speaks_of"].choices = [("", _("Anything")), *_spoken_of()]
        fields["source"].choices = [("", _("All sources")), *Source.choices]
        fields["setting"].choices = [
            ("", _("All settings")),
            *OutreachEvent.Setting.choices,
        ]
        fields["asked"].choices = [("", _("All surveys and guides")), *_asked()]
        fields["district"].queryset = District.objects.all()
        fields["coder"].queryset = User.objects.filter(
            Exists(CODED_FIRST.filter(coded_by=OuterRef("pk")))
        ).order_by("name", "email")
        fields["theme"].queryset = Theme.objects.all()
        offered = Theme.objects.all() if themes is None else themes
        fields["theme"].choices = [("", _("All themes")), *_with_retired(offered)]
        fields["event"].queryset = OutreachEvent.objects.all()
        fields["event"].choices = [("", _("All events")), *_events(self.data)]

    def clean(self) -> None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))

    @property
    def in_sight(self) -> list[forms.BoundField]:
        return [self[name] for name in self.IN_SIGHT]

    @property
    def further(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.IN_SIGHT]

    @property
    def number_of_further(self) -> int:
        """How many of those that open are in use, or need a correction."""
        used = {*self.errors, *self.criteria}
        return len(used.difference(self.IN_SIGHT))

    @property
    def criteria(self) -> dict[str, str]:
        """What was asked for, as it stands in the query string."""
        return {
            name: self.data[name] for name in self.fields if self.data.get(name, "")
        }

    def applied_to(self, answers: OpenAnswerQuerySet) -> OpenAnswerQuerySet:
        """Return those of ``answers`` that were asked for.

        What cannot be read asks for nothing; it is said beside its field.
        """
        self.is_valid()
        found = self.cleaned_data
        for name, condition in _CONDITIONS.items():
            if found.get(name):
                answers = answers.filter(condition(found[name]))
        if found.get("since") or found.get("until"):
            between = coding_table.heard_between(found.get("since"), found.get("until"))
            answers = answers.filter(between)
        return answers


class BenchPlaceForm(forms.Form):
    """Where in the table one is: below which answer the page begins, and at which."""

    before = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    note = forms.IntegerField(required=False, min_value=1, max_value=2**62)


_CONDITIONS = {
    "q": coding_table.with_words,
    "state": coding_table.in_state,
    "theme": coding_table.with_theme,
    "language": coding_table.in_language,
    "asked": coding_table.answering,
    "speaks_of": coding_table.speaking_of,
    "source": coding_table.from_source,
    "event": coding_table.heard_at,
    "setting": coding_table.heard_in_setting,
    "district": coding_table.heard_in,
    "coder": coding_table.coded_by,
}


def theme_choices(themes: Iterable[Theme], by: str = "code") -> Choices:
    """Themes by their codes or pks, sub-themes below what they belong to."""
    choices: Choices = []
    for branch in tree_of(themes):
        choices.append((getattr(branch.theme, by), branch.theme.name))
        choices += [(getattr(one, by), f"– {one.name}") for one in branch.subthemes]
    return choices


def _with_retired(themes: Iterable[Theme]) -> Choices:
    """Those in use, then the retired."""
    listed = list(themes)
    choices = theme_choices(one for one in listed if not one.is_retired)
    retired = [(one.code, one.name) for one in listed if one.is_retired]
    return [*choices, (_("Retired"), retired)] if retired else choices


def _spoken_of() -> Choices:
    none = Question.SpeaksOf.NONE
    return [one for one in Question.SpeaksOf.choices if one[0] != none]


def _asked() -> Choices:
    """Questions that have answers in words, in the order of their questionnaires."""
    answers = OpenAnswer.objects.filter(question=OuterRef("pk"))
    questions = (
        Question.objects.filter(Exists(answers))
        .select_related("survey")
        .only(*columns("text", "survey__title"))
        .order_by("-survey__created_at", "-survey", "page__position", "position")
    )
    return [
        (
            survey.title,
            [
                (
                    f"survey-{survey.pk}",
                    _("All questions: %(survey)s") % {"survey": survey.title},
                ),
                *((f"question-{one.pk}", one.text) for one in asked),
            ],
        )
        for survey, asked in groupby(questions, key=lambda one: one.survey)
    ]


def _events(data: Any) -> Choices:
    """The latest events, and the one that was asked for."""
    named = OutreachEvent.objects.only("starts_at", *columns("title"))
    begun = named.filter(starts_at__lte=timezone.now())
    events = list(begun.order_by("-starts_at", "-pk")[:MOST_EVENTS])
    asked = str(data.get("event", ""))
    if asked.isdecimal() and asked not in {str(one.pk) for one in events}:
        events += named.filter(pk=int(asked[:18]))
    page = languages.current()
    return [
        (str(one.pk), f"{one.title} ({calendars.long_date(one.starts_at, page)})")
        for one in events
    ]
