"""The form fields that each kind of question is answered with."""

from collections.abc import Callable, Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic import languages, numbers
from civic.fields import date_example
from civic.models import District
from surveys import mistakes
from surveys.answer_fields import (
    AnswerDateField,
    AnswerTextField,
    ConsentField,
    NumberField,
    RankField,
)
from surveys.mistakes import unknown_choice
from surveys.models import Question

__all__ = ["OTHER", "fields_for", "hint", "part_name", "unknown_choice"]

OTHER = "other"
SHORT_TEXT_LENGTH = 200
LONG_TEXT_LENGTH = 5000
OTHER_LENGTH = 200

Fields = dict[str, forms.Field]


def part_name(question: Question, part: str) -> str:
    """The field of a matrix row, a ranked choice or the words for “other”."""
    return f"{question.field_name}-{part}"


def fields_for(question: Question, districts: Sequence[District]) -> Fields:
    """Return the form fields that answer ``question``, in the current language.

    An information text has none, a matrix one for each row and a ranking one for
    each choice.
    """
    if question.kind == Question.Kind.INFORMATION:
        return {}
    if question.kind == Question.Kind.MATRIX:
        return _matrix(question)
    if question.kind == Question.Kind.RANKING:
        return _ranking(question)
    found = {question.field_name: _BUILDERS[question.kind](question, districts)}
    if question.has_other:
        found[part_name(question, OTHER)] = AnswerTextField(
            label=_("What else? Please say"),
            question_text=question.text,
            longest=OTHER_LENGTH,
        )
    return found


def _unknown_choice(message: str) -> dict[str, str]:
    message = message.replace("%", "%%")
    return {"invalid_choice": message, "invalid_list": message}


def _texts(question: Question) -> dict[str, str]:
    return {"label": question.text, "help_text": help_and_hint(question)}


def _choices(question: Question) -> list[tuple[str, str]]:
    offered = [(choice.code, choice.label) for choice in question.choices.all()]
    if question.has_other:
        offered.append((OTHER, _("Other, please say")))
    return offered


def _single(question: Question, districts: Sequence[District]) -> forms.Field:
    return forms.ChoiceField(
        **_texts(question),
        required=False,
        choices=_choices(question),
        widget=forms.RadioSelect,
        error_messages=_unknown_choice(unknown_choice(question)),
    )


def _multiple(question: Question, districts: Sequence[District]) -> forms.Field:
    return forms.MultipleChoiceField(
        **_texts(question),
        required=False,
        choices=_choices(question),
        widget=forms.CheckboxSelectMultiple,
        error_messages=_unknown_choice(unknown_choice(question)),
    )


def _dropdown(question: Question, districts: Sequence[District]) -> forms.Field:
    return forms.ChoiceField(
        **_texts(question),
        required=False,
        choices=[("", _("Choose from the list")), *_choices(question)],
        error_messages=_unknown_choice(unknown_choice(question)),
    )


def _rating(question: Question, districts: Sequence[District]) -> forms.Field:
    language = languages.current()
    return forms.TypedChoiceField(
        **_texts(question),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[(str(n), numbers.number(n, language)) for n in question.scale],
        widget=forms.RadioSelect,
        error_messages=_unknown_choice(unknown_choice(question)),
    )


def _text(question: Question, districts: Sequence[District]) -> forms.Field:
    is_long = question.kind == Question.Kind.LONG_TEXT
    longest = LONG_TEXT_LENGTH if is_long else SHORT_TEXT_LENGTH
    return AnswerTextField(
        **_texts(question),
        question_text=question.text,
        longest=question.maximum or longest,
        widget=forms.Textarea(attrs={"rows": 5}) if is_long else forms.TextInput,
    )


def _number(question: Question, districts: Sequence[District]) -> forms.Field:
    field = NumberField(**_texts(question), question=question)
    # Number pads of some telephones have no minus sign
    has_sign = question.minimum is None or question.minimum < 0
    pad = "decimal" if question.decimals else "numeric"
    field.widget.attrs["inputmode"] = "text" if has_sign else pad
    return field


def _date(question: Question, districts: Sequence[District]) -> forms.Field:
    return AnswerDateField(**_texts(question), question=question)


def _district(question: Question, districts: Sequence[District]) -> forms.Field:
    offered = [(district.code, district.name) for district in districts]
    return forms.ChoiceField(
        **_texts(question),
        required=False,
        choices=[("", _("Choose your district")), *offered],
        error_messages=_unknown_choice(unknown_choice(question)),
    )


def _consent(question: Question, districts: Sequence[District]) -> forms.Field:
    return ConsentField(
        **_texts(question), error_messages=_unknown_choice(unknown_choice(question))
    )


def _matrix(question: Question) -> Fields:
    choices = _choices(question)
    return {
        part_name(question, row.code): forms.ChoiceField(
            label=row.label,
            required=False,
            choices=choices,
            widget=forms.RadioSelect,
            error_messages=_unknown_choice(
                mistakes.unknown_choice_in_row(question, row.label)
            ),
        )
        for row in question.rows.all()
    }


def _ranking(question: Question) -> Fields:
    lowest = most_ranks(question)
    return {
        part_name(question, choice.code): RankField(
            label=choice.label,
            lowest=lowest,
            message=mistakes.not_a_rank(question, choice.label, lowest),
        )
        for choice in question.choices.all()
    }


_BUILDERS: dict[str, Callable[[Question, Sequence[District]], forms.Field]] = {
    Question.Kind.SINGLE: _single,
    Question.Kind.MULTIPLE: _multiple,
    Question.Kind.DROPDOWN: _dropdown,
    Question.Kind.RATING: _rating,
    Question.Kind.NUMBER: _number,
    Question.Kind.DATE: _date,
    Question.Kind.SHORT_TEXT: _text,
    Question.Kind.LONG_TEXT: _text,
    Question.Kind.DISTRICT: _district,
    Question.Kind.CONSENT: _consent,
}


def most_ranks(question: Question) -> int:
    """How many choices of a ranking may be ranked: the lowest rank there is."""
    offered = len(question.choices.all())
    return min(question.maximum or offered, offered)


# How an answer is given, where the question's own help does not say it


def help_and_hint(question: Question) -> str:
    return f"{question.help} {hint(question)}".strip()


def hint(question: Question) -> str:
    """Say how the answer is given, and within which limits."""
    if question.kind == Question.Kind.DATE:
        return f"{_date_hint(question)} {date_example}".strip()
    if question.kind == Question.Kind.RANKING:
        return _ranking_hint(question)
    if question.kind == Question.Kind.MULTIPLE:
        return _choices_hint(question)
    return _number_hint(question) if question.kind == Question.Kind.NUMBER else ""


def _choices_hint(question: Question) -> str:
    sentences = []
    if (question.minimum or 0) > 1:
        sentences.append(_at_least_choices(question.minimum))
    if question.maximum is not None:
        sentences.append(_at_most_choices(question.maximum))
    return " ".join(sentences)


def _at_least_choices(least: int) -> str:
    return ngettext(
        "Choose at least %(shown)s answer.",
        "Choose at least %(shown)s answers.",
        least,
    ) % {"shown": numbers.number(least, languages.current())}


def _at_most_choices(most: int) -> str:
    return ngettext(
        "Choose at most %(shown)s answer.",
        "Choose at most %(shown)s answers.",
        most,
    ) % {"shown": numbers.number(most, languages.current())}


def _ranking_hint(question: Question) -> str:
    sentences = [_("Write 1 beside your first choice, 2 beside the second, and so on.")]
    most, least = most_ranks(question), question.minimum or 0
    if least > 1:
        sentences.append(_at_least_ranks(least))
    if most < len(question.choices.all()):
        sentences.append(_at_most_ranks(most))
    return " ".join(sentences)


def _at_least_ranks(least: int) -> str:
    return ngettext(
        "Give a number to at least %(shown)s answer.",
        "Give numbers to at least %(shown)s answers.",
        least,
    ) % {"shown": numbers.number(least, languages.current())}


def _at_most_ranks(most: int) -> str:
    return ngettext(
        "Give a number to at most %(shown)s answer.",
        "Give numbers to at most %(shown)s answers.",
        most,
    ) % {"shown": numbers.number(most, languages.current())}


def _number_hint(question: Question) -> str:
    return f"{_range_hint(question)} {_decimals_hint(question.decimals)}".strip()


def _decimals_hint(most: int) -> str:
    if not most:
        return _("Whole numbers only.")
    return ngettext(
        "At most %(shown)s decimal place.",
        "At most %(shown)s decimal places.",
        most,
    ) % {"shown": numbers.number(most, languages.current())}


def _range_hint(question: Question) -> str:
    language = languages.current()
    lowest, highest = question.minimum, question.maximum
    names = {
        "lowest": "" if lowest is None else numbers.number(lowest, language),
        "highest": "" if highest is None else numbers.number(highest, language),
    }
    if lowest is not None and highest is not None:
        return _("A number from %(lowest)s to %(highest)s.") % names
    if lowest is not None:
        return _("A number, at least %(lowest)s.") % names
    return _("A number, at most %(highest)s.") % names if names["highest"] else ""


def _date_hint(question: Question) -> str:
    names = {
        "earliest": mistakes.long_date(question.earliest_on),
        "latest": mistakes.long_date(question.latest_on),
    }
    if names["earliest"] and names["latest"]:
        return _("A date from %(earliest)s to %(latest)s.") % names
    if names["earliest"]:
        return _("A date from %(earliest)s on.") % names
    return _("A date up to %(latest)s.") % names if names["latest"] else ""
