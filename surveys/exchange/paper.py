"""The paper form of a survey: a PDF in one language, to be filled in by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from civic import languages, numbers, pdf
from civic.models import District
from surveys import conditions, qr
from surveys.models import Page, Question, Survey

SHEET = "css/paper.css"


@dataclass(frozen=True)
class Printed:
    """A question as it stands on paper.

    ``number`` counts the questions that ask something; ``only_if`` says in words when
    it is to be answered, ``go_on_to`` is the number of the next one that does not
    depend on the same.
    """

    question: Question
    number: int | None
    only_if: str
    go_on_to: int | None

    @property
    def label(self) -> str:
        number = self.number
        return "" if number is None else numbers.number(number, languages.current())

    @property
    def steps(self) -> list[str]:
        """The steps of a scale, in the reader's digits."""
        language = languages.current()
        return [numbers.number(step, language) for step in self.question.scale]

    @property
    def options(self) -> list[tuple[str, Any]]:
        """The number beside each box, which staff type, and its choice."""
        return numbered(self.question.choices.all())

    @property
    def other_number(self) -> str:
        return shown(self.question.choices.count() + 1)


def shown(number: int) -> str:
    return numbers.number(number, languages.current())


def numbered(things: Any) -> list[tuple[str, Any]]:
    return [(shown(number), thing) for number, thing in enumerate(things, start=1)]


def printed(survey: Survey) -> list[tuple[Page, list[Printed]]]:
    """Return the pages of the survey with their questions, numbered throughout."""
    asked = [
        (page, question)
        for page in survey.pages.all()
        for question in page.questions.all()
    ]
    counted = _numbers([question for _page, question in asked])
    found: dict[int, list[Printed]] = {page.pk: [] for page in survey.pages.all()}
    for at, (page, question) in enumerate(asked):
        depends = _depends(page, question)
        found[page.pk].append(
            Printed(
                question,
                counted[question.pk],
                conditions.describe(depends, survey) if depends else "",
                _next_free(asked[at + 1 :], depends, counted) if depends else None,
            )
        )
    return [(page, found[page.pk]) for page in survey.pages.all()]


def _numbers(questions: list[Question]) -> dict[int, int | None]:
    numbers_left: Iterator[int] = iter(range(1, len(questions) + 1))
    return {
        question.pk: None
        if question.kind == Question.Kind.INFORMATION
        else next(numbers_left)
        for question in questions
    }


def _depends(page: Page, question: Question) -> dict[str, Any]:
    """What decides whether somebody answers it: its own conditions, or its page's."""
    return question.shown_if or page.shown_if


def _next_free(
    following: list[tuple[Page, Question]],
    depends: dict[str, Any],
    counted: dict[int, int | None],
) -> int | None:
    for page, question in following:
        if _depends(page, question) != depends and counted[question.pk]:
            return counted[question.pk]
    return None


def paper_form(survey: Survey, *, address: str) -> bytes:
    """Return the survey as a PDF (A4) in the current language.

    ``survey`` needs ``with_questions``; ``address`` is where it can be answered on the
    web. Raise ``civic.pdf.CannotPrint`` where the machine lacks the libraries for it.
    """
    context = {
        "survey": survey,
        "pages": printed(survey),
        "districts": numbered(District.objects.all()),
        "language": languages.current(),
        "address": address,
        "picture": qr.png_inline(address),
        "other": _("Other, please say"),
    }
    page = render_to_string("surveys/paper_form.html", context)
    return pdf.document(page, sheet=SHEET)
