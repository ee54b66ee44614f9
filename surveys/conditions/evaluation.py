"""Whether conditions hold, and what remains of them once some answers are known."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Protocol, TypeVar

Answers = Mapping[str, Any]
ShownIf = Mapping[str, Any]
Condition = Mapping[str, Any]

ALL, ANY = "all", "any"
ANSWERED, NOT_ANSWERED = "answered", "not_answered"
IS, IS_NOT = "is", "is_not"
INCLUDES, EXCLUDES = "includes", "excludes"
AT_LEAST, AT_MOST = "at_least", "at_most"

NEGATIVE = {NOT_ANSWERED, IS_NOT, EXCLUDES}
PRESENCE = (ANSWERED, NOT_ANSWERED)
_CHOICE = (IS, IS_NOT, *PRESENCE)
_AMOUNT = (AT_LEAST, AT_MOST, IS, IS_NOT, *PRESENCE)
OPERATORS_BY_KIND: dict[str, tuple[str, ...]] = {
    "single": _CHOICE,
    "dropdown": _CHOICE,
    "district": _CHOICE,
    "matrix": _CHOICE,
    "multiple": (INCLUDES, EXCLUDES, *PRESENCE),
    "rating": _AMOUNT,
    "number": _AMOUNT,
    "date": (AT_LEAST, AT_MOST, *PRESENCE),
    "ranking": PRESENCE,
    "consent": PRESENCE,
    "short_text": PRESENCE,
    "long_text": PRESENCE,
    "information": (),
}


class Conditional(Protocol):
    """A question, as far as conditions are concerned."""

    code: str
    shown_if: ShownIf


AnyQuestion = TypeVar("AnyQuestion", bound=Conditional)


def is_shown(shown_if: ShownIf, answers: Answers) -> bool:
    """Return whether what carries ``shown_if`` is shown to somebody with ``answers``.

    ``answers`` must hold shown questions only: see ``Response.answers``.
    """
    conditions = shown_if.get("conditions", [])
    if not conditions:
        return True
    holds = (is_fulfilled(condition, answers) for condition in conditions)
    return any(holds) if shown_if.get("match") == ANY else all(holds)


def is_fulfilled(condition: Condition, answers: Answers) -> bool:
    """Return whether one condition holds."""
    operator = condition["operator"]
    answer = answers.get(condition["question"])
    if "row" in condition and isinstance(answer, Mapping):
        answer = answer.get(condition["row"])
    if answer in (None, "", [], {}):
        return operator in NEGATIVE
    if operator in PRESENCE:
        return operator == ANSWERED
    return _compare(operator, answer, condition.get("value"))


def _compare(operator: str, answer: Any, value: Any) -> bool:
    if operator in {IS, IS_NOT}:
        return (answer == value) is (operator == IS)
    if operator in {INCLUDES, EXCLUDES}:
        is_chosen = isinstance(answer, list) and value in answer
        return is_chosen is (operator == INCLUDES)
    if not _are_alike(answer, value):
        return False
    return answer >= value if operator == AT_LEAST else answer <= value


def _are_alike(answer: Any, value: Any) -> bool:
    """Whether two values are both numbers, or both days."""
    return any(
        isinstance(answer, kind) and isinstance(value, kind)
        for kind in (int | float, str)
    )


def reduced(
    shown_if: ShownIf, answers: Answers, unknown: Collection[str] = ()
) -> dict[str, Any] | None:
    """Return what of ``shown_if`` is still to be decided, by the ``unknown`` answers.

    ``{}`` means shown in any case, None hidden in any case.
    """
    conditions = shown_if.get("conditions", [])
    if not conditions:
        return {}
    match = ANY if shown_if.get("match") == ANY else ALL
    rest = [one for one in conditions if one["question"] in unknown]
    holds = [
        is_fulfilled(one, answers)
        for one in conditions
        if one["question"] not in unknown
    ]
    if match == ANY and any(holds):
        return {}
    if match == ALL and not all(holds):
        return None
    if not rest:
        return {} if match == ALL else None
    return {"match": match, "conditions": rest}


def shown_on_page(
    questions: Iterable[AnyQuestion], earlier: Answers
) -> list[tuple[AnyQuestion, dict[str, Any]]]:
    """Return the questions of one page that somebody may see, with what decides it.

    ``earlier`` are the answers to the pages before. A question comes with ``{}`` if
    it is shown in any case, else with the conditions on questions of the same page.
    """
    found = []
    open_here: set[str] = set()
    for question in questions:
        rest = reduced(question.shown_if, earlier, open_here)
        if rest is not None:
            found.append((question, rest))
            open_here.add(question.code)
    return found


def sources(shown_if: ShownIf) -> Iterator[str]:
    """Yield the codes of the questions that ``shown_if`` looks at."""
    for condition in shown_if.get("conditions", []):
        yield condition["question"]
