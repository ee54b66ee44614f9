"""Shown-if as rows of a form: a question asked before, a comparison, an answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from civic import languages, numbers
from civic.fields import CityDateField, date_example
from civic.models import District
from civic.number_fields import DecimalNumberField, WholeNumberField
from civic.typed import TypedRows
from surveys import conditions
from surveys.models import Page, Question, QuestionRow, Survey

MOST_CONDITIONS = 20
Kind = Question.Kind
OPERATOR_WORDS: dict[str, Promise] = {
    conditions.IS: pgettext_lazy("condition", "is"),
    conditions.IS_NOT: pgettext_lazy("condition", "is not"),
    conditions.INCLUDES: pgettext_lazy("condition", "includes"),
    conditions.EXCLUDES: pgettext_lazy("condition", "does not include"),
    conditions.AT_LEAST: pgettext_lazy("condition", "is at least"),
    conditions.AT_MOST: pgettext_lazy("condition", "is at most"),
    conditions.ANSWERED: pgettext_lazy("condition", "was answered"),
    conditions.NOT_ANSWERED: pgettext_lazy("condition", "was not answered"),
}
DATE_WORDS: dict[str, Promise] = {
    conditions.AT_LEAST: pgettext_lazy("condition", "is on or after"),
    conditions.AT_MOST: pgettext_lazy("condition", "is on or before"),
}
NO_CHOICE = ("", gettext_lazy("Choose an answer"))


@dataclass(frozen=True)
class Source:
    """An earlier question, or one row of an earlier matrix, to look at."""

    question: Question
    row: QuestionRow | None = None

    @property
    def key(self) -> str:
        row = f":{self.row.code}" if self.row else ""
        return f"{self.question.code}{row}"

    @property
    def label(self) -> str:
        """Its code and the beginning of its text, for a list to choose from."""
        text = Truncator(self.question.text).chars(70)
        row = f" – {self.row.label}" if self.row else ""
        return f"{self.question.code} · {text}{row}"

    def operators(self) -> list[tuple[str, Promise]]:
        words = OPERATOR_WORDS
        if self.question.kind == Kind.DATE:
            words = OPERATOR_WORDS | DATE_WORDS
        offered = conditions.OPERATORS_BY_KIND[self.question.kind]
        return [(one, words[one]) for one in offered]

    def value_field(self) -> forms.Field | None:
        """The field for the answer to compare with; None where there is none."""
        kind = self.question.kind
        if kind == Kind.NUMBER:
            return DecimalNumberField(required=False)
        if kind == Kind.RATING:
            return WholeNumberField(required=False)
        if kind == Kind.DATE:
            return CityDateField(required=False, help_text=date_example)
        offered = self._answers()
        if offered is None:
            return None
        return forms.ChoiceField(required=False, choices=[NO_CHOICE, *offered])

    def _answers(self) -> list[tuple[str, str]] | None:
        if self.question.kind == Kind.DISTRICT:
            return [(one.code, one.name) for one in District.objects.all()]
        if self.question.kind in {*Question.KINDS_WITH_CHOICES} - {Kind.RANKING}:
            offered = [(one.code, one.label) for one in self.question.choices.all()]
            if self.question.has_other:
                offered.append(("other", _("Other, please say")))
            return offered
        return None


def sources_before(survey: Survey, part: Page | Question) -> list[Source]:
    """Return what a page or question can depend on; needs ``with_questions``."""
    return [
        source
        for question in _questions_before(survey, part)
        for source in _sources_of(question)
    ]


def _questions_before(survey: Survey, part: Page | Question) -> Iterator[Question]:
    for page in survey.pages.all():
        is_here = page == part or (isinstance(part, Question) and page == part.page)
        if is_here and isinstance(part, Page):
            return
        for question in page.questions.all():
            if question == part:
                return
            yield question
        if is_here:
            return


def _sources_of(question: Question) -> Iterator[Source]:
    if question.kind == Kind.MATRIX:
        for row in question.rows.all():
            yield Source(question, row)
    elif conditions.OPERATORS_BY_KIND[question.kind]:
        yield Source(question)


class ConditionForm(forms.Form):
    """One condition; its comparisons and answers are those of the chosen question."""

    question = forms.ChoiceField(label=gettext_lazy("Question"), required=False)
    operator = forms.ChoiceField(
        label=pgettext_lazy("condition", "Comparison"), required=False
    )

    def __init__(self, *args: Any, sources: Mapping[str, Source], **kwargs: Any):
        super().__init__(*args, **kwargs)
        offered = [(key, source.label) for key, source in sources.items()]
        self.fields["question"].choices = [("", _("Choose a question")), *offered]
        self.source = sources.get(str(self["question"].value() or ""))
        if self.source is None:
            del self.fields["operator"]
            return
        self.fields["operator"].choices = self.source.operators()
        value = self.source.value_field()
        if value:
            value.label = pgettext("condition", "Answer")
            self.fields["value"] = value

    @property
    def is_blank(self) -> bool:
        return not self["question"].value()

    @property
    def begins_with(self) -> forms.BoundField:
        return self["question"]

    @property
    def value_field(self) -> forms.BoundField | None:
        return self["value"] if "value" in self.fields else None

    @property
    def remove_name(self) -> str:
        return f"{self.prefix}-remove"

    @property
    def takes_value(self) -> bool:
        """Whether the chosen comparison needs an answer to compare with."""
        operator = self["operator"].value() if self.source else None
        return "value" in self.fields and operator not in conditions.PRESENCE

    @property
    def shown_row(self) -> str:
        number = int(self.prefix.rpartition("-")[2]) + 1
        return numbers.number(number, languages.current())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.is_blank or self.errors:
            return cleaned
        names = {"row": self.shown_row}
        if not cleaned.get("operator"):
            message = _("Condition %(row)s: choose a comparison.") % names
            self.add_error("operator", message)
        elif self.takes_value and cleaned.get("value") in (None, ""):
            message = _("Condition %(row)s: give the answer to compare with.") % names
            self.add_error("value", message)
        return cleaned

    def as_json(self) -> dict[str, Any]:
        """A valid condition in the shape of ``surveys.conditions``."""
        found = {"question": self.source.question.code}
        if self.source.row:
            found["row"] = self.source.row.code
        found["operator"] = self.cleaned_data["operator"]
        if self.takes_value:
            found["value"] = _json_value(self.cleaned_data["value"])
        return found


def _json_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if isinstance(value, int | str) else value.isoformat()


def _python_value(condition: conditions.Condition, source: Source | None) -> Any:
    """The value as a form's initial one: days become dates again."""
    value = condition.get("value")
    if source and source.question.kind == Kind.DATE:
        try:
            return CityDateField().to_python(value)
        except forms.ValidationError:
            return value
    return value


class ConditionFormSet(TypedRows, forms.BaseFormSet):
    """All or any of some conditions; none of them: always shown."""

    def __init__(
        self,
        data: Any = None,
        *,
        shown_if: conditions.ShownIf,
        sources: list[Source],
        prefix: str = "shown",
    ) -> None:
        self.sources = {source.key: source for source in sources}
        self.match = shown_if.get("match", conditions.ALL)
        if data is not None and data.get(f"{prefix}-match"):
            sent = data[f"{prefix}-match"]
            self.match = conditions.ANY if sent == conditions.ANY else conditions.ALL
        stored = shown_if.get("conditions", [])
        most = numbers.number(MOST_CONDITIONS, languages.current())
        super().__init__(
            data,
            error_messages={
                "too_many_forms": _("At most %(most)s conditions fit.") % {"most": most}
            },
            initial=[self._initial(condition) for condition in stored],
            # A condition that was left as it is, is a condition nevertheless.
            form_kwargs={"sources": self.sources, "empty_permitted": False},
            prefix=prefix,
        )

    def _initial(self, condition: conditions.Condition) -> dict[str, Any]:
        row = f":{condition['row']}" if "row" in condition else ""
        key = f"{condition['question']}{row}"
        return {
            "question": key,
            "operator": condition.get("operator"),
            "value": _python_value(condition, self.sources.get(key)),
        }

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def shown_if(self) -> dict[str, Any]:
        """Valid conditions in the shape of ``surveys.conditions``."""
        found = [form.as_json() for form in self.forms if not form.is_blank]
        return {"match": self.match, "conditions": found} if found else {}

    def problems(self) -> list[tuple[str, str]]:
        found = [(f"id_{self.prefix}", error) for error in self.non_form_errors()]
        for form in self.forms:
            for name, errors in form.errors.items():
                for error in errors:
                    words = _("Condition %(row)s: %(problem)s") % {
                        "row": form.shown_row,
                        "problem": error,
                    }
                    is_named = form.shown_row in error
                    found.append((form[name].auto_id, error if is_named else words))
        return found


ConditionList = forms.formset_factory(
    ConditionForm,
    formset=ConditionFormSet,
    extra=0,
    max_num=MOST_CONDITIONS,
    absolute_max=MOST_CONDITIONS + 5,
    validate_max=True,
)
