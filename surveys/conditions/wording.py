"""Conditions as a sentence that people read: in the desk, on paper, without script."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from civic import calendars, languages, numbers
from civic.models import District
from surveys.conditions.evaluation import (
    ANSWERED,
    ANY,
    AT_LEAST,
    AT_MOST,
    EXCLUDES,
    INCLUDES,
    IS,
    IS_NOT,
    NOT_ANSWERED,
    Condition,
    ShownIf,
)
from surveys.models import Question, Survey


def describe(shown_if: ShownIf, survey: Survey) -> str:
    """Return the conditions as a sentence in the current language; "" for none.

    Questions and choices are named by their texts, so that it can be read beside the
    survey. Needs ``with_questions``.
    """
    by_code = {question.code: question for question in survey.questions}
    said = [
        _clause(condition, by_code.get(condition["question"]))
        for condition in shown_if.get("conditions", [])
    ]
    if not said:
        return ""
    if len(said) == 1:
        return _("Only if %(condition)s.") % {"condition": said[0]}
    conditions = {"conditions": pgettext("between conditions", "; ").join(said)}
    if shown_if.get("match") == ANY:
        return _("Only if at least one of these is true: %(conditions)s.") % conditions
    return _("Only if all of these are true: %(conditions)s.") % conditions


def _clause(condition: Condition, question: Question | None) -> str:
    """One condition, as it stands after “only if”."""
    names = {
        "question": _name(condition, question),
        "value": _value(condition, question),
    }
    is_date = question is not None and question.kind == Question.Kind.DATE
    clauses = {
        IS: _("the answer to “%(question)s” is “%(value)s”"),
        IS_NOT: _("the answer to “%(question)s” is not “%(value)s”"),
        INCLUDES: _("“%(value)s” is chosen under “%(question)s”"),
        EXCLUDES: _("“%(value)s” is not chosen under “%(question)s”"),
        AT_LEAST: _("the answer to “%(question)s” is %(value)s or later")
        if is_date
        else _("the answer to “%(question)s” is %(value)s or more"),
        AT_MOST: _("the answer to “%(question)s” is %(value)s or earlier")
        if is_date
        else _("the answer to “%(question)s” is %(value)s or less"),
        ANSWERED: _("“%(question)s” is answered"),
        NOT_ANSWERED: _("“%(question)s” is not answered"),
    }
    return clauses[condition["operator"]] % names


def _name(condition: Condition, question: Question | None) -> str:
    """The question's text, with its row's; its code if there is no such question."""
    if question is None:
        return str(condition["question"])
    if "row" not in condition:
        return question.text
    rows = {row.code: row.label for row in question.rows.all()}
    row = rows.get(condition["row"], condition["row"])
    return pgettext("row of a matrix", "%(question)s – %(row)s") % {
        "question": question.text,
        "row": row,
    }


def _value(condition: Condition, question: Question | None) -> str:
    value, language = condition.get("value"), languages.current()
    if value is None:
        return ""
    if isinstance(value, int | float):
        return numbers.number(value, language)
    if question is not None and question.kind == Question.Kind.DATE:
        return _day(value, language)
    labels = _labels(question, value) if question is not None else {}
    return str(labels.get(value, value))


def _day(text: str, language: languages.Language) -> str:
    try:
        return calendars.long_date(dt.date.fromisoformat(text), language)
    except ValueError:
        return text


def _labels(question: Question, value: Any) -> Mapping[str, str]:
    if question.kind == Question.Kind.DISTRICT:
        return {one.code: one.name for one in District.objects.filter(code=value)}
    labels = {choice.code: choice.label for choice in question.choices.all()}
    if question.has_other:
        labels["other"] = _("Other, please say")
    return labels
