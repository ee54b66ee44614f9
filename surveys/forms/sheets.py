"""A paper sheet as staff type it in: its number and language, and all its answers."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic import languages
from civic.forms_as_one import FormsAsOne
from civic.number_fields import WholeNumberField
from surveys import conditions, mistakes
from surveys.answer_fields import AnswerDateField
from surveys.forms.entries import Entry
from surveys.forms.submission import SubmissionForm
from surveys.forms.taking import SurveyPageForm, as_initial, page_form_class
from surveys.models import Page, PaperSheet, Question, Survey

HIGHEST = 999_999
PASSED_OVER = "passed_over"  # the hidden field with what was named already


class SheetLabelForm(forms.Form):
    """What stands at the top of a sheet."""

    use_required_attribute = False

    number = WholeNumberField(
        label=gettext_lazy("Number of the sheet"),
        help_text=gettext_lazy(
            "Write the same number on the sheet, so that it can be found again."
        ),
        min_value=1,
        max_value=HIGHEST,
        error_messages={
            "required": gettext_lazy("Give the sheet a number, such as 12."),
            "min_value": gettext_lazy("Sheets are numbered from 1."),
            "max_value": gettext_lazy("Sheets are numbered up to 999,999."),
        },
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the sheet"),
        choices=languages.CHOICES,
        error_messages={
            "invalid_choice": gettext_lazy("Choose the language of the sheet.")
        },
    )


class SheetHeadForm(SheetLabelForm, SubmissionForm):
    """The top of a new sheet, which must be stored only once."""


class SheetForm(FormsAsOne):
    """All pages of a survey at once; nothing is demanded that the sheet leaves open.

    ``head`` is None where only the answers are typed in.
    """

    def __init__(
        self,
        survey: Survey,
        data: Mapping | None = None,
        *,
        initial: dict[str, object] | None = None,
        answers: Mapping[str, Any] | None = None,
        head: type[SheetLabelForm] | None = SheetHeadForm,
    ) -> None:
        self.survey = survey
        self.data = data or {}
        self.passed_over = ""  # the codes of the questions, once it is checked
        self.head = head(data, initial=initial) if head else None
        self.pages = _page_forms(survey, data, answers or {})
        heads = [self.head] if self.head else []
        super().__init__([*heads, *self.pages])

    def is_valid(self) -> bool:
        self._answers = self._checked_in_order()
        self._ask_about_passed_over()
        if self.errors:
            return False
        if self._answers:
            return True
        self.also_wrong.append(
            _("Nothing is filled in yet. An empty sheet need not be entered.")
        )
        return False

    def _checked_in_order(self) -> dict[str, object]:
        """Check each page under the answers of those before it."""
        answers: dict[str, object] = {}
        for page, form in zip(self.survey.pages.all(), self.pages, strict=True):
            form.earlier = answers
            form.is_shown = conditions.is_shown(page.shown_if, answers)
            answers = {**answers, **form.answers()}
        return answers

    def asked(self) -> Iterator[tuple[Entry, str]]:
        """Each question, and when it is asked if that depends on other answers."""
        for page, form in zip(self.survey.pages.all(), self.pages, strict=True):
            for entry in form.entries:
                yield entry, self._only_if(page, entry.question)

    @property
    def date_hint(self) -> str:
        """Say that a sheet's date is typed as it stands there, in either calendar."""
        digits = languages.current().with_digits
        return _(
            "Type the date as it stands on the sheet: year, month and day, such as "
            "%(gregorian)s, or %(persian)s in the Solar Hijri calendar."
        ) % {"gregorian": digits("2025/09/23"), "persian": digits("1404/07/01")}

    def _only_if(self, page: Page, question: Question) -> str:
        found = (page.shown_if, question.shown_if)
        return " ".join(conditions.describe(one, self.survey) for one in found if one)

    def _ask_about_passed_over(self) -> None:
        """Name answers that would be left out, unless the same were named before.

        People answer on paper what they were not asked; saved again, it is left out.
        """
        passed = [
            (page, form, question)
            for page, form in zip(self.survey.pages.all(), self.pages, strict=True)
            for question in form.passed_over
        ]
        self.passed_over = " ".join(question.code for _page, _form, question in passed)
        confirmed = self.data.get(PASSED_OVER, "").split()
        if set(self.passed_over.split()) <= set(confirmed):
            return
        for page, form, question in passed:
            message = mistakes.not_asked(question, self._only_if(page, question))
            form.add_error(form.names[question.code][0], message)

    def answers(self) -> dict[str, object]:
        """Return the answers of a valid form, as ``Response.answers`` keeps them."""
        return self._answers


def _page_forms(
    survey: Survey, data: Mapping | None, answers: Mapping[str, Any]
) -> list[SurveyPageForm]:
    initial = as_initial(survey.questions, answers)
    forms_of_pages = [
        page_form_class(page)(data, initial=initial, demands_all=False)
        for page in survey.pages.all()
    ]
    for form in forms_of_pages:
        for field in form.fields.values():
            if isinstance(field, AnswerDateField):
                field.widget.is_typed = True
    return forms_of_pages


def next_number(sheets: Any) -> int:
    """Return the number after the highest among ``sheets``."""
    last: PaperSheet | None = sheets.order_by("-number").first()
    return last.number + 1 if last else 1


class SettleForm(forms.Form):
    """For each question that was entered differently, which entry is right.

    ``differing`` gives their codes, in the order of the page, with their texts.
    """

    use_required_attribute = False

    def __init__(self, *args, differing: dict[str, str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for code, text in differing.items():
            self.fields[code] = forms.ChoiceField(
                label=text,
                choices=[("first", ""), ("second", "")],
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Choose which of the two is on the sheet."),
                    "invalid_choice": _("Choose which of the two is on the sheet."),
                },
            )
