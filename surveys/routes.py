"""The way through the pages of a survey: which are shown, by what was sent so far."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.utils.datastructures import MultiValueDict

from surveys import conditions
from surveys.definitions import Definition
from surveys.forms import SurveyPageForm
from surveys.models import Page

Sent = Mapping[str, list[str]]
FIRST = 1


class Route:
    """Where somebody who ``sent`` these values for the fields comes along.

    Pages are numbered from 1. The first is always shown, for nothing is known before.
    """

    def __init__(self, definition: Definition, sent: Sent) -> None:
        self.definition = definition
        self.sent = sent
        self._answers: list[dict[str, Any]] = [{}]

    def page(self, number: int) -> Page:
        return self.definition.pages[number - 1]

    @cached_property
    def numbers(self) -> range:
        return range(FIRST, len(self.definition.pages) + 1)

    def earlier(self, number: int) -> dict[str, Any]:
        """The answers to what is shown before page ``number``.

        Empty for surveys where no page depends on another.
        """
        if not self.definition.is_branching:
            return {}
        while len(self._answers) < number:
            self._answers.append(self._answers_with(len(self._answers)))
        return self._answers[number - 1]

    def _answers_with(self, number: int) -> dict[str, Any]:
        earlier = self._answers[number - 1]
        if not self.is_shown(number):
            return earlier
        form = self.form(number)
        form.is_valid()  # what is wrong in it answers nothing
        return earlier | form.answers()

    def form(self, number: int) -> SurveyPageForm:
        """The form of page ``number``, to be checked, with what was sent for it."""
        form_class = self.definition.form_class(number)
        return form_class(MultiValueDict(self.sent), earlier=self.earlier(number))

    def is_shown(self, number: int) -> bool:
        return number == FIRST or conditions.is_shown(
            self.page(number).shown_if, self.earlier(number)
        )

    def after(self, number: int) -> int | None:
        """The page to come after ``number``; None at the end."""
        later = range(number + 1, len(self.definition.pages) + 1)
        return next((one for one in later if self.is_shown(one)), None)

    def before(self, number: int) -> int:
        """The page to go back to from ``number``."""
        earlier = range(number - 1, FIRST, -1)
        return next((one for one in earlier if self.is_shown(one)), FIRST)

    def progress(self, number: int) -> tuple[int, int]:
        """Which of how many pages this is; of those to come, all that may be shown."""
        if not self.definition.is_branching:
            return number, len(self.definition.pages)
        step = sum(self.is_shown(one) for one in range(FIRST, number)) + 1
        return step, step + len(self._to_come(number))

    def is_end(self, number: int) -> bool:
        """Whether no page can come after this one."""
        return self.progress(number)[0] == self.progress(number)[1]

    def may_be_end(self, number: int) -> bool:
        """Whether it depends on the answers to this page if another comes."""
        to_come = self._to_come(number) if self.definition.is_branching else []
        return bool(to_come) and all(to_come)

    def _to_come(self, number: int) -> list[dict[str, Any]]:
        """For each page that may come, the conditions that are not decided yet."""
        unknown = {
            question.code
            for page in self.definition.pages[number - 1 :]
            for question in page.questions.all()
        }
        earlier = self.earlier(number)
        found = (
            conditions.reduced(page.shown_if, earlier, unknown)
            for page in self.definition.pages[number:]
        )
        return [rest for rest in found if rest is not None]
