"""Why a value is missing: the question was not shown, or it was not answered.

Only SPSS has values that say so; the cells of the other formats stay empty. What a
response was shown follows from its answers, as the conditions are known.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import pgettext_lazy

from surveys import conditions
from surveys.exchange.columns import Column, Shape, Value, in_all_languages
from surveys.models import Survey

NOT_SHOWN, NOT_ANSWERED = -9, -8
CODED = {
    *(Shape.CODE, Shape.CELL, Shape.SCALE, Shape.LIST),
    *(Shape.TICK, Shape.PICK, Shape.RANK),
}

Reason = Callable[[Column], int]


def missing_values() -> tuple[Value, ...]:
    """The codes with what they mean."""
    not_asked = pgettext_lazy("value in a table", "not asked")
    not_answered = pgettext_lazy("value in a table", "not answered")
    return (
        Value(str(NOT_SHOWN), in_all_languages(not_asked)),
        Value(str(NOT_ANSWERED), in_all_languages(not_answered)),
    )


def says_why(column: Column) -> bool:
    """Whether a missing value of the column has a code: numbers and texts have none.

    They could have the codes as values, as could a scale that goes so far down.
    """
    if column.question is None or column.shape not in CODED:
        return False
    lowest = column.question.minimum if column.shape == Shape.SCALE else None
    return lowest is None or lowest > NOT_ANSWERED


def reasons(versions: Sequence[Survey]) -> Callable[[int, str], Reason]:
    """Return what finds, for a survey's id and the JSON of the answers, the reasons."""
    rules = {survey.pk: _rules(survey) for survey in versions}

    def of_response(survey_id: int, answers: str) -> Reason:
        given: Any = json.loads(answers) if rules[survey_id] else {}
        hidden = {
            code
            for code, found in rules[survey_id].items()
            if not all(conditions.is_shown(one, given) for one in found)
        }

        def reason(column: Column) -> int:
            was_asked = survey_id in column.survey_ids and column.code not in hidden
            return NOT_ANSWERED if was_asked else NOT_SHOWN

        return reason

    return of_response


def _rules(survey: Survey) -> dict[str, list[conditions.ShownIf]]:
    """The conditions of each question that has any, with those of its page."""
    found = {
        question.code: [one for one in (page.shown_if, question.shown_if) if one]
        for page in survey.pages.all()
        for question in page.questions.all()
    }
    return {code: rules for code, rules in found.items() if rules}
