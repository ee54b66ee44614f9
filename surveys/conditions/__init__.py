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

from surveys.conditions.evaluation import (
    ALL,
    ANSWERED,
    ANY,
    AT_LEAST,
    AT_MOST,
    EXCLUDES,
    INCLUDES,
    IS,
    IS_NOT,
    NEGATIVE,
    NOT_ANSWERED,
    OPERATORS_BY_KIND,
    PRESENCE,
    Answers,
    Condition,
    ShownIf,
    is_fulfilled,
    is_shown,
    reduced,
    shown_on_page,
    sources,
)
from surveys.conditions.wording import describe

__all__ = [
    "ALL",
    "ANSWERED",
    "ANY",
    "AT_LEAST",
    "AT_MOST",
    "EXCLUDES",
    "INCLUDES",
    "IS",
    "IS_NOT",
    "NEGATIVE",
    "NOT_ANSWERED",
    "OPERATORS_BY_KIND",
    "PRESENCE",
    "Answers",
    "Condition",
    "ShownIf",
    "describe",
    "is_fulfilled",
    "is_shown",
    "reduced",
    "shown_on_page",
    "sources",
]
