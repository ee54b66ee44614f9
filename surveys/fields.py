"""The form fields that questions are answered with, and the words of their errors."""

from collections.abc import Callable, Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic import languages, numbers
from civic.models import District
from civic.texts import tidy
from surveys.models import Question

OTHER = "other"
SHORT_TEXT_LENGTH = 200
LONG_TEXT_LENGTH = 5000
OTHER_LENGTH = 200


class AnswerTextField(forms.CharField):
    """Free text of limited length.

    The limit is not put into the page: browsers would cut off a pasted text unseen.
    """

    def __init__(self, *, question_text: str, longest: int, **kwargs) -> None:
        super().__init__(required=False, **kwargs)
        # Control characters are taken out, so there is no null character to refuse.
        self.validators = []
        self.question_text = question_text
        self.longest = longest

    def to_python(self, value: object) -> str:
        return tidy(super().to_python(value) or "").strip()

    def validate(self, value: str) -> None:
        if len(value) > self.longest:
            raise forms.ValidationError(
                _(
                    "“%(question)s”: your answer has %(length)s characters, and "
                    "%(longest)s fit. Please shorten it."
                )
                % {
                    "question": self.question_text,
                    "length": numbers.number(len(value), languages.current()),
                    "longest": numbers.number(self.longest, languages.current()),
                },
                code="too_long",
            )


def unknown_choice(question: Question) -> str:
    return _(
        "“%(question)s”: what was sent is not one of the answers offered. "
        "Please choose again."
    ) % {"question": question.text}


def _unknown_choice(question: Question) -> dict[str, str]:
    message = unknown_choice(question).replace("%", "%%")
    return {"invalid_choice": message, "invalid_list": message}


def _choices(question: Question) -> list[tuple[str, str]]:
    offered = [(choice.code, choice.label) for choice in question.choices.all()]
    if question.has_other:
        offered.append((OTHER, _("Other, please say")))
    return offered


def _single(question: Question, districts: Sequence[District]) -> forms.Field:
    return forms.ChoiceField(
        label=question.text,
        help_text=question.help,
        required=False,
        choices=_choices(question),
        widget=forms.RadioSelect,
        error_messages=_unknown_choice(question),
    )


def _multiple(question: Question, districts: Sequence[District]) -> forms.Field:
    return forms.MultipleChoiceField(
        label=question.text,
        help_text=question.help,
        required=False,
        choices=_choices(question),
        widget=forms.CheckboxSelectMultiple,
        error_messages=_unknown_choice(question),
    )


def _rating(question: Question, districts: Sequence[District]) -> forms.Field:
    language = languages.current()
    steps = range(question.minimum or 0, (question.maximum or 0) + 1)
    return forms.TypedChoiceField(
        label=question.text,
        help_text=question.help,
        required=False,
        coerce=int,
        empty_value=None,
        choices=[(str(step), numbers.number(step, language)) for step in steps],
        widget=forms.RadioSelect,
        error_messages=_unknown_choice(question),
    )


def _text(question: Question, districts: Sequence[District]) -> forms.Field:
    is_long = question.kind == Question.Kind.LONG_TEXT
    longest = LONG_TEXT_LENGTH if is_long else SHORT_TEXT_LENGTH
    return AnswerTextField(
        label=question.text,
        help_text=question.help,
        question_text=question.text,
        longest=question.maximum or longest,
        widget=forms.Textarea(attrs={"rows": 5}) if is_long else forms.TextInput,
    )


def _district(question: Question, districts: Sequence[District]) -> forms.Field:
    offered = [(district.code, district.name) for district in districts]
    return forms.ChoiceField(
        label=question.text,
        help_text=question.help,
        required=False,
        choices=[("", _("Choose your district")), *offered],
        error_messages=_unknown_choice(question),
    )


_BUILDERS: dict[str, Callable[[Question, Sequence[District]], forms.Field]] = {
    Question.Kind.SINGLE: _single,
    Question.Kind.MULTIPLE: _multiple,
    Question.Kind.RATING: _rating,
    Question.Kind.SHORT_TEXT: _text,
    Question.Kind.LONG_TEXT: _text,
    Question.Kind.DISTRICT: _district,
}


def field_for(question: Question, districts: Sequence[District]) -> forms.Field:
    """Return the form field that answers ``question``, in the current language."""
    return _BUILDERS[question.kind](question, districts)


def other_field_for(question: Question) -> forms.Field:
    """Return the text field of “other, please say”."""
    return AnswerTextField(
        label=_("What else? Please say"),
        question_text=question.text,
        longest=OTHER_LENGTH,
    )


# What is wrong with an answer, in whole sentences that name the question


def missing_answer(question: Question) -> str:
    names = {"question": question.text}
    if question.kind in {Question.Kind.SHORT_TEXT, Question.Kind.LONG_TEXT}:
        return _("“%(question)s”: please write an answer.") % names
    if question.kind == Question.Kind.MULTIPLE:
        return _("“%(question)s”: please choose at least one answer.") % names
    return _("“%(question)s”: please choose an answer.") % names


def too_few_choices(question: Question, minimum: int) -> str:
    return ngettext(
        "“%(question)s”: please choose at least %(shown)s answer.",
        "“%(question)s”: please choose at least %(shown)s answers.",
        minimum,
    ) % {
        "question": question.text,
        "shown": numbers.number(minimum, languages.current()),
    }


def too_many_choices(question: Question, maximum: int) -> str:
    return ngettext(
        "“%(question)s”: please choose at most %(shown)s answer.",
        "“%(question)s”: please choose at most %(shown)s answers.",
        maximum,
    ) % {
        "question": question.text,
        "shown": numbers.number(maximum, languages.current()),
    }


def choice_stands_alone(question: Question, label: str) -> str:
    return _(
        "“%(question)s”: “%(choice)s” cannot go with other answers. Please keep "
        "either it or the others."
    ) % {"question": question.text, "choice": label}


def other_without_words(question: Question) -> str:
    return _(
        "“%(question)s”: you chose “Other”. Please say what you mean, or choose "
        "another answer."
    ) % {"question": question.text}


def other_beside_choice(question: Question, label: str) -> str:
    return _(
        "“%(question)s”: you chose “%(choice)s” and also wrote under “Other”. Please "
        "choose “Other”, or empty its text."
    ) % {"question": question.text, "choice": label}
