"""A Django form from a survey page.

Fields are named ``q-CODE``, with ``q-CODE-other`` for the words of “other, please
say”; the values of choices are their codes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField, BoundWidget

from civic import texts
from civic.models import District
from surveys import fields
from surveys.fields import OTHER
from surveys.models import Choice, Page, Question

LONGEST_DRAFT_TEXT = 20_000


@dataclass(frozen=True)
class Entry:
    """A question with its field, as a template shows it."""

    question: Question
    field: BoundField
    other: BoundField | None

    @property
    def options(self) -> list[tuple[BoundWidget, Choice | None]]:
        """Each radio button or checkbox with its choice; None is “other”."""
        choices = {choice.code: choice for choice in self.question.choices.all()}
        return [
            (option, choices.get(str(option.data["value"])))
            for option in self.field.subwidgets
        ]

    @property
    def is_group(self) -> bool:
        """Whether it is answered with radio buttons or checkboxes."""
        return self.field.use_fieldset

    @property
    def has_errors(self) -> bool:
        return bool(self.field.errors or (self.other and self.other.errors))


class SurveyPageForm(forms.Form):
    """The questions of one page; made by ``page_form``."""

    # Browsers' own messages would come in the browser's language.
    use_required_attribute = False
    questions: Sequence[Question] = ()

    @property
    def mistakes(self) -> list[tuple[BoundField, str]]:
        """Each error with the field to go to, in the order of the page."""
        return [(field, str(error)) for field in self for error in field.errors]

    @property
    def entries(self) -> Iterator[Entry]:
        for question in self.questions:
            other = self[other_name(question)] if question.has_other else None
            yield Entry(question, self[question.field_name], other)

    def clean(self) -> None:
        for question in self.questions:
            if question.field_name not in self.errors:
                self._settle_other(question)
                self._check(question)

    def _settle_other(self, question: Question) -> None:
        """Let words written for “other” tick it, and have a tick explained."""
        name, words_name = question.field_name, other_name(question)
        if not question.has_other or words_name in self.errors:
            return
        chosen, words = self.cleaned_data[name], self.cleaned_data[words_name]
        if not words:
            if _names_other(chosen):
                self.add_error(words_name, fields.other_without_words(question))
        elif question.kind == Question.Kind.MULTIPLE:
            self.cleaned_data[name] = [*chosen, OTHER]
        elif chosen in ("", OTHER):
            self.cleaned_data[name] = OTHER
        else:
            label = _label(question, chosen)
            self.add_error(words_name, fields.other_beside_choice(question, label))

    def _check(self, question: Question) -> None:
        answer = self.cleaned_data.get(question.field_name)
        if answer in (None, "", []):
            other_failed = question.has_other and other_name(question) in self.errors
            if question.is_required and not other_failed:
                self.add_error(question.field_name, fields.missing_answer(question))
        elif question.kind == Question.Kind.MULTIPLE:
            self._check_choices(question, answer)

    def _check_choices(self, question: Question, chosen: list[str]) -> None:
        order = [*(one.code for one in question.choices.all()), OTHER]
        chosen = [code for code in order if code in chosen]
        self.cleaned_data[question.field_name] = chosen
        alone = next(
            (c for c in question.choices.all() if c.is_exclusive and c.code in chosen),
            None,
        )
        minimum = question.minimum or 0
        problem = None
        if alone and len(chosen) > 1:
            problem = fields.choice_stands_alone(question, alone.label)
        elif question.maximum is not None and len(chosen) > question.maximum:
            problem = fields.too_many_choices(question, question.maximum)
        elif not alone and len(chosen) < minimum:
            problem = fields.too_few_choices(question, minimum)
        if problem:
            self.add_error(question.field_name, problem)

    def answers(self) -> dict[str, object]:
        """Return the answers as ``Response.answers`` keeps them; unanswered are out."""
        found: dict[str, object] = {}
        for question in self.questions:
            answer = self.cleaned_data.get(question.field_name)
            if answer in (None, "", []):
                continue
            found[question.code] = answer
            if question.has_other and _names_other(answer):
                words = self.cleaned_data.get(other_name(question))
                found[f"{question.code}-{OTHER}"] = words
        return found

    def sent(self) -> dict[str, list[str]]:
        """Return what was sent for this page, right or wrong, as a draft keeps it."""
        return {
            name: [texts.storable(value) for value in _values(self.data, name)]
            for name in self.fields
        }

    def fits_draft(self) -> bool:
        """Whether what was sent is small enough to be kept before it is right."""
        return all(
            len(value) <= LONGEST_DRAFT_TEXT
            for values in self.sent().values()
            for value in values
        )


def _values(data: Mapping, name: str) -> list[str]:
    if hasattr(data, "getlist"):
        return data.getlist(name)
    value = data.get(name, [])
    return value if isinstance(value, list) else [value]


def _names_other(answer: str | list[str]) -> bool:
    return OTHER in answer if isinstance(answer, list) else answer == OTHER


def _label(question: Question, code: str) -> str:
    return next(c.label for c in question.choices.all() if c.code == code)


def other_name(question: Question) -> str:
    """The name of the field with the words for “other”."""
    return f"{question.field_name}-{OTHER}"


class SharedFields(dict[str, forms.Field]):
    """The fields of a form class, used by all its forms as they are.

    Django copies them for each form, in case one changes its own; ours never do, and
    the copying costs as much as checking the answers.
    """

    def __deepcopy__(self, memo: dict[int, object]) -> "SharedFields":
        return self


def page_form_class(
    page: Page, districts: Sequence[District] | None = None
) -> type[SurveyPageForm]:
    """Return the form class of ``page`` in the current language.

    ``districts`` are those a district question offers; None reads them from the
    database when there is such a question.
    """
    questions = list(page.questions.all())
    if districts is None:
        asks = any(q.kind == Question.Kind.DISTRICT for q in questions)
        districts = list(District.objects.all()) if asks else []
    members: dict[str, object] = {"questions": questions}
    for question in questions:
        members[question.field_name] = fields.field_for(question, districts)
        if question.has_other:
            members[other_name(question)] = fields.other_field_for(question)
    form_class = type("SurveyPageForm", (SurveyPageForm,), members)
    form_class.base_fields = SharedFields(form_class.base_fields)
    return form_class


def page_form(
    page: Page, *args, districts: Sequence[District] | None = None, **kwargs
) -> SurveyPageForm:
    """Return a form for ``page``; other arguments are those of a Django form."""
    return page_form_class(page, districts)(*args, **kwargs)
