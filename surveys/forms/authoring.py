"""Forms with which editors write the pages and the questions of a survey."""

from typing import Any

from django import forms
from django.db.models import Model
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic import languages, numbers
from civic.fields import CityDateField, date_example
from civic.number_fields import WholeNumberField
from civic.typed import unchecked
from surveys.forms.conditions import ConditionList, sources_before
from surveys.forms.items import PASTE_LABEL, ChoiceFormSet, QuestionRowFormSet
from surveys.forms.kinds import (
    ABSENT,
    BOUND_LABELS,
    BY_KIND,
    FEWEST_STEPS,
    LONGEST_TEXTS,
    MOST_STEPS,
    KindOfQuestion,
)
from surveys.forms.page_language import PartForm, columns
from surveys.models import Choice, Page, Question, QuestionRow, Survey

Kind = Question.Kind
CODE_HELP = gettext_lazy(
    "Latin letters, digits and underscores. Figures and exports are kept under it, so "
    "it cannot be changed later."
)


class PageForm(PartForm):
    """A page's title and introduction, and when it is shown."""

    translated = ("title", "introduction")

    class Meta:
        model = Page
        fields = columns("title", "introduction")

    def __init__(
        self, data: QueryDict | None = None, *, survey: Survey, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.shown = ConditionList(
            data,
            shown_if=self.instance.shown_if,
            sources=sources_before(survey, self.instance),
        )
        if kwargs.get("is_frozen"):
            _disable(self.shown)

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.shown.is_valid()])

    def unchecked(self) -> None:
        unchecked(self)
        self.shown.unchecked()

    def begin_at(self, name: str) -> None:
        """Let the editor go on in the row that was just added."""
        _begin_at(name, self.shown)

    def problems(self) -> list[tuple[str, str]]:
        return [*super().problems(), *self.shown.problems()]

    def fill(self) -> Page:
        """Return the page as a valid form describes it, not stored yet."""
        self.instance.shown_if = self.shown.shown_if()
        return self.instance


class QuestionForm(PartForm):
    """A question of any kind, with its choices, rows and conditions."""

    translated = ("text", "help", "minimum_label", "maximum_label")
    needed = ("text",)

    minimum = WholeNumberField(label=gettext_lazy("Minimum"), required=False)
    maximum = WholeNumberField(label=gettext_lazy("Maximum"), required=False)
    decimals = WholeNumberField(
        label=gettext_lazy("Decimal places"),
        required=False,
        min_value=0,
        max_value=6,
        help_text=gettext_lazy(
            "How many digits a number may have behind the decimal sign."
        ),
    )
    earliest_on = CityDateField(
        label=gettext_lazy("Earliest date"), required=False, help_text=date_example
    )
    latest_on = CityDateField(
        label=gettext_lazy("Latest date"), required=False, help_text=date_example
    )

    class Meta:
        model = Question
        fields = [
            "kind",
            "code",
            *columns("text", "help"),
            "is_required",
            "has_other",
            "is_randomized",
            "minimum",
            "maximum",
            *columns("minimum_label", "maximum_label"),
            "decimals",
            "earliest_on",
            "latest_on",
            "speaks_of",
        ]

    def __init__(
        self, data: QueryDict | None = None, *, survey: Survey, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.survey = survey
        self.fields["kind"].choices = Kind.choices
        self.fields["code"].widget.attrs |= {"dir": "ltr"}
        self.fields["code"].help_text = CODE_HELP
        if self.instance.pk:
            self.fields["code"].disabled = True
            self.fields["code"].help_text = _("It was set once and stays.")
        lists = {"question": self.instance}
        self.choices = ChoiceFormSet(data, prefix="choices", **lists)
        self.rows_of_matrix = QuestionRowFormSet(data, prefix="rows", **lists)
        self.shown = ConditionList(
            data,
            shown_if=self.instance.shown_if,
            sources=sources_before(survey, self.instance),
        )
        self._name_bounds()
        if kwargs.get("is_frozen"):
            _disable(self.choices, self.rows_of_matrix, self.shown)

    @property
    def kind_chosen(self) -> KindOfQuestion:
        """The kind that is chosen at the moment."""
        return BY_KIND.get(str(self["kind"].value()), BY_KIND[Kind.SINGLE])

    def texts(self) -> list[BoundField]:
        """The question itself and its help."""
        return [self[self.column("text")], self[self.column("help")]]

    @property
    def is_multiple(self) -> bool:
        return self.kind_chosen.kind == Kind.MULTIPLE

    def _name_bounds(self) -> None:
        labels = BOUND_LABELS.get(self.kind_chosen.kind)
        if labels:
            self.fields["minimum"].label, self.fields["maximum"].label = labels

    def stored_rows(self) -> list[Model]:
        rows: list[Model] = list(super().stored_rows())
        return [*rows, *self.instance.choices.all(), *self.instance.rows.all()]

    def settings(self) -> list[BoundField]:
        """The fields that the chosen kind has, without text, code and kind."""
        return [bound for bound in self._settings() if self._fits(bound)]

    def other_settings(self) -> list[BoundField]:
        """Those of other kinds, kept out of sight until the kind is changed."""
        return [bound for bound in self._settings() if not self._fits(bound)]

    def _settings(self) -> list[BoundField]:
        apart = {"kind", "code", self.column("text"), self.column("help")}
        return [one for one in self.visible_fields() if one.name not in apart]

    def _fits(self, bound: BoundField) -> bool:
        name = bound.name
        if name[:-3] in self.translated:
            name = name[:-3]
        is_lower_bound_of_text = (
            name == "minimum" and self.kind_chosen.kind in LONGEST_TEXTS
        )
        return name in self.kind_chosen.settings and not is_lower_bound_of_text

    paste_label = PASTE_LABEL

    # What is acceptable

    def is_valid(self) -> bool:
        parts = [super().is_valid(), self.shown.is_valid()]
        if self.kind_chosen.has_choices:
            parts.append(self.choices.is_valid())
        if self.kind_chosen.has_rows:
            parts.append(self.rows_of_matrix.is_valid())
        return all(parts)

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        others = self.survey.all_questions.exclude(pk=self.instance.pk)
        if others.filter(code__iexact=code).exists():
            raise forms.ValidationError(
                _("Another question has the code “%(code)s”. Choose another one."),
                params={"code": code},
            )
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, absent in ABSENT.items():
            if name not in self.kind_chosen.settings:
                self.errors.pop(name, None)
                cleaned[name] = absent
        if cleaned.get("decimals") is None:
            cleaned["decimals"] = 0
        self._check_order(
            "minimum", "maximum", _("This must not be less than the minimum.")
        )
        self._check_order(
            "earliest_on", "latest_on", _("This must not be before the earliest date.")
        )
        self._check_bounds()
        return cleaned

    def _check_order(self, low: str, high: str, message: str) -> None:
        lower, upper = self.cleaned_data.get(low), self.cleaned_data.get(high)
        if lower is not None and upper is not None and lower > upper:
            self.add_error(high, message)

    def _check_bounds(self) -> None:
        low, high = self.cleaned_data.get("minimum"), self.cleaned_data.get("maximum")
        kind = self.kind_chosen.kind
        if kind == Kind.RATING:
            self._check_scale(low, high)
        elif kind in {Kind.MULTIPLE, Kind.RANKING}:
            if low is not None and low < 0:
                self.add_error("minimum", _("Write 0 or more."))
            if high is not None and high < 1:
                self.add_error("maximum", _("Write 1 or more, or leave it empty."))
        elif kind in LONGEST_TEXTS:
            self.cleaned_data["minimum"] = None
            most = LONGEST_TEXTS[kind]
            if high is not None and not 1 <= high <= most:
                message = _("Write a number from 1 to %(most)s, or leave it empty.")
                shown = numbers.number(most, languages.current())
                self.add_error("maximum", message % {"most": shown})

    def _check_scale(self, low: int | None, high: int | None) -> None:
        message = _("A rating scale needs both its ends.")
        if low is None and "minimum" not in self.errors:
            self.add_error("minimum", message)
        if high is None and "maximum" not in self.errors:
            self.add_error("maximum", message)
        if low is not None and low == high:
            self.add_error("maximum", message)
        elif low is not None and high is not None and low < high:
            self._check_steps(high - low + 1)

    def _check_steps(self, steps: int) -> None:
        if not FEWEST_STEPS <= steps <= MOST_STEPS:
            message = _("A scale has from 2 to %(most)s steps; this one has %(steps)s.")
            language = languages.current()
            names = {
                "most": numbers.number(MOST_STEPS, language),
                "steps": numbers.number(steps, language),
            }
            self.add_error("maximum", message % names)

    def unchecked(self) -> None:
        unchecked(self)
        for part in (self.choices, self.rows_of_matrix, self.shown):
            part.unchecked()

    def begin_at(self, name: str) -> None:
        """Let the editor go on in the row that was just added."""
        _begin_at(name, self.choices, self.rows_of_matrix, self.shown)

    def problems(self) -> list[tuple[str, str]]:
        found = super().problems()
        if self.kind_chosen.has_choices:
            found += self.choices.problems()
        if self.kind_chosen.has_rows:
            found += self.rows_of_matrix.problems()
        return found + self.shown.problems()

    # What a valid form tells

    def fill(self) -> Question:
        """Return the question as described, not stored yet."""
        self.instance.shown_if = self.shown.shown_if()
        return self.instance

    def choice_items(self) -> list[Choice]:
        return self.choices.items() if self.kind_chosen.has_choices else []

    def row_items(self) -> list[QuestionRow]:
        return self.rows_of_matrix.items() if self.kind_chosen.has_rows else []


def _disable(*formsets: forms.BaseFormSet) -> None:
    for formset in formsets:
        for form in formset.forms:
            for field in form.fields.values():
                field.disabled = True


def _begin_at(name: str, *formsets: forms.BaseFormSet) -> None:
    for formset in formsets:
        for form in formset.forms:
            if name == f"{form.prefix}-new":
                form.begins_with.field.widget.attrs["autofocus"] = True


def free_code(survey: Survey) -> str:
    """Return the next of Q1, Q2, Q3 … that no question of the survey has."""
    taken = {
        code.lower() for code in survey.all_questions.values_list("code", flat=True)
    }
    number = 1
    while f"q{number}" in taken:
        number += 1
    return f"Q{number}"
