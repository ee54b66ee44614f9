"""Shown-if: when a page or a question is shown, by the answers to earlier questions.

``shown_if`` is empty (always shown) or has this shape, as JSON::

    {"match": "all",                       # or "any"
     "conditions": [
        {"question": "visits", "operator": "is", "value": "weekly"},
        {"question": "services", "row": "hours", "operator": "is_not", "value": "bad"},
        {"question": "age", "operator": "at_least", "value": 18},
        {"question": "name", "operator": "answered"}]}

Values are choice codes, numbers, or days as ``2025-09-23``. An unanswered question,
or one that was not shown, fulfills only the negative operators. The same rules run in
the browser, in ``static/js/conditions.js``.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Answers = Mapping[str, Any]
ShownIf = Mapping[str, Any]

ALL, ANY = "all", "any"
ANSWERED, NOT_ANSWERED = "answered", "not_answered"
IS, IS_NOT = "is", "is_not"
INCLUDES, EXCLUDES = "includes", "excludes"
AT_LEAST, AT_MOST = "at_least", "at_most"

NEGATIVE = {NOT_ANSWERED, IS_NOT, EXCLUDES}
_PRESENCE = (ANSWERED, NOT_ANSWERED)
_CHOICE = (IS, IS_NOT, *_PRESENCE)
_AMOUNT = (AT_LEAST, AT_MOST, IS, IS_NOT, *_PRESENCE)
OPERATORS_BY_KIND: dict[str, tuple[str, ...]] = {
    "single": _CHOICE,
    "dropdown": _CHOICE,
    "district": _CHOICE,
    "matrix": _CHOICE,
    "multiple": (INCLUDES, EXCLUDES, *_PRESENCE),
    "rating": _AMOUNT,
    "number": _AMOUNT,
    "date": (AT_LEAST, AT_MOST, *_PRESENCE),
    "ranking": _PRESENCE,
    "consent": _PRESENCE,
    "short_text": _PRESENCE,
    "long_text": _PRESENCE,
    "information": (),
}


def is_shown(shown_if: ShownIf, answers: Answers) -> bool:
    """Return whether what carries ``shown_if`` is shown to somebody with ``answers``.

    ``answers`` must hold shown questions only: see ``Response.answers``.
    """
    conditions = shown_if.get("conditions", [])
    if not conditions:
        return True
    holds = (is_fulfilled(condition, answers) for condition in conditions)
    return any(holds) if shown_if.get("match") == ANY else all(holds)


def is_fulfilled(condition: Mapping[str, Any], answers: Answers) -> bool:
    """Return whether one condition holds."""
    operator = condition["operator"]
    answer = answers.get(condition["question"])
    if "row" in condition and isinstance(answer, Mapping):
        answer = answer.get(condition["row"])
    if answer in (None, "", [], {}):
        return operator in NEGATIVE
    if operator in _PRESENCE:
        return operator == ANSWERED
    return _compare(operator, answer, condition.get("value"))


def _compare(operator: str, answer: Any, value: Any) -> bool:
    if operator in {IS, IS_NOT}:
        return (answer == value) is (operator == IS)
    if operator in {INCLUDES, EXCLUDES}:
        return (value in answer) is (operator == INCLUDES)
    return answer >= value if operator == AT_LEAST else answer <= value


def sources(shown_if: ShownIf) -> Iterator[str]:
    """Yield the codes of the questions that ``shown_if`` looks at."""
    for condition in shown_if.get("conditions", []):
        yield condition["question"]
