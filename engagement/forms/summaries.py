"""Forms of the desk's summary composer."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname

from civic import languages
from civic.calendars import Season, long_date
from civic.fields import CityDateField, date_example
from civic.models import User
from civic.roles import Role
from engagement.forms.bench import theme_choices
from engagement.forms.fields import DayField
from engagement.forms.merging import MergingForm
from engagement.forms.summary_fields import YearField
from engagement.forms.translated import NotChangedMeanwhileForm, TranslatedForm, columns
from engagement.models import (
    Commitment,
    CommitmentUpdate,
    Conversation,
    Summary,
    SummaryQuotation,
    SummarySection,
    Theme,
)
from engagement.privacy.places import words_of

LEAST_WORDS_QUOTED = 4  # fewer may stand in anybody's sentence
SEASON_MESSAGES = {
    "required": _("Choose the season that names the summary."),
    "invalid_choice": _("This is not one of the seasons: choose one from the list."),
}
YEAR_HELP = _("For winter, the year in which it begins.")
BRANCH_MESSAGES = {
    "required": _("Choose the branch that this section tells of."),
    "invalid_choice": _("There is no such branch: choose one from the list."),
}
STATUS_MESSAGES = {
    "required": _("Choose the status of the commitment."),
    "invalid_choice": _("This is not one of the states: choose one from the list."),
}


class PeriodForm(NotChangedMeanwhileForm):
    """The season a summary is named by, and its first and last day."""

    season = forms.ChoiceField(
        label=_("Season"),
        choices=[("", _("Choose a season")), *Season.choices],
        error_messages=SEASON_MESSAGES,
    )
    year = YearField(label=_("Year"), help_text=YEAR_HELP)
    starts_on = DayField(
        label=_("First day"),
        help_text=date_example,
        error_messages={"required": _("Give the first day of the summary.")},
    )
    ends_on = DayField(
        label=_("Last day"),
        help_text=_("What is logged at events from the first to the last day counts."),
        error_messages={"required": _("Give the last day of the summary.")},
    )
    constraint_fields = {
        "summary_season_unique": "season",
        "summary_period_in_order": "ends_on",
        "summary_periods_apart": "starts_on",
    }

    class Meta:
        model = Summary
        fields = ["season", "year", "starts_on", "ends_on"]

    def clean(self) -> dict[str, Any]:
        # Before all else: the database cannot even compare days out of order.
        self._check_days()
        self._check_season()
        return super().clean()

    def _check_days(self) -> None:
        first = self.cleaned_data.get("starts_on")
        last = self.cleaned_data.get("ends_on")
        if not first or not last:
            return
        if last < first:
            self.add_error(
                "ends_on", _("The last day must not be before the first day.")
            )
            return
        days_taken = self._others.filter(starts_on__lte=last, ends_on__gte=first)
        if other := days_taken.first():
            field = "starts_on" if other.starts_on <= first else "ends_on"
            self.add_error(field, _taken_by(other))

    def _check_season(self) -> None:
        named = {name: self.cleaned_data.get(name) for name in ("season", "year")}
        if all(named.values()) and self._others.filter(**named).exists():
            self.add_error(
                "season", _("There is already a summary for this season and year.")
            )

    @property
    def _others(self) -> QuerySet[Summary]:
        return Summary.objects.exclude(pk=self.instance.pk)


def _taken_by(other: Summary) -> str:
    language = languages.current()
    return _(
        "Another summary already covers some of these days: %(summary)s, from "
        "%(first)s to %(last)s."
    ) % {
        "summary": other.name,
        "first": long_date(other.starts_on, language),
        "last": long_date(other.ends_on, language),
    }


class IntroductionForm(MergingForm):
    """The introduction in all languages."""

    translated = ("introduction",)
    needed = ("introduction",)
    rows = 9

    class Meta:
        model = Summary
        fields = columns("introduction")


class SectionForm(MergingForm):
    """A branch's part, and who tells it."""

    translated = ("body", "byline")
    needed = ()  # authors may be asked first

    class Meta:
        model = SummarySection
        fields = ["branch", "authors", *columns("body", "byline")]
        error_messages = {"branch": BRANCH_MESSAGES}
        widgets = {"authors": forms.CheckboxSelectMultiple}

    constraint_fields = {"section_branch_unique": "branch"}

    def __init__(self, *args: Any, is_author: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["branch"].empty_label = _("Choose a branch")
        librarians = User.objects.filter(groups__name=Role.LIBRARIAN, is_active=True)
        fields["authors"].queryset = librarians.order_by("name", "email").distinct()
        fields["authors"].help_text = _(
            "They find this section at their desk and write it. You can leave the text "
            "to them."
        )
        if is_author:
            self.needed = ("body",)
            for name in ("branch", "authors"):
                del fields[name]

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("authors"):
            self.needed = ("body",)
        return super().clean()

    def clean_branch(self) -> Any:
        branch = self.cleaned_data["branch"]
        others = self.instance.summary.sections.exclude(pk=self.instance.pk)
        if others.filter(branch=branch).exists():
            raise forms.ValidationError(
                _("This branch already has a section in this summary.")
            )
        return branch


class QuotationForm(MergingForm):
    """A quotation and its translations.

    Word for word, the original cannot be altered; where only a paraphrase was agreed
    to, the words must be our own.
    """

    translated = ("text",)
    needed = ("text",)
    rows = 3

    class Meta:
        model = SummaryQuotation
        fields = columns("text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.is_paraphrase:
            original = self.fields[f"text_{self.instance.original_language}"]
            original.disabled = True
            original.initial = self.instance.conversation.quotation
            self.initial[f"text_{self.instance.original_language}"] = original.initial

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.is_paraphrase:
            said = words_of(self.instance.conversation.quotation)
            for name in columns("text"):
                if _repeats(words_of(cleaned.get(name) or ""), said):
                    self.add_error(
                        name,
                        _(
                            "This is word for word what was said. It may be told in "
                            "our own words only: rewrite it."
                        ),
                    )
        return cleaned


def _repeats(told: list[str], said: list[str]) -> bool:
    """Whether a paraphrase holds all that was said; a few words may recur in it."""
    if len(said) < LEAST_WORDS_QUOTED:
        return bool(told) and told == said
    return f" {' '.join(said)} " in f" {' '.join(told)} "


def quotation_of(summary: Summary, conversation: Conversation) -> SummaryQuotation:
    """Return a quotation of ``conversation``, not stored yet."""
    return SummaryQuotation(
        summary=summary,
        conversation=conversation,
        original_language=conversation.response.language,
        is_paraphrase=(
            conversation.quotation_consent == Conversation.Consent.PARAPHRASE
        ),
    )


class CommitmentForm(MergingForm):
    """What the library undertakes, who sees to it, and by when."""

    translated = ("statement", "owner", "reason")
    needed = ("statement", "owner")
    titles = {"statement": _("Commitment")}
    helps = {
        "statement": _(
            "A whole sentence that stands on its own, such as “We will open the "
            "branch at eight on Mondays.”"
        )
    }
    rows = 3

    due_season = forms.ChoiceField(
        label=_("Due: season"),
        choices=[("", _("No due season")), *Season.choices],
        required=False,
        error_messages=SEASON_MESSAGES,
    )
    due_year = YearField(label=_("Due: year"), help_text=YEAR_HELP, required=False)

    class Meta:
        model = Commitment
        fields = [
            "finding",
            "theme",
            "district",
            "branch",
            "due_season",
            "due_year",
            "status",
            *columns("statement", "owner", "reason"),
        ]
        error_messages = {
            "branch": BRANCH_MESSAGES,
            "status": STATUS_MESSAGES,
            "finding": {"invalid_choice": _("Choose a finding of this summary.")},
            "theme": {"invalid_choice": _("Choose a theme that is in use.")},
            "district": {
                "invalid_choice": _("There is no such district: choose from the list.")
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch"].empty_label = _("The whole library")
        self.fields["district"].empty_label = _("The whole city")
        finding, theme = self.fields["finding"], self.fields["theme"]
        finding.empty_label = _("No finding in particular")
        finding.queryset = self.instance.summary.findings.all()
        # One retired since stays with what it was chosen for.
        in_use = Q(retired_at=None) | Q(pk=self.instance.theme_id)
        theme.queryset = Theme.objects.filter(in_use)
        theme.choices = [("", _("No theme")), *theme_choices(theme.queryset, by="pk")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "due_season" in cleaned and "due_year" in cleaned:
            self._check_due(cleaned["due_season"], cleaned["due_year"])
        is_given_up = cleaned.get("status") == Commitment.Status.NOT_POSSIBLE
        if is_given_up and not self.has_text("reason"):
            first = build_localized_fieldname("reason", languages.current().code)
            self.add_error(first, _("Say why it is not possible."))
        return cleaned

    def _check_due(self, season: str, year: int | None) -> None:
        if bool(season) != (year is not None):
            self.add_error(
                "due_year" if season else "due_season",
                _("Give both the season and the year it is due, or neither."),
            )


class CommitmentUpdateForm(TranslatedForm):
    """A dated report on a commitment, and the state it brings."""

    translated = ("text",)
    needed = ("text",)
    rows = 3

    reported_on = CityDateField(
        label=_("Reported on"),
        help_text=date_example,
        error_messages={"required": _("Give the day of this report.")},
    )

    class Meta:
        model = CommitmentUpdate
        fields = ["reported_on", "status", *columns("text")]
        error_messages = {"status": STATUS_MESSAGES}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = Commitment.Status.choices  # never none

    def clean_reported_on(self) -> dt.date:
        reported_on = self.cleaned_data["reported_on"]
        if reported_on < self.instance.commitment.summary.starts_on:
            raise forms.ValidationError(
                _("The report is dated before the summary began: correct the year.")
            )
        return reported_on
