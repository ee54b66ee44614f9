"""Answers told back to staff in words: labels, numbers and dates as the page writes."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from civic import calendars, languages, numbers
from civic.models import District
from surveys.models import Question, Survey


@dataclass(frozen=True)
class ToldAnswer:
    """What was answered to one question: a text for each choice, row or rank."""

    question: Question
    texts: list[str]

    @property
    def is_in_own_words(self) -> bool:
        """Whether it is told in the language it was answered in."""
        return self.question.kind in Question.KINDS_IN_WORDS


def told_answers(
    survey: Survey, answers: Mapping[str, Any], districts: Mapping[str, str]
) -> list[ToldAnswer]:
    """Tell all answers in the questionnaire's order; needs ``with_questions``."""
    return [
        ToldAnswer(question, told(question, answers, districts))
        for question in survey.questions
        if question.code in answers
    ]


def district_names() -> dict[str, str]:
    """The names of the districts by code, in the page's language."""
    return {district.code: district.name for district in District.objects.all()}


def told(
    question: Question, answers: Mapping[str, Any], districts: Mapping[str, str]
) -> list[str]:
    """Return what was answered to ``question``, in the current language.

    A code that the question no longer knows is told as it is.
    """
    answer = answers[question.code]
    if question.kind == Question.Kind.MATRIX:
        return _matrix(question, answer)
    if question.kind == Question.Kind.DISTRICT:
        return [districts.get(answer, str(answer))]
    if question.kind in _SAID:
        return [_SAID[question.kind](answer)]
    labels = _labels(question, answers)
    codes = answer if isinstance(answer, list) else [answer]
    texts = [labels.get(str(code), str(code)) for code in codes]
    return _ranked(texts) if question.kind == Question.Kind.RANKING else texts


def _agreed(answer: str) -> str:
    return _("Agreed")


def _day(answer: str) -> str:
    return calendars.long_date(dt.date.fromisoformat(answer), languages.current())


def _number(answer: float) -> str:
    return numbers.number(answer, languages.current())


_SAID: dict[str, Callable[[Any], str]] = {
    Question.Kind.CONSENT: _agreed,
    Question.Kind.DATE: _day,
    Question.Kind.NUMBER: _number,
    Question.Kind.RATING: _number,
}


def _labels(question: Question, answers: Mapping[str, Any]) -> dict[str, str]:
    labels = {choice.code: choice.label for choice in question.choices.all()}
    return labels | {"other": str(answers.get(f"{question.code}-other", ""))}


def _matrix(question: Question, answer: Mapping[str, str]) -> list[str]:
    labels = {choice.code: choice.label for choice in question.choices.all()}
    return [
        _("%(row)s: %(answer)s")
        % {"row": row.label, "answer": labels.get(answer[row.code], answer[row.code])}
        for row in question.rows.all()
        if row.code in answer
    ]


def _ranked(texts: list[str]) -> list[str]:
    return [
        _("%(rank)s. %(answer)s")
        % {"rank": numbers.number(rank, languages.current()), "answer": text}
        for rank, text in enumerate(texts, start=1)
    ]
