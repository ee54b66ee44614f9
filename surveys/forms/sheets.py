"""A paper sheet as staff type it in: its number and language, and all its answers."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic import languages
from civic.forms_as_one import FormsAsOne
from civic.number_fields import WholeNumberField
from surveys.forms.submission import SubmissionForm
from surveys.forms.taking import SurveyPageForm, as_initial, page_form_class
from surveys.models import PaperSheet, Survey

HIGHEST = 999_999


class SheetHeadForm(SubmissionForm):
    """What stands at the top of a sheet."""

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


class SheetForm(FormsAsOne):
    """All pages of a survey at once; nothing is demanded that the sheet leaves open.

    ``head`` is None where the sheet is known already.
    """

    def __init__(
        self,
        survey: Survey,
        data: Mapping | None = None,
        *,
        initial: dict[str, object] | None = None,
        answers: Mapping[str, Any] | None = None,
        has_head: bool = True,
    ) -> None:
        self.survey = survey
        self.head = SheetHeadForm(data, initial=initial) if has_head else None
        self.pages = _page_forms(survey, data, answers or {})
        heads = [self.head] if self.head else []
        super().__init__([*heads, *self.pages])

    def is_valid(self) -> bool:
        self._answers = self._checked_in_order()
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
        for form in self.pages:
            form.earlier = answers
            answers = {**answers, **form.answers()}
        return answers

    def answers(self) -> dict[str, object]:
        """Return the answers of a valid form, as ``Response.answers`` keeps them."""
        return self._answers


def _page_forms(
    survey: Survey, data: Mapping | None, answers: Mapping[str, Any]
) -> list[SurveyPageForm]:
    initial = as_initial(survey.questions, answers)
    return [
        page_form_class(page)(data, initial=initial, demands_all=False)
        for page in survey.pages.all()
    ]


def next_number(sheets: Any) -> int:
    """Return the number after the highest among ``sheets``."""
    last: PaperSheet | None = sheets.order_by("-number").first()
    return last.number + 1 if last else 1


class SettleForm(forms.Form):
    """For each question that was entered differently, which entry is right."""

    use_required_attribute = False

    def __init__(self, *args, differing: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for code in differing:
            self.fields[code] = forms.ChoiceField(
                choices=[("first", ""), ("second", "")],
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Choose which of the two is on the sheet."),
                    "invalid_choice": _("Choose which of the two is on the sheet."),
                },
            )
