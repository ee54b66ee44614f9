"""Which pages and questions somebody can come to at all.

For each question that a condition looks at, the answers that could make a difference
are tried; so “is weekly” and “is never” of one question are found to exclude each
other, and “at least 5” and “at most 3” too.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from surveys import conditions
from surveys.models import Page, Question, Survey

UNANSWERED = None
Condition = Mapping[str, Any]


class Reach:
    """What can be reached in a survey; needs ``with_questions``."""

    def __init__(self, survey: Survey) -> None:
        self.pages: set[int] = set()
        self.questions: dict[str, Question] = {}
        for page in survey.pages.all():
            self._visit(page)

    def reaches(self, part: Page | Question) -> bool:
        """Whether anybody can come to a page or a question."""
        if isinstance(part, Page):
            return part.position in self.pages
        return part.code in self.questions

    def _visit(self, page: Page) -> None:
        if not self._can_hold(page.shown_if):
            return
        self.pages.add(page.position)
        for question in page.questions.all():
            if self._can_hold(question.shown_if):
                self.questions[question.code] = question

    def _can_hold(self, shown_if: conditions.ShownIf) -> bool:
        found = shown_if.get("conditions", [])
        if not found:
            return True
        if shown_if.get("match") == conditions.ANY:
            return any(self._can_hold_together([one]) for one in found)
        return self._can_hold_together(found)

    def _can_hold_together(self, found: Iterable[Condition]) -> bool:
        by_question = defaultdict(list)
        for condition in found:
            by_question[condition["question"], condition.get("row")].append(condition)
        return all(
            any(
                all(_holds(one, answer) for one in group)
                for answer in self._possible_answers(code, group)
            )
            for (code, _row), group in by_question.items()
        )

    def _possible_answers(self, code: str, group: list[Condition]) -> Iterator[Any]:
        question = self.questions.get(code)
        is_certain = (
            question is not None
            and question.is_required
            and not question.shown_if
            and not question.page.shown_if
        )
        if not is_certain:
            yield UNANSWERED
        if question is not None:
            yield from _answers(question, [one.get("value") for one in group])


def _holds(condition: Condition, answer: Any) -> bool:
    """Whether a condition holds; one that cannot even be compared does not."""
    try:
        return conditions.is_fulfilled(condition, {condition["question"]: answer})
    except (TypeError, ValueError):
        return False


def _answers(question: Question, values: list[Any]) -> Iterator[Any]:
    """Yield answers of every sort that ``values`` can tell apart."""
    kind = question.kind
    if kind == Question.Kind.MULTIPLE:
        included = [value for value in values if value is not None]
        yield from ([one] for one in included)
        yield included or ["some"]
        yield ["something else"]
    elif kind == Question.Kind.RATING:
        yield from question.scale
    elif kind == Question.Kind.NUMBER:
        yield from _numbers(question, values)
    elif kind == Question.Kind.DATE:
        yield from _days(question, values)
    elif kind in {Question.Kind.SINGLE, Question.Kind.DROPDOWN, Question.Kind.MATRIX}:
        yield from (choice.code for choice in question.choices.all())
        if question.has_other:
            yield "other"
    else:
        yield from (value for value in values if value)
        yield "something"


def _numbers(question: Question, values: list[Any]) -> Iterator[float]:
    near = [
        value + step
        for value in values
        if isinstance(value, int | float)
        for step in (-1, 0, 1)
    ]
    ends = [end for end in (question.minimum, question.maximum) if end is not None]
    for value in [*near, *ends] or [0]:
        above = question.minimum is None or value >= question.minimum
        below = question.maximum is None or value <= question.maximum
        if above and below:
            yield value


def _days(question: Question, values: list[Any]) -> Iterator[str]:
    ends = [end for end in (question.earliest_on, question.latest_on) if end]
    days = [*ends]
    for value in values:
        try:
            day = dt.date.fromisoformat(str(value))
        except ValueError:
            continue
        days += [day + dt.timedelta(days=step) for step in (-1, 0, 1)]
    for day in days or [dt.date(2025, 1, 1)]:
        early = question.earliest_on is None or day >= question.earliest_on
        late = question.latest_on is None or day <= question.latest_on
        if early and late:
            yield day.isoformat()
